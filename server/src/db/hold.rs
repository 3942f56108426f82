//! Held records: what each waits for, how often it was tried, and when it is tried next.

use super::record::{RECORD_COLUMNS, records_of};
use super::{DbResult, Tx, on};
use domain::id::RecordId;
use domain::sync::record::Record;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// Notes that a record is held and when it is tried again. `waits_for`: the thing it refers to.
pub async fn hold(tx: &mut Tx, id: RecordId, waits_for: Option<Uuid>, tries: i64, next_at_ms: i64) -> DbResult<()> {
    let sql = "insert into record_holds (record_id, waits_for, tries, next_at_ms) values ($1, $2, $3, $4)
               on conflict (record_id) do update set waits_for = excluded.waits_for, tries = excluded.tries,
                 next_at_ms = excluded.next_at_ms";
    on!(tx, c => sqlx::query(sql).bind(id.0).bind(waits_for).bind(tries).bind(next_at_ms).execute(c).await.map(|_| ()))
}

/// A record is held no longer.
pub async fn release(tx: &mut Tx, id: RecordId) -> DbResult<()> {
    on!(tx, c => sqlx::query("delete from record_holds where record_id = $1").bind(id.0).execute(c).await.map(|_| ()))
}

/// How often a held record was tried, and when it is next.
pub async fn tries_of(tx: &mut Tx, id: RecordId) -> DbResult<Option<(i64, i64)>> {
    let sql = "select cast(tries as bigint), next_at_ms from record_holds where record_id = $1";
    on!(tx, c => sqlx::query_as(sql).bind(id.0).fetch_optional(c).await)
}

/// Held records whose time has come, the longest overdue first.
pub async fn due_records(tx: &mut Tx, now_ms: i64, limit: i64) -> DbResult<Vec<Record>> {
    let sql = AssertSqlSafe(format!(
        "select {RECORD_COLUMNS} from records r join record_holds w on w.record_id = r.id
         where w.next_at_ms <= $1 and r.status = 'held' order by w.next_at_ms, r.device_seq limit $2"
    ));
    Ok(records_of(on!(tx, c => sqlx::query_as(sql).bind(now_ms).bind(limit).fetch_all(c).await?)))
}

/// Held records that wait for one thing, in the order of their numbers.
pub async fn waiting_for(tx: &mut Tx, thing: Uuid) -> DbResult<Vec<Record>> {
    let sql = AssertSqlSafe(format!(
        "select {RECORD_COLUMNS} from records r join record_holds w on w.record_id = r.id
         where w.waits_for = $1 and r.status = 'held' order by r.device_id, r.device_seq"
    ));
    Ok(records_of(on!(tx, c => sqlx::query_as(sql).bind(thing).fetch_all(c).await?)))
}
