//! Accounts as the system administrator lists them, and where grants may reach.

use super::select::{Page, Select, count, rows};
use super::{DbResult, Tx, on};
use sqlx::FromRow;
use uuid::Uuid;

/// Which accounts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountFilter {
    /// `open`, `locked` or `ended`.
    pub state: Option<String>,
    /// With this role now.
    pub role: Option<String>,
    /// Part of the name.
    pub name: Option<String>,
}

/// One account in a list.
#[derive(Debug, Clone, FromRow)]
pub struct AccountLine {
    pub id: Uuid,
    pub login: String,
    pub name: String,
    pub company: Option<String>,
    pub must_change_password: bool,
    pub locked_at_ms: Option<i64>,
    pub ended_at_ms: Option<i64>,
    pub created_at_ms: i64,
}

fn select(filter: &AccountFilter, now_ms: i64) -> Select {
    let mut select = Select::new("from accounts a left join companies c on c.id = a.company_id where 1 = 1");
    let is = |state: &str| filter.state.as_deref() == Some(state);
    select
        .and_if(is("open"), "a.ended_at_ms is null and a.locked_at_ms is null")
        .and_if(is("locked"), "a.ended_at_ms is null and a.locked_at_ms is not null")
        .and_if(is("ended"), "a.ended_at_ms is not null")
        .and_contains("a.name", filter.name.as_deref());
    if let Some(role) = &filter.role {
        select.push(" and exists (select 1 from grants g where g.account_id = a.id and g.role = ").bind(role.as_str());
        select.push(" and (g.to_ms is null or g.to_ms > ").bind(now_ms).push("))");
    }
    select
}

/// How many accounts the filter shows.
pub async fn count_listed_accounts(tx: &mut Tx, filter: &AccountFilter, now_ms: i64) -> DbResult<i64> {
    count(tx, &select(filter, now_ms)).await
}

/// The accounts, by login.
pub async fn page_accounts(tx: &mut Tx, filter: &AccountFilter, now_ms: i64, page: Page) -> DbResult<Vec<AccountLine>> {
    let columns = "a.id, a.login, a.name, c.name as company, a.must_change_password, a.locked_at_ms, a.ended_at_ms,
        a.created_at_ms";
    rows!(tx, select(filter, now_ms), columns, "a.login", page)
}

/// Places that a grant may name: kind (`street`, `community`, `company`, `grid`), value as text, name.
pub async fn scope_choices(tx: &mut Tx) -> DbResult<Vec<(&'static str, String, String)>> {
    let sql =
        "select level, code, name from divisions where level in ('street', 'community') and not hidden order by code";
    let divisions: Vec<(String, String, String)> = on!(tx, c => sqlx::query_as(sql).fetch_all(c).await?);
    let sql = "select id, name from companies order by name";
    let companies: Vec<(Uuid, String)> = on!(tx, c => sqlx::query_as(sql).fetch_all(c).await?);
    let sql = "select g.id, d.name, g.name from grids g join divisions d on d.code = g.community_code order by g.code";
    let grids: Vec<(Uuid, String, String)> = on!(tx, c => sqlx::query_as(sql).fetch_all(c).await?);
    let kind = |level: &str| if level == "street" { "street" } else { "community" };
    let divisions = divisions.into_iter().map(|(level, code, name)| (kind(&level), code, name));
    let companies = companies.into_iter().map(|(id, name)| ("company", id.to_string(), name));
    let grids = grids.into_iter().map(|(id, community, name)| ("grid", id.to_string(), format!("{community} {name}")));
    Ok(divisions.chain(companies).chain(grids).collect())
}
