//! Records that put right another one, as the server's intake settles it: whatever arrives first, only one of the two counts.

use super::server::{Server, Stored};
use domain::finding::Finding;
use domain::id::RecordId;
use domain::sync::body::Body;
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

    /// Tries a stored record again.
    pub fn retry(&mut self, id: RecordId) {
        let Some(stored) = self.records.get(&id) else { return };
        let again = match self.fate(&stored.record).and_then(Repaired::objection) {
            _ if self.is_repaired(id) => Some(repaired()),
            objection => objection.map(|code| vec![Finding::new(code, "repairs")]),
        };
        // While it waited another one took the place that it wanted: nothing is left to do about it.
        let is_late = stored.state == ReceiptState::Held && self.fate(&stored.record) == Some(Repaired::Already);
        if let Some(findings) = if is_late { Some(repaired()) } else { again } {
            return self.lay_aside(id, findings);
        }
        let Ok(body) = Body::of(&stored.record) else { return };
        let author = stored.record.author;
        let mut findings = body.findings(&self.config, stored.received_at_ms);
        findings.extend(self.consent_findings(&stored.record, &body));
        let place = self.effects.place(&body);
        let in_scope = place.is_some_and(|grid| self.grids.get(&author).is_some_and(|grids| grids.contains(&grid)));
        let state = match place {
            None if findings.is_empty() => ReceiptState::Held,
            Some(_) if findings.is_empty() && in_scope => ReceiptState::Accepted,
            _ => ReceiptState::SetAside,
        };
        match state {
            ReceiptState::SetAside if findings.is_empty() => findings.push(Finding::new("out_of_scope", "")),
            ReceiptState::Held => findings.push(Finding::new("not_placed", "")),
            _ => {}
        }
        if let Some(stored) = self.records.get_mut(&id) {
            (stored.state, stored.findings) = (state, findings);
            self.effects.keep_open(&stored.record);
        }
        if state == ReceiptState::Accepted {
            self.apply(id);
        }
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
        if findings == repaired() {
            self.effects.settle_open(id);
        }
        if let Some(stored) = self.records.get_mut(&id) {
            (stored.state, stored.findings) = (ReceiptState::SetAside, findings);
        }
    }
}
