//! Sessions: rows that end at once when they are deleted, expire, or their account is locked or ended.

use super::account::read_grant;
use super::{DbResult, Tx, on};
use domain::id::{AccountId, CompanyId};
use domain::org::Grant;
use sqlx::FromRow;
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

/// Who holds a session, with the grants of this moment.
#[derive(Debug, Clone)]
pub struct Holder {
    pub account: AccountId,
    pub login: String,
    pub name: String,
    pub company: Option<CompanyId>,
    pub must_change_password: bool,
    pub grants: Vec<Grant>,
}

#[derive(FromRow)]
struct HolderRow {
    id: Uuid,
    login: String,
    name: String,
    company_id: Option<Uuid>,
    must_change_password: bool,
    role: Option<String>,
    scope_kind: Option<String>,
    scope_at: Option<String>,
}

impl HolderRow {
    fn grant(&self) -> Option<Grant> {
        read_grant(self.role.as_deref()?, self.scope_kind.as_deref()?, self.scope_at.as_deref()?)
    }
}

/// The person behind a token, if the session holds at `now_ms` and the account is neither locked nor ended. One question to the
/// database, asked for every request, so that access ends at once.
pub async fn holder_of_session(tx: &mut Tx, token_sha256: &str, now_ms: i64) -> DbResult<Option<Holder>> {
    let sql = "select a.id, a.login, a.name, a.company_id, a.must_change_password, g.role, g.scope_kind, g.scope_at
               from sessions s join accounts a on a.id = s.account_id
               left join grants g on g.account_id = a.id and g.from_ms <= $2 and (g.to_ms is null or g.to_ms > $2)
               where s.token_sha256 = $1 and s.expires_at_ms > $2 and a.locked_at_ms is null and a.ended_at_ms is null
               order by g.role, g.scope_kind, g.scope_at";
    let rows: Vec<HolderRow> = on!(tx, c => sqlx::query_as(sql).bind(token_sha256).bind(now_ms).fetch_all(c).await?);
    let grants = rows.iter().filter_map(HolderRow::grant).collect();
    Ok(rows.into_iter().next().map(|row| Holder {
        account: AccountId(row.id),
        login: row.login,
        name: row.name,
        company: row.company_id.map(CompanyId),
        must_change_password: row.must_change_password,
        grants,
    }))
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
