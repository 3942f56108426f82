//! The state of a household's fee consent, computed from the log (model 2.5, `CurrentFeeConsent`).
//!
//! Nothing is stored: the same events give the same answer on phone and server, on any day, also for a day in the past.

use super::stored::Denial;
use super::{ConsentAction, ConsentEvent, ConsentKind, StoredConsent};
use crate::calendar::{Day, Month, plus_days, shanghai_day};
use crate::config::Config;
use crate::id::{AccountId, RecordId};
use crate::money::Fen;
use crate::org::wire_names;
use crate::trial::fee_start;
use serde::{Deserialize, Serialize};

wire_names!(FeeConsentState {
    None = "none",
    PendingConfirmation = "pending_confirmation",
    CoolingOff = "cooling_off",
    Armed = "armed",
    Active = "active",
    Withdrawn = "withdrawn",
    Lapsed = "lapsed",
    Ended = "ended",
    Refused = "refused",
    /// Two events that did not know of each other disagree; no fee until people have decided.
    InReview = "in_review",
});

impl FeeConsentState {
    /// Whether a signature stands, whatever has still to happen before a fee.
    pub fn is_signed(self) -> bool {
        matches!(self, Self::PendingConfirmation | Self::CoolingOff | Self::Armed | Self::Active)
    }
}

wire_names!(ConfirmationMethod {
    Otp = "otp",
    Callback = "callback",
    Paper = "paper",
});

/// A confirmation of a given fee consent by the resident or a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentConfirmation {
    /// The event that is confirmed.
    pub consent: RecordId,
    /// How.
    pub method: ConfirmationMethod,
    /// The clerk who called or filed; `None` when the resident typed a one-time password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<AccountId>,
    /// Whether that person works for a property company; then it counts for nothing.
    #[serde(default)]
    pub by_company: bool,
    /// Server time.
    pub at_ms: i64,
}

/// What the state depends on besides the log.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ConsentFacts {
    /// The family that lives there now; older consents do not bind it (INV-09).
    pub occupancy_seq: u32,
    /// Last free day of the trial, suspensions included; `None` while unknown, suspended or not begun: no fee then.
    #[serde(default, with = "crate::calendar::iso::maybe")]
    pub last_free_day: Option<Day>,
    /// The day from which no consent counts: owner transfer, tenant gone, trial voided, company exit.
    #[serde(default, with = "crate::calendar::iso::maybe")]
    pub ended_on: Option<Day>,
    /// Noes that the server has and that do not count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open_noes: Vec<OpenNo>,
}

/// A no that was set aside or waits: whatever is wrong with it, nobody may act as if it had not been said (INV-07).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenNo {
    /// Its record.
    pub id: RecordId,
    /// Which family said it; `None` where that cannot be read.
    pub occupancy_seq: Option<u32>,
    /// The day from which it may count.
    #[serde(with = "crate::calendar::iso")]
    pub day: Day,
}

/// The current fee consent of a household on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeeConsent<'a> {
    /// Where it stands.
    pub state: FeeConsentState,
    /// The event it stands on, if any.
    pub consent: Option<&'a StoredConsent>,
    /// First day of a paid month, once confirmed and the free time known.
    pub fee_start: Option<Day>,
}

/// A fee that is due for a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    /// The event that says so.
    pub consent: RecordId,
    /// The amount stored in it, never recomputed (INV-08).
    pub monthly_fen: Fen,
}

/// Whether two persons have put an event aside; `before`: by then. A yes that was voided never was; a no that was voided stood until
/// then, and what it had ended stays ended: the household is asked once more.
fn is_voided(id: RecordId, events: &[StoredConsent], before: Option<Day>) -> bool {
    events.iter().any(|stored| stored.voids(id) && before.is_none_or(|day| stored.day() <= day))
}

/// The log as it speaks on a day: fee events of this occupancy, without yeses that were voided, up to that day, in the order in which
/// the server took them, but those of one device in its own: what was said first may come in last.
fn speaking<'a>(
    events: &'a [StoredConsent],
    facts: &ConsentFacts,
    config: &Config,
    day: Day,
) -> Vec<&'a StoredConsent> {
    let speaks = |stored: &&StoredConsent| {
        stored.event.kind == ConsentKind::FeePaid
            && stored.event.occupancy_seq == facts.occupancy_seq
            && stored.speaks_from(config) <= day
            && (stored.event.action != ConsentAction::Given || !is_voided(stored.id, events, None))
    };
    let mut all: Vec<&StoredConsent> = events.iter().filter(speaks).collect();
    let devices: Vec<_> = all.iter().map(|stored| stored.device.filter(|_| stored.seq.is_some())).collect();
    let mut done = Vec::new();
    for device in devices.iter().flatten() {
        if done.contains(device) {
            continue;
        }
        done.push(*device);
        let places: Vec<usize> = (0..all.len()).filter(|at| devices[*at] == Some(*device)).collect();
        let mut own: Vec<&StoredConsent> = places.iter().map(|at| all[*at]).collect();
        own.sort_by_key(|stored| stored.seq);
        for (at, stored) in places.into_iter().zip(own) {
            all[at] = stored;
        }
    }
    all
}

/// What the log says.
struct Reading<'a> {
    /// Given and not denied since, oldest first.
    given: Vec<&'a StoredConsent>,
    /// The last no.
    no: Option<&'a StoredConsent>,
    /// A yes and a no, or two different yeses, that did not know of each other. Only voiding one side settles it: were a later no
    /// to settle it, one more withdrawal could make a fee due that was not due before (INV-07).
    in_review: bool,
}

/// Reads yes against no in pairs, so that the order in which they came in decides nothing.
fn read<'a>(speaking: &[&'a StoredConsent], log: &[StoredConsent], config: &Config, day: Day) -> Reading<'a> {
    let is_no =
        |stored: &StoredConsent| matches!(stored.event.action, ConsentAction::Refused | ConsentAction::Withdrawn);
    let is_yes = |stored: &StoredConsent| {
        stored.event.action == ConsentAction::Given
            && (stored.is_doubtful(config) || stored.binding_terms(stored.day(), config).is_some())
    };
    let expired = |yes: &StoredConsent| {
        let ends = |event: &ConsentEvent| (event.action, event.refers_to) == (ConsentAction::Expired, Some(yes.id));
        speaking.iter().any(|stored| ends(&stored.event))
    };
    let stands = |no: &StoredConsent| !is_voided(no.id, log, Some(day));
    let noes: Vec<&StoredConsent> = speaking.iter().copied().filter(|stored| is_no(stored)).collect();
    let yeses: Vec<&StoredConsent> = speaking.iter().copied().filter(|stored| is_yes(stored)).collect();
    let mut reading = Reading { given: Vec::new(), no: noes.iter().copied().rfind(|no| stands(no)), in_review: false };
    for (at, &yes) in yeses.iter().enumerate() {
        let clashes =
            |other: &&StoredConsent| other.event.fee_terms != yes.event.fee_terms && yes.is_concurrent_with(other, log);
        let mut ended = expired(yes);
        for no in &noes {
            match no.denial_of(yes, log) {
                Denial::Ends => ended = true,
                Denial::Unaware => reading.in_review |= stands(no),
                Denial::AnsweredSince => {}
            }
        }
        reading.in_review |= yes.is_doubtful(config) || yeses[..at].iter().any(clashes);
        if !ended {
            reading.given.push(yes);
        }
    }
    reading
}

/// The day a consent was validly confirmed, in time (INV-10: neither by its author or captor, nor its signer, nor a company).
fn confirmed_on(given: &StoredConsent, confirmations: &[ConsentConfirmation], config: &Config) -> Option<Day> {
    let last = plus_days(given.day(), i64::from(config.confirmation_lapse_days));
    let counts = |confirmation: &&ConsentConfirmation| {
        let second_person = match (confirmation.method, confirmation.confirmed_by) {
            (ConfirmationMethod::Otp, by) => by.is_none(),
            (ConfirmationMethod::Callback | ConfirmationMethod::Paper, Some(by)) => {
                !given.involves(by) && !confirmation.by_company
            }
            (ConfirmationMethod::Callback | ConfirmationMethod::Paper, None) => false,
        };
        let day = shanghai_day(confirmation.at_ms);
        confirmation.consent == given.id && second_person && (given.day()..=last).contains(&day)
    };
    confirmations.iter().filter(counts).map(|confirmation| shanghai_day(confirmation.at_ms)).min()
}

/// Where one given consent stands by itself on a day, and from when it would cost.
fn stand(
    given: &StoredConsent,
    confirmations: &[ConsentConfirmation],
    facts: &ConsentFacts,
    config: &Config,
    day: Day,
) -> (FeeConsentState, Option<Day>) {
    let confirmed = confirmed_on(given, confirmations, config).filter(|confirmed| *confirmed <= day);
    let lapses_after = plus_days(given.day(), i64::from(config.confirmation_lapse_days));
    let Some(confirmed) = confirmed else {
        let lapsed = day > lapses_after;
        return (if lapsed { FeeConsentState::Lapsed } else { FeeConsentState::PendingConfirmation }, None);
    };
    let start = facts.last_free_day.zip(given.event.fee_terms.as_ref()).map(|(known, terms)| {
        fee_start(known.max(terms.last_free_day), confirmed, config.cooling_days).max(terms.earliest_fee_start)
    });
    let cools_until = plus_days(confirmed, i64::from(config.cooling_days));
    match start {
        _ if day <= cools_until => (FeeConsentState::CoolingOff, start),
        Some(first) if day >= first => (FeeConsentState::Active, start),
        _ => (FeeConsentState::Armed, start),
    }
}

/// The current fee consent on a day.
///
/// `events` stand in the order in which the server took them, unsent ones last. What was made first is not told by that order: what
/// was made on one device counts by its own numbers, whenever it came in.
pub fn fee_consent<'a>(
    events: &'a [StoredConsent],
    confirmations: &[ConsentConfirmation],
    facts: &ConsentFacts,
    config: &Config,
    day: Day,
) -> FeeConsent<'a> {
    let reading = read(&speaking(events, facts, config, day), events, config, day);
    let only = |state, consent| FeeConsent { state, consent, fee_start: None };
    let Some(newest) = reading.given.last().copied() else {
        return match reading.no {
            Some(no) if no.event.action == ConsentAction::Refused => only(FeeConsentState::Refused, Some(no)),
            Some(no) => only(FeeConsentState::Withdrawn, Some(no)),
            None => only(FeeConsentState::None, None),
        };
    };
    let is_open = |no: &OpenNo| {
        no.occupancy_seq.is_none_or(|family| family == facts.occupancy_seq)
            && no.day <= day
            && !is_voided(no.id, events, Some(day))
    };
    if reading.in_review || facts.open_noes.iter().any(is_open) {
        return only(FeeConsentState::InReview, Some(newest));
    }
    if facts.ended_on.is_some_and(|ended| day >= ended) {
        return only(FeeConsentState::Ended, Some(newest));
    }
    let standing = |given| {
        let (state, fee_start) = stand(given, confirmations, facts, config, day);
        FeeConsent { state, consent: Some(given), fee_start }
    };
    // A new consent to other terms replaces the old one only when its own time has come.
    let active =
        reading.given.iter().rev().map(|given| standing(given)).find(|own| own.state == FeeConsentState::Active);
    active.unwrap_or_else(|| standing(newest))
}

/// Whether a fee is due for a month of service, and on whose word. **The only function that can say yes** (INV-05, INV-06).
///
/// A month is due when the consent is active on its first day; a withdrawal on that very day already frees the month.
pub fn owes_fee_on(
    events: &[StoredConsent],
    confirmations: &[ConsentConfirmation],
    facts: &ConsentFacts,
    config: &Config,
    month: Month,
) -> Option<Owed> {
    let first_day = month.first_day();
    let after_free_time = facts.last_free_day.is_some_and(|last| first_day > last);
    let current = fee_consent(events, confirmations, facts, config, first_day);
    match (current.state, current.consent) {
        (FeeConsentState::Active, Some(stored)) if after_free_time => {
            let terms = stored.event.fee_terms.as_ref().filter(|terms| first_day > terms.last_free_day)?;
            Some(Owed { consent: stored.id, monthly_fen: terms.monthly_fen })
        }
        _ => None,
    }
}
