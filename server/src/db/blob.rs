//! What is known of blobs: which chunks came, which blobs are whole, which records show them.

use super::{DbResult, Tx, batch, on};
use domain::finding::Finding;
use domain::hash::Hash;
use sqlx::types::Json;

/// A blob as announced or arrived.
#[derive(Debug, Clone)]
pub struct BlobFacts {
    pub size_bytes: i64,
    pub kind: String,
    pub arrived_at_ms: Option<i64>,
    pub findings: Vec<Finding>,
}

type FactsRow = (i64, String, Option<i64>, Json<Vec<Finding>>);

/// What is known of a blob.
pub async fn blob_facts(tx: &mut Tx, hash: Hash) -> DbResult<Option<BlobFacts>> {
    let sql = "select size_bytes, kind, arrived_at_ms, findings from blobs where sha256 = $1";
    let row: Option<FactsRow> = on!(tx, c => sqlx::query_as(sql).bind(hash.to_string()).fetch_optional(c).await?);
    Ok(row.map(|(size_bytes, kind, arrived_at_ms, Json(findings))| BlobFacts {
        size_bytes,
        kind,
        arrived_at_ms,
        findings,
    }))
}

/// Which of these blobs are whole, with what is wrong with their content.
pub async fn arrived_among(tx: &mut Tx, hashes: &[Hash]) -> DbResult<Vec<(Hash, Vec<Finding>)>> {
    let names: Vec<String> = hashes.iter().map(Hash::to_string).collect();
    let sql = "select sha256, findings from blobs where arrived_at_ms is not null and sha256 in ($ids)";
    let rows: Vec<(String, Json<Vec<Finding>>)> = batch::rows_in(tx, sql, &names).await?;
    Ok(rows.into_iter().filter_map(|(name, Json(findings))| Some((name.parse().ok()?, findings))).collect())
}

/// Announces a blob; one known already stays as it is.
pub async fn announce_blob(tx: &mut Tx, hash: Hash, size_bytes: i64, kind: &str) -> DbResult<()> {
    let sql = "insert into blobs (sha256, size_bytes, kind, findings) values ($1, $2, $3, $4)
               on conflict (sha256) do nothing";
    let none: [Finding; 0] = [];
    on!(tx, c => sqlx::query(sql).bind(hash.to_string()).bind(size_bytes).bind(kind).bind(Json(none))
        .execute(c).await.map(|_| ()))
}

/// Notes a chunk that is stored.
pub async fn note_chunk(tx: &mut Tx, hash: Hash, index: i64, size_bytes: i64) -> DbResult<()> {
    let sql = "insert into blob_chunks (sha256, chunk_index, size_bytes) values ($1, $2, $3)
               on conflict (sha256, chunk_index) do update set size_bytes = excluded.size_bytes";
    on!(tx, c => sqlx::query(sql).bind(hash.to_string()).bind(index).bind(size_bytes).execute(c).await.map(|_| ()))
}

/// Indexes of the chunks that are stored.
pub async fn chunks_of(tx: &mut Tx, hash: Hash) -> DbResult<Vec<i64>> {
    let sql = "select chunk_index from blob_chunks where sha256 = $1 order by chunk_index";
    let rows: Vec<(i64,)> = on!(tx, c => sqlx::query_as(sql).bind(hash.to_string()).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(index,)| index).collect())
}

/// The blob is whole and the server computed its hash.
pub async fn note_arrival(
    tx: &mut Tx,
    hash: Hash,
    size_bytes: i64,
    kind: &str,
    findings: &[Finding],
    now_ms: i64,
) -> DbResult<()> {
    let sql = "insert into blobs (sha256, size_bytes, kind, arrived_at_ms, findings) values ($1, $2, $3, $4, $5)
               on conflict (sha256) do update set size_bytes = excluded.size_bytes, findings = excluded.findings,
                 arrived_at_ms = coalesce(blobs.arrived_at_ms, excluded.arrived_at_ms)";
    on!(tx, c => sqlx::query(sql).bind(hash.to_string()).bind(size_bytes).bind(kind).bind(now_ms).bind(Json(findings))
        .execute(c).await?.rows_affected());
    forget_chunks(tx, hash).await
}

/// Forgets the chunks of a blob (whole, or wrong and to be sent again).
pub async fn forget_chunks(tx: &mut Tx, hash: Hash) -> DbResult<()> {
    let sql = "delete from blob_chunks where sha256 = $1";
    on!(tx, c => sqlx::query(sql).bind(hash.to_string()).execute(c).await.map(|_| ()))
}
