//! What arrived, by week: how much, how fast, and what came twice.

use super::clash_list::DOUBLED;
use super::{DbResult, Tx, on};
use sqlx::{AssertSqlSafe, FromRow};

/// A week's arrivals. Weeks are counted from an instant that the caller names.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ArrivalsRow {
    pub week: i64,
    pub records: i64,
    /// From being made to being here, half of the records at most, ms; by the phone's clock put right.
    pub p50_ms: i64,
    /// The same for 19 of 20.
    pub p95_ms: i64,
}

const WEEK_MS: i64 = 7 * 86_400_000;

/// Of a record `r`, with the photos and signatures that it names: how many, how many of them are here, and when the last came. One in
/// whose place another stands waits for nothing.
const WITH_BLOBS: &str =
    "records r left join (select rb.record_id, count(*) as named, count(b.arrived_at_ms) as here, max(b.arrived_at_ms) as last_ms
       from record_blobs rb left join blobs b on b.sha256 = rb.sha256 group by rb.record_id) p on p.record_id = r.id";

/// Arrivals of every week since `from_ms`, which is week 0: a record has arrived with the last of its photos and signatures.
pub async fn weekly_arrivals(tx: &mut Tx, from_ms: i64) -> DbResult<Vec<ArrivalsRow>> {
    let sql = AssertSqlSafe(format!(
        "select week, max(n) as records, min(case when at * 2 >= n then delay_ms end) as p50_ms,
           min(case when at * 20 >= n * 19 then delay_ms end) as p95_ms
         from (select week, delay_ms, row_number() over (partition by week order by delay_ms) as at,
                 count(*) over (partition by week) as n
               from (select (here_ms - $1) / $2 as week,
                       case when made_ms > here_ms then 0 else here_ms - made_ms end as delay_ms
                     from (select r.recorded_at_ms + coalesce(r.offset_ms, 0) as made_ms,
                             case when p.last_ms > r.received_at_ms then p.last_ms else r.received_at_ms end as here_ms
                           from {WITH_BLOBS}
                           where r.received_at_ms >= $1
                             and (p.record_id is null or p.here = p.named or r.status = 'repaired')) whole) made) ranked
         group by week order by week"
    ));
    on!(tx, c => sqlx::query_as(sql).bind(from_ms).bind(WEEK_MS).fetch_all(c).await)
}

/// How many records came without all of their photos and signatures, by week since `from_ms`: they are not here yet.
pub async fn weekly_incomplete(tx: &mut Tx, from_ms: i64) -> DbResult<Vec<(i64, i64)>> {
    let sql = AssertSqlSafe(format!(
        "select (r.received_at_ms - $1) / $2 as week, count(*) from {WITH_BLOBS}
         where r.received_at_ms >= $1 and p.here < p.named and r.status <> 'repaired'
         group by (r.received_at_ms - $1) / $2 order by 1"
    ));
    on!(tx, c => sqlx::query_as(sql).bind(from_ms).bind(WEEK_MS).fetch_all(c).await)
}

/// How many came under what another has already, by week since `from_ms`: an id, a number of a phone, or the same words within
/// minutes.
pub async fn weekly_doubled(tx: &mut Tx, from_ms: i64) -> DbResult<Vec<(i64, i64)>> {
    let sql = AssertSqlSafe(format!(
        "select (k.received_at_ms - $1) / $2 as week, count(*) from ({DOUBLED}) k
         where k.received_at_ms >= $1 and k.kept_at_ms is not null
         group by (k.received_at_ms - $1) / $2 order by 1"
    ));
    on!(tx, c => sqlx::query_as(sql).bind(from_ms).bind(WEEK_MS).fetch_all(c).await)
}
