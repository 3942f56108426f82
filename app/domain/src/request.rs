//! Requests (诉求) of residents: their course, and the number by which one is followed (model 2.6, 2.14).

use crate::calendar::{Day, serde_as_text};
use crate::config::Config;
use crate::org::{Role, wire_names};
use crate::task::{Actor, IllegalTransition};
use chrono::Datelike;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

wire_names!(RequestStatus {
    Submitted = "submitted",
    Triaged = "triaged",
    Assigned = "assigned",
    Accepted = "accepted",
    InProgress = "in_progress",
    Waiting = "waiting",
    DonePendingConfirm = "done_pending_confirm",
    Confirmed = "confirmed",
    /// Nobody answered; shown as 未回访确认, never counted as satisfied.
    AutoClosed = "auto_closed",
    Reopened = "reopened",
    Escalated = "escalated",
    Rejected = "rejected",
    Merged = "merged",
    ConvertedToComplaint = "converted_to_complaint",
    Emergency = "emergency",
});

wire_names!(RequestAction {
    Triage = "triage",
    Assign = "assign",
    Accept = "accept",
    Start = "start",
    Pause = "pause",
    Resume = "resume",
    Finish = "finish",
    Confirm = "confirm",
    Reopen = "reopen",
    AutoClose = "auto_close",
    Reject = "reject",
    Merge = "merge",
    ConvertToComplaint = "convert_to_complaint",
    /// 110, 119, 120 or the gas company first.
    DeclareEmergency = "declare_emergency",
});

wire_names!(WaitingFor {
    Resident = "resident",
    Parts = "parts",
    OwnersDecision = "owners_decision",
    Utility = "utility",
    Weather = "weather",
});

/// What the machine keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestState {
    /// Where it stands.
    pub status: RequestStatus,
    /// How often it was reopened.
    pub reopen_count: u8,
}

impl RequestState {
    /// Just sent.
    pub const NEW: Self = Self { status: RequestStatus::Submitted, reopen_count: 0 };

    /// The state after an action.
    ///
    /// # Errors
    /// [`IllegalTransition`] for everything that is not listed.
    pub fn apply(self, action: RequestAction, actor: Actor, config: &Config) -> Result<Self, IllegalTransition> {
        use RequestAction as A;
        use RequestStatus as S;
        let to = |status| Self { status, ..self };
        let next = match (self.status, action) {
            (S::Submitted, A::Triage) => to(S::Triaged),
            (S::Submitted | S::Triaged, A::DeclareEmergency) => to(S::Emergency),
            (S::Triaged, A::Reject) => to(S::Rejected),
            (S::Triaged, A::Merge) => to(S::Merged),
            (S::Triaged, A::ConvertToComplaint) => to(S::ConvertedToComplaint),
            (S::Triaged | S::Emergency | S::Reopened | S::Escalated | S::Assigned, A::Assign) => to(S::Assigned),
            (S::Assigned, A::Accept) => to(S::Accepted),
            (S::Accepted, A::Start) => to(S::InProgress),
            (S::InProgress, A::Pause) => to(S::Waiting),
            (S::Waiting, A::Resume) => to(S::InProgress),
            (S::InProgress, A::Finish) => to(S::DonePendingConfirm),
            (S::DonePendingConfirm, A::Confirm) => to(S::Confirmed),
            (S::DonePendingConfirm, A::AutoClose) => to(S::AutoClosed),
            (S::DonePendingConfirm | S::AutoClosed, A::Reopen) if self.reopen_count < config.reopen_max => {
                Self { status: S::Reopened, reopen_count: self.reopen_count + 1 }
            }
            (S::DonePendingConfirm | S::AutoClosed, A::Reopen) => to(S::Escalated),
            _ => return Err(IllegalTransition::Status),
        };
        if may(action, actor) { Ok(next) } else { Err(IllegalTransition::Actor) }
    }
}

fn may(action: RequestAction, actor: Actor) -> bool {
    use RequestAction as A;
    match (action, actor) {
        (A::Triage | A::Assign | A::DeclareEmergency, Actor::System) => true,
        (
            A::Triage | A::Assign | A::Reject | A::Merge | A::ConvertToComplaint | A::DeclareEmergency,
            Actor::Staff(role),
        ) => role == Role::CommunityClerk,
        (A::Accept | A::Start | A::Pause | A::Resume | A::Finish, Actor::Staff(role)) => {
            matches!(role, Role::CompanyStaff | Role::CompanyManager | Role::CommunityClerk)
        }
        // Follows the task that does the work.
        (A::Accept | A::Start | A::Pause | A::Resume | A::Finish | A::AutoClose, Actor::System) => true,
        (A::Confirm | A::Reopen, Actor::Resident) => true,
        (A::Confirm | A::Reopen, Actor::Staff(role)) => role == Role::CommunityClerk,
        _ => false,
    }
}

/// The number a resident is given: `R-140403-261122-0001-7`, the last digit a check of all the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequestNumber {
    district: u32,
    yymmdd: u32,
    serial: u16,
}

/// The text is no request number, or a digit is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a request number")]
pub struct NotANumber;

impl RequestNumber {
    /// The number of a day's request. `district` is the six-digit code; `serial` counts 1 to 9999 within district and day.
    pub fn make(district: u32, day: Day, serial: u16) -> Option<Self> {
        let year = u32::try_from(day.year().rem_euclid(100)).ok()?;
        let fits = (100_000..=999_999).contains(&district) && (1..=9999).contains(&serial);
        fits.then(|| Self { district, yymmdd: year * 10_000 + day.month() * 100 + day.day(), serial })
    }

    fn digits(self) -> String {
        format!("{:06}{:06}{:04}", self.district, self.yymmdd, self.serial)
    }
}

impl fmt::Display for RequestNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let check = damm(self.digits().bytes());
        write!(f, "R-{:06}-{:06}-{:04}-{check}", self.district, self.yymmdd, self.serial)
    }
}

impl FromStr for RequestNumber {
    type Err = NotANumber;
    /// Tolerates lower case, spaces, missing dashes and full-width digits.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let narrow = crate::decimal::narrow(text);
        let plain: String = narrow.chars().filter(|character| *character != '-').collect();
        let digits = plain.strip_prefix(['R', 'r']).ok_or(NotANumber)?;
        let sound = digits.len() == 17 && digits.bytes().all(|byte| byte.is_ascii_digit()) && damm(digits.bytes()) == 0;
        if !sound {
            return Err(NotANumber);
        }
        let number = |range: std::ops::Range<usize>| digits[range].parse::<u32>().map_err(|_| NotANumber);
        let serial = u16::try_from(number(12..16)?).map_err(|_| NotANumber)?;
        Ok(Self { district: number(0..6)?, yymmdd: number(6..12)?, serial })
    }
}
serde_as_text!(RequestNumber);

/// Damm's check digit: finds every wrong digit and every swap of neighbours. A row with its own digit appended gives 0.
fn damm(digits: impl Iterator<Item = u8>) -> u8 {
    const TABLE: [[u8; 10]; 10] = [
        [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
        [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
        [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
        [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
        [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
        [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
        [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
        [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
        [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
        [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
    ];
    digits.fold(0, |interim, digit| TABLE[usize::from(interim % 10)][usize::from(digit.wrapping_sub(b'0') % 10)])
}
