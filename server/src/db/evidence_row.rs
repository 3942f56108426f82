//! The rows behind links, as a check compares them.

use super::{DbResult, Tx, on};
use domain::consent::{ConfirmationMethod, ConsentConfirmation};
use domain::id::HouseholdId;
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
