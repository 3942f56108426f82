//! What can be known of a record without the database: computed where it arrives, on any core, before it waits for the one writer.

use crate::db::record::Signed;
use domain::finding::Finding;
use domain::hash::Hash;
use domain::sync::body::Body;
use domain::sync::record::Record;

/// A record, read once.
#[derive(Debug, Clone)]
pub struct Read {
    /// The hash of what was sent.
    pub hash: Hash,
    /// What it says.
    pub body: Result<Body, Finding>,
    /// What its signature is worth.
    pub signed: Signed,
    /// Whether a text column takes it.
    pub is_text: bool,
    /// Whether it came from another phone than the one it names, and no key known from there vouches for it.
    pub is_elsewhere: bool,
}

impl Read {
    /// Reads a record whose hash and signature were looked at already.
    pub fn of(record: &Record, hash: Hash, signed: Signed) -> Self {
        Self { hash, body: Body::of(record), signed, is_text: !has_nul(&record.body), is_elsewhere: false }
    }
}

/// Whether a body carries a NUL, plain or escaped: no text column of Postgres takes one.
fn has_nul(body: &str) -> bool {
    let escaped = |at: usize| body[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 0;
    body.contains('\0') || body.match_indices("\\u0000").any(|(at, _)| escaped(at))
}
