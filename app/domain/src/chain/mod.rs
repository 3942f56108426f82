//! The evidence chain of a household (存证): what the server adds to every consent event it takes (model 2.5).
//!
//! A link stands on the link before it, on the hash of the record as the phone made it, and on the digest of the sealed
//! (encrypted) part. Personal parts are only in the sealed part, so that the chain still verifies after the key is destroyed.

pub mod digest;
pub mod judge;

pub use digest::{DailyDigest, Head, Side, Step};
pub use judge::{Judged, Reason, Verdict, judge, judge_digests};

use crate::hash::Hash;
use crate::id::HouseholdId;
use crate::org::wire_names;

wire_names!(LinkKind {
    /// A consent event, as a phone recorded it.
    Event = "event",
    /// The second person's word on a consent (INV-10).
    Confirmation = "confirmation",
    /// A call-back that confirmed nothing: never a step towards a fee.
    Callback = "callback",
    /// A signature or a photo that belongs to an event, sealed after it arrived.
    Blob = "blob",
    /// The key of the links before was destroyed, lawfully and on purpose.
    Erasure = "erasure",
});

/// One link. Every field but `hash` goes into the hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Whose chain.
    pub household: HouseholdId,
    /// From 1, without gaps.
    pub seq: u64,
    /// What it holds.
    pub kind: LinkKind,
    /// What it is about: an id, or for a blob `event id/SHA-256`.
    pub subject: String,
    /// Code of the district whose daily digest covers the chain.
    pub district: String,
    /// Server time of linking, ms UTC.
    pub at_ms: i64,
    /// The clear part: JSON, kept and hashed byte for byte.
    pub facts: String,
    /// Hash of the record; `None` where no record of a phone stands behind it.
    pub record_hash: Option<Hash>,
    /// Digest of nonce and ciphertext of the sealed part.
    pub sealed_sha256: Option<Hash>,
    /// Hash of the link before; none for the first.
    pub prev_hash: Option<Hash>,
    /// Hash of this link as it was written down.
    pub hash: Hash,
}

/// The mark of a link, from its hash: four bytes are enough to say which link of one household's chain is meant.
pub fn mark(hash: Hash) -> u32 {
    let [a, b, c, d, ..] = hash.0;
    u32::from_be_bytes([a, b, c, d])
}

impl Link {
    /// The hash that follows from every other field.
    pub fn computed(&self) -> Hash {
        let bytes = |hash: Option<Hash>| hash.map(|hash| hash.0.to_vec()).unwrap_or_default();
        Hash::of_parts(&[
            b"doorstep link 1",
            self.household.0.as_bytes(),
            &self.seq.to_be_bytes(),
            self.kind.name().as_bytes(),
            self.subject.as_bytes(),
            self.district.as_bytes(),
            &self.at_ms.to_be_bytes(),
            self.facts.as_bytes(),
            &bytes(self.record_hash),
            &bytes(self.sealed_sha256),
            &bytes(self.prev_hash),
        ])
    }

    /// The link with the hash that follows from its fields.
    #[must_use]
    pub fn closed(self) -> Self {
        Self { hash: self.computed(), ..self }
    }

    /// The state of the chain when this is its last link.
    pub fn head(&self) -> Head {
        Head { household: self.household, seq: self.seq, hash: self.hash }
    }
}
