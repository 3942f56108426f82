//! Rows that wait to be written with many others in one statement. Nothing of them is read before: whoever reads what they may change
//! has them written first.

use super::Intake;
use crate::db::record::Signed;
use crate::db::survey::NewResponse;
use crate::db::visit::NewVisit;
use crate::db::{self, Tx, change::Changed};
use crate::error::ApiResult;
use domain::finding::Finding;
use domain::hash::Hash;
use domain::id::{CompoundId, RecordId};
use domain::sync::body::BlobRef;
use domain::sync::protocol::ReceiptState;
use domain::sync::record::{Record, RecordKind};

/// A record to be kept.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub record: Record,
    pub hash: Hash,
    pub state: ReceiptState,
    pub findings: Vec<Finding>,
    pub compound: Option<CompoundId>,
    pub signed: Signed,
}

/// What waits.
#[derive(Default)]
pub(super) struct Rows {
    records: Vec<Kept>,
    blobs: Vec<(RecordId, BlobRef)>,
    visits: Vec<NewVisit>,
    responses: Vec<NewResponse>,
}

/// Whether a record's row may wait: nothing that follows from such a record reads it.
pub(super) fn waits(record: &Record) -> bool {
    record.repairs.is_none() && matches!(record.kind, RecordKind::Visit | RecordKind::SurveyResponse | RecordKind::Need)
}

impl Intake<'_> {
    /// Writes the rows that wait.
    pub(super) async fn flush(&self, tx: &mut Tx) -> ApiResult<()> {
        let Some(later) = &self.later else { return Ok(()) };
        let rows = later.take_rows();
        let records: Vec<_> = rows.records.iter().map(|kept| kept.arrived(self.now_ms)).collect();
        db::record::insert_records(tx, &records).await?;
        db::record::insert_record_blobs(tx, &rows.blobs).await?;
        db::visit::insert_visits(tx, &rows.visits).await?;
        db::survey::insert_responses(tx, &rows.responses).await?;
        Ok(())
    }

    /// A record's row waits, with what it refers to.
    pub(super) fn leave_record(&self, kept: Kept, blobs: Vec<BlobRef>) {
        if let Some(later) = &self.later {
            later.with_rows(|rows| {
                rows.blobs.extend(blobs.into_iter().map(|blob| (kept.record.id, blob)));
                rows.records.push(kept);
            });
        }
    }

    /// Adds a visit, now or with others.
    pub(super) async fn add_visit(&self, tx: &mut Tx, new: NewVisit) -> ApiResult<()> {
        match &self.later {
            Some(later) => later.with_rows(|rows| rows.visits.push(new)),
            None => db::visit::insert_visits(tx, &[new]).await?,
        }
        Ok(())
    }

    /// Adds a response, now or with others.
    pub(super) async fn add_response(&self, tx: &mut Tx, new: NewResponse) -> ApiResult<()> {
        match &self.later {
            Some(later) => later.with_rows(|rows| rows.responses.push(new)),
            None => db::survey::insert_responses(tx, &[new]).await?,
        }
        Ok(())
    }

    /// Tells phones of a change, now or with others.
    pub(super) async fn note(&self, tx: &mut Tx, changed: Changed) -> ApiResult<()> {
        match &self.later {
            Some(later) => later.leave_change(changed),
            None => db::change::note_changes(tx, &[changed]).await?,
        }
        Ok(())
    }
}
