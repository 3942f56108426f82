//! Records that put right another one, as the server's intake settles it: whatever arrives first, only one of the two counts.

use super::server::{Server, Stored};
use domain::finding::Finding;
use domain::id::RecordId;
use domain::sync::plan::Repaired;
use domain::sync::protocol::ReceiptState;
use domain::sync::record::Record;

/// Nobody goes further than this from repair to repair.
const LONGEST_CHAIN: usize = 16;

/// What is said of a record in whose place another one stands.
pub fn repaired() -> Vec<Finding> {
    vec![Finding::new("repaired", "")]
}

impl Stored {
    /// Whether another one stands in its place.
    pub fn is_repaired(&self) -> bool {
        self.state == ReceiptState::SetAside && self.findings == repaired()
    }
}

impl Server {
    /// Whether a record that stands, itself or through another, puts this one right.
    pub fn is_repaired(&self, id: RecordId) -> bool {
        let stands = |stored: &Stored| stored.state == ReceiptState::Accepted || stored.is_repaired();
        self.records.values().any(|stored| stored.record.repairs == Some(id) && stands(stored))
    }

    /// What became of the record that this one wants to put right, and of those which that one wanted to.
    pub fn fate(&self, record: &Record) -> Option<Repaired> {
        let mut id = record.repairs?;
        for _ in 0..LONGEST_CHAIN {
            let Some(stored) = self.records.get(&id) else { return Some(Repaired::Unknown) };
            if stored.record.author != record.author || id == record.id {
                return Some(Repaired::Foreign);
            }
            match (stored.state, stored.record.repairs) {
                _ if stored.is_repaired() => return Some(Repaired::Already),
                (ReceiptState::Accepted, _) => return Some(Repaired::Accepted),
                (_, Some(next)) => id = next,
                (_, None) => return Some(Repaired::Open),
            }
        }
        Some(Repaired::Foreign)
    }

    /// An accepted record stands in the place of everything it puts right.
    pub fn settle(&mut self, id: RecordId) {
        let mut next = self.records.get(&id).and_then(|stored| stored.record.repairs);
        for _ in 0..LONGEST_CHAIN {
            let Some(id) = next else { break };
            if self.records.get(&id).is_some_and(|stored| stored.state != ReceiptState::Accepted) {
                self.lay_aside(id, repaired());
            }
            next = self.records.get(&id).and_then(|stored| stored.record.repairs);
        }
    }

    /// Keeps a record as one that cannot be used.
    pub fn lay_aside(&mut self, id: RecordId, findings: Vec<Finding>) {
        if let Some(stored) = self.records.get_mut(&id) {
            (stored.state, stored.findings) = (ReceiptState::SetAside, findings);
        }
    }
}
