//! Sessions: rows that end at once when they are deleted, expire, or their account is locked or ended.

use super::{DbResult, Tx, on};
use domain::id::AccountId;
use uuid::Uuid;

/// Keeps a session under the hash of its token.
pub async fn insert_session(
    tx: &mut Tx,
    token_sha256: &str,
    account: AccountId,
    kind: &str,
    now_ms: i64,
    expires_at_ms: i64,
) -> DbResult<()> {
    let sql = "insert into sessions (token_sha256, account_id, kind, created_at_ms, seen_at_ms, expires_at_ms)
               values ($1, $2, $3, $4, $4, $5)";
    on!(tx, c => sqlx::query(sql).bind(token_sha256).bind(account.0).bind(kind).bind(now_ms).bind(expires_at_ms)
        .execute(c).await.map(|_| ()))
}

/// The account behind a token, if the session holds at `now_ms` and the account is neither locked nor ended.
pub async fn account_of_session(tx: &mut Tx, token_sha256: &str, now_ms: i64) -> DbResult<Option<AccountId>> {
    let sql = "select s.account_id from sessions s join accounts a on a.id = s.account_id
               where s.token_sha256 = $1 and s.expires_at_ms > $2 and a.locked_at_ms is null and a.ended_at_ms is null";
    let row: Option<(Uuid,)> =
        on!(tx, c => sqlx::query_as(sql).bind(token_sha256).bind(now_ms).fetch_optional(c).await?);
    Ok(row.map(|(id,)| AccountId(id)))
}

/// Ends one session.
pub async fn delete_session(tx: &mut Tx, token_sha256: &str) -> DbResult<()> {
    on!(tx, c => sqlx::query("delete from sessions where token_sha256 = $1").bind(token_sha256).execute(c).await.map(|_| ()))
}

/// Ends every session of an account (password changed, locked, left).
pub async fn delete_sessions_of(tx: &mut Tx, account: AccountId) -> DbResult<()> {
    on!(tx, c => sqlx::query("delete from sessions where account_id = $1").bind(account.0).execute(c).await.map(|_| ()))
}

/// Forgets sessions that ran out.
pub async fn delete_expired_sessions(tx: &mut Tx, now_ms: i64) -> DbResult<u64> {
    on!(tx, c => sqlx::query("delete from sessions where expires_at_ms <= $1").bind(now_ms).execute(c).await
        .map(|done| done.rows_affected()))
}
