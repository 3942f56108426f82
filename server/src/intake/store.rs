//! Keeping a record, word for word, and the receipt for it.

use super::{Intake, Taken, rows};
use crate::db::{self, Tx, record::Arrived};
use crate::error::ApiResult;
use domain::finding::Finding;
use domain::hash::Hash;
use domain::id::CompoundId;
use domain::sync::body::{BlobRef, Body};
use domain::sync::protocol::{Receipt, ReceiptState};
use domain::sync::record::{Record, RecordKind};

impl Intake<'_> {
    pub(super) async fn store(
        &self,
        tx: &mut Tx,
        taken: &Taken<'_>,
        state: ReceiptState,
        findings: &[Finding],
        compound: Option<CompoundId>,
    ) -> ApiResult<Receipt> {
        let (record, read) = (taken.record, taken.read);
        let flag = read.signed.state.finding().map(|code| Finding::new(code, "signature"));
        let findings: Vec<Finding> = findings.iter().cloned().chain(flag).collect();
        self.note_stored(record.id, read.hash);
        let mut blobs = taken.body.map(Body::blobs).unwrap_or_default();
        blobs.sort_by_key(|blob| blob.sha256);
        blobs.dedup_by_key(|blob| blob.sha256);
        let kept =
            rows::Kept { record: record.clone(), hash: read.hash, state, findings, compound, signed: read.signed };
        let receipt = Receipt { state, ..self.set_aside(record, read.hash, kept.findings.clone()) };
        if rows::waits(record) && self.later.is_some() {
            let receipt = self.with_blobs(receipt, &blobs);
            self.leave_record(kept, blobs);
            return Ok(receipt);
        }
        db::record::insert_records(tx, &[kept.arrived(self.now_ms)]).await?;
        if state != ReceiptState::Accepted {
            self.keep_open_no(tx, record, read.hash).await?;
        }
        if blobs.is_empty() {
            return Ok(receipt);
        }
        let of_record: Vec<_> = blobs.into_iter().map(|blob| (record.id, blob)).collect();
        db::record::insert_record_blobs(tx, &of_record).await?;
        let stored = db::record::receipt_of(tx, record.id, record.author).await?;
        Ok(stored.unwrap_or(receipt))
    }

    /// What a receipt says of the blobs, by what was looked up beforehand.
    fn with_blobs(&self, mut receipt: Receipt, blobs: &[BlobRef]) -> Receipt {
        for blob in blobs {
            match self.findings_of_blob(blob.sha256) {
                Some(findings) => receipt.findings.extend(findings),
                None => receipt.missing_blobs.push(blob.sha256),
            }
        }
        receipt
    }

    /// A receipt for something that is kept beside the records.
    pub(super) fn set_aside(&self, record: &Record, hash: Hash, findings: Vec<Finding>) -> Receipt {
        Receipt {
            id: record.id,
            hash,
            state: ReceiptState::SetAside,
            missing_blobs: vec![],
            findings,
            received_at_ms: self.now_ms,
            proof: None,
        }
    }
}

impl rows::Kept {
    /// The row. The words of an accepted consent are none of its columns: they lie sealed on the household's chain, written in the
    /// same transaction.
    pub(super) fn arrived(&self, received_at_ms: i64) -> Arrived<'_> {
        let sealed = self.state == ReceiptState::Accepted && self.record.kind == RecordKind::ConsentEvent;
        Arrived {
            record: &self.record,
            hash: self.hash,
            body: if sealed { "" } else { &self.record.body },
            state: self.state,
            findings: &self.findings,
            compound: self.compound,
            received_at_ms,
            signed: self.signed,
        }
    }
}
