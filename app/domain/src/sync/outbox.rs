//! The outbox: what state a record on the phone is in, and what a receipt makes of it. Pure; the phone's driver carries it out.

use crate::finding::Finding;
use crate::hash::Hash;
use crate::sync::protocol::{Receipt, ReceiptState};
use crate::sync::record::Record;
use serde::{Deserialize, Serialize};

/// Where a record is, in the words that the worker reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// A record in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The record, never changed once it is here.
    pub record: Record,
    /// Blobs it refers to.
    #[serde(default)]
    pub blobs: Vec<Hash>,
    /// Where it is.
    pub custody: Custody,
    /// How often it was offered.
    #[serde(default)]
    pub offers: u32,
}

impl Waiting {
    /// A record just made.
    pub fn new(record: Record, blobs: Vec<Hash>) -> Self {
        Self { record, blobs, custody: Custody::OnThisPhoneOnly, offers: 0 }
    }

    /// Whether the server has not yet answered for the record itself.
    pub fn is_unsent(&self) -> bool {
        self.custody == Custody::OnThisPhoneOnly
    }

    /// What a receipt makes of it. A receipt whose hash is not the record's own proves nothing and changes nothing.
    #[must_use]
    pub fn with_receipt(self, receipt: &Receipt) -> Self {
        if receipt.id != self.record.id || receipt.hash != self.record.hash() {
            return self;
        }
        let received_at_ms = receipt.received_at_ms;
        let custody = match receipt.state {
            ReceiptState::SetAside => Custody::SetAside { findings: receipt.findings.clone() },
            ReceiptState::Accepted | ReceiptState::Held if receipt.missing_blobs.is_empty() => {
                Custody::VerifiedOnServer { received_at_ms }
            }
            ReceiptState::Accepted | ReceiptState::Held => {
                Custody::CopyOnServer { missing_blobs: receipt.missing_blobs.clone(), received_at_ms }
            }
        };
        Self { custody, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{AccountId, DeviceId, RecordId};
    use crate::sync::record::RecordKind;

    fn waiting() -> Waiting {
        let record = Record {
            id: RecordId::new(1, [1; 10]),
            kind: RecordKind::Visit,
            device: DeviceId::new(1, [2; 10]),
            seq: 1,
            author: AccountId::new(1, [3; 10]),
            recorded_at_ms: 1,
            offset_ms: None,
            prev_hash: None,
            body: "{}".into(),
        };
        Waiting::new(record, vec![])
    }

    fn receipt(state: ReceiptState, missing_blobs: Vec<Hash>) -> Receipt {
        let record = waiting().record;
        Receipt { id: record.id, hash: record.hash(), state, missing_blobs, findings: vec![], received_at_ms: 9 }
    }

    #[test]
    fn a_record_is_verified_only_when_no_blob_is_missing() {
        let blob = Hash::of(b"photo");
        let copy = waiting().with_receipt(&receipt(ReceiptState::Accepted, vec![blob]));
        assert_eq!(copy.custody, Custody::CopyOnServer { missing_blobs: vec![blob], received_at_ms: 9 });
        let verified = copy.with_receipt(&receipt(ReceiptState::Accepted, vec![]));
        assert_eq!(verified.custody, Custody::VerifiedOnServer { received_at_ms: 9 });
    }

    #[test]
    fn a_receipt_for_other_bytes_proves_nothing() {
        let forged = Receipt { hash: Hash::of(b"other"), ..receipt(ReceiptState::Accepted, vec![]) };
        assert!(waiting().with_receipt(&forged).is_unsent());
    }

    #[test]
    fn what_is_set_aside_says_why() {
        let findings = vec![Finding::new("photo_too_large", "photos")];
        let receipt = Receipt { findings: findings.clone(), ..receipt(ReceiptState::SetAside, vec![]) };
        assert_eq!(waiting().with_receipt(&receipt).custody, Custody::SetAside { findings });
    }
}
