//! A door that a worker found and the register does not have (model 2.2). The household's id is the record's.
//!
//! Two phones that find the same door make one household: what counts is compound, building, unit and door in normal form.

use crate::finding::{Finding, Findings};
use crate::hash::Hash;
use crate::id::CompoundId;
use crate::json::{FromJson, ToJson};
use crate::place::{Occupancy, Usage};
use crate::roster::door::{DoorCells, DoorReading, read_cells};
use crate::roster::remark::Remark;
use serde::{Deserialize, Serialize};

/// The door as the worker wrote it down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct NewHousehold {
    /// In which compound.
    pub compound: CompoundId,
    /// 楼栋, as written.
    pub building: String,
    /// 单元, as written; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// 楼层, as written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub floor: String,
    /// 房号, as written.
    pub door: String,
    /// What the rooms are used for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage: Option<Usage>,
    /// Who lives there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occupancy: Option<Occupancy>,
    /// Of the door plate. None from phones that knew no such photo.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<Hash>,
    /// At most 200 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// What tells one door of a compound from every other: numbers in normal form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DoorKey {
    /// Building.
    pub building_no: String,
    /// Unit; `0` where there is none.
    pub unit_no: String,
    /// Door within the unit.
    pub door_no: String,
}

/// A door read beyond doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadDoor {
    /// Which door.
    pub key: DoorKey,
    /// Its floor, when that is sure.
    pub floor: Option<i16>,
    /// What was written.
    pub raw: String,
}

impl NewHousehold {
    /// Longest of each text, in characters.
    pub const TEXT_MAX: usize = 40;
    /// Longest note, in characters.
    pub const NOTE_MAX: usize = 200;

    /// Checks what was entered; whether the door can be read is no fault of the worker and decided by [`Self::read`].
    ///
    /// # Errors
    /// `required`, `too_long`.
    pub fn validate(&self) -> Result<(), Vec<Finding>> {
        let mut findings = Findings::default();
        for (text, field, is_required) in [
            (&self.building, "building", true),
            (&self.unit, "unit", false),
            (&self.floor, "floor", false),
            (&self.door, "door", true),
        ] {
            findings.when(is_required && text.trim().is_empty(), "required", field).when(
                text.chars().count() > Self::TEXT_MAX,
                "too_long",
                field,
            );
        }
        findings.when(self.note.chars().count() > Self::NOTE_MAX, "too_long", "note");
        findings.or(())
    }

    /// The one door that the texts can mean.
    ///
    /// # Errors
    /// Why somebody has to look: it is never guessed.
    pub fn read(&self) -> Result<ReadDoor, Remark> {
        read_door(&self.building, &self.unit, &self.floor, &self.door)
    }
}

/// Reads a door from its four texts.
///
/// # Errors
/// The remark that says what is doubtful.
pub fn read_door(building: &str, unit: &str, floor: &str, door: &str) -> Result<ReadDoor, Remark> {
    match read_cells(DoorCells { building, unit, floor, door }) {
        DoorReading::NeedsReview { reason, .. } => Err(reason),
        DoorReading::Read(read) => {
            let building_no = read.building_no.ok_or(Remark::BuildingMissing)?;
            let unit_no = read.unit_no.unwrap_or_else(|| "0".to_owned());
            let key = DoorKey { building_no, unit_no, door_no: read.door_no };
            Ok(ReadDoor { key, floor: read.floor, raw: read.raw })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn door(building: &str, unit: &str, door: &str) -> NewHousehold {
        NewHousehold {
            compound: CompoundId::new(1, [1; 10]),
            building: building.into(),
            unit: unit.into(),
            floor: String::new(),
            door: door.into(),
            usage: None,
            occupancy: None,
            photos: Vec::new(),
            note: String::new(),
        }
    }

    #[test]
    fn however_two_workers_write_a_door_it_is_one_door() {
        let cases =
            [("3号楼", "1单元", "501"), ("３", "一单元", "五零一"), ("三号楼", "1", "501室"), ("3#", "1", "５０１")];
        let keys: Vec<DoorKey> = cases.map(|(building, unit, no)| door(building, unit, no).read().unwrap().key).into();
        assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
        assert_eq!(
            (keys[0].building_no.as_str(), keys[0].unit_no.as_str(), keys[0].door_no.as_str()),
            ("3", "1", "501")
        );
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_not_read() {
        for (building, no) in [("3", "501,502"), ("", "501"), ("3", "2023-5-1")] {
            assert!(door(building, "1", no).read().is_err(), "{building} {no}");
        }
    }

    #[test]
    fn what_was_not_filled_in_is_named() {
        let findings = door(" ", "1", "").validate().unwrap_err();
        assert_eq!(findings, [Finding::new("required", "building"), Finding::new("required", "door")]);
        assert!(door("3", "", &"x".repeat(41)).validate().is_err());
        assert!(door("3", "", "501").validate().is_ok());
    }
}
