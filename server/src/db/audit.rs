//! The audit log: who did what to which thing, from what to what, and why. Only ever added to.

use super::select::{Page, Select, count, rows};
use super::{DbResult, Tx, on};
use domain::id::AccountId;
use sqlx::FromRow;
use uuid::Uuid;

/// One event to write down.
#[derive(Debug, Clone)]
pub struct NewAudit<'a> {
    pub id: Uuid,
    pub at_ms: i64,
    pub account: Option<AccountId>,
    pub role: &'a str,
    pub action: &'a str,
    pub object_kind: &'a str,
    pub object_id: &'a str,
    pub from: Option<&'a str>,
    pub to: Option<&'a str>,
    pub reason: Option<&'a str>,
}

/// Writes an event down.
pub async fn insert_audit(tx: &mut Tx, new: &NewAudit<'_>) -> DbResult<()> {
    let sql = "insert into audit_events
                 (id, at_ms, account_id, role, action, object_kind, object_id, from_value, to_value, reason)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    on!(tx, c => sqlx::query(sql).bind(new.id).bind(new.at_ms).bind(new.account.map(|id| id.0)).bind(new.role)
        .bind(new.action).bind(new.object_kind).bind(new.object_id).bind(new.from).bind(new.to).bind(new.reason)
        .execute(c).await.map(|_| ()))
}

/// How often an account did something since an instant.
pub async fn count_actions(tx: &mut Tx, account: AccountId, action: &str, since_ms: i64) -> DbResult<i64> {
    let sql = "select count(*) from audit_events where account_id = $1 and action = $2 and at_ms >= $3";
    let (count,): (i64,) =
        on!(tx, c => sqlx::query_as(sql).bind(account.0).bind(action).bind(since_ms).fetch_one(c).await?);
    Ok(count)
}

/// One line of the log.
#[derive(Debug, Clone, FromRow)]
pub struct AuditLine {
    pub at_ms: i64,
    pub who: Option<String>,
    pub role: String,
    pub action: String,
    pub object_kind: String,
    pub object_id: String,
    pub to_value: Option<String>,
    pub reason: Option<String>,
}

fn of_action(action: &str) -> Select {
    let mut select = Select::new("from audit_events e left join accounts a on a.id = e.account_id where 1 = 1");
    select.and("e.action =", Some(action));
    select
}

/// How often something was done.
pub async fn count_audit(tx: &mut Tx, action: &str) -> DbResult<i64> {
    count(tx, &of_action(action)).await
}

/// What was done, latest first.
pub async fn list_audit(tx: &mut Tx, action: &str, page: Page) -> DbResult<Vec<AuditLine>> {
    let columns = "e.at_ms, a.name as who, e.role, e.action, e.object_kind, e.object_id, e.to_value, e.reason";
    rows!(tx, of_action(action), columns, "e.at_ms desc, e.id", page)
}
