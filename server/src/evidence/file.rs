//! The exported file of evidence, `doorstep evidence 2`: one JSON object a line, each written in one way only, the last line closing
//! the file. What the lines mean is described in `end2end/verify-evidence.mjs`, which checks them without any code of the server.

use super::proof::{Proof, step_of, step_text};
pub use super::vouch::{ReceiptLine, SignatureLine};
use domain::calendar::Day;
use domain::chain::{DailyDigest, Head, Link, LinkKind};
use domain::hash::Hash;
use domain::id::{DeviceId, HouseholdId};
use serde::{Deserialize, Serialize};

/// Name and version of the format.
pub const FORMAT: &str = "doorstep evidence 2";

/// One line. The order of the fields is part of the format.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "snake_case")]
pub enum Line {
    /// The first: what the file holds.
    File(FileLine),
    /// A link of a household's chain.
    Link(LinkLine),
    /// How the phone signed the record of a link.
    Signature(SignatureLine),
    /// The server's signed receipt for the record of a link.
    Receipt(ReceiptLine),
    /// A number of a phone's own chain.
    Device(DeviceLine),
    /// A daily digest.
    Digest(DigestLine),
    /// A household's place in a digest.
    Proof(ProofLine),
    /// The last: closes everything before it.
    End(EndLine),
}

/// What the file holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileLine {
    pub format: String,
    pub made_at_ms: i64,
    pub links: u64,
    pub signatures: u64,
    pub receipts: u64,
    pub devices: u64,
    pub digests: u64,
    pub proofs: u64,
}

/// A link; `key` is there where the exporter may open it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinkLine {
    pub household: HouseholdId,
    pub seq: u64,
    pub kind: LinkKind,
    pub subject: String,
    pub district: String,
    pub at_ms: i64,
    pub facts: String,
    pub record_hash: Option<Hash>,
    pub sealed_sha256: Option<Hash>,
    pub prev_hash: Option<Hash>,
    pub hash: Hash,
    pub sealed: Option<String>,
    pub key: Option<Hash>,
}

/// A record of a phone, by its hash: its place among the others, not its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceLine {
    pub device: DeviceId,
    pub seq: u64,
    pub hash: Hash,
    pub prev_hash: Option<Hash>,
}

/// A digest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DigestLine {
    pub district: String,
    pub day: String,
    pub households: u64,
    pub links: u64,
    pub root: Hash,
    pub prev_hash: Option<Hash>,
    pub hash: Hash,
}

/// A proof; `path` from the leaf to the root, each `left HASH` or `right HASH`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProofLine {
    pub district: String,
    pub day: String,
    pub household: HouseholdId,
    pub seq: u64,
    pub head: Hash,
    pub path: Vec<String>,
}

/// The end; `sha256` of all bytes before this line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndLine {
    pub lines: u64,
    pub sha256: Hash,
}

impl Line {
    /// The line as it is written, without its end.
    ///
    /// # Errors
    /// Never for these types.
    pub fn text(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    /// Reads a line; `None` when it is not one, or not written in the one way.
    pub fn read(text: &str) -> Option<Self> {
        let line: Self = serde_json::from_str(text).ok()?;
        (line.text().ok()? == text).then_some(line)
    }
}

impl FileLine {
    /// How many lines of each kind there are, in the order of the fields.
    pub fn counts(&self) -> [u64; 6] {
        [self.links, self.signatures, self.receipts, self.devices, self.digests, self.proofs]
    }
}

impl LinkLine {
    /// The link.
    pub fn link(&self) -> Link {
        Link {
            household: self.household,
            seq: self.seq,
            kind: self.kind,
            subject: self.subject.clone(),
            district: self.district.clone(),
            at_ms: self.at_ms,
            facts: self.facts.clone(),
            record_hash: self.record_hash,
            sealed_sha256: self.sealed_sha256,
            prev_hash: self.prev_hash,
            hash: self.hash,
        }
    }

    /// The line of a link, with what is sealed and the key to it.
    pub fn of(link: Link, sealed: Option<String>, key: Option<Hash>) -> Self {
        let Link { household, seq, kind, subject, district, at_ms, facts, record_hash, sealed_sha256, prev_hash, hash } =
            link;
        Self {
            household,
            seq,
            kind,
            subject,
            district,
            at_ms,
            facts,
            record_hash,
            sealed_sha256,
            prev_hash,
            hash,
            sealed,
            key,
        }
    }
}

impl DigestLine {
    /// The digest; `None` when its day is none, or not written in the one way.
    pub fn digest(&self) -> Option<DailyDigest> {
        let day: Day = self.day.parse().ok()?;
        (day.to_string() == self.day).then(|| DailyDigest {
            district: self.district.clone(),
            day,
            households: self.households,
            links: self.links,
            root: self.root,
            prev_hash: self.prev_hash,
            hash: self.hash,
        })
    }
}

impl From<DailyDigest> for DigestLine {
    fn from(digest: DailyDigest) -> Self {
        let DailyDigest { district, day, households, links, root, prev_hash, hash } = digest;
        Self { district, day: day.to_string(), households, links, root, prev_hash, hash }
    }
}

impl ProofLine {
    /// The line of a proof for a digest.
    pub fn of(digest: &DailyDigest, proof: &Proof) -> Self {
        let Head { household, seq, hash } = proof.head;
        Self {
            district: digest.district.clone(),
            day: digest.day.to_string(),
            household,
            seq,
            head: hash,
            path: proof.path.iter().map(step_text).collect(),
        }
    }

    /// The proof; `None` when a step is none.
    pub fn proof(&self) -> Option<Proof> {
        let head = Head { household: self.household, seq: self.seq, hash: self.head };
        Some(Proof { head, path: self.path.iter().map(|text| step_of(text)).collect::<Option<_>>()? })
    }
}

/// The whole file, closed.
///
/// # Errors
/// Never for these types.
pub fn write(made_at_ms: i64, body: &[Line]) -> serde_json::Result<String> {
    let count = |is: fn(&Line) -> bool| body.iter().filter(|line| is(line)).count() as u64;
    let first = Line::File(FileLine {
        format: FORMAT.to_owned(),
        made_at_ms,
        links: count(|line| matches!(line, Line::Link(_))),
        signatures: count(|line| matches!(line, Line::Signature(_))),
        receipts: count(|line| matches!(line, Line::Receipt(_))),
        devices: count(|line| matches!(line, Line::Device(_))),
        digests: count(|line| matches!(line, Line::Digest(_))),
        proofs: count(|line| matches!(line, Line::Proof(_))),
    });
    let mut text = String::new();
    for line in std::iter::once(&first).chain(body) {
        text.push_str(&line.text()?);
        text.push('\n');
    }
    let end = EndLine { lines: body.len() as u64 + 1, sha256: Hash::of(text.as_bytes()) };
    text.push_str(&Line::End(end).text()?);
    text.push('\n');
    Ok(text)
}
