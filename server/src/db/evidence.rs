//! Links of the evidence chains and the keys of their sealed parts. Links are inserted and read, never anything else.

use super::{DbResult, Tx, on};
use domain::chain::{Link, LinkKind};
use domain::hash::Hash;
use domain::id::{CompoundId, HouseholdId};
use sqlx::FromRow;
use uuid::Uuid;

/// A link with the sealed part that its digest is of.
#[derive(Debug, Clone)]
pub struct StoredLink {
    pub link: Link,
    /// Which key sealed it.
    pub key: Option<Uuid>,
    /// Nonce and ciphertext in base64; `None` where they lie among the blobs, or where nothing is sealed.
    pub sealed: Option<String>,
}

#[derive(FromRow)]
struct LinkRow {
    household_id: Uuid,
    household_seq: i64,
    kind: String,
    subject: String,
    district_code: String,
    at_ms: i64,
    facts: String,
    record_hash: Option<String>,
    key_id: Option<Uuid>,
    sealed: Option<String>,
    sealed_sha256: Option<String>,
    prev_hash: Option<String>,
    hash: String,
}

const COLUMNS: &str =
    "household_id, household_seq, kind, subject, district_code, at_ms, facts, record_hash, key_id, sealed,
    sealed_sha256, prev_hash, hash";

/// A link that somebody spoiled must still be judged: what is no hash becomes one that fits nothing.
fn hash_of(text: &str) -> Hash {
    text.parse().unwrap_or(Hash([0; 32]))
}

fn stored(row: LinkRow) -> StoredLink {
    let hash = |text: Option<String>| text.as_deref().map(hash_of);
    let link = Link {
        household: row.household_id.into(),
        seq: u64::try_from(row.household_seq).unwrap_or(0),
        kind: LinkKind::from_name(&row.kind).unwrap_or(LinkKind::Erasure),
        subject: row.subject,
        district: row.district_code,
        at_ms: row.at_ms,
        facts: row.facts,
        record_hash: hash(row.record_hash),
        sealed_sha256: hash(row.sealed_sha256),
        prev_hash: hash(row.prev_hash),
        hash: hash_of(&row.hash),
    };
    StoredLink { link, key: row.key_id, sealed: row.sealed }
}

/// Nobody else adds to this household's chain until the transaction ends. SQLite has one writer anyway.
pub async fn lock_household(tx: &mut Tx, household: HouseholdId) -> DbResult<()> {
    let sql = "select id from households where id = $1 for no key update";
    if let Tx::Postgres(tx) = tx {
        sqlx::query(sql).bind(household.0).fetch_optional(&mut **tx).await?;
    }
    Ok(())
}

/// Adds a link.
pub async fn insert_link(tx: &mut Tx, new: &StoredLink) -> DbResult<()> {
    let link = &new.link;
    let sql = "insert into evidence_links (household_id, household_seq, kind, subject, district_code, at_ms, facts,
                 record_hash, key_id, sealed, sealed_sha256, prev_hash, hash)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let text = |hash: Option<Hash>| hash.map(|hash| hash.to_string());
    on!(tx, c => sqlx::query(sql)
        .bind(link.household.0).bind(link.seq as i64).bind(link.kind.name()).bind(&link.subject).bind(&link.district)
        .bind(link.at_ms).bind(&link.facts).bind(text(link.record_hash)).bind(new.key).bind(&new.sealed)
        .bind(text(link.sealed_sha256)).bind(text(link.prev_hash)).bind(link.hash.to_string())
        .execute(c).await.map(|_| ()))
}

/// The last link of a household's chain.
pub async fn last_link(tx: &mut Tx, household: HouseholdId) -> DbResult<Option<StoredLink>> {
    let sql = sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from evidence_links where household_id = $1 order by household_seq desc limit 1"
    ));
    let row: Option<LinkRow> = on!(tx, c => sqlx::query_as(sql).bind(household.0).fetch_optional(c).await?);
    Ok(row.map(stored))
}

/// A household's chain from its first link.
pub async fn links_of(tx: &mut Tx, household: HouseholdId) -> DbResult<Vec<StoredLink>> {
    let sql = sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from evidence_links where household_id = $1 order by household_seq"
    ));
    let rows: Vec<LinkRow> = on!(tx, c => sqlx::query_as(sql).bind(household.0).fetch_all(c).await?);
    Ok(rows.into_iter().map(stored).collect())
}

/// The link about one thing.
pub async fn link_about(tx: &mut Tx, kind: LinkKind, subject: &str) -> DbResult<Option<StoredLink>> {
    let sql = sqlx::AssertSqlSafe(format!("select {COLUMNS} from evidence_links where kind = $1 and subject = $2"));
    let row: Option<LinkRow> =
        on!(tx, c => sqlx::query_as(sql).bind(kind.name()).bind(subject).fetch_optional(c).await?);
    Ok(row.map(stored))
}

/// Households with a chain or with consent events, after an id, in the order of ids.
pub async fn chained_households(tx: &mut Tx, after: Uuid, limit: i64) -> DbResult<Vec<HouseholdId>> {
    let sql = "select household_id from (select household_id from evidence_links
                 union select household_id from consent_events) as both_kinds
               where household_id > $1 order by household_id limit $2";
    let rows: Vec<(Uuid,)> = on!(tx, c => sqlx::query_as(sql).bind(after).bind(limit).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(id,)| HouseholdId(id)).collect())
}

/// Households of a compound with a chain.
pub async fn chained_households_of(tx: &mut Tx, compound: CompoundId) -> DbResult<Vec<HouseholdId>> {
    let sql = "select distinct l.household_id from evidence_links l join households h on h.id = l.household_id
               where h.compound_id = $1 order by l.household_id";
    let rows: Vec<(Uuid,)> = on!(tx, c => sqlx::query_as(sql).bind(compound.0).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(id,)| HouseholdId(id)).collect())
}

/// Code of the district that a household lies in; empty when its street is not known.
pub async fn district_of(tx: &mut Tx, household: HouseholdId) -> DbResult<String> {
    let sql = "select d.parent_code from households h join compounds p on p.id = h.compound_id
               join divisions d on d.code = p.street_code where h.id = $1";
    let row: Option<(Option<String>,)> = on!(tx, c => sqlx::query_as(sql).bind(household.0).fetch_optional(c).await?);
    Ok(row.and_then(|(code,)| code).unwrap_or_default())
}

/// The key in use for a family: its id and the wrapped key.
pub async fn key_in_use(tx: &mut Tx, household: HouseholdId, occupancy_seq: u32) -> DbResult<Option<(Uuid, String)>> {
    let sql = "select id, wrapped from evidence_keys
               where household_id = $1 and occupancy_seq = $2 and destroyed_at_ms is null";
    let row: Option<(Uuid, Option<String>)> =
        on!(tx, c => sqlx::query_as(sql).bind(household.0).bind(i64::from(occupancy_seq)).fetch_optional(c).await?);
    Ok(row.and_then(|(id, wrapped)| Some((id, wrapped?))))
}

/// Adds a key.
pub async fn insert_key(
    tx: &mut Tx,
    id: Uuid,
    household: HouseholdId,
    occupancy_seq: u32,
    wrapped: &str,
    at_ms: i64,
) -> DbResult<()> {
    let sql =
        "insert into evidence_keys (id, household_id, occupancy_seq, wrapped, made_at_ms) values ($1, $2, $3, $4, $5)";
    on!(tx, c => sqlx::query(sql).bind(id).bind(household.0).bind(i64::from(occupancy_seq)).bind(wrapped).bind(at_ms)
        .execute(c).await.map(|_| ()))
}

/// A wrapped key by its id; `None` when it was destroyed.
pub async fn wrapped_key(tx: &mut Tx, id: Uuid) -> DbResult<Option<String>> {
    let sql = "select wrapped from evidence_keys where id = $1";
    let row: Option<(Option<String>,)> = on!(tx, c => sqlx::query_as(sql).bind(id).fetch_optional(c).await?);
    Ok(row.and_then(|(wrapped,)| wrapped))
}

/// Destroys the keys of a household, of one family or of all, and says how many.
pub async fn destroy_keys(tx: &mut Tx, household: HouseholdId, family: Option<u32>, at_ms: i64) -> DbResult<u64> {
    let sql = "update evidence_keys set wrapped = null, destroyed_at_ms = $3
               where household_id = $1 and destroyed_at_ms is null and ($2 < 0 or occupancy_seq = $2)";
    let family = family.map_or(-1, i64::from);
    on!(tx, c => Ok(sqlx::query(sql).bind(household.0).bind(family).bind(at_ms).execute(c).await?.rows_affected()))
}

/// Blobs of linked events that have arrived and are not sealed yet, or that one blob alone: `(event, SHA-256, kind)`.
pub async fn blobs_to_seal(tx: &mut Tx, only: Option<Hash>, limit: i64) -> DbResult<Vec<(Uuid, Hash, String)>> {
    let every = "select rb.record_id, rb.sha256, rb.kind from record_blobs rb join blobs b on b.sha256 = rb.sha256
                 join consent_events e on e.id = rb.record_id
                 where rb.sealed_sha256 is null and b.arrived_at_ms is not null order by b.arrived_at_ms limit $1";
    let one = "select rb.record_id, rb.sha256, rb.kind from record_blobs rb join blobs b on b.sha256 = rb.sha256
               join consent_events e on e.id = rb.record_id
               where rb.sealed_sha256 is null and b.arrived_at_ms is not null and rb.sha256 = $2 limit $1";
    let rows: Vec<(Uuid, String, String)> = match only {
        None => on!(tx, c => sqlx::query_as(every).bind(limit).fetch_all(c).await?),
        Some(hash) => on!(tx, c => sqlx::query_as(one).bind(limit).bind(hash.to_string()).fetch_all(c).await?),
    };
    Ok(rows.into_iter().map(|(event, sha256, kind)| (event, hash_of(&sha256), kind)).collect())
}

/// Notes that a blob of an event lies sealed.
pub async fn note_sealed(tx: &mut Tx, event: Uuid, blob: Hash, sealed: Hash) -> DbResult<()> {
    let sql = "update record_blobs set sealed_sha256 = $3 where record_id = $1 and sha256 = $2";
    on!(tx, c => sqlx::query(sql).bind(event).bind(blob.to_string()).bind(sealed.to_string()).execute(c).await
        .map(|_| ()))
}

/// Events whose blob lies sealed: `(event, digest of the ciphertext)`.
pub async fn sealed_blobs(tx: &mut Tx, blob: Hash) -> DbResult<Vec<(Uuid, Hash)>> {
    let sql = "select record_id, sealed_sha256 from record_blobs where sha256 = $1 and sealed_sha256 is not null";
    let rows: Vec<(Uuid, String)> = on!(tx, c => sqlx::query_as(sql).bind(blob.to_string()).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(event, sealed)| (event, hash_of(&sealed))).collect())
}

/// Whether something still needs the open blob: work that others may see, or evidence that is not sealed yet.
pub async fn open_blob_needed(tx: &mut Tx, blob: Hash) -> DbResult<bool> {
    let sql = "select count(*) from record_blobs where sha256 = $1 and sealed_sha256 is null";
    let (count,): (i64,) = on!(tx, c => sqlx::query_as(sql).bind(blob.to_string()).fetch_one(c).await?);
    Ok(count > 0)
}
