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

/// As much of a door as says which one it is and how far.
#[derive(FromJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
pub struct DoorBrief {
    /// The door.
    pub id: HouseholdId,
    /// Where it is.
    pub compound: CompoundId,
    /// The name of its building.
    pub building: String,
    /// The number of its unit; `0` where there are none.
    pub unit: String,
    /// Its own number.
    pub door: String,
    /// How far it is.
    pub door_state: DoorState,
}

impl DoorBrief {
    /// `3号楼 1-501`.
    pub fn name(&self) -> String {
        match self.unit.as_str() {
            "0" | "" => [&*self.building, " ", &*self.door].concat(),
            unit => [&*self.building, " ", unit, "-", &*self.door].concat(),
        }
    }

    /// The name of the one with this id; nothing where it is not among them.
    pub fn name_of(doors: &[Self], id: HouseholdId) -> String {
        doors.iter().find(|door| door.id == id).map(Self::name).unwrap_or_default()
    }
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
        agree::<DoorBrief>(&json!({
            "id": ID, "compound": ID, "building": "3号楼", "unit": "1", "door": "501", "door_state": "not_visited",
        }));
    }

    #[test]
    fn a_document_is_kept_word_for_word() {
        let text = r#"{"kind":"questionnaire","code":"HQ-01","version":3,"content":{ "n": [1.50] }}"#;
        let document: Document = read(text).unwrap();
        assert_eq!((document.kind.as_str(), document.code.as_str(), document.version), ("questionnaire", "HQ-01", 3));
        assert_eq!(document.content.0, r#"{ "n": [1.50] }"#);
    }
}
