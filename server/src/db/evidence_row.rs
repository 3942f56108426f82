//! The rows behind links, as a check compares them.

use super::{DbResult, Tx, on};
use domain::consent::{ConfirmationMethod, ConsentConfirmation};
use domain::hash::Hash;
use domain::id::{AccountId, DeviceId, HouseholdId, RecordId};
use domain::sync::signature::{Signature, SignatureState};
use sqlx::FromRow;
use uuid::Uuid;

/// A consent event with the record it came from.
#[derive(Debug, Clone, FromRow)]
pub struct EventRow {
    pub household_id: Uuid,
    pub compound_id: Uuid,
    pub occupancy_seq: i64,
    pub kind: String,
    pub action: String,
    pub refers_to: Option<Uuid>,
    pub account_id: Option<Uuid>,
    pub content: String,
    pub recorded_at_ms: i64,
    pub received_at_ms: i64,
    pub record_device: Option<Uuid>,
    pub record_seq: Option<i64>,
    pub record_author: Option<Uuid>,
    pub record_ms: Option<i64>,
    pub record_offset_ms: Option<i64>,
    pub record_prev_hash: Option<String>,
    pub record_hash: Option<String>,
}

/// The row of an event.
pub async fn event_row(tx: &mut Tx, id: Uuid) -> DbResult<Option<EventRow>> {
    let sql =
        "select e.household_id, e.compound_id, cast(e.occupancy_seq as bigint) as occupancy_seq, e.kind, e.action,
                 e.refers_to, e.account_id, e.content, e.recorded_at_ms, e.received_at_ms, r.device_id as record_device,
                 r.device_seq as record_seq, r.author_id as record_author, r.recorded_at_ms as record_ms,
                 r.offset_ms as record_offset_ms, r.prev_hash as record_prev_hash, r.hash as record_hash
               from consent_events e left join records r on r.id = e.id where e.id = $1";
    on!(tx, c => sqlx::query_as(sql).bind(id).fetch_optional(c).await)
}

/// How a record was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignatureRow {
    pub device: DeviceId,
    pub author: AccountId,
    pub hash: Hash,
    pub signature: Option<Signature>,
    pub state: SignatureState,
}

/// How a record was signed. What somebody spoiled becomes something that fits nothing.
pub async fn signature_row(tx: &mut Tx, id: RecordId) -> DbResult<Option<SignatureRow>> {
    type Row = (Uuid, Uuid, String, Option<String>, String);
    let sql = "select device_id, author_id, hash, signature, signature_state from records where id = $1";
    let row: Option<Row> = on!(tx, c => sqlx::query_as(sql).bind(id.0).fetch_optional(c).await?);
    Ok(row.map(|(device, author, hash, signature, state)| SignatureRow {
        device: device.into(),
        author: author.into(),
        hash: hash.parse().unwrap_or(Hash([0; 32])),
        signature: signature.and_then(|text| text.parse().ok()),
        state: SignatureState::from_name(&state).unwrap_or(SignatureState::Signed),
    }))
}

/// The row of a confirmation: the household, what was confirmed, and the note, which must be empty.
pub async fn confirmation_row(
    tx: &mut Tx,
    id: Uuid,
) -> DbResult<Option<(HouseholdId, Option<ConsentConfirmation>, String)>> {
    type Row = (Uuid, Uuid, String, Option<Uuid>, bool, i64, String);
    let sql = "select household_id, consent_id, method, account_id, by_company, at_ms, note
               from consent_confirmations where id = $1";
    let row: Option<Row> = on!(tx, c => sqlx::query_as(sql).bind(id).fetch_optional(c).await?);
    Ok(row.map(|(household, consent, method, account, by_company, at_ms, note)| {
        let method = ConfirmationMethod::from_name(&method);
        let confirmation = method.map(|method| ConsentConfirmation {
            consent: consent.into(),
            method,
            confirmed_by: account.map(Into::into),
            by_company,
            at_ms,
        });
        (household.into(), confirmation, note)
    }))
}
