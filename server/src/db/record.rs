//! Records word for word, what they refer to, and what phones say of themselves.

use super::{DbResult, Tx, batch, on};
use domain::finding::Finding;
use domain::hash::Hash;
use domain::id::{AccountId, CompoundId, DeviceId, RecordId};
use domain::sync::body::BlobRef;
use domain::sync::protocol::{Receipt, ReceiptState};
use domain::sync::record::{Record, RecordKind};
use domain::sync::signature::{Signature, SignatureState};
use sqlx::types::Json;
use sqlx::{AssertSqlSafe, FromRow};
use std::collections::HashMap;
use uuid::Uuid;

/// Status of a record in whose place another one counts; its author reads it as settled, with this word.
pub const REPAIRED: &str = "repaired";

/// A record with what became of it.
#[derive(Debug, Clone)]
pub struct Arrived<'a> {
    pub record: &'a Record,
    pub hash: Hash,
    /// The words to keep: the record's own, or none where they are sealed elsewhere in the same transaction.
    pub body: &'a str,
    pub state: ReceiptState,
    pub findings: &'a [Finding],
    pub compound: Option<CompoundId>,
    pub received_at_ms: i64,
    pub signed: Signed,
}

/// A record's signature and what it is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signed {
    pub signature: Option<Signature>,
    pub state: SignatureState,
}

impl Signed {
    /// Made without a key.
    pub const NOT: Self = Self { signature: None, state: SignatureState::Unsigned };
}

#[derive(Debug, FromRow)]
pub(super) struct RecordRow {
    id: Uuid,
    kind: String,
    device_id: Uuid,
    device_seq: i64,
    author_id: Uuid,
    recorded_at_ms: i64,
    offset_ms: Option<i64>,
    prev_hash: Option<String>,
    repairs: Option<Uuid>,
    body: String,
}

/// The hash of the record already stored under an id.
pub async fn stored_hash(tx: &mut Tx, id: RecordId) -> DbResult<Option<Hash>> {
    let sql = "select hash from records where id = $1";
    let row: Option<(String,)> = on!(tx, c => sqlx::query_as(sql).bind(id.0).fetch_optional(c).await?);
    row.map(|(text,)| text.parse().map_err(|error| sqlx::Error::Decode(Box::new(error)))).transpose()
}

/// The hashes of the records already stored under these ids.
pub async fn stored_hashes(tx: &mut Tx, ids: &[Uuid]) -> DbResult<HashMap<RecordId, Hash>> {
    let rows: Vec<(Uuid, String)> = batch::rows_in(tx, "select id, hash from records where id in ($ids)", ids).await?;
    let row = |(id, text): (Uuid, String)| match text.parse() {
        Ok(hash) => Ok((RecordId(id), hash)),
        Err(error) => Err(sqlx::Error::Decode(Box::new(error))),
    };
    rows.into_iter().map(row).collect()
}

/// Stores records word for word.
pub async fn insert_records(tx: &mut Tx, all: &[Arrived<'_>]) -> DbResult<()> {
    for part in batch::portions(all) {
        let sql = AssertSqlSafe(format!(
            "insert into records (id, kind, device_id, device_seq, author_id, recorded_at_ms, offset_ms,
               received_at_ms, prev_hash, hash, body, status, findings, compound_id, signature, signature_state, repairs)
             values {}",
            batch::values(part.len(), 17)
        ));
        on!(tx, c => {
            let mut query = sqlx::query(sql);
            for arrived in part {
                let (record, signed) = (arrived.record, arrived.signed);
                query = query.bind(record.id.0).bind(record.kind.name()).bind(record.device.0).bind(record.seq as i64)
                    .bind(record.author.0).bind(record.recorded_at_ms).bind(record.offset_ms)
                    .bind(arrived.received_at_ms).bind(record.prev_hash.map(|hash| hash.to_string()))
                    .bind(arrived.hash.to_string()).bind(arrived.body).bind(arrived.state.name())
                    .bind(Json(arrived.findings)).bind(arrived.compound.map(|id| id.0))
                    .bind(signed.signature.map(|signature| signature.to_string())).bind(signed.state.name())
                    .bind(record.repairs.map(|id| id.0));
            }
            query.execute(c).await?.rows_affected()
        });
    }
    Ok(())
}

/// Takes the words out of a record: they lie sealed on a household's chain now, or were lawfully erased. The hash stays.
pub async fn empty_body(tx: &mut Tx, id: RecordId) -> DbResult<()> {
    let sql = "update records set body = '' where id = $1";
    on!(tx, c => sqlx::query(sql).bind(id.0).execute(c).await.map(|_| ()))
}

/// Consent records that were never taken (held, set aside), with their words.
pub async fn consents_not_taken(tx: &mut Tx) -> DbResult<Vec<(RecordId, String)>> {
    let sql = "select id, body from records where kind = 'consent_event' and status <> 'accepted' and body <> ''";
    let rows: Vec<(Uuid, String)> = on!(tx, c => sqlx::query_as(sql).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(id, body)| (RecordId(id), body)).collect())
}

/// Consent records whose id was taken by another: id, hash and the whole record as JSON.
pub async fn clashes_of_consents(tx: &mut Tx) -> DbResult<Vec<(RecordId, String, String)>> {
    let sql = "select id, hash, body from record_clashes where body like '%\"kind\":\"consent_event\"%'";
    let rows: Vec<(Uuid, String, String)> = on!(tx, c => sqlx::query_as(sql).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(id, hash, body)| (RecordId(id), hash, body)).collect())
}

/// Takes the words out of a clash, by lawful erasure.
pub async fn empty_clash(tx: &mut Tx, id: RecordId, hash: &str) -> DbResult<()> {
    let sql = "update record_clashes set body = '' where id = $1 and hash = $2";
    on!(tx, c => sqlx::query(sql).bind(id.0).bind(hash).execute(c).await.map(|_| ()))
}

/// What becomes of a record that was stored before (a held one finds its place).
pub async fn set_status(
    tx: &mut Tx,
    id: RecordId,
    state: ReceiptState,
    findings: &[Finding],
    compound: Option<CompoundId>,
) -> DbResult<()> {
    let sql = "update records set status = $2, findings = $3, compound_id = $4 where id = $1";
    on!(tx, c => sqlx::query(sql).bind(id.0).bind(state.name()).bind(Json(findings)).bind(compound.map(|id| id.0))
        .execute(c).await.map(|_| ()))
}

/// What a record's signature is worth, as of now.
pub async fn set_signature(tx: &mut Tx, id: RecordId, signed: Signed) -> DbResult<()> {
    let sql = "update records set signature = $2, signature_state = $3 where id = $1";
    on!(tx, c => sqlx::query(sql).bind(id.0).bind(signed.signature.map(|signature| signature.to_string()))
        .bind(signed.state.name()).execute(c).await.map(|_| ()))
}

/// Keeps a newcomer whose id is taken by other content; the same newcomer twice is one.
pub async fn insert_clash(tx: &mut Tx, record: &Record, sender: AccountId, now_ms: i64) -> DbResult<()> {
    let sql = "insert into record_clashes (id, hash, author_id, body, received_at_ms, device_id, device_seq)
               values ($1, $2, $3, $4, $5, $6, $7) on conflict (id, hash) do nothing";
    let whole = serde_json::to_string(record).map_err(|error| sqlx::Error::Encode(Box::new(error)))?;
    on!(tx, c => sqlx::query(sql).bind(record.id.0).bind(record.hash().to_string()).bind(sender.0).bind(whole)
        .bind(now_ms).bind(record.device.0).bind(record.seq as i64).execute(c).await.map(|_| ()))
}

/// Which blobs records refer to.
pub async fn insert_record_blobs(tx: &mut Tx, all: &[(RecordId, BlobRef)]) -> DbResult<()> {
    for part in batch::portions(all) {
        let sql = AssertSqlSafe(format!(
            "insert into record_blobs (record_id, sha256, kind) values {}
             on conflict (record_id, sha256) do nothing",
            batch::values(part.len(), 3)
        ));
        on!(tx, c => {
            let mut query = sqlx::query(sql);
            for (id, blob) in part {
                query = query.bind(id.0).bind(blob.sha256.to_string()).bind(blob.kind);
            }
            query.execute(c).await?.rows_affected()
        });
    }
    Ok(())
}

/// The receipt of a stored record, with the blobs that are missing right now. Only its author may ask.
pub async fn receipt_of(tx: &mut Tx, id: RecordId, author: AccountId) -> DbResult<Option<Receipt>> {
    let sql = "select hash, status, findings, received_at_ms from records where id = $1 and author_id = $2";
    let row: Option<(String, String, Json<Vec<Finding>>, i64)> =
        on!(tx, c => sqlx::query_as(sql).bind(id.0).bind(author.0).fetch_optional(c).await?);
    let Some((hash, status, Json(mut findings), received_at_ms)) = row else { return Ok(None) };
    let sql = "select rb.sha256 from record_blobs rb left join blobs b on b.sha256 = rb.sha256
               where rb.record_id = $1 and b.arrived_at_ms is null order by rb.sha256";
    let missing: Vec<(String,)> = on!(tx, c => sqlx::query_as(sql).bind(id.0).fetch_all(c).await?);
    let sql = "select b.findings from record_blobs rb join blobs b on b.sha256 = rb.sha256
               where rb.record_id = $1 and b.arrived_at_ms is not null order by rb.sha256";
    let wrong: Vec<(Json<Vec<Finding>>,)> = on!(tx, c => sqlx::query_as(sql).bind(id.0).fetch_all(c).await?);
    findings.extend(wrong.into_iter().flat_map(|(Json(findings),)| findings));
    let repaired = status == REPAIRED;
    if repaired {
        findings = vec![Finding::new(REPAIRED, "")];
    }
    let state = if repaired { Some(ReceiptState::Accepted) } else { ReceiptState::from_name(&status) };
    let Ok(hash) = hash.parse() else { return Ok(None) };
    Ok(Some(Receipt {
        id,
        hash,
        state: state.unwrap_or(ReceiptState::Held),
        missing_blobs: missing.iter().filter_map(|(text,)| text.parse().ok()).collect(),
        findings,
        received_at_ms,
        proof: None,
    }))
}

/// The columns of a record as it was sent, of `records r`.
pub(super) const RECORD_COLUMNS: &str = "r.id, r.kind, r.device_id, r.device_seq, r.author_id, r.recorded_at_ms, r.offset_ms, r.prev_hash, r.repairs, r.body";

/// Rows of [`RECORD_COLUMNS`] as records.
pub(super) fn records_of(rows: Vec<RecordRow>) -> Vec<Record> {
    rows.into_iter().filter_map(record_of).collect()
}

/// One record as it was sent.
pub async fn record_by_id(tx: &mut Tx, id: RecordId) -> DbResult<Option<Record>> {
    let sql = AssertSqlSafe(format!("select {RECORD_COLUMNS} from records r where r.id = $1"));
    let row: Option<RecordRow> = on!(tx, c => sqlx::query_as(sql).bind(id.0).fetch_optional(c).await?);
    Ok(row.and_then(record_of))
}

/// What became of a record, and of whom it is: what a repair of it has to know.
pub async fn fate_of(tx: &mut Tx, id: RecordId) -> DbResult<Option<(String, AccountId, Option<RecordId>)>> {
    let sql = "select status, author_id, repairs from records where id = $1";
    let row: Option<(String, Uuid, Option<Uuid>)> =
        on!(tx, c => sqlx::query_as(sql).bind(id.0).fetch_optional(c).await?);
    Ok(row.map(|(status, author, repairs)| (status, AccountId(author), repairs.map(Into::into))))
}

/// The record that stands, itself or through another, in the place of one that was put right.
pub async fn repair_of(tx: &mut Tx, id: RecordId) -> DbResult<Option<RecordId>> {
    let sql = "select id from records where repairs = $1 and status in ('accepted', 'repaired')";
    let row: Option<(Uuid,)> = on!(tx, c => sqlx::query_as(sql).bind(id.0).fetch_optional(c).await?);
    Ok(row.map(|(id,)| id.into()))
}

/// Which of these records another one stands in the place of.
pub async fn repaired_among(tx: &mut Tx, ids: &[Uuid]) -> DbResult<Vec<RecordId>> {
    let sql = "select repairs from records where status in ('accepted', 'repaired') and repairs in ($ids)";
    let rows: Vec<(Uuid,)> = batch::rows_in(tx, sql, ids).await?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// Marks a record as put right by another; it counts no more, and stays.
pub async fn mark_repaired(tx: &mut Tx, id: RecordId) -> DbResult<()> {
    let sql = "update records set status = 'repaired', compound_id = coalesce(compound_id,
                 (select r.compound_id from records r where r.repairs = $1 and r.status = 'accepted'))
               where id = $1 and status <> 'accepted'";
    on!(tx, c => sqlx::query(sql).bind(id.0).execute(c).await.map(|_| ()))
}

fn record_of(row: RecordRow) -> Option<Record> {
    Some(Record {
        id: row.id.into(),
        kind: RecordKind::from_name(&row.kind)?,
        device: row.device_id.into(),
        seq: u64::try_from(row.device_seq).ok()?,
        author: row.author_id.into(),
        recorded_at_ms: row.recorded_at_ms,
        offset_ms: row.offset_ms,
        prev_hash: row.prev_hash.and_then(|text| text.parse().ok()),
        repairs: row.repairs.map(Into::into),
        body: row.body,
    })
}

/// Of a record `r` that another phone than the one it names brought, and that counts nowhere.
pub(super) const FOREIGN: &str = "r.status = 'set_aside' and cast(r.findings as text) like '%\"other_device\"%'";

/// Records of a device between two numbers, by number: number, hash, hash of the one before. What another phone brought is none of them.
pub async fn device_numbers(
    tx: &mut Tx,
    device: DeviceId,
    from: u64,
    to: u64,
) -> DbResult<Vec<(u64, Hash, Option<Hash>)>> {
    let sql = AssertSqlSafe(format!(
        "select r.device_seq, r.hash, r.prev_hash from records r
         where r.device_id = $1 and r.device_seq >= $2 and r.device_seq <= $3 and not ({FOREIGN})
         order by r.device_seq, r.received_at_ms, r.id"
    ));
    let rows: Vec<(i64, String, Option<String>)> = on!(tx, c => sqlx::query_as(sql).bind(device.0).bind(from as i64)
        .bind(i64::try_from(to).unwrap_or(i64::MAX)).fetch_all(c).await?);
    let hash = |text: &str| text.parse().unwrap_or(Hash([0; 32]));
    let read = |(seq, own, prev): (i64, String, Option<String>)| {
        (u64::try_from(seq).unwrap_or(0), hash(&own), prev.as_deref().map(hash))
    };
    Ok(rows.into_iter().map(read).collect())
}
