//! What really happened, noted by somebody who sees all phones and the server. Every write on a phone is judged at once.

use crate::store::{Op, Table, Value, key};
use crate::sync::second;
use domain::hash::Hash;
use domain::id::{DeviceId, RecordId};
use domain::json;
use domain::sync::outbox::{Custody, Waiting};
use domain::sync::record::Record;
use std::collections::{BTreeMap, BTreeSet};

/// A record that a person made, from the moment its commit was durable.
#[derive(Debug, Clone)]
pub struct Made {
    pub record: Record,
    /// On which phone.
    pub phone: usize,
    /// True time.
    pub at_ms: i64,
    /// It was on a phone whose storage was wiped.
    pub wiped: bool,
    /// The database of its phone was evicted, its envelope was there.
    pub evicted: bool,
    /// The phone let its copy go.
    pub gone: bool,
}

/// The book.
#[derive(Debug, Default)]
pub struct Ledger {
    pub made: BTreeMap<RecordId, Made>,
    /// Last number and hash of each phone.
    heads: BTreeMap<DeviceId, (u64, Option<Hash>)>,
    /// Records that the server once had with all their blobs.
    pub complete: BTreeSet<RecordId>,
    /// Records that the server once answered for in any way.
    pub answered: BTreeSet<RecordId>,
    /// Restores of older backups.
    pub restores: u32,
    /// When the rights of some account were last taken away.
    pub revocations: u32,
    /// Consents about which the office called back.
    pub called: BTreeSet<RecordId>,
    /// The first promise that was broken.
    pub broken: Option<String>,
    /// The last things that happened.
    pub story: Vec<String>,
}

/// An entry as the store holds it.
pub fn entry(value: Option<&Value>) -> Option<Waiting> {
    json::read(value?.as_text()?).ok()
}

impl Ledger {
    /// Notes a broken promise.
    pub fn breaks(&mut self, what: String) {
        self.broken.get_or_insert(what);
    }

    /// Judges a batch just written: `before` says what stood under a key of the outbox.
    pub fn judge(&mut self, phone: usize, at_ms: i64, ops: &[Op], before: impl Fn(&str) -> Option<Value>) {
        for op in ops {
            match op {
                Op::Put(Table::Outbox, key, value) => match (entry(before(key).as_ref()), entry(Some(value))) {
                    (_, None) => self.breaks(format!("phone {phone}: unreadable entry written")),
                    (None, Some(new)) => self.made(phone, at_ms, new),
                    (Some(old), Some(new)) => self.changed(phone, &old, &new),
                },
                Op::Delete(Table::Outbox, key) => {
                    if let Some(old) = entry(before(key).as_ref()) {
                        self.let_go(phone, &old);
                    }
                }
                Op::DeletePrefix(Table::Outbox | Table::Blobs, _) => self.breaks(format!("phone {phone}: all deleted")),
                _ => {}
            }
        }
    }

    fn made(&mut self, phone: usize, at_ms: i64, new: Waiting) {
        let record = new.record;
        let (last, hash) = self.heads.get(&record.device).copied().unwrap_or((0, None));
        if record.seq != last + 1 || record.prev_hash != hash {
            self.breaks(format!("phone {phone}: number {} after {last}, or the chain is broken", record.seq));
        }
        self.heads.insert(record.device, (record.seq, Some(record.hash())));
        let id = record.id;
        if self.made.insert(id, Made { record, phone, at_ms, wiped: false, evicted: false, gone: false }).is_some() {
            self.breaks(format!("phone {phone}: {id} made twice"));
        }
    }

    fn changed(&mut self, phone: usize, old: &Waiting, new: &Waiting) {
        if old.record != new.record || old.blobs != new.blobs {
            self.breaks(format!("phone {phone}: number {} was written over", old.record.seq));
        }
        let id = new.record.id;
        match new.custody {
            Custody::VerifiedOnServer { .. } if !self.complete.contains(&id) => {
                self.breaks(format!("phone {phone}: {id} counts as verified and the server never had all of it"));
            }
            Custody::CopyOnServer { .. } | Custody::SetAside { .. } if !self.answered.contains(&id) => {
                self.breaks(format!("phone {phone}: {id} counts as sent and the server never answered for it"));
            }
            _ => {}
        }
    }

    fn let_go(&mut self, phone: usize, old: &Waiting) {
        let id = old.record.id;
        if !matches!(old.custody, Custody::VerifiedOnServer { .. }) || !self.complete.contains(&id) {
            self.breaks(format!("phone {phone}: {id} was deleted in custody {:?}", old.custody));
        }
        if let Some(made) = self.made.get_mut(&id) {
            made.gone = true;
        }
    }

    /// A wipe: what was there is lost unless the server has it.
    pub fn wiped(&mut self, entries: &[(String, Value)]) {
        for (_, value) in entries {
            if let Some(made) = entry(Some(value)).and_then(|old| self.made.get_mut(&old.record.id)) {
                made.wiped = true;
            }
        }
    }

    /// An eviction: what is proven, or lies in an envelope with all its photos, is not lost.
    pub fn evicted(&mut self, entries: &[(String, Value)], kept: &str) {
        for (_, value) in entries {
            let Some(old) = entry(Some(value)) else { continue };
            let Some(made) = self.made.get_mut(&old.record.id) else { continue };
            match second::is_kept(kept, &old) {
                None => made.gone = true,
                Some(true) => made.evicted = true,
                Some(false) => made.wiped = true,
            }
        }
    }

    /// The other store of a phone is gone: what lay nowhere else is lost.
    pub fn envelopes_gone(&mut self, phone: usize) {
        let lay_there = |made: &&mut Made| made.phone == phone && made.evicted;
        self.made.values_mut().filter(lay_there).for_each(|made| made.wiped = true);
    }

    /// Blobs deleted while something unsent needs them.
    pub fn judge_blobs(&mut self, phone: usize, ops: &[Op], entries: &[(String, Value)]) {
        for op in ops {
            let Op::Delete(Table::Blobs, name) = op else { continue };
            let needs = |old: &Waiting| {
                !matches!(old.custody, Custody::VerifiedOnServer { .. })
                    && old.blobs.iter().any(|hash| key::blob(old.record.author, *hash) == *name)
            };
            if entries.iter().filter_map(|(_, value)| entry(Some(value))).any(|old| needs(&old)) {
                self.breaks(format!("phone {phone}: a blob was deleted that a record still needs"));
            }
        }
    }
}
