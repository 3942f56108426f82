//! What a round has read of the outbox, once.

use super::outbox::Head;
use super::second::blob_name;
use crate::store::{Guard, Store, StoreError, Table, Value, key};
use domain::hash::Hash;
use domain::id::AccountId;
use domain::sync::outbox::Waiting;
use domain::sync::rescue::Name;

/// Reads it.
pub async fn look(store: &dyn Store, account: AccountId) -> Result<Seen, StoreError> {
    // The head first: what another window makes meanwhile is behind it.
    let head = store.get(Table::Meta, key::HEAD).await?.and_then(|head| head.read());
    let run = store.get(Table::Meta, &key::run(account)).await?;
    let mut seen = Seen { head, run, own: vec![], stored: vec![], hashes: vec![] };
    for (_, value) in store.range(Table::Outbox, &key::of(account)).await? {
        let entry: Option<Waiting> = value.read();
        if let (Some(entry), Value::Text(text)) = (entry, value) {
            seen.hashes.push(entry.record.hash());
            seen.own.push(entry);
            seen.stored.push(text);
        }
    }
    Ok(seen)
}

/// The phone's chain and an account's outbox, as they were read at one time.
pub struct Seen {
    /// The end of the chain before the entries were read.
    pub head: Option<Head>,
    /// The run of the server that was known then: what an earlier one says is not written any more once another is known.
    pub run: Option<Value>,
    /// The account's entries, in the order of their numbers.
    pub own: Vec<Waiting>,
    /// The same, word for word.
    pub stored: Vec<String>,
    /// The hashes of their records.
    pub hashes: Vec<Hash>,
}

impl Seen {
    /// Where the entries are that are meant.
    pub fn places(&self, is_meant: &dyn Fn(&Waiting) -> bool) -> Vec<usize> {
        let mut places = Vec::new();
        for (at, entry) in self.own.iter().enumerate() {
            if is_meant(entry) {
                places.push(at);
            }
        }
        places
    }

    /// The names of all envelopes that the entries that are meant may have, one a line.
    pub fn names(&self, is_meant: &dyn Fn(&Waiting) -> bool) -> String {
        let mut names = Vec::new();
        for at in self.places(is_meant) {
            let record = &self.own[at].record;
            names.push(Name::Record(record.author, record.seq, self.hashes[at]).to_string());
            names.extend(self.own[at].blobs.iter().map(|hash| blob_name(*hash)));
        }
        names.join("\n")
    }

    /// Holds while an entry is as it was read.
    pub fn guard(&self, account: AccountId, at: usize) -> Guard {
        let key = key::outbox(account, self.own[at].record.seq);
        Guard::new(Table::Outbox, key, Some(Value::Text(self.stored[at].clone())))
    }

    /// Holds while no other run of the server was heard of.
    pub fn run_guard(&self, account: AccountId) -> Guard {
        Guard::new(Table::Meta, key::run(account), self.run.clone())
    }
}
