//! The outbox: what state a record on the phone is in, and what a receipt makes of it. Pure; the phone's driver carries it out.

use crate::finding::Finding;
use crate::hash::Hash;
use crate::json::{FromJson, ToJson};
use crate::sync::protocol::{Announcement, PUSH_BYTES, PUSH_RECORDS, Receipt, ReceiptState};
use crate::sync::record::Record;
use crate::sync::signature::Signature;
use serde::{Deserialize, Serialize};

/// Where a record is, in the words that the worker reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Custody {
    /// 仅在本机: nothing came back for it yet.
    OnThisPhoneOnly,
    /// 服务器有副本: the server stored it; some of its blobs have not arrived.
    CopyOnServer {
        /// What the server still lacks.
        missing_blobs: Vec<Hash>,
        /// Server time of arrival.
        received_at_ms: i64,
    },
    /// 服务器已核实: stored, and every blob's hash was computed by the server.
    VerifiedOnServer {
        /// Server time of arrival.
        received_at_ms: i64,
    },
    /// 暂存待处理: the server keeps it but cannot use it as it is.
    SetAside {
        /// Why, for the worker to read and repair.
        findings: Vec<Finding>,
    },
}

/// What a receipt's signature is worth to this phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiptWorth {
    /// Signed by a key of the server.
    Proven,
    /// The server does not sign (it is older than this app): believed as far as a copy goes.
    Unsigned,
    /// The server signs, but not this: not its word.
    Forged,
}

/// What the server says of a record that it has and cannot use yet: it will say more.
const HELD: [&str; 2] = ["not_placed", "server_could_not_use_it"];

/// A record in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct Waiting {
    /// The record, never changed once it is here.
    pub record: Record,
    /// Blobs it refers to.
    #[serde(default)]
    pub blobs: Vec<Hash>,
    /// Over the record's hash, by its author's key on this phone; none when there was no key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Signature>,
    /// Where it is.
    pub custody: Custody,
    /// How often it was offered.
    #[serde(default)]
    pub offers: u32,
    /// What the server had to say although it took the record, such as a task's step that came too late.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Finding>,
    /// Blobs that the server lacks of a record that it set aside: they are sent all the same, it may be used yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lacking: Vec<Hash>,
}

impl Waiting {
    /// A record just made.
    pub fn new(record: Record, blobs: Vec<Hash>) -> Self {
        Self {
            record,
            blobs,
            signature: None,
            custody: Custody::OnThisPhoneOnly,
            offers: 0,
            remarks: vec![],
            lacking: vec![],
        }
    }

    /// Whether the server has not yet answered for the record itself.
    pub fn is_unsent(&self) -> bool {
        self.custody == Custody::OnThisPhoneOnly
    }

    /// What a receipt makes of it. A receipt that is forged, or whose hash is not the record's own, proves nothing and changes
    /// nothing; *verified* comes only from a signature that checks.
    #[must_use]
    pub fn with_receipt(self, receipt: &Receipt, worth: ReceiptWorth) -> Self {
        let hash = self.record.hash();
        self.with_receipt_for(hash, receipt, worth)
    }

    /// The same by somebody who knows the record's hash.
    #[must_use]
    pub fn with_receipt_for(self, hash: Hash, receipt: &Receipt, worth: ReceiptWorth) -> Self {
        if worth == ReceiptWorth::Forged || receipt.id != self.record.id || receipt.hash != hash {
            return self;
        }
        let received_at_ms = receipt.received_at_ms;
        let is_proven = worth == ReceiptWorth::Proven;
        // It went out while somebody else was logged in on this phone: its author offers it again, then it counts.
        let by_another = receipt.findings.iter().any(|finding| finding.code == "other_author");
        let custody = match receipt.state {
            ReceiptState::SetAside if by_another => Custody::OnThisPhoneOnly,
            ReceiptState::SetAside => Custody::SetAside { findings: receipt.findings.clone() },
            ReceiptState::Accepted | ReceiptState::Held if is_proven && receipt.missing_blobs.is_empty() => {
                Custody::VerifiedOnServer { received_at_ms }
            }
            ReceiptState::Accepted | ReceiptState::Held => {
                Custody::CopyOnServer { missing_blobs: receipt.missing_blobs.clone(), received_at_ms }
            }
        };
        let remarks = if receipt.state == ReceiptState::SetAside { vec![] } else { receipt.findings.clone() };
        let is_aside = matches!(custody, Custody::SetAside { .. });
        // A server that could not read the record does not know what it refers to.
        let is_known =
            !receipt.findings.iter().any(|finding| matches!(finding.code.as_str(), "unreadable" | "id_taken"));
        let lacking = match is_aside {
            true if is_known => receipt.missing_blobs.clone(),
            true => self.blobs.clone(),
            false => vec![],
        };
        Self { custody, remarks, lacking, ..self }
    }

    /// Whether another receipt could still change something: blobs on their way, a fault that somebody may have cured, or a record that
    /// the server has and cannot use yet.
    pub fn is_open(&self) -> bool {
        match self.custody {
            Custody::OnThisPhoneOnly => false,
            Custody::CopyOnServer { .. } | Custody::SetAside { .. } => true,
            Custody::VerifiedOnServer { .. } => self.remarks.iter().any(|said| HELD.contains(&said.code.as_str())),
        }
    }

    /// Whether the local copy may go: verified, and `grace_ms` are over since the server had it. Both times are the server's.
    pub fn may_go(&self, server_now_ms: i64, grace_ms: i64) -> bool {
        match self.custody {
            Custody::VerifiedOnServer { received_at_ms } => server_now_ms.saturating_sub(received_at_ms) >= grace_ms,
            _ => false,
        }
    }
}

/// How many of the records go into one push: `sizes_bytes` are their sizes on the wire, in order. At least one, however large: a
/// record that no push can carry is for the server to refuse, not for the phone to keep silent about.
pub fn batch_len(sizes_bytes: &[usize]) -> usize {
    let mut total_bytes = 0usize;
    let fits = |size: &&usize| {
        total_bytes = total_bytes.saturating_add(**size);
        total_bytes <= PUSH_BYTES
    };
    let count = sizes_bytes.iter().take(PUSH_RECORDS).take_while(fits).count();
    count.max(1).min(sizes_bytes.len())
}

/// What a phone says of itself: `unsent` are the numbers of the unsent records of every account on it, in order, and when each was
/// made, ms.
pub fn announce(highest_seq: u64, unsent: &[(u64, i64)]) -> Announcement {
    let oldest_unsent_ms = unsent.first().map(|(_, made_at_ms)| *made_at_ms);
    Announcement { highest_seq, unsent_count: unsent.len() as u64, oldest_unsent_ms }
}

#[cfg(test)]
#[path = "outbox_tests.rs"]
mod tests;
