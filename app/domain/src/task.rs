//! Tasks (工单) and who may move them (model 2.6, 2.13).

use crate::config::Config;
use crate::finding::{Finding, Findings};
use crate::hash::Hash;
use crate::id::{AccountId, TaskId};
use crate::json::{FromJson, ToJson};
use crate::org::{Role, wire_names};
use serde::{Deserialize, Serialize};

wire_names!(TaskKind {
    Repair = "repair",
    Clean = "clean",
    Security = "security",
    VerifyArea = "verify_area",
    Callback = "callback",
    Survey = "survey",
    Inspection = "inspection",
    Directive = "directive",
    HandoverItem = "handover_item",
});

wire_names!(TaskStatus {
    Created = "created",
    Assigned = "assigned",
    Accepted = "accepted",
    Declined = "declined",
    Working = "working",
    Submitted = "submitted",
    /// A clerk has looked; the resident may still speak.
    Checked = "checked",
    Closed = "closed",
    /// Sent back to the one who did it.
    Returned = "returned",
    /// The street decides.
    Escalated = "escalated",
});

wire_names!(TaskAction {
    /// To an account; also anew.
    Assign = "assign",
    Accept = "accept",
    Decline = "decline",
    Start = "start",
    Submit = "submit",
    Check = "check",
    /// It is solved.
    Confirm = "confirm",
    /// It is not solved.
    Reopen = "reopen",
    Return = "return",
    Escalate = "escalate",
    /// Words only; never moves anything.
    Comment = "comment",
});

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// The resident whose matter it is.
    Resident,
    /// Staff in a role; scope was checked before.
    Staff(Role),
    /// The server, by rule or clock.
    System,
}

/// What the machine keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskState {
    /// Where the task stands.
    pub status: TaskStatus,
    /// How often it was reopened.
    pub reopen_count: u8,
}

/// The transition is not listed, or not for this actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IllegalTransition {
    /// Nobody may do this in this status.
    #[error("not possible in this status")]
    Status,
    /// Somebody else may.
    #[error("not for this actor")]
    Actor,
}

impl IllegalTransition {
    /// Stable code for findings.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Status => "illegal_transition",
            Self::Actor => "not_your_transition",
        }
    }
}

impl TaskState {
    /// A new task.
    pub const NEW: Self = Self { status: TaskStatus::Created, reopen_count: 0 };

    /// The state after an action. A reopening beyond `config.reopen_max` goes to the street instead of back to the company.
    ///
    /// # Errors
    /// [`IllegalTransition`] for everything that is not listed; the server keeps such a late action as a comment (model 2.12).
    pub fn apply(self, action: TaskAction, actor: Actor, config: &Config) -> Result<Self, IllegalTransition> {
        use TaskAction as A;
        use TaskStatus as S;
        let to = |status| Self { status, ..self };
        let reopens = self.reopen_count < config.reopen_max;
        let next = match (self.status, action) {
            (status, A::Comment) => to(status),
            (
                S::Created | S::Assigned | S::Accepted | S::Declined | S::Working | S::Returned | S::Escalated,
                A::Assign,
            ) => to(S::Assigned),
            (S::Assigned, A::Accept) => to(S::Accepted),
            (S::Assigned | S::Accepted, A::Decline) => to(S::Declined),
            (S::Accepted | S::Returned, A::Start) => to(S::Working),
            (S::Working, A::Submit) => to(S::Submitted),
            (S::Submitted, A::Check) => to(S::Checked),
            (S::Submitted | S::Checked, A::Confirm) => to(S::Closed),
            (S::Submitted | S::Checked, A::Return) => to(S::Returned),
            (S::Submitted | S::Checked | S::Closed, A::Reopen) if reopens => {
                Self { status: S::Returned, reopen_count: self.reopen_count + 1 }
            }
            (S::Submitted | S::Checked | S::Closed, A::Reopen) => to(S::Escalated),
            (status, A::Escalate) if !matches!(status, S::Closed | S::Escalated) => to(S::Escalated),
            _ => return Err(IllegalTransition::Status),
        };
        if may(action, actor) { Ok(next) } else { Err(IllegalTransition::Actor) }
    }
}

/// Who may do an action at all: those who do the work never check it.
pub fn may(action: TaskAction, actor: Actor) -> bool {
    use Role::{CenterStaff, CommunityClerk, CompanyManager, CompanyStaff};
    match (action, actor) {
        (TaskAction::Assign, Actor::System) => true,
        (TaskAction::Assign, Actor::Staff(role)) => matches!(role, CommunityClerk | CompanyManager | CenterStaff),
        (TaskAction::Accept | TaskAction::Decline, Actor::Staff(role)) => matches!(role, CompanyStaff | CompanyManager),
        (TaskAction::Start | TaskAction::Submit, Actor::Staff(role)) => role == CompanyStaff,
        (TaskAction::Check | TaskAction::Return, Actor::Staff(role)) => matches!(role, CommunityClerk | CenterStaff),
        (TaskAction::Confirm | TaskAction::Reopen, Actor::Resident) => true,
        (TaskAction::Confirm | TaskAction::Reopen, Actor::Staff(role)) => role == CommunityClerk,
        (TaskAction::Escalate, Actor::System) => true,
        (TaskAction::Escalate, Actor::Staff(role)) => matches!(role, CommunityClerk | CenterStaff),
        (TaskAction::Comment, _) => true,
        _ => false,
    }
}

/// One event of a task; its author and device stand in the record's envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct TaskEvent {
    /// Which task.
    pub task: TaskId,
    /// What happened.
    pub action: TaskAction,
    /// Reason, note or answer; at most 300 characters.
    #[serde(default)]
    pub text: String,
    /// To whom; for `assign`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<AccountId>,
    /// Blobs of photos from before the work.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos_before: Vec<Hash>,
    /// Blobs of photos from after it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos_after: Vec<Hash>,
}

impl TaskEvent {
    /// Longest text, in characters.
    pub const TEXT_MAX: usize = 300;
    /// Most photos on each side.
    pub const PHOTOS_MAX: usize = 4;

    /// Checks what was entered.
    ///
    /// # Errors
    /// `too_long`, `too_many`, `reason_missing` (decline, return, escalate, empty comment), `photo_or_reason_missing` (submit).
    pub fn validate(&self, config: &Config) -> Result<(), Vec<Finding>> {
        use TaskAction as A;
        let wordless = self.text.trim().is_empty();
        let needs_words = matches!(self.action, A::Decline | A::Return | A::Escalate | A::Comment);
        let unproven = self.action == A::Submit && self.photos_after.is_empty() && wordless;
        let mut findings = Findings::default();
        findings
            .when(self.text.chars().count() > Self::TEXT_MAX, "too_long", "text")
            .when(self.photos_before.len() > Self::PHOTOS_MAX, "too_many", "photos_before")
            .when(self.photos_after.len() > Self::PHOTOS_MAX, "too_many", "photos_after")
            .when(needs_words && wordless, "reason_missing", "text")
            .when(config.submit_needs_photo_or_reason && unproven, "photo_or_reason_missing", "photos_after");
        findings.or(())
    }
}
