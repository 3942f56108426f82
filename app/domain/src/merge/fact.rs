//! One fact of one household: which of all values ever put forward holds, and which contradict each other.
//!
//! The answer is computed from the set of assertions alone, so it does not depend on the order in which they arrived, and an
//! assertion that arrives twice changes nothing. No assertion is ever left out: each holds, contradicts, or is past.

use crate::fact::FactSource;
use crate::id::{AccountId, DeviceId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Somebody's word on one fact of one household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assertion {
    /// Its own id.
    pub id: Uuid,
    /// The value, in canonical form.
    pub value: String,
    /// The value that its author had before eyes.
    pub base: Option<String>,
    /// How it is known.
    pub source: FactSource,
    /// Who said so.
    pub author: Option<AccountId>,
    /// On which phone, with its number there; none at a desk and for the roster.
    pub device: Option<(DeviceId, u64)>,
    /// When, corrected by the offset measured at contact, ms UTC.
    pub at_ms: i64,
    /// Assertions that a clerk had before eyes and decided upon.
    pub settles: Vec<Uuid>,
}

/// Where a fact stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing<'a> {
    /// What holds; while there is a contradiction, what counts most until a clerk has decided.
    pub current: Option<&'a Assertion>,
    /// Assertions that nobody has replaced and that say different things; empty when all agree.
    pub contradicting: Vec<&'a Assertion>,
    /// Everything replaced by somebody who had seen it, and what says the same as the current one.
    pub past: Vec<&'a Assertion>,
}

impl Standing<'_> {
    /// The value, unless it is contradicted.
    pub fn agreed(&self) -> Option<&str> {
        self.current.filter(|_| self.contradicting.is_empty()).map(|assertion| assertion.value.as_str())
    }
}

impl Assertion {
    /// Whether it was made after another: numbers on one phone, corrected times between phones.
    fn is_after(&self, other: &Self) -> bool {
        match (self.device, other.device) {
            (Some((own, seq)), Some((others, number))) if own == others => seq > number,
            _ => (self.at_ms, self.id) > (other.at_ms, other.id),
        }
    }

    /// Whether it replaces another by itself. Three ways: a clerk decided; the author saw the other value and knows no worse; the
    /// same person corrects the own word on the same phone. The roster gives way to whoever asked at the door after it.
    fn replaces(&self, other: &Self) -> bool {
        if self.settles.contains(&other.id) {
            return true;
        }
        if other.settles.contains(&self.id) || !self.is_after(other) || self.source.rank() < other.source.rank() {
            return false;
        }
        let saw = self.base.as_ref() == Some(&other.value);
        let own = self.author.is_some() && self.author == other.author && same_phone(self, other);
        saw || own || (other.source == FactSource::Roster && self.source != FactSource::Roster)
    }

    /// What counts more while nothing is decided: the better source, then the earlier word.
    fn weight(&self) -> (u8, std::cmp::Reverse<(i64, Uuid)>) {
        (self.source.rank(), std::cmp::Reverse((self.at_ms, self.id)))
    }
}

fn same_phone(one: &Assertion, other: &Assertion) -> bool {
    matches!((one.device, other.device), (Some((a, _)), Some((b, _))) if a == b)
}

/// Where a fact stands after everything that was ever said about it. `assertions` in any order, repeated or not.
pub fn stand(assertions: &[Assertion]) -> Standing<'_> {
    let mut all: Vec<&Assertion> = assertions.iter().collect();
    all.sort_by_key(|assertion| (assertion.at_ms, assertion.id));
    all.dedup_by_key(|assertion| assertion.id);
    let replaced = |one: &&Assertion| all.iter().any(|other| other.id != one.id && other.replaces(one));
    let (past, open): (Vec<&Assertion>, Vec<&Assertion>) = all.iter().copied().partition(replaced);
    // Clocks that contradict each other can make a ring of assertions that all replace each other: then a person looks at all.
    let (mut past, open) = if open.is_empty() { (open, past) } else { (past, open) };
    let current = open.iter().copied().max_by_key(|assertion| assertion.weight());
    let agree = open.iter().all(|one| Some(&one.value) == current.map(|current| &current.value));
    if agree {
        past.extend(open.into_iter().filter(|one| Some(one.id) != current.map(|current| current.id)));
        return Standing { current, contradicting: Vec::new(), past };
    }
    Standing { current, contradicting: open, past }
}
