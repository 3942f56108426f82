//! Things of which only a part is looked at: where the whole is not needed it is not read.

use domain::id::{CompoundId, HouseholdId, TaskId};
use domain::json::{FromJson, Raw};
use domain::visit::DoorState;
#[cfg(test)]
use serde::{Deserialize, Serialize};

/// As much of a record's body as says which door it is about.
#[derive(FromJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
pub struct AboutDoor {
    /// The door.
    pub household: HouseholdId,
}

/// As much of a task's event as says which task it is about.
#[derive(FromJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
pub struct AboutTask {
    /// The task.
    pub task: TaskId,
}

/// As much of a door as progress needs.
#[derive(FromJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
pub struct DoorBrief {
    /// Where it is.
    pub compound: CompoundId,
    /// How far it is.
    pub door_state: DoorState,
}

/// A [`domain::sync::view::DocumentView`] whose document is not looked at yet.
#[derive(FromJson)]
pub struct Document {
    /// `questionnaire` or `consent_text`.
    pub kind: String,
    /// Such as `HQ-01`.
    pub code: String,
    /// Version; immutable once published.
    pub version: u32,
    /// The document itself.
    pub content: Raw,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::{ID, agree};
    use domain::json::read;
    use serde_json::json;

    #[test]
    fn both_readers_agree_on_every_glance() {
        agree::<AboutDoor>(&json!({"household": ID}));
        agree::<AboutTask>(&json!({"task": ID}));
        agree::<DoorBrief>(&json!({"compound": ID, "door_state": "not_visited"}));
    }

    #[test]
    fn a_document_is_kept_word_for_word() {
        let text = r#"{"kind":"questionnaire","code":"HQ-01","version":3,"content":{ "n": [1.50] }}"#;
        let document: Document = read(text).unwrap();
        assert_eq!((document.kind.as_str(), document.code.as_str(), document.version), ("questionnaire", "HQ-01", 3));
        assert_eq!(document.content.0, r#"{ "n": [1.50] }"#);
    }
}
