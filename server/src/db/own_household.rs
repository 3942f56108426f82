//! Homes that grid workers declare as their own or a relative's (INV-28).

use super::{DbResult, Tx, on};
use domain::id::{AccountId, HouseholdId};
use sqlx::FromRow;
use std::collections::HashSet;
use uuid::Uuid;

/// A declaration that holds.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct OwnLine {
    pub account_id: Uuid,
    pub name: String,
    /// `own` or `relative`.
    pub relation: String,
    pub from_ms: i64,
}

/// Declares a home; `false` when it is declared already.
pub async fn declare_own(
    tx: &mut Tx,
    account: AccountId,
    household: HouseholdId,
    relation: &str,
    now_ms: i64,
) -> DbResult<bool> {
    let sql = "insert into own_households (account_id, household_id, relation, from_ms)
               select $1, $2, $3, $4 where not exists (select 1 from own_households o
                 where o.account_id = $1 and o.household_id = $2 and o.to_ms is null)";
    let rows = on!(tx, c => sqlx::query(sql).bind(account.0).bind(household.0).bind(relation).bind(now_ms).execute(c)
        .await?.rows_affected());
    Ok(rows == 1)
}

/// Ends a declaration; `false` when there was none.
pub async fn end_own(tx: &mut Tx, account: AccountId, household: HouseholdId, now_ms: i64) -> DbResult<bool> {
    let sql = "update own_households set to_ms = $3 where account_id = $1 and household_id = $2 and to_ms is null";
    let rows = on!(tx, c => sqlx::query(sql).bind(account.0).bind(household.0).bind(now_ms).execute(c).await?
        .rows_affected());
    Ok(rows > 0)
}

/// Who declared a home, and as what.
pub async fn own_lines_of(tx: &mut Tx, household: HouseholdId) -> DbResult<Vec<OwnLine>> {
    let sql = "select o.account_id, a.name, o.relation, o.from_ms from own_households o
               join accounts a on a.id = o.account_id
               where o.household_id = $1 and o.to_ms is null order by o.from_ms, a.name";
    on!(tx, c => sqlx::query_as(sql).bind(household.0).fetch_all(c).await)
}

/// The homes that somebody declared.
pub async fn own_households_of(tx: &mut Tx, account: AccountId) -> DbResult<HashSet<HouseholdId>> {
    let sql = "select household_id from own_households where account_id = $1 and to_ms is null";
    let rows: Vec<(Uuid,)> = on!(tx, c => sqlx::query_as(sql).bind(account.0).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(id,)| HouseholdId(id)).collect())
}

/// Who may come to a household's door: workers of the grids of its community, by name.
pub async fn workers_near(tx: &mut Tx, household: HouseholdId) -> DbResult<Vec<(Uuid, String)>> {
    let sql = "select g.id from grids g join compounds p on p.community_code = g.community_code
               join households h on h.compound_id = p.id where h.id = $1";
    let grids: Vec<(Uuid,)> = on!(tx, c => sqlx::query_as(sql).bind(household.0).fetch_all(c).await?);
    let grids: HashSet<String> = grids.into_iter().map(|(id,)| id.to_string()).collect();
    let sql = "select a.id, a.name, g.scope_at from grants g join accounts a on a.id = g.account_id
               where g.role = 'grid_worker' and g.scope_kind = 'grid' and g.to_ms is null and a.ended_at_ms is null
               order by a.name, a.id";
    let grants: Vec<(Uuid, String, String)> = on!(tx, c => sqlx::query_as(sql).fetch_all(c).await?);
    let near = grants.into_iter().filter(|(.., grid)| grids.contains(grid)).map(|(id, name, _)| (id, name));
    let mut workers: Vec<(Uuid, String)> = near.collect();
    workers.dedup();
    Ok(workers)
}
