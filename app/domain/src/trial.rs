//! When the free months end and when a fee may begin (calculation 3.2).

use crate::calendar::{Day, Month, plus_days, plus_months};
use crate::org::wire_names;
use chrono::Datelike;

/// Months of free service: the programme's own number (seed, 免费服务 6 个月).
pub const TRIAL_MONTHS: u32 = 6;

wire_names!(Rule {
    /// Both dates are printed on the consent; the start day counts.
    Printed = "printed",
    /// Only "six months" was said: Civil Code 201 and 202, the first day is not counted.
    CivilCode = "civil_code",
});

wire_names!(TrialState {
    Planned = "planned",
    Running = "running",
    Suspended = "suspended",
    Ended = "ended",
    Aborted = "aborted",
});

/// The last day that costs nothing.
pub fn last_free_day(start: Day, rule: Rule) -> Day {
    let corresponding = plus_months(start, TRIAL_MONTHS);
    match rule {
        Rule::Printed if corresponding.day() == start.day() => plus_days(corresponding, -1),
        Rule::Printed | Rule::CivilCode => corresponding,
    }
}

/// The first day of the first whole month after the free time and the cooling-off are both over.
pub fn fee_start(last_free_day: Day, confirmed_day: Day, cooling_days: u16) -> Day {
    let cooled = plus_days(confirmed_day, i64::from(cooling_days) + 1);
    let earliest = plus_days(last_free_day, 1).max(cooled);
    if earliest.day() == 1 { earliest } else { Month::of(earliest).next().first_day() }
}

/// The first day on which a fee consent may be given (model 2.5: after experience, not before).
pub fn consent_window_opens(last_free_day: Day, window_days: u16) -> Day {
    plus_days(last_free_day, -i64::from(window_days))
}

/// Whether a fee consent may be given on `day`. The window has no end: who is late begins to pay late.
pub fn in_consent_window(day: Day, last_free_day: Day, window_days: u16) -> bool {
    day >= consent_window_opens(last_free_day, window_days)
}

/// What a page may say about a compound's trial today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrialPhase {
    /// Not begun.
    Before,
    /// Free, and no fee consent may be asked for yet.
    Free,
    /// Free, and the consent window is open.
    WindowOpen,
    /// The free months are over.
    Over,
}

/// Where a trial stands on a day.
pub fn phase_on(day: Day, start: Day, last_free_day: Day, window_days: u16) -> TrialPhase {
    match day {
        day if day < start => TrialPhase::Before,
        day if day > last_free_day => TrialPhase::Over,
        day if in_consent_window(day, last_free_day, window_days) => TrialPhase::WindowOpen,
        _ => TrialPhase::Free,
    }
}
