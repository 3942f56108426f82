//! What arrived, by week: how much, how fast, and what came under an id already taken.

use super::{DbResult, Tx, on};
use sqlx::FromRow;

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

/// Arrivals of every week since `from_ms`, which is week 0.
pub async fn weekly_arrivals(tx: &mut Tx, from_ms: i64) -> DbResult<Vec<ArrivalsRow>> {
    let sql = "select week, max(n) as records, min(case when at * 2 >= n then delay_ms end) as p50_ms,
                 min(case when at * 20 >= n * 19 then delay_ms end) as p95_ms
               from (select week, delay_ms, row_number() over (partition by week order by delay_ms) as at,
                       count(*) over (partition by week) as n
                     from (select (received_at_ms - $1) / $2 as week,
                             case when recorded_at_ms + coalesce(offset_ms, 0) > received_at_ms then 0
                               else received_at_ms - recorded_at_ms - coalesce(offset_ms, 0) end as delay_ms
                           from records where received_at_ms >= $1) made) ranked
               group by week order by week";
    on!(tx, c => sqlx::query_as(sql).bind(from_ms).bind(WEEK_MS).fetch_all(c).await)
}

/// How many came under an id already taken by other content, by week since `from_ms`.
pub async fn weekly_clashes(tx: &mut Tx, from_ms: i64) -> DbResult<Vec<(i64, i64)>> {
    let sql = "select (k.received_at_ms - $1) / $2 as week, count(*) from record_clashes k
               where k.received_at_ms >= $1 and exists (select 1 from records r where r.id = k.id)
               group by (k.received_at_ms - $1) / $2 order by 1";
    on!(tx, c => sqlx::query_as(sql).bind(from_ms).bind(WEEK_MS).fetch_all(c).await)
}
