//! The door normaliser: from what people write in a roster to building, unit, floor and door (model 2.2).
//!
//! What is ambiguous is never guessed: it goes to review, with the reason. The raw text stays beside the normal form.

mod column;
mod part;
mod place;
#[cfg(test)]
mod tests;
mod token;

use super::{glyph, remark::Remark};
use serde::{Deserialize, Serialize};

/// The cells of one row that say which door it is. A column that does not exist is an empty cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DoorCells<'a> {
    /// 楼栋; may hold the unit too ("3号楼2单元").
    pub building: &'a str,
    /// 单元
    pub unit: &'a str,
    /// 楼层
    pub floor: &'a str,
    /// 房号; may hold everything ("3-2-501").
    pub door: &'a str,
}

/// A door in normal form, with what was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Door {
    /// Building without its mark ("3", "甲", "家属楼2"); none when the text names none.
    pub building_no: Option<String>,
    /// Unit without its mark; none for houses without units (筒子楼, 平房).
    pub unit_no: Option<String>,
    /// Whether the text says which unit, or expressly that there is none: a building with units needs one of both.
    pub unit_is_said: bool,
    /// Floor, below ground negative; none when neither cell nor door number says it for sure.
    pub floor: Option<i16>,
    /// The door within its unit: "501", "501甲", "5层东", "地下室3".
    pub door_no: String,
    /// What was written, cells joined by a space.
    pub raw: String,
}

/// What became of a door text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoorReading {
    /// Only one reading is possible.
    Read(Door),
    /// Somebody must look.
    NeedsReview {
        /// Why.
        reason: Remark,
        /// What was written.
        raw: String,
    },
}

impl Door {
    /// The normal form in one text, `building-unit-door`; what is absent is `0`. Reading it again gives the same door.
    pub fn norm(&self) -> String {
        let or_zero = |text: &Option<String>| text.clone().unwrap_or_else(|| "0".to_owned());
        format!("{}-{}-{}", or_zero(&self.building_no), or_zero(&self.unit_no), self.door_no)
    }
}

/// What people call a building of this number: `3` is 3号楼, `甲` is 甲楼, a name stays.
pub fn building_name(building_no: &str) -> String {
    let named = building_no.ends_with(['楼', '房', '排']);
    match building_no.chars().last() {
        _ if named => building_no.to_owned(),
        Some(last) if last.is_ascii_digit() => format!("{building_no}号楼"),
        _ => format!("{building_no}楼"),
    }
}

/// A door cell longer than this is an address or an accident.
const CELL_GLYPHS: usize = 60;

/// Reads one cell that says everything: `3号楼2单元501室`.
pub fn read_door(text: &str) -> DoorReading {
    read_cells(DoorCells { door: text, ..DoorCells::default() })
}

/// Reads the door cells of one row together; columns that contradict each other need a review.
pub fn read_cells(cells: DoorCells<'_>) -> DoorReading {
    let raw = [cells.building, cells.unit, cells.floor, cells.door]
        .into_iter()
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    match place::place(cells) {
        Ok(placed) => DoorReading::Read(Door { raw, ..placed }),
        Err(reason) => DoorReading::NeedsReview { reason, raw },
    }
}

fn folded(cell: &str) -> Result<String, Remark> {
    if cell.len() > CELL_GLYPHS * 16 || cell.chars().count() > CELL_GLYPHS {
        return Err(Remark::DoorTooLong);
    }
    Ok(glyph::fold(cell))
}

#[cfg(test)]
mod name_tests {
    use super::*;

    #[test]
    fn a_building_is_called_as_people_call_it() {
        for (no, name) in [
            ("3", "3号楼"),
            ("甲", "甲楼"),
            ("A", "A楼"),
            ("家属楼2", "家属楼2号楼"),
            ("教师楼", "教师楼"),
            ("平房", "平房"),
            ("3排", "3排"),
        ] {
            assert_eq!(building_name(no), name);
        }
    }
}
