//! What a row says of its household, as far as a second row of the same door can say it otherwise.

use super::row::RosterRow;
use std::hash::{DefaultHasher, Hash, Hasher};

/// One number for each fact; 0 where the row leaves it open. No text is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Facts([u64; 6]);

impl Facts {
    pub(super) fn of(row: &RosterRow) -> Self {
        Self([
            fact(row.name.as_ref()),
            fact(row.phone.as_ref()),
            fact(row.area_c.map(|area| area.0)),
            fact(row.usage.map(|usage| usage.name())),
            fact(row.occupancy.map(|occupancy| occupancy.name())),
            fact(row.moved_in_on.map(|day| day.to_string())),
        ])
    }

    /// Whether a later row says nothing that this one has not said.
    pub(super) fn hold_all_of(self, later: Self) -> bool {
        self.0.iter().zip(later.0).all(|(first, later)| later == 0 || *first == later)
    }
}

fn fact(said: Option<impl Hash>) -> u64 {
    said.map_or(0, |said| {
        let mut hasher = DefaultHasher::new();
        said.hash(&mut hasher);
        hasher.finish().max(1)
    })
}
