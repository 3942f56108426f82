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
    pub record_kind: Option<String>,
    pub record_status: Option<String>,
    pub record_compound: Option<Uuid>,
    pub record_received_ms: Option<i64>,
    pub record_repairs: Option<Uuid>,
    pub record_body: Option<String>,
}

/// The row of an event.
pub async fn event_row(tx: &mut Tx, id: Uuid) -> DbResult<Option<EventRow>> {
    let sql =
        "select e.household_id, e.compound_id, cast(e.occupancy_seq as bigint) as occupancy_seq, e.kind, e.action,
                 e.refers_to, e.account_id, e.content, e.recorded_at_ms, e.received_at_ms, r.device_id as record_device,
                 r.device_seq as record_seq, r.author_id as record_author, r.recorded_at_ms as record_ms,
                 r.offset_ms as record_offset_ms, r.prev_hash as record_prev_hash, r.hash as record_hash,
                 r.kind as record_kind, r.status as record_status, r.compound_id as record_compound,
                 r.received_at_ms as record_received_ms, r.repairs as record_repairs, r.body as record_body
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
    Ok(row.map(|(device, author, hash, signature, state)| {
        let state = SignatureState::from_name(&state);
        SignatureRow {
            device: device.into(),
            author: author.into(),
            hash: hash.parse().unwrap_or(Hash([0; 32])),
            // Signed without a signature: nothing fits that.
            signature: signature.filter(|_| state.is_some()).and_then(|text| text.parse().ok()),
            state: state.unwrap_or(SignatureState::Signed),
        }
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

/// A photo or signature that a record names.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct BlobRow {
    pub sha256: String,
    pub kind: String,
    /// Digest of the ciphertext, once it lies sealed.
    pub sealed_sha256: Option<String>,
}

/// What a record names.
pub async fn blob_rows(tx: &mut Tx, record: Uuid) -> DbResult<Vec<BlobRow>> {
    let sql = "select sha256, kind, sealed_sha256 from record_blobs where record_id = $1 order by sha256";
    on!(tx, c => sqlx::query_as(sql).bind(record).fetch_all(c).await)
}

/// A key as a check compares it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct KeyRow {
    pub household_id: Uuid,
    pub occupancy_seq: i64,
    pub wrapped: Option<String>,
    pub destroyed_at_ms: Option<i64>,
}

/// A key by its id.
pub async fn key_row(tx: &mut Tx, id: Uuid) -> DbResult<Option<KeyRow>> {
    let sql = "select household_id, occupancy_seq, wrapped, destroyed_at_ms from evidence_keys where id = $1";
    on!(tx, c => sqlx::query_as(sql).bind(id).fetch_optional(c).await)
}

/// When a record came.
pub async fn received_at(tx: &mut Tx, id: RecordId) -> DbResult<Option<i64>> {
    let sql = "select received_at_ms from records where id = $1";
    let row: Option<(i64,)> = on!(tx, c => sqlx::query_as(sql).bind(id.0).fetch_optional(c).await?);
    Ok(row.map(|(at_ms,)| at_ms))
}

/// Every phone that a record came from.
pub async fn devices_of_records(tx: &mut Tx) -> DbResult<Vec<DeviceId>> {
    let sql = "select distinct device_id from records order by device_id";
    let rows: Vec<(Uuid,)> = on!(tx, c => sqlx::query_as(sql).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// Numbers and hashes of what is kept beside the records of a phone.
pub async fn beside_of(tx: &mut Tx, device: DeviceId) -> DbResult<Vec<(u64, Hash)>> {
    let sql = "select device_seq, hash from record_clashes where device_id = $1";
    let rows: Vec<(i64, String)> = on!(tx, c => sqlx::query_as(sql).bind(device.0).fetch_all(c).await?);
    Ok(rows.into_iter().filter_map(|(seq, hash)| Some((u64::try_from(seq).ok()?, hash.parse().ok()?))).collect())
}
