//! Accounts and what they may do where.

use super::{DbResult, Tx, on};
use domain::id::{AccountId, CompanyId, CompoundId, GridId};
use domain::org::{Grant, Role, Scope};
use sqlx::FromRow;
use uuid::Uuid;

/// An account as the database holds it.
#[derive(Debug, Clone, FromRow)]
pub struct AccountRow {
    pub id: Uuid,
    pub login: String,
    pub name: String,
    pub company_id: Option<Uuid>,
    pub password_hash: String,
    pub must_change_password: bool,
    pub locked_at_ms: Option<i64>,
    pub ended_at_ms: Option<i64>,
    pub created_at_ms: i64,
}

/// What is needed to open an account.
#[derive(Debug, Clone)]
pub struct NewAccount {
    pub id: AccountId,
    pub login: String,
    pub name: String,
    pub company: Option<CompanyId>,
    pub password_hash: String,
    pub must_change_password: bool,
    pub at_ms: i64,
}

/// Opens an account; a login that exists already is left alone and `false` comes back.
pub async fn insert_account(tx: &mut Tx, new: &NewAccount) -> DbResult<bool> {
    let sql = "insert into accounts (id, login, name, company_id, password_hash, must_change_password, created_at_ms)
               values ($1, $2, $3, $4, $5, $6, $7) on conflict (login) do nothing";
    let count = on!(tx, c => sqlx::query(sql)
        .bind(new.id.0).bind(&new.login).bind(&new.name).bind(new.company.map(|id| id.0)).bind(&new.password_hash)
        .bind(new.must_change_password).bind(new.at_ms).execute(c).await?.rows_affected());
    Ok(count == 1)
}

const COLUMNS: &str = "select id, login, name, company_id, password_hash, must_change_password, locked_at_ms,
                       ended_at_ms, created_at_ms from accounts";

/// The account with this login.
pub async fn account_by_login(tx: &mut Tx, login: &str) -> DbResult<Option<AccountRow>> {
    let sql = sqlx::AssertSqlSafe(format!("{COLUMNS} where login = $1"));
    on!(tx, c => sqlx::query_as(sql).bind(login).fetch_optional(c).await)
}

/// The account with this id.
pub async fn account_by_id(tx: &mut Tx, id: AccountId) -> DbResult<Option<AccountRow>> {
    let sql = sqlx::AssertSqlSafe(format!("{COLUMNS} where id = $1"));
    on!(tx, c => sqlx::query_as(sql).bind(id.0).fetch_optional(c).await)
}

/// Every account, by login.
pub async fn list_accounts(tx: &mut Tx) -> DbResult<Vec<AccountRow>> {
    let sql = sqlx::AssertSqlSafe(format!("{COLUMNS} order by login"));
    on!(tx, c => sqlx::query_as(sql).fetch_all(c).await)
}

/// Sets a password and whether it must be changed at the next login.
pub async fn set_password(tx: &mut Tx, id: AccountId, password_hash: &str, must_change: bool) -> DbResult<()> {
    let sql = "update accounts set password_hash = $2, must_change_password = $3 where id = $1";
    on!(tx, c => sqlx::query(sql).bind(id.0).bind(password_hash).bind(must_change).execute(c).await.map(|_| ()))
}

/// Locks (`Some`) or unlocks (`None`) an account.
pub async fn set_locked(tx: &mut Tx, id: AccountId, locked_at_ms: Option<i64>) -> DbResult<()> {
    let sql = "update accounts set locked_at_ms = $2 where id = $1";
    on!(tx, c => sqlx::query(sql).bind(id.0).bind(locked_at_ms).execute(c).await.map(|_| ()))
}

/// Ends an account: from this moment nothing opens with it.
pub async fn end_account(tx: &mut Tx, id: AccountId, at_ms: i64) -> DbResult<()> {
    let sql = "update accounts set ended_at_ms = $2 where id = $1 and ended_at_ms is null";
    on!(tx, c => sqlx::query(sql).bind(id.0).bind(at_ms).execute(c).await.map(|_| ()))
}

/// Gives a role within a scope; giving it again changes nothing.
pub async fn give_grant(tx: &mut Tx, account: AccountId, grant: &Grant, at_ms: i64) -> DbResult<()> {
    let (kind, at) = scope_columns(&grant.scope);
    let sql = "insert into grants (account_id, role, scope_kind, scope_at, from_ms) values ($1, $2, $3, $4, $5)
               on conflict (account_id, role, scope_kind, scope_at) do update set to_ms = null";
    on!(tx, c => sqlx::query(sql).bind(account.0).bind(grant.role.name()).bind(kind).bind(at).bind(at_ms)
        .execute(c).await.map(|_| ()))
}

/// Takes a grant back from `at_ms` on.
pub async fn end_grant(tx: &mut Tx, account: AccountId, grant: &Grant, at_ms: i64) -> DbResult<()> {
    let (kind, at) = scope_columns(&grant.scope);
    let sql = "update grants set to_ms = $5 where account_id = $1 and role = $2 and scope_kind = $3 and scope_at = $4";
    on!(tx, c => sqlx::query(sql).bind(account.0).bind(grant.role.name()).bind(kind).bind(at).bind(at_ms)
        .execute(c).await.map(|_| ()))
}

/// The grants that hold at `at_ms`. A row this program cannot read gives no right.
pub async fn grants_of(tx: &mut Tx, account: AccountId, at_ms: i64) -> DbResult<Vec<Grant>> {
    let sql = "select role, scope_kind, scope_at from grants
               where account_id = $1 and from_ms <= $2 and (to_ms is null or to_ms > $2)
               order by role, scope_kind, scope_at";
    let rows: Vec<(String, String, String)> =
        on!(tx, c => sqlx::query_as(sql).bind(account.0).bind(at_ms).fetch_all(c).await?);
    Ok(rows.iter().filter_map(|(role, kind, at)| read_grant(role, kind, at)).collect())
}

fn scope_columns(scope: &Scope) -> (&'static str, String) {
    match scope {
        Scope::District => ("district", String::new()),
        Scope::Street(code) => ("street", code.clone()),
        Scope::Community(code) => ("community", code.clone()),
        Scope::Grid(id) => ("grid", id.to_string()),
        Scope::Compound(id) => ("compound", id.to_string()),
        Scope::Company(id) => ("company", id.to_string()),
    }
}

pub(super) fn read_grant(role: &str, kind: &str, at: &str) -> Option<Grant> {
    let scope = match kind {
        "district" => Scope::District,
        "street" => Scope::Street(at.to_owned()),
        "community" => Scope::Community(at.to_owned()),
        "grid" => Scope::Grid(at.parse::<GridId>().ok()?),
        "compound" => Scope::Compound(at.parse::<CompoundId>().ok()?),
        "company" => Scope::Company(at.parse::<CompanyId>().ok()?),
        _ => return None,
    };
    Some(Grant { role: Role::from_name(role)?, scope })
}
