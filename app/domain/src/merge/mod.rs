//! What becomes of two things that people did without knowing of each other (model 2.12). No rule here drops a value, and none
//! makes a fee: what cannot be put together by itself goes to a person, with both sides.

pub mod fact;
pub mod response;

use crate::consent::FeeConsentState;
use crate::id::HouseholdId;
use crate::new_household::ReadDoor;
use crate::org::wire_names;
use crate::roster::remark::Remark;
use crate::task::{IllegalTransition, TaskStatus};
use fact::Standing;

wire_names!(ReviewKind {
    /// Two values for one fact of a household.
    FactDiffers = "fact_differs",
    /// A door that cannot be read, or in a building or unit that the register does not have.
    NewDoor = "new_door",
    /// Two workers asked one household the same questions.
    TwoResponses = "two_responses",
    /// The same content twice within minutes, under two ids.
    LookAlike = "look_alike",
    /// A yes and a no that did not know of each other: no fee.
    ConsentInReview = "consent_in_review",
});

/// Something that arrives, with what it meets. What is the very same record was answered before ([`crate::sync::plan`]).
#[derive(Debug)]
pub enum Meeting<'a> {
    /// A visit, a need, a rating, a receipt, a photo; `has_twin`: the same worker said the same of the same household within
    /// [`TWIN_MS`].
    Appended {
        /// See there.
        has_twin: bool,
    },
    /// Answers to a questionnaire that another response to it exists for.
    Response {
        /// The other response belongs to the same visit of the same worker: one draft, sent twice.
        same_draft: bool,
    },
    /// One fact of a household, with everything ever said about it.
    Fact(&'a Standing<'a>),
    /// A step of a task, as the server's state machine judged it.
    Step(Result<TaskStatus, IllegalTransition>),
    /// A consent event, with the state that all events together give.
    Consent(FeeConsentState),
    /// A door found by a worker: how it reads, and who is behind it in the register.
    Door {
        /// What the normaliser says.
        reading: Result<&'a ReadDoor, Remark>,
        /// The register's household at this door.
        known: Option<HouseholdId>,
        /// Building and unit stand in the register.
        has_unit: bool,
    },
}

/// What becomes of it. In every case everything is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Merged {
    /// Beside what is there.
    Added,
    /// Beside what is there, and a person looks.
    Review(ReviewKind),
    /// The later answer to each question counts.
    PerQuestion,
    /// This value holds now.
    Holds(String),
    /// The task moves.
    Moves(TaskStatus),
    /// The step is kept as a comment; its author is told why.
    Comment(IllegalTransition),
    /// A household of its own.
    NewHousehold,
    /// It is this household.
    Same(HouseholdId),
}

/// "Within 10 min same worker and household" (model 2.12), ms.
pub const TWIN_MS: i64 = 10 * 60_000;

/// The rules, one line each.
pub fn merge(meeting: Meeting<'_>) -> Merged {
    match meeting {
        Meeting::Appended { has_twin: false } => Merged::Added,
        Meeting::Appended { has_twin: true } => Merged::Review(ReviewKind::LookAlike),
        Meeting::Response { same_draft: true } => Merged::PerQuestion,
        Meeting::Response { same_draft: false } => Merged::Review(ReviewKind::TwoResponses),
        Meeting::Fact(standing) => match standing.agreed() {
            Some(value) => Merged::Holds(value.to_owned()),
            None => Merged::Review(ReviewKind::FactDiffers),
        },
        Meeting::Step(Ok(status)) => Merged::Moves(status),
        Meeting::Step(Err(refused)) => Merged::Comment(refused),
        Meeting::Consent(FeeConsentState::InReview) => Merged::Review(ReviewKind::ConsentInReview),
        Meeting::Consent(_) => Merged::Added,
        Meeting::Door { reading: Err(_), .. } => Merged::Review(ReviewKind::NewDoor),
        Meeting::Door { known: Some(household), .. } => Merged::Same(household),
        Meeting::Door { has_unit: true, .. } => Merged::NewHousehold,
        Meeting::Door { has_unit: false, .. } => Merged::Review(ReviewKind::NewDoor),
    }
}
