//! Daily digests, and the heads of chains that they are made over.

use super::{DbResult, Tx, on};
use domain::chain::{DailyDigest, Head};
use domain::hash::Hash;
use sqlx::FromRow;
use uuid::Uuid;

#[derive(FromRow)]
struct DigestRow {
    district_code: String,
    day: String,
    households: i64,
    links: i64,
    root: String,
    prev_hash: Option<String>,
    hash: String,
}

/// What somebody spoiled must still be judged: what cannot be read becomes something that fits nothing.
fn digest_of(row: DigestRow) -> DailyDigest {
    let hash = |text: &str| text.parse().unwrap_or(Hash([0; 32]));
    DailyDigest {
        district: row.district_code,
        day: row.day.parse().unwrap_or_default(),
        households: u64::try_from(row.households).unwrap_or(0),
        links: u64::try_from(row.links).unwrap_or(0),
        root: hash(&row.root),
        prev_hash: row.prev_hash.as_deref().map(hash),
        hash: hash(&row.hash),
    }
}

/// Adds the digest of a day; another server may have been faster.
pub async fn insert_digest(tx: &mut Tx, new: &DailyDigest, at_ms: i64) -> DbResult<()> {
    let sql = "insert into evidence_digests (district_code, day, households, links, root, prev_hash, hash, made_at_ms)
               values ($1, $2, $3, $4, $5, $6, $7, $8)";
    on!(tx, c => sqlx::query(sql).bind(&new.district).bind(new.day.to_string()).bind(new.households as i64)
        .bind(new.links as i64).bind(new.root.to_string()).bind(new.prev_hash.map(|hash| hash.to_string()))
        .bind(new.hash.to_string()).bind(at_ms).execute(c).await.map(|_| ()))
}

/// All digests of a district, oldest first.
pub async fn digests_of(tx: &mut Tx, district: &str) -> DbResult<Vec<DailyDigest>> {
    let sql = "select district_code, day, households, links, root, prev_hash, hash from evidence_digests
               where district_code = $1 order by day";
    let rows: Vec<DigestRow> = on!(tx, c => sqlx::query_as(sql).bind(district).fetch_all(c).await?);
    Ok(rows.into_iter().map(digest_of).collect())
}

/// The last digest of a district.
pub async fn last_digest(tx: &mut Tx, district: &str) -> DbResult<Option<DailyDigest>> {
    let sql = "select district_code, day, households, links, root, prev_hash, hash from evidence_digests
               where district_code = $1 order by day desc limit 1";
    let row: Option<DigestRow> = on!(tx, c => sqlx::query_as(sql).bind(district).fetch_optional(c).await?);
    Ok(row.map(digest_of))
}

/// Every district with a chain or a digest, with the time of its first link.
pub async fn districts(tx: &mut Tx) -> DbResult<Vec<(String, Option<i64>)>> {
    let sql = "select district_code, min(at_ms) from (select district_code, at_ms from evidence_links
                 union all select district_code, null from evidence_digests) as both_kinds
               group by district_code order by district_code";
    on!(tx, c => sqlx::query_as(sql).fetch_all(c).await)
}

/// The heads of all chains of a district as they stood before an instant.
pub async fn heads_before(tx: &mut Tx, district: &str, before_ms: i64) -> DbResult<Vec<Head>> {
    let sql = "select l.household_id, l.household_seq, l.hash from evidence_links l
               where l.district_code = $1 and l.household_seq = (select max(m.household_seq) from evidence_links m
                 where m.household_id = l.household_id and m.at_ms < $2)";
    let rows: Vec<(Uuid, i64, String)> = on!(tx, c => sqlx::query_as(sql).bind(district).bind(before_ms)
        .fetch_all(c).await?);
    let head = |(household, seq, hash): (Uuid, i64, String)| Head {
        household: household.into(),
        seq: u64::try_from(seq).unwrap_or(0),
        hash: hash.parse().unwrap_or(Hash([0; 32])),
    };
    Ok(rows.into_iter().map(head).collect())
}
