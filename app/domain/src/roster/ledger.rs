//! What the rows of a file say about each other: the same door twice, one phone at many doors.
//!
//! The ledger keeps 16 bytes of hash for a door and no text, so a file of 421,000 rows needs some tens of megabytes.

use super::facts::Facts;
use super::header::Column;
use super::places::Places;
use super::remark::{Remark, Weight};
use super::row::{RosterRow, RowReading, RowRemark};
use crate::hash::Hash;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// A number may stand at this many doors before it is remarked on (content 7.1, Q26).
const DOORS_OF_ONE_PHONE: u32 = 3;

/// What an import would do with the rows of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows of the table.
    pub rows: u32,
    /// Taken without a doubt.
    pub accepted: u32,
    /// Taken, with a doubtful field left out.
    pub noted: u32,
    /// Waiting in the review list.
    pub review: u32,
    /// Repeating an earlier row.
    pub duplicate: u32,
    /// Rows that keep the file from being applied.
    pub error: u32,
    /// Lines that are no rows of the table.
    pub beside: u32,
    /// Different compounds among the rows taken.
    pub compounds: u32,
    /// Different buildings among the rows taken.
    pub buildings: u32,
}

/// What became of a row among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Taken without a doubt.
    Accepted,
    /// Taken, with a doubtful field left out.
    Noted,
    /// Repeats an earlier row.
    Duplicate,
    /// Waits in the review list.
    Review,
    /// Keeps the file from being applied.
    Error,
}

type Key = u128;

struct Seen {
    row_no: u32,
    facts: Facts,
    noted: bool,
}

/// What the rows of a building say about its units.
enum Stairs {
    /// At least one row, or the register, names a unit.
    Units,
    /// None so far; rows that name none: number, door, whether something about them was noted.
    Without(Vec<(u32, Key, bool)>),
}

/// Collects what is known about all rows so far.
#[derive(Default)]
pub struct Ledger {
    places: Places,
    doors: HashMap<Key, Seen>,
    contradicted: HashSet<Key>,
    stairs: HashMap<Key, Stairs>,
    phones: HashMap<u64, u32>,
    compounds: HashSet<usize>,
    buildings: HashSet<Key>,
    counts: Counts,
}

impl Ledger {
    /// A ledger that also knows what the register says.
    pub fn knowing(places: &Places) -> Self {
        Self { places: places.clone(), ..Self::default() }
    }

    /// Enters a row and adds what the others say about it. Contradictions also go to `about_others`, under the first row's number.
    pub fn enter(&mut self, reading: &mut RowReading, about_others: &mut Vec<RowRemark>) -> Verdict {
        let mut at = None;
        if let Some(row) = &reading.row {
            let (found, compound) = self.compare(reading.row_no, row, reading.weight(), about_others);
            at = compound;
            reading.remarks.extend(found);
        }
        let verdict = verdict(reading);
        if let (Verdict::Accepted | Verdict::Noted, Some(row), Some(at)) = (verdict, &reading.row, at) {
            self.compounds.insert(at);
            self.buildings.insert(building_key(at, row));
            if let Some(Stairs::Without(rows)) = self.stairs.get_mut(&building_key(at, row))
                && !row.door.unit_is_said
            {
                rows.push((reading.row_no, door_key(at, row), verdict == Verdict::Noted));
            }
        }
        self.count(verdict);
        verdict
    }

    /// A line that is no row of the table.
    pub fn skip(&mut self) {
        self.counts.beside += 1;
    }

    /// The position of a row's compound, for [`Ledger::holds`]. Ledgers that were given the same rows in the same order have the same positions.
    pub fn position(&self, row: &RosterRow) -> Option<usize> {
        self.places.find(&row.place).ok().flatten()
    }

    /// Why a row has to wait that was beyond doubt when it was entered: what later rows said. To be asked after all rows are entered.
    pub fn holds(&self, at: usize, row: &RosterRow) -> Option<(Remark, Column)> {
        let units = || matches!(self.stairs.get(&building_key(at, row)), Some(Stairs::Units));
        if !row.door.unit_is_said && units() {
            return Some((Remark::UnitMissing, Column::Unit));
        }
        self.contradicted.contains(&door_key(at, row)).then_some((Remark::ContradictingDoor, Column::Door))
    }

    /// The counts so far.
    pub fn counts(&self) -> Counts {
        let size = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        Counts { compounds: size(self.compounds.len()), buildings: size(self.buildings.len()), ..self.counts }
    }

    fn compare(
        &mut self,
        row_no: u32,
        row: &RosterRow,
        weight: Option<Weight>,
        about_others: &mut Vec<RowRemark>,
    ) -> (Vec<RowRemark>, Option<usize>) {
        let remark = |remark, column, cell: &str, other| RowRemark {
            row_no,
            remark,
            column,
            cell: cell.to_owned(),
            other_row_no: other,
        };
        let mut found = Vec::new();
        let at = match self.places.enter(&row.place, Some(row_no)) {
            Ok(entered) => entered.index(),
            Err(why @ Remark::CommunityElsewhere) => {
                found.push(remark(why, Column::Community, &row.place.community, None));
                return (found, None);
            }
            Err(why) => {
                let first = self.places.nearest(&row.place).and_then(|index| self.places.compound(index).row_no);
                found.push(remark(why, Column::CompoundCode, &row.place.compound, first));
                return (found, None);
            }
        };
        if let Some(phone) = &row.phone {
            let doors = self.phones.entry(narrow(door_hash(&[phone]))).or_default();
            *doors += 1;
            if *doors > DOORS_OF_ONE_PHONE {
                found.push(remark(Remark::PhoneShared, Column::Phone, phone, None));
            }
        }
        if self.lacks_unit(at, row, about_others) {
            found.push(remark(Remark::UnitMissing, Column::Unit, &row.door.raw, None));
            return (found, Some(at));
        }
        let key = door_key(at, row);
        let facts = Facts::of(row);
        match self.doors.get(&key) {
            None => {
                self.doors.insert(key, Seen { row_no, facts, noted: weight.is_some() || !found.is_empty() });
            }
            Some(first) if first.facts.hold_all_of(facts) => {
                found.push(remark(Remark::DuplicateDoor, Column::Door, &row.door.raw, Some(first.row_no)));
            }
            Some(first) => {
                found.push(remark(Remark::ContradictingDoor, Column::Door, &row.door.raw, Some(first.row_no)));
                let back =
                    RowRemark { row_no: first.row_no, other_row_no: Some(row_no), ..found[found.len() - 1].clone() };
                about_others.push(back);
                let noted = first.noted;
                if self.contradicted.insert(key) {
                    self.hold_one(noted);
                }
            }
        }
        (found, Some(at))
    }

    /// Whether a row leaves the unit open in a building that has units; and if it is the first to name one, says so of those before it.
    fn lacks_unit(&mut self, at: usize, row: &RosterRow, about_others: &mut Vec<RowRemark>) -> bool {
        let building = building_key(at, row);
        let has_unit = row.door.unit_no.is_some();
        let in_register = || self.places.has_units(at, row.door.building_no.as_deref().unwrap_or_default());
        let stairs = self
            .stairs
            .entry(building)
            .or_insert_with(|| if in_register() { Stairs::Units } else { Stairs::Without(Vec::new()) });
        match stairs {
            Stairs::Units => !row.door.unit_is_said,
            Stairs::Without(rows) if has_unit => {
                let rows = std::mem::take(rows);
                *stairs = Stairs::Units;
                for (row_no, door, noted) in rows {
                    let (remark, column) = (Remark::UnitMissing, Column::Unit);
                    about_others.push(RowRemark { row_no, remark, column, cell: String::new(), other_row_no: None });
                    if !self.contradicted.contains(&door) {
                        self.hold_one(noted);
                    }
                }
                false
            }
            Stairs::Without(_) => false,
        }
    }

    /// A row that was taken has to wait after all.
    fn hold_one(&mut self, noted: bool) {
        let taken = if noted { &mut self.counts.noted } else { &mut self.counts.accepted };
        *taken = taken.saturating_sub(1);
        self.counts.review += 1;
    }

    fn count(&mut self, verdict: Verdict) {
        self.counts.rows += 1;
        let slot = match verdict {
            Verdict::Accepted => &mut self.counts.accepted,
            Verdict::Noted => &mut self.counts.noted,
            Verdict::Duplicate => &mut self.counts.duplicate,
            Verdict::Review => &mut self.counts.review,
            Verdict::Error => &mut self.counts.error,
        };
        *slot += 1;
    }
}

fn verdict(reading: &RowReading) -> Verdict {
    match reading.weight() {
        Some(Weight::Error) => Verdict::Error,
        Some(Weight::Review) => Verdict::Review,
        Some(Weight::Skip) => Verdict::Duplicate,
        _ if reading.row.is_none() => Verdict::Error,
        Some(Weight::Note) => Verdict::Noted,
        None => Verdict::Accepted,
    }
}

fn door_hash(parts: &[&str]) -> Key {
    let bytes = parts.iter().map(|part| part.as_bytes()).collect::<Vec<_>>();
    let Hash(digest) = Hash::of_parts(&bytes);
    digest[..16].iter().fold(0, |key, byte| key << 8 | Key::from(*byte))
}

fn narrow(key: Key) -> u64 {
    (key >> 64) as u64
}

fn building_key(compound: usize, row: &RosterRow) -> Key {
    door_hash(&[&compound.to_string(), row.door.building_no.as_deref().unwrap_or_default()])
}

fn door_key(compound: usize, row: &RosterRow) -> Key {
    door_hash(&[&compound.to_string(), &row.door.norm()])
}
