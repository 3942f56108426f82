//! The phone's database: five tables of keys and values, and one way to write: an atomic batch.
//!
//! One `commit` is one transaction: after a crash all of it is there or none of it (never lose a record). Everything the
//! phone does with data goes through this trait, so that a memory store can stand in its place and a test can stop it
//! between any two commits.

use domain::json::{self, FromJson};
use std::pin::Pin;

pub mod key;
pub mod lock;
pub mod memory;
pub mod pack;
pub mod sealed;
pub mod upgrade;

#[cfg(test)]
pub mod contract;
#[cfg(test)]
pub mod formats;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod indexed;
#[cfg(not(target_arch = "wasm32"))]
#[cfg(test)]
pub mod library;
#[cfg(not(target_arch = "wasm32"))]
#[cfg(test)]
mod lock_tests;
#[cfg(not(target_arch = "wasm32"))]
#[cfg(test)]
mod sealed_tests;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod web;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod web_cipher;

/// A table of the phone's database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Table {
    /// Small single facts: device id, session, cursor, last number, last hash, settings.
    Meta,
    /// What was downloaded; keys `kind/…/id`. May be forgotten and fetched again at any time.
    Entities,
    /// Forms being filled in; keys start with the account. Never forgotten by the program.
    Drafts,
    /// Records made here; keys `account/seq` with the number padded to 12 digits. Never forgotten before a verified receipt and a grace time.
    Outbox,
    /// Photos and signatures by hash.
    Blobs,
}

impl Table {
    /// Every table.
    pub const ALL: [Self; 5] = [Self::Meta, Self::Entities, Self::Drafts, Self::Outbox, Self::Blobs];
    /// Their names in the database, in the same order.
    pub const NAMES: [&'static str; 5] = ["meta", "entities", "drafts", "outbox", "blobs"];

    /// Name in the database.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// A stored value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// JSON or a plain text.
    Text(String),
    /// A photo or a signature.
    Bytes(Vec<u8>),
}

impl Value {
    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Bytes(_) => None,
        }
    }

    /// What it says in JSON; what cannot be read counts as absent.
    pub fn read<T: FromJson>(&self) -> Option<T> {
        json::read(self.as_text()?).ok()
    }
}

/// One write within a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    /// Sets a key.
    Put(Table, String, Value),
    /// Removes a key; a missing one is fine.
    Delete(Table, String),
    /// Removes every key that starts so.
    DeletePrefix(Table, String),
}

impl Op {
    /// Sets a key to a text.
    pub fn put_text(table: Table, key: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Put(table, key.into(), Value::Text(text.into()))
    }

    /// The table it touches.
    pub fn table(&self) -> Table {
        match self {
            Self::Put(table, ..) | Self::Delete(table, _) | Self::DeletePrefix(table, _) => *table,
        }
    }
}

/// What has to hold for a batch to be written: the key still has this value. How two windows of one phone stay out of each
/// other's way: whoever read an old value writes nothing and reads again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guard {
    /// Table of the key.
    pub table: Table,
    /// The key.
    pub key: String,
    /// Its value when it was read.
    pub value: Option<Value>,
}

impl Guard {
    /// Holds while `key` has the value that was read.
    pub fn new(table: Table, key: impl Into<String>, value: Option<Value>) -> Self {
        Self { table, key: key.into(), value }
    }
}

/// Why the store failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// No room left: nothing of the batch was written.
    #[error("the phone's storage is full")]
    Full,
    /// Anything else the browser said.
    #[error("the phone's storage failed: {0}")]
    Failed(String),
}

/// Something that comes later. Boxed: what is waited for and who waits are each compiled once, whoever meets whom. In the browser it has
/// begun when it is asked for: what is asked for at once goes on at once, whoever is waited for first.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// The phone's database.
pub trait Store {
    /// The value of a key.
    fn get<'a>(&'a self, table: Table, key: &'a str) -> Later<'a, Result<Option<Value>, StoreError>>;

    /// Keys and values whose key starts with `prefix`, in key order.
    fn range<'a>(&'a self, table: Table, prefix: &'a str) -> Later<'a, Result<Vec<(String, Value)>, StoreError>>;

    /// The keys that start with `prefix`, in order; for what is too large to be read only to be counted.
    fn keys<'a>(&'a self, table: Table, prefix: &'a str) -> Later<'a, Result<Vec<String>, StoreError>>;

    /// Writes a batch if every guard holds, checked within the same transaction; says whether it did. All of it or nothing.
    /// Returns when it is durable.
    fn commit_if<'a>(&'a self, guards: &'a [Guard], ops: Vec<Op>) -> Later<'a, Result<bool, StoreError>>;

    /// Writes a batch: all of it or nothing. Returns when it is durable.
    fn commit(&self, ops: Vec<Op>) -> Later<'_, Result<(), StoreError>> {
        Box::pin(async move { self.commit_if(&[], ops).await.map(drop) })
    }
}
