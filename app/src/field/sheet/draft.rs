//! A sheet half filled: kept on every keystroke. Pure.

use domain::hash::Hash;
use domain::json::{FromJson, ToJson};
use domain::map::Map;
#[cfg(test)]
use serde::{Deserialize, Serialize};

/// What was written on a sheet so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromJson, ToJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
pub struct Draft {
    /// Which family; of facts only.
    pub occupancy_seq: u32,
    /// What was typed or chosen, by the name of its field.
    #[serde(default)]
    pub typed: Map<String>,
    /// What stood on the screen as registered when that was typed, in canonical form.
    #[serde(default)]
    pub seen: Map<String>,
    /// Read from the paper; else somebody at the door said so.
    #[serde(default)]
    pub is_certificate: bool,
    /// Of the paper, or of the door plate.
    #[serde(default)]
    pub photos: Vec<Hash>,
    /// A note.
    #[serde(default)]
    pub note: String,
    /// Where the camera is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub camera: Option<String>,
}

impl Draft {
    /// What was typed into a field.
    pub fn typed(&self, name: &str) -> String {
        self.typed.get(name).cloned().unwrap_or_default()
    }

    /// Something was typed into it, with these values registered on the screen.
    pub fn set(&mut self, known: &Map<String>, name: &str, text: String) {
        match known.get(name) {
            Some(known) => drop(self.seen.insert(name.to_owned(), known.clone())),
            None => drop(self.seen.remove(name)),
        }
        self.typed.insert(name.to_owned(), text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_readers_agree_on_a_draft() {
        use crate::reading::{HASH, agree_and_write};
        agree_and_write::<Draft>(&serde_json::json!({
            "occupancy_seq": 2, "typed": {"area": "7"}, "seen": {"area": "6847"}, "is_certificate": true, "photos": [HASH],
            "note": "n", "camera": "paper",
        }));
    }
}
