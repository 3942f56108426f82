//! Doors that workers found, and the ids that phones made for them.

use super::{DbResult, Tx, on};
use domain::id::{AccountId, CompoundId, GridId, HouseholdId, RecordId};
use domain::new_household::{DoorKey, NewHousehold};
use sqlx::FromRow;
use uuid::Uuid;

/// A door with its author and what became of it.
#[derive(Debug, Clone)]
pub struct NewDoor<'a> {
    pub id: RecordId,
    pub door: &'a NewHousehold,
    pub author: AccountId,
    /// Tells one door from another: its normal form, or the record's id where it cannot be read.
    pub key: &'a str,
    /// Why somebody has to look.
    pub reason: Option<&'a str>,
    pub household: Option<HouseholdId>,
    pub grid: Option<GridId>,
    pub received_at_ms: i64,
}

/// Keeps a door as it was written.
pub async fn insert_new_door(tx: &mut Tx, new: &NewDoor<'_>) -> DbResult<()> {
    let door = new.door;
    let sql = "insert into new_doors (id, compound_id, account_id, building, unit, floor, door, usage, occupancy, note,
                 door_key, reason, household_id, grid_id, received_at_ms)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    on!(tx, c => sqlx::query(sql)
        .bind(new.id.0).bind(door.compound.0).bind(new.author.0).bind(&door.building).bind(&door.unit).bind(&door.floor)
        .bind(&door.door).bind(door.usage.map(|usage| usage.name())).bind(door.occupancy.map(|one| one.name()))
        .bind(&door.note).bind(new.key).bind(new.reason).bind(new.household.map(|id| id.0))
        .bind(new.grid.map(|id| id.0)).bind(new.received_at_ms).execute(c).await.map(|_| ()))
}

/// A door that somebody has to look at.
#[derive(Debug, Clone, FromRow)]
pub struct DoorRow {
    pub id: Uuid,
    pub compound_id: Uuid,
    pub account_id: Uuid,
    pub who: String,
    pub building: String,
    pub unit: String,
    pub floor: String,
    pub door: String,
    pub usage: Option<String>,
    pub occupancy: Option<String>,
    pub note: String,
    pub reason: Option<String>,
    pub household_id: Option<Uuid>,
    pub grid_id: Option<Uuid>,
    pub received_at_ms: i64,
}

/// The doors found under one key, oldest first.
pub async fn doors_of_key(tx: &mut Tx, compound: CompoundId, key: &str) -> DbResult<Vec<DoorRow>> {
    let sql = "select d.id, d.compound_id, d.account_id, a.name as who, d.building, d.unit, d.floor, d.door, d.usage,
                 d.occupancy, d.note, d.reason, d.household_id, d.grid_id, d.received_at_ms
               from new_doors d join accounts a on a.id = d.account_id
               where d.compound_id = $1 and d.door_key = $2 order by d.received_at_ms, d.id";
    on!(tx, c => sqlx::query_as(sql).bind(compound.0).bind(key).fetch_all(c).await)
}

/// Says which household a door is.
pub async fn settle_new_door(tx: &mut Tx, id: Uuid, household: HouseholdId) -> DbResult<()> {
    let sql = "update new_doors set household_id = $2 where id = $1";
    on!(tx, c => sqlx::query(sql).bind(id).bind(household.0).execute(c).await.map(|_| ()))
}

/// The household behind a door of the register.
pub async fn household_at(tx: &mut Tx, compound: CompoundId, key: &DoorKey) -> DbResult<Option<HouseholdId>> {
    let sql = "select h.id from households h join buildings b on b.id = h.building_id join units u on u.id = h.unit_id
               where b.compound_id = $1 and b.no_norm = $2 and u.no_norm = $3 and h.door_no = $4";
    let row: Option<(Uuid,)> = on!(tx, c => sqlx::query_as(sql).bind(compound.0).bind(&key.building_no).bind(&key.unit_no)
        .bind(&key.door_no).fetch_optional(c).await?);
    Ok(row.map(|(id,)| HouseholdId(id)))
}

/// Building and unit of a door, and the grid that its neighbours belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Staircase {
    pub building_id: Uuid,
    pub unit_id: Uuid,
    pub grid_id: Option<Uuid>,
}

/// Where a door would stand in the register.
pub async fn staircase_at(tx: &mut Tx, compound: CompoundId, key: &DoorKey) -> DbResult<Option<Staircase>> {
    let sql = "select b.id as building_id, u.id as unit_id,
                 coalesce(
                   (select h.grid_id from households h where h.unit_id = u.id and h.grid_id is not null order by h.id limit 1),
                   (select h.grid_id from households h where h.building_id = b.id and h.grid_id is not null
                      order by h.id limit 1)) as grid_id
               from buildings b join units u on u.building_id = b.id
               where b.compound_id = $1 and b.no_norm = $2 and u.no_norm = $3";
    on!(tx, c => sqlx::query_as(sql).bind(compound.0).bind(&key.building_no).bind(&key.unit_no).fetch_optional(c).await)
}

/// A building of the register by its number.
pub async fn building_at(tx: &mut Tx, compound: CompoundId, building_no: &str) -> DbResult<Option<Uuid>> {
    let sql = "select id from buildings where compound_id = $1 and no_norm = $2";
    let row: Option<(Uuid,)> =
        on!(tx, c => sqlx::query_as(sql).bind(compound.0).bind(building_no).fetch_optional(c).await?);
    Ok(row.map(|(id,)| id))
}

/// The household that an id made by a phone stands for.
pub async fn alias_of(tx: &mut Tx, id: HouseholdId) -> DbResult<Option<HouseholdId>> {
    let sql = "select household_id from household_aliases where alias_id = $1";
    let row: Option<(Uuid,)> = on!(tx, c => sqlx::query_as(sql).bind(id.0).fetch_optional(c).await?);
    Ok(row.map(|(id,)| HouseholdId(id)))
}

/// Says which household an id made by a phone stands for.
pub async fn insert_alias(tx: &mut Tx, alias: HouseholdId, household: HouseholdId) -> DbResult<()> {
    let sql =
        "insert into household_aliases (alias_id, household_id) values ($1, $2) on conflict (alias_id) do nothing";
    on!(tx, c => sqlx::query(sql).bind(alias.0).bind(household.0).execute(c).await.map(|_| ()))
}
