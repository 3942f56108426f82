//! What the register knows before a roster is applied.

use super::{DbResult, Tx, on};
use domain::id::{CompoundId, HouseholdId};
use sqlx::FromRow;
use uuid::Uuid;

/// All places; households come compound by compound.
#[derive(Debug, Default)]
pub struct KnownPlaces {
    /// Code, parent code, level, name.
    pub divisions: Vec<(String, Option<String>, String, String)>,
    /// Id, code, community code, name.
    pub grids: Vec<(Uuid, String, String, String)>,
    /// Id, code, name, community code.
    pub compounds: Vec<(Uuid, String, String, String)>,
    /// Id, compound, number.
    pub buildings: Vec<(Uuid, Uuid, String)>,
    /// Id, building, number.
    pub units: Vec<(Uuid, Uuid, String)>,
}

/// A household as a roster row is compared with it.
#[derive(Debug, Clone, FromRow)]
pub struct KnownHousehold {
    pub id: Uuid,
    pub unit_id: Uuid,
    pub door_no: String,
    pub area_c: Option<i64>,
    pub usage: String,
    pub occupancy: String,
    /// Since when the person that the roster named lives there.
    pub from_on: Option<String>,
    pub grid_id: Option<Uuid>,
    pub name_sealed: Option<String>,
    pub phone_hash: Option<String>,
}

/// Reads every place.
pub async fn known_places(tx: &mut Tx) -> DbResult<KnownPlaces> {
    on!(tx, c => Ok(KnownPlaces {
        divisions: sqlx::query_as("select code, parent_code, level, name from divisions order by code").fetch_all(&mut *c).await?,
        grids: sqlx::query_as("select id, code, community_code, name from grids order by code").fetch_all(&mut *c).await?,
        compounds: sqlx::query_as("select id, code, name, community_code from compounds order by code").fetch_all(&mut *c).await?,
        buildings: sqlx::query_as("select id, compound_id, no_norm from buildings").fetch_all(&mut *c).await?,
        units: sqlx::query_as("select id, building_id, no_norm from units").fetch_all(&mut *c).await?,
    }))
}

/// The households of a compound with the person that the roster named (the first one of the current occupancy).
pub async fn households_of(tx: &mut Tx, compound: CompoundId) -> DbResult<Vec<KnownHousehold>> {
    let sql = "select h.id, h.unit_id, h.door_no, h.area_c, h.usage, h.occupancy, r.from_on, h.grid_id, p.name_sealed, p.phone_hash from households h
               left join residencies r on r.household_id = h.id and r.occupancy_seq = h.occupancy_seq and r.to_on is null
                 and r.id = (select first.id from residencies first where first.household_id = h.id
                   and first.occupancy_seq = h.occupancy_seq and first.to_on is null order by first.id limit 1)
               left join persons p on p.id = r.person_id
               where h.compound_id = $1";
    on!(tx, c => sqlx::query_as(sql).bind(compound.0).fetch_all(c).await)
}

/// What the register says of a household, beside a row that says otherwise.
#[derive(Debug, Clone, FromRow)]
pub struct Registered {
    pub area_c: Option<i64>,
    pub usage: String,
    pub occupancy: String,
    /// Its name.
    pub grid: Option<String>,
    pub name_sealed: Option<String>,
    pub phone_sealed: Option<String>,
    pub from_on: Option<String>,
}

/// One household as it is registered now, with the person that [`households_of`] gives.
pub async fn registered(tx: &mut Tx, household: HouseholdId) -> DbResult<Option<Registered>> {
    let sql = "select cast(h.area_c as bigint) as area_c, h.usage, h.occupancy, g.name as grid, p.name_sealed, p.phone_sealed, r.from_on
               from households h left join grids g on g.id = h.grid_id
               left join residencies r on r.household_id = h.id and r.occupancy_seq = h.occupancy_seq and r.to_on is null
                 and r.id = (select first.id from residencies first where first.household_id = h.id
                   and first.occupancy_seq = h.occupancy_seq and first.to_on is null order by first.id limit 1)
               left join persons p on p.id = r.person_id where h.id = $1";
    on!(tx, c => sqlx::query_as(sql).bind(household.0).fetch_optional(c).await)
}
