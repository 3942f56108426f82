//! Rescue: envelopes on their way to the server, in whosever session or as a file, and the server's word on each. Also how
//! envelopes are named on the phone.

use crate::finding::Finding;
use crate::hash::Hash;
use crate::id::AccountId;
use crate::sync::envelope::Named;
use crate::sync::protocol::Receipt;
use crate::sync::signature::Proof;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A rescue request's body stays below this, unless a single envelope is larger.
pub const RESCUE_BYTES: usize = 1024 * 1024;

/// `POST /api/v1/sync/rescue`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RescueRequest {
    /// In any order.
    pub envelopes: Vec<Named>,
}

/// What became of one envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rescued {
    /// The envelope's name, as sent.
    pub name: String,
    /// Hash of the record or blob that was inside; none: it could not be opened or read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<Hash>,
    /// The record's receipt, as its author would get it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
    /// Why it is not kept, or is kept and of no use yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// The server's signature over [`kept_digest`]: it has what was inside, the envelope may go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
}

/// Answer to a rescue: one for each envelope, in the order sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RescueResponse {
    /// Server time, ms UTC.
    pub server_time_ms: i64,
    /// One for each envelope.
    pub rescued: Vec<Rescued>,
}

/// What the server signs when it keeps for good what an envelope held.
pub fn kept_digest(hash: Hash, key: u32) -> Hash {
    Hash::of_parts(&[b"doorstep rescue 1", &hash.0, &key.to_be_bytes()])
}

/// An envelope's name on the phone. It tells what every console shows anyway: whose, which number, which hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    /// `r/account/number/hash`
    Record(AccountId, u64, Hash),
    /// `b/hash`
    Blob(Hash),
}

impl Name {
    /// Hash of what is inside.
    pub fn hash(self) -> Hash {
        match self {
            Self::Record(_, _, hash) | Self::Blob(hash) => hash,
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Record(account, seq, hash) => write!(f, "r/{account}/{seq}/{hash}"),
            Self::Blob(hash) => write!(f, "b/{hash}"),
        }
    }
}

/// The text names no envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the name of an envelope")]
pub struct NotAName;

impl FromStr for Name {
    type Err = NotAName;
    fn from_str(text: &str) -> Result<Self, NotAName> {
        let mut parts = text.split('/');
        let mut next = || parts.next().unwrap_or_default();
        let name = match next() {
            "b" => next().parse().ok().map(Self::Blob),
            "r" => (|| Some(Self::Record(next().parse().ok()?, next().parse().ok()?, next().parse().ok()?)))(),
            _ => None,
        };
        name.filter(|_| parts.next().is_none()).ok_or(NotAName)
    }
}
