//! A visit at a door, what becomes of the plan after it, and how the door looks on the board (model 2.4).

use crate::calendar::{Day, is_weekend, plus_days, shanghai_day, shanghai_minute};
use crate::config::{Config, MinuteSpan};
use crate::consent::FeeConsentState;
use crate::finding::{Finding, Findings};
use crate::id::HouseholdId;
use crate::json::{FromJson, ToJson};
use crate::org::wire_names;
use serde::{Deserialize, Serialize};

wire_names!(VisitOutcome {
    Completed = "completed",
    Partial = "partial",
    NoAnswer = "no_answer",
    /// Stopped at the gate or the staircase door.
    NoEntry = "no_entry",
    RefusedNow = "refused_now",
    RefusedFinal = "refused_final",
    Vacant = "vacant",
    WrongDoor = "wrong_door",
    /// A child, a carer, a short guest.
    NotDecisionMaker = "not_decision_maker",
    LanguageOrHearing = "language_or_hearing",
    /// A dog, violence.
    Unsafe = "unsafe",
    Demolished = "demolished",
});

wire_names!(VisitChannel {
    Door = "door",
    Phone = "phone",
    CommunityDesk = "community_desk",
    SelfLink = "self_link",
});

wire_names!(Band {
    WeekdayDay = "weekday_day",
    WeekdayEvening = "weekday_evening",
    Weekend = "weekend",
});

/// When to come again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct Slot {
    /// Civil day.
    #[serde(with = "crate::calendar::iso")]
    pub day: Day,
    /// Part of the week.
    pub band: Band,
}

/// One attempt at one door. The worker and the phone stand in the record's envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct Visit {
    /// Whose door.
    pub household: HouseholdId,
    /// What came of it; mandatory.
    pub outcome: VisitOutcome,
    /// How they met.
    pub channel: VisitChannel,
    /// By the phone's clock.
    pub started_at_ms: i64,
    /// By the phone's clock.
    pub ended_at_ms: i64,
    /// Who came along.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub companion: Option<String>,
    /// At most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When to come again, if agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_slot: Option<Slot>,
}

impl Visit {
    /// Longest note, in characters.
    pub const NOTE_MAX: usize = 200;
    /// Longest companion's name.
    pub const COMPANION_MAX: usize = 30;

    /// Checks what was entered. `now_ms` is the clock of whoever checks; `skew_ms` is how far clocks may differ.
    ///
    /// # Errors
    /// All findings: `ends_before_start`, `future`, `before_2020`, `too_long`, `slot_in_the_past`.
    pub fn validate(&self, now_ms: i64, skew_ms: i64) -> Result<(), Vec<Finding>> {
        const YEAR_2020_MS: i64 = 1_577_836_800_000;
        let too_long = |text: &Option<String>, most| text.as_ref().is_some_and(|text| text.chars().count() > most);
        let mut findings = Findings::default();
        findings
            .when(self.ended_at_ms < self.started_at_ms, "ends_before_start", "ended_at_ms")
            .when(self.ended_at_ms > now_ms.saturating_add(skew_ms), "future", "ended_at_ms")
            .when(self.started_at_ms < YEAR_2020_MS, "before_2020", "started_at_ms")
            .when(too_long(&self.note, Self::NOTE_MAX), "too_long", "note")
            .when(too_long(&self.companion, Self::COMPANION_MAX), "too_long", "companion")
            .when(
                self.next_slot.is_some_and(|slot| slot.day < shanghai_day(self.started_at_ms)),
                "slot_in_the_past",
                "next_slot",
            );
        findings.or(())
    }
}

wire_names!(PlanState {
    Planned = "planned",
    Retry = "retry",
    /// Leave a slip with the QR code.
    Unreachable = "unreachable",
    Done = "done",
    ClosedRefused = "closed_refused",
    ClosedVacant = "closed_vacant",
    /// The community looks at the roster first.
    RosterFix = "roster_fix",
});

/// What can happen to a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanEvent {
    /// A grid worker tried.
    Attempt(VisitOutcome),
    /// A clerk planned anew, or repaired the roster.
    Replanned,
    /// The resident asked for it: the only way past a final refusal before its time.
    ResidentContacted,
}

/// Where the work at one door stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitPlan {
    /// The state of the machine.
    pub state: PlanState,
    /// Attempts that met nobody, in a row.
    pub nobody: u8,
    /// Times somebody said "not now".
    pub refusals: u8,
    /// Nobody knocks before this day.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::calendar::iso::maybe")]
    pub not_before: Option<Day>,
    /// Come in twos.
    pub in_twos: bool,
}

impl VisitPlan {
    /// A door that nobody has tried.
    pub const NEW: Self = Self { state: PlanState::Planned, nobody: 0, refusals: 0, not_before: None, in_twos: false };

    /// The plan after something happened on `day` (model 2.4). Total: what changes nothing returns the same plan.
    #[must_use]
    pub fn after(self, event: PlanEvent, day: Day, config: &Config) -> Self {
        use PlanState::{ClosedRefused, ClosedVacant, Done, Retry, RosterFix, Unreachable};
        use VisitOutcome as O;
        let rest = |days: u16| Some(plus_days(day, i64::from(days)));
        let next = Self { not_before: None, ..self };
        match event {
            PlanEvent::Attempt(O::Completed) => Self { state: Done, nobody: 0, ..next },
            PlanEvent::Attempt(O::NoAnswer | O::NoEntry) => {
                let nobody = self.nobody.saturating_add(1);
                let state = if nobody >= config.attempts_before_unreachable { Unreachable } else { Retry };
                Self { state, nobody, ..next }
            }
            PlanEvent::Attempt(O::RefusedNow) if self.refusals == 0 => {
                Self { state: Retry, nobody: 0, refusals: 1, not_before: rest(config.retry_after_refusal_days), ..next }
            }
            PlanEvent::Attempt(O::RefusedNow | O::RefusedFinal) => Self {
                state: ClosedRefused,
                nobody: 0,
                refusals: self.refusals.saturating_add(1),
                not_before: rest(config.no_reask_days),
                ..next
            },
            PlanEvent::Attempt(O::Vacant) => {
                Self { state: ClosedVacant, nobody: 0, not_before: rest(config.vacant_recheck_days), ..next }
            }
            PlanEvent::Attempt(O::WrongDoor | O::Demolished) => Self { state: RosterFix, nobody: 0, ..next },
            PlanEvent::Attempt(O::Unsafe) => Self { state: Retry, nobody: 0, in_twos: true, ..next },
            PlanEvent::Attempt(O::Partial | O::NotDecisionMaker | O::LanguageOrHearing) => {
                Self { state: Retry, nobody: 0, ..next }
            }
            PlanEvent::Replanned if self.state == ClosedRefused && self.not_before.is_some_and(|until| day < until) => {
                self
            }
            PlanEvent::Replanned | PlanEvent::ResidentContacted => Self { in_twos: self.in_twos, ..Self::NEW },
        }
    }

    /// Whether a grid worker may knock on `day`.
    pub fn may_knock(self, day: Day) -> bool {
        let rested = self.not_before.is_none_or(|until| day >= until);
        match self.state {
            PlanState::Planned | PlanState::Retry | PlanState::ClosedVacant => rested,
            PlanState::Unreachable | PlanState::Done | PlanState::ClosedRefused | PlanState::RosterFix => false,
        }
    }
}

/// An earlier attempt, as far as plan and board need it; oldest first in every slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastVisit {
    /// What came of it.
    pub outcome: VisitOutcome,
    /// When.
    pub at_ms: i64,
}

/// The plan after a history of attempts.
pub fn plan_after(history: &[PastVisit], config: &Config) -> VisitPlan {
    history.iter().fold(VisitPlan::NEW, |plan, visit| {
        plan.after(PlanEvent::Attempt(visit.outcome), shanghai_day(visit.at_ms), config)
    })
}

wire_names!(DoorState {
    NotVisited = "not_visited",
    NobodyHome = "nobody_home",
    Retry = "retry",
    Refused = "refused",
    Answered = "answered",
    /// A fee consent was signed and has not ended; says nothing about a fee being due.
    Consented = "consented",
    /// Vacant, demolished or waiting for the roster: nothing to do at this door now.
    Closed = "closed",
});

/// How a door is shown on the board on a day.
pub fn door_state(history: &[PastVisit], consent: FeeConsentState, config: &Config, today: Day) -> DoorState {
    let plan = plan_after(history, config);
    if consent.is_signed() {
        return DoorState::Consented;
    }
    if history.iter().any(|visit| visit.outcome == VisitOutcome::Completed) {
        return DoorState::Answered;
    }
    match plan.state {
        PlanState::Planned => DoorState::NotVisited,
        PlanState::Done => DoorState::Answered,
        PlanState::Unreachable => DoorState::NobodyHome,
        PlanState::Retry if plan.nobody > 0 => DoorState::NobodyHome,
        PlanState::Retry if !plan.may_knock(today) => DoorState::Refused,
        PlanState::ClosedVacant if plan.may_knock(today) => DoorState::Retry,
        PlanState::Retry => DoorState::Retry,
        PlanState::ClosedRefused => DoorState::Refused,
        PlanState::ClosedVacant | PlanState::RosterFix => DoorState::Closed,
    }
}

/// The band of an instant.
pub fn band_at(at_ms: i64, config: &Config) -> Band {
    match (is_weekend(shanghai_day(at_ms)), shanghai_minute(at_ms) >= config.evening.from) {
        (true, _) => Band::Weekend,
        (false, true) => Band::WeekdayEvening,
        (false, false) => Band::WeekdayDay,
    }
}

/// Whether nobody should knock at this instant.
pub fn is_quiet(at_ms: i64, config: &Config) -> bool {
    let minute = shanghai_minute(at_ms);
    config.quiet_hours.iter().any(|span| span.contains(minute))
}

/// The spans in which one may knock inside a band: the waking day less the quiet hours.
pub fn open_spans(band: Band, config: &Config) -> Vec<MinuteSpan> {
    let whole = match band {
        Band::WeekdayDay => MinuteSpan { from: 0, to: config.evening.from },
        Band::WeekdayEvening => config.evening,
        Band::Weekend => MinuteSpan { from: 0, to: 1440 },
    };
    let mut quiet = config.quiet_hours.clone();
    quiet.sort_by_key(|span| span.from);
    let mut spans = Vec::new();
    let mut from = whole.from;
    for span in quiet {
        let to = span.from.min(whole.to);
        if to > from {
            spans.push(MinuteSpan { from, to });
        }
        from = from.max(span.to);
    }
    if whole.to > from {
        spans.push(MinuteSpan { from, to: whole.to });
    }
    spans
}

/// When to try next: the nearest later day, in the band tried least; on equal counts evening, weekend, day.
pub fn suggest_slot(history: &[PastVisit], after: Day, config: &Config) -> Slot {
    let tried = |band| history.iter().filter(|visit| band_at(visit.at_ms, config) == band).count();
    let order = [Band::WeekdayEvening, Band::Weekend, Band::WeekdayDay];
    let band = order.into_iter().min_by_key(|band| tried(*band)).unwrap_or(Band::WeekdayEvening);
    let fits = |day: &Day| is_weekend(*day) == (band == Band::Weekend);
    let day = (1..=7).map(|days| plus_days(after, days)).find(fits).unwrap_or(after);
    Slot { day, band }
}
