//! Orders to take everything off a phone, and what came of them.

use super::{DbResult, Tx, batch, on};
use domain::id::{AccountId, DeviceId, WipeId};
use std::collections::HashMap;
use uuid::Uuid;

/// An order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wipe {
    pub ordered_at_ms: i64,
    /// None: the phone has not been heard of since.
    pub done_at_ms: Option<i64>,
    /// What stayed on it, sealed.
    pub unsent_count: i64,
    /// The phone's word of it bears its signature.
    pub is_signed: bool,
}

/// Orders it; an order that is open stays the one. Says whether it is a new one.
pub async fn order_wipe(tx: &mut Tx, id: Uuid, device: Uuid, by: AccountId, now_ms: i64) -> DbResult<bool> {
    let sql = "insert into wipes (id, device_id, ordered_by, ordered_at_ms)
               select $1, $2, $3, $4
               where not exists (select 1 from wipes where device_id = $2 and done_at_ms is null)";
    let made = on!(tx, c => sqlx::query(sql).bind(id).bind(device).bind(by.0).bind(now_ms).execute(c).await?
        .rows_affected());
    Ok(made > 0)
}

/// The order that a phone has not carried out yet.
pub async fn open_wipe(tx: &mut Tx, device: DeviceId) -> DbResult<Option<WipeId>> {
    let sql = "select id from wipes where device_id = $1 and done_at_ms is null order by ordered_at_ms limit 1";
    let row: Option<(Uuid,)> = on!(tx, c => sqlx::query_as(sql).bind(device.0).fetch_optional(c).await?);
    Ok(row.map(|(id,)| WipeId(id)))
}

/// The phone that an order is for.
pub async fn device_of(tx: &mut Tx, wipe: WipeId) -> DbResult<Option<DeviceId>> {
    let sql = "select device_id from wipes where id = $1";
    let row: Option<(Uuid,)> = on!(tx, c => sqlx::query_as(sql).bind(wipe.0).fetch_optional(c).await?);
    Ok(row.map(|(id,)| DeviceId(id)))
}

/// Notes that an order was carried out; says whether this word stands. The first one does, unless it was not signed and a later one is:
/// whoever knows an order can say the one, only its phone the other.
pub async fn finish_wipe(tx: &mut Tx, wipe: WipeId, unsent: i64, is_signed: bool, now_ms: i64) -> DbResult<bool> {
    let sql = "update wipes set done_at_ms = $2, unsent_count = $3, is_signed = $4
               where id = $1 and (done_at_ms is null or ($4 and not is_signed))";
    let done = on!(tx, c => sqlx::query(sql).bind(wipe.0).bind(now_ms).bind(unsent).bind(is_signed).execute(c).await?
        .rows_affected());
    Ok(done > 0)
}

/// The last order of each of these phones.
pub async fn wipes_of(tx: &mut Tx, devices: &[Uuid]) -> DbResult<HashMap<Uuid, Wipe>> {
    let sql = "select device_id, ordered_at_ms, done_at_ms, coalesce(unsent_count, 0), is_signed
               from wipes where device_id in ($ids) order by ordered_at_ms";
    let rows: Vec<(Uuid, i64, Option<i64>, i64, bool)> = batch::rows_in(tx, sql, devices).await?;
    let wipe = |(device, ordered_at_ms, done_at_ms, unsent_count, is_signed)| {
        (device, Wipe { ordered_at_ms, done_at_ms, unsent_count, is_signed })
    };
    Ok(rows.into_iter().map(wipe).collect())
}
