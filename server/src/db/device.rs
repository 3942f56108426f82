//! What phones said of themselves, and the keys of their workers.

use super::{DbResult, Tx, on};
use domain::id::{AccountId, DeviceId};
use domain::sync::protocol::PushRequest;
use domain::sync::signature::{DeviceKey, PublicKey};

/// Notes what a phone said of itself at a contact with one of its workers. Its highest number never falls: a late request takes nothing
/// back.
pub async fn note_contact(tx: &mut Tx, push: &PushRequest, account: AccountId, now_ms: i64) -> DbResult<()> {
    let said = &push.announcement;
    let sql = "insert into devices (id, account_id) values ($1, $2) on conflict (id) do nothing";
    on!(tx, c => sqlx::query(sql).bind(push.device.0).bind(account.0).execute(c).await?.rows_affected());
    let sql =
        "insert into device_workers (device_id, account_id, highest_seq, unsent_count, oldest_unsent_ms, offset_ms,
                 contact_at_ms, highest_at_ms, app)
               values ($1, $2, $3, $4, $5, $6, $7, $7, $8)
               on conflict (device_id, account_id) do update set
                 highest_at_ms = case when excluded.highest_seq > device_workers.highest_seq then excluded.contact_at_ms
                   else device_workers.highest_at_ms end,
                 highest_seq = case when excluded.highest_seq > device_workers.highest_seq then excluded.highest_seq
                   else device_workers.highest_seq end,
                 unsent_count = excluded.unsent_count, oldest_unsent_ms = excluded.oldest_unsent_ms,
                 offset_ms = excluded.offset_ms, contact_at_ms = excluded.contact_at_ms, app = excluded.app";
    on!(tx, c => sqlx::query(sql).bind(push.device.0).bind(account.0).bind(number(said.highest_seq))
        .bind(number(said.unsent_count)).bind(said.oldest_unsent_ms).bind(now_ms.saturating_sub(push.device_time_ms))
        .bind(now_ms).bind(push.app.chars().filter(|glyph| *glyph != '\0').take(40).collect::<String>())
        .execute(c).await.map(|_| ()))
}

/// Keeps a worker's key on a phone, for ever; the first sight of it decides from which number it signs. An earlier key of the same
/// worker on the same phone ends.
pub async fn note_key(tx: &mut Tx, device: DeviceId, account: AccountId, key: &DeviceKey, now_ms: i64) -> DbResult<()> {
    let sql = "update device_keys set to_ms = $4
               where device_id = $1 and account_id = $2 and public_key <> $3 and to_ms is null";
    let public = key.public.to_string();
    on!(tx, c => sqlx::query(sql).bind(device.0).bind(account.0).bind(&public).bind(now_ms).execute(c).await?
        .rows_affected());
    let sql = "insert into device_keys (device_id, account_id, public_key, first_seq, from_ms)
               values ($1, $2, $3, $4, $5) on conflict (device_id, account_id, public_key) do nothing";
    on!(tx, c => sqlx::query(sql).bind(device.0).bind(account.0).bind(&public).bind(number(key.first_seq)).bind(now_ms)
        .execute(c).await.map(|_| ()))
}

/// Every key that a worker ever had on a phone, oldest first.
pub async fn keys_of(tx: &mut Tx, device: DeviceId, account: AccountId) -> DbResult<Vec<DeviceKey>> {
    let sql = "select public_key, first_seq from device_keys where device_id = $1 and account_id = $2
               order by from_ms, first_seq";
    let rows: Vec<(String, i64)> = on!(tx, c => sqlx::query_as(sql).bind(device.0).bind(account.0).fetch_all(c).await?);
    let key = |(public, first_seq): (String, i64)| {
        Some(DeviceKey { public: public.parse().ok()?, first_seq: u64::try_from(first_seq).ok()? })
    };
    Ok(rows.into_iter().filter_map(key).collect())
}

/// The public half of every key that anybody ever had on a phone.
pub async fn keys_on(tx: &mut Tx, device: DeviceId) -> DbResult<Vec<PublicKey>> {
    let sql = "select public_key from device_keys where device_id = $1 order by from_ms, public_key";
    let rows: Vec<(String,)> = on!(tx, c => sqlx::query_as(sql).bind(device.0).fetch_all(c).await?);
    Ok(rows.iter().filter_map(|(public,)| public.parse().ok()).collect())
}

fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
