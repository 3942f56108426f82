//! Throttles: how often something failed under one key (an account, an address, a compound's code).

use super::{DbResult, Tx, on};

/// Until when the key is barred, if it is barred at `now_ms`.
pub async fn barred_until(tx: &mut Tx, key: &str, now_ms: i64) -> DbResult<Option<i64>> {
    let sql = "select until_ms from throttles where throttle_key = $1 and until_ms > $2";
    let row: Option<(i64,)> = on!(tx, c => sqlx::query_as(sql).bind(key).bind(now_ms).fetch_optional(c).await?);
    Ok(row.map(|(until_ms,)| until_ms))
}

/// Counts a failure. From the `limit`-th failure within `window_ms` on, the key is barred for `bar_ms`.
pub async fn count_failure(
    tx: &mut Tx,
    key: &str,
    now_ms: i64,
    limit: i64,
    window_ms: i64,
    bar_ms: i64,
) -> DbResult<i64> {
    let sql = "insert into throttles (throttle_key, failures, first_at_ms, until_ms) values ($1, 1, $2, 0)
               on conflict (throttle_key) do update set
                 failures = case when throttles.first_at_ms < $3 then 1 else throttles.failures + 1 end,
                 first_at_ms = case when throttles.first_at_ms < $3 then $2 else throttles.first_at_ms end
               returning failures";
    let (failures,): (i64,) =
        on!(tx, c => sqlx::query_as(sql).bind(key).bind(now_ms).bind(now_ms - window_ms).fetch_one(c).await?);
    if failures >= limit {
        let sql = "update throttles set until_ms = $2 where throttle_key = $1";
        on!(tx, c => sqlx::query(sql).bind(key).bind(now_ms + bar_ms).execute(c).await?.rows_affected());
    }
    Ok(failures)
}

/// Takes back one failure that was none after all, and the bar that it may have set.
pub async fn take_back_failure(tx: &mut Tx, key: &str, limit: i64) -> DbResult<()> {
    let sql =
        "update throttles set until_ms = case when failures <= $2 then 0 else until_ms end, failures = failures - 1
               where throttle_key = $1 and failures > 0";
    on!(tx, c => sqlx::query(sql).bind(key).bind(limit).execute(c).await.map(|_| ()))
}

/// Remembers a key until an instant: asked about by [`barred_until`].
pub async fn remember(tx: &mut Tx, key: &str, now_ms: i64, until_ms: i64) -> DbResult<()> {
    let sql = "insert into throttles (throttle_key, failures, first_at_ms, until_ms) values ($1, 0, $2, $3)
               on conflict (throttle_key) do update set until_ms = excluded.until_ms";
    on!(tx, c => sqlx::query(sql).bind(key).bind(now_ms).bind(until_ms).execute(c).await.map(|_| ()))
}

/// Forgets the failures of a key (it succeeded, or an administrator unlocked it).
pub async fn clear_failures(tx: &mut Tx, key: &str) -> DbResult<()> {
    on!(tx, c => sqlx::query("delete from throttles where throttle_key = $1").bind(key).execute(c).await.map(|_| ()))
}
