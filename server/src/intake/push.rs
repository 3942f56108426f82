//! What a phone sent at once, and how it is taken.

use super::{Intake, Read};
use crate::auth::Actor;
use crate::db::{self, Tx};
use crate::error::ApiResult;
use domain::sync::protocol::{PushRequest, Receipt};

/// What a phone sent, with its records read: one `read` for each record.
pub struct Push {
    pub sender: Actor,
    pub request: PushRequest,
    pub read: Vec<Read>,
}

impl Push {
    pub(super) async fn take(&self, intake: &Intake<'_>, tx: &mut Tx) -> ApiResult<Vec<Receipt>> {
        let (request, sender) = (&self.request, &self.sender);
        db::device::note_contact(tx, request, sender.account, intake.now_ms).await?;
        if let Some(key) = &request.key {
            db::device::note_key(tx, request.device, sender.account, key, intake.now_ms).await?;
        }
        let mut receipts = Vec::with_capacity(request.records.len());
        for (record, read) in request.records.iter().zip(&self.read) {
            receipts.push(intake.take(tx, sender, record, read).await?);
        }
        Ok(receipts)
    }
}
