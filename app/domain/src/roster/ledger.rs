//! What the rows of a file say about each other: the same door twice, one phone at many doors.
//!
//! The ledger keeps 16 bytes of hash for a door and no text, so a file of 421,000 rows needs some tens of megabytes.

use super::glyph;
use super::header::Column;
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
    facts: u64,
    noted: bool,
}

/// Collects what is known about all rows so far.
#[derive(Default)]
pub struct Ledger {
    doors: HashMap<Key, Seen>,
    contradicted: HashSet<Key>,
    compound_places: HashMap<Key, (u32, Key)>,
    phones: HashMap<u64, u32>,
    compounds: HashSet<Key>,
    buildings: HashSet<Key>,
    counts: Counts,
}

impl Ledger {
    /// Enters a row and adds what the others say about it. Contradictions also go to `about_others`, under the first row's number.
    pub fn enter(&mut self, reading: &mut RowReading, about_others: &mut Vec<RowRemark>) -> Verdict {
        if let Some(row) = &reading.row {
            let mut found = self.compare(reading.row_no, row, reading.weight(), about_others);
            reading.remarks.append(&mut found);
        }
        let verdict = verdict(reading);
        if let (Verdict::Accepted | Verdict::Noted, Some(row)) = (verdict, &reading.row) {
            self.compounds.insert(compound_key(row));
            self.buildings.insert(building_key(row));
        }
        self.count(verdict);
        verdict
    }

    /// A line that is no row of the table.
    pub fn skip(&mut self) {
        self.counts.beside += 1;
    }

    /// Whether a later row contradicts this one, so that both wait for review. To be asked after all rows are entered.
    pub fn is_contradicted(&self, row: &RosterRow) -> bool {
        self.contradicted.contains(&door_key(row))
    }

    /// The counts so far.
    pub fn counts(&self) -> Counts {
        let size = |set: &HashSet<Key>| u32::try_from(set.len()).unwrap_or(u32::MAX);
        Counts { compounds: size(&self.compounds), buildings: size(&self.buildings), ..self.counts }
    }

    fn compare(
        &mut self,
        row_no: u32,
        row: &RosterRow,
        weight: Option<Weight>,
        about_others: &mut Vec<RowRemark>,
    ) -> Vec<RowRemark> {
        let remark = |remark, column, cell: &str, other| RowRemark {
            row_no,
            remark,
            column,
            cell: cell.to_owned(),
            other_row_no: other,
        };
        let mut found = Vec::new();
        if let Some(first) = self.compound_elsewhere(row_no, row) {
            found.push(remark(Remark::CompoundElsewhere, Column::CompoundCode, &row.place.compound, Some(first)));
        }
        if let Some(phone) = &row.phone {
            let doors = self.phones.entry(narrow(door_hash(&[phone]))).or_default();
            *doors += 1;
            if *doors > DOORS_OF_ONE_PHONE {
                found.push(remark(Remark::PhoneShared, Column::Phone, phone, None));
            }
        }
        let key = door_key(row);
        let facts = facts(row);
        match self.doors.get(&key) {
            None => {
                self.doors.insert(key, Seen { row_no, facts, noted: weight.is_some() || !found.is_empty() });
            }
            Some(first) if first.facts == facts => {
                found.push(remark(Remark::DuplicateDoor, Column::Door, &row.door.raw, Some(first.row_no)));
            }
            Some(first) => {
                found.push(remark(Remark::ContradictingDoor, Column::Door, &row.door.raw, Some(first.row_no)));
                let back =
                    RowRemark { row_no: first.row_no, other_row_no: Some(row_no), ..found[found.len() - 1].clone() };
                about_others.push(back);
                if self.contradicted.insert(key) {
                    let taken = if first.noted { &mut self.counts.noted } else { &mut self.counts.accepted };
                    *taken = taken.saturating_sub(1);
                    self.counts.review += 1;
                }
            }
        }
        found
    }

    /// The first row that put a compound of this code elsewhere or called it differently.
    fn compound_elsewhere(&mut self, row_no: u32, row: &RosterRow) -> Option<u32> {
        let code = row.place.compound_code.as_ref()?;
        let place = door_hash(&[&row.place.street_code, &community(row), &glyph::key(&row.place.compound)]);
        let (first, known) = self.compound_places.entry(door_hash(&[code])).or_insert((row_no, place));
        (*known != place).then_some(*first)
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

fn community(row: &RosterRow) -> String {
    row.place.community_code.clone().unwrap_or_else(|| glyph::key(&row.place.community))
}

fn compound_key(row: &RosterRow) -> Key {
    match &row.place.compound_code {
        Some(code) => door_hash(&["code", code]),
        None => door_hash(&[&row.place.street_code, &community(row), &glyph::key(&row.place.compound)]),
    }
}

fn building_key(row: &RosterRow) -> Key {
    let building = row.door.building_no.as_deref().unwrap_or_default();
    door_hash(&[&format!("{:032x}", compound_key(row)), building])
}

fn door_key(row: &RosterRow) -> Key {
    door_hash(&[&format!("{:032x}", compound_key(row)), &row.door.norm()])
}

/// Name and area: what must be the same for a row to be a mere repetition.
fn facts(row: &RosterRow) -> u64 {
    let area = row.area_c.map_or_else(String::new, |area| area.0.to_string());
    narrow(door_hash(&[row.name.as_deref().unwrap_or_default(), &area]))
}
