//! Where things lie, as far as scope needs to know it.

use super::{DbResult, Tx, batch, on};
use domain::id::{CompoundId, GridId, HouseholdId};
use domain::org::Whereabouts;
use std::collections::HashMap;
use uuid::Uuid;

const PLACE: &str = "select p.id, p.street_code, p.community_code, s.company_id from compounds p
    left join service_assignments s on s.compound_id = p.id and s.to_on is null";

type PlaceRow = (Uuid, String, String, Option<Uuid>);

/// Where a compound lies, with all of its grids.
pub async fn whereabouts(tx: &mut Tx, id: CompoundId) -> DbResult<Option<Whereabouts>> {
    let sql = sqlx::AssertSqlSafe(format!("{PLACE} where p.id = $1"));
    let row: Option<PlaceRow> = on!(tx, c => sqlx::query_as(sql).bind(id.0).fetch_optional(c).await?);
    let Some(row) = row else { return Ok(None) };
    let sql = "select distinct grid_id from households where compound_id = $1 and grid_id is not null";
    let grids: Vec<(Uuid,)> = on!(tx, c => sqlx::query_as(sql).bind(id.0).fetch_all(c).await?);
    Ok(Some(place(row, grids.into_iter().map(|(grid,)| GridId(grid)).collect())))
}

/// Where a household lies, with its own grid only.
pub async fn whereabouts_of_household(tx: &mut Tx, id: HouseholdId) -> DbResult<Option<Whereabouts>> {
    let sql = "select compound_id, grid_id from households where id = $1";
    let row: Option<(Uuid, Option<Uuid>)> = on!(tx, c => sqlx::query_as(sql).bind(id.0).fetch_optional(c).await?);
    let Some((compound, grid)) = row else { return Ok(None) };
    let sql = sqlx::AssertSqlSafe(format!("{PLACE} where p.id = $1"));
    let row: Option<PlaceRow> = on!(tx, c => sqlx::query_as(sql).bind(compound).fetch_optional(c).await?);
    Ok(row.map(|row| place(row, grid.into_iter().map(GridId).collect())))
}

/// Where many households lie, each with its own grid only.
pub async fn whereabouts_of_households(tx: &mut Tx, ids: &[Uuid]) -> DbResult<HashMap<Uuid, Whereabouts>> {
    let sql = "select h.id, h.grid_id, p.id, p.street_code, p.community_code, s.company_id
               from households h join compounds p on p.id = h.compound_id
               left join service_assignments s on s.compound_id = p.id and s.to_on is null where h.id in ($ids)";
    type Row = (Uuid, Option<Uuid>, Uuid, String, String, Option<Uuid>);
    let rows: Vec<Row> = batch::rows_in(tx, sql, ids).await?;
    let row = |(household, grid, id, street, community, company): Row| {
        (household, place((id, street, community, company), grid.into_iter().map(GridId).collect()))
    };
    Ok(rows.into_iter().map(row).collect())
}

fn place((id, street_code, community_code, company): PlaceRow, grids: Vec<GridId>) -> Whereabouts {
    Whereabouts { street_code, community_code, compound: CompoundId(id), grids, company: company.map(Into::into) }
}

/// How many compounds there are (also: whether the database answers).
pub async fn count_compounds(tx: &mut Tx) -> DbResult<i64> {
    let (count,): (i64,) = on!(tx, c => sqlx::query_as("select count(*) from compounds").fetch_one(c).await?);
    Ok(count)
}

/// A compound as its public page names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedCompound {
    pub id: CompoundId,
    /// Six digits of the district.
    pub district: u32,
    pub name: String,
    pub street: String,
    pub community: String,
    pub community_phone: Option<String>,
    pub public_code: String,
    /// The printed code was replaced.
    pub revoked: bool,
}

type NamedRow = (Uuid, String, String, String, String, Option<String>, String, Option<i64>);

const NAMED: &str =
    "select p.id, p.street_code, p.name, s.name, c.name, c.phone, p.public_code, p.public_code_revoked_at_ms
    from compounds p join divisions s on s.code = p.street_code join divisions c on c.code = p.community_code";

fn named(row: NamedRow) -> NamedCompound {
    let (id, street_code, name, street, community, community_phone, public_code, revoked_at_ms) = row;
    let district = street_code.get(..6).and_then(|digits| digits.parse().ok()).unwrap_or(0);
    let revoked = revoked_at_ms.is_some();
    NamedCompound { id: CompoundId(id), district, name, street, community, community_phone, public_code, revoked }
}

/// The compound behind a printed code, also when the code was revoked.
pub async fn compound_by_public_code(tx: &mut Tx, public_code: &str) -> DbResult<Option<NamedCompound>> {
    let sql = sqlx::AssertSqlSafe(format!("{NAMED} where p.public_code = $1"));
    let row: Option<NamedRow> = on!(tx, c => sqlx::query_as(sql).bind(public_code).fetch_optional(c).await?);
    Ok(row.map(named))
}

/// A compound with the names around it.
pub async fn named_compound(tx: &mut Tx, id: CompoundId) -> DbResult<Option<NamedCompound>> {
    let sql = sqlx::AssertSqlSafe(format!("{NAMED} where p.id = $1"));
    let row: Option<NamedRow> = on!(tx, c => sqlx::query_as(sql).bind(id.0).fetch_optional(c).await?);
    Ok(row.map(named))
}
