//! A household's page: its facts, and the people registered there, sealed as they are stored.

use super::{DbResult, Tx, on};
use sqlx::FromRow;
use uuid::Uuid;

/// The facts of a household.
#[derive(Debug, Clone, FromRow)]
pub struct HouseholdDetail {
    pub compound_id: Uuid,
    pub compound: String,
    pub building: String,
    pub unit: String,
    pub door_no: String,
    pub area_c: Option<i64>,
    pub usage: String,
    pub occupancy: String,
    pub occupancy_seq: i64,
    pub door_state: String,
    pub fee_consent_state: String,
}

/// A household with the names around it.
pub async fn household_detail(tx: &mut Tx, id: Uuid) -> DbResult<Option<HouseholdDetail>> {
    let sql = "select h.compound_id, p.name as compound, b.no_raw as building, u.no_norm as unit, h.door_no,
                 cast(h.area_c as bigint) as area_c, h.usage, h.occupancy, cast(h.occupancy_seq as bigint) as occupancy_seq,
                 h.door_state, h.fee_consent_state
               from households h join compounds p on p.id = h.compound_id join buildings b on b.id = h.building_id
               join units u on u.id = h.unit_id where h.id = $1";
    on!(tx, c => sqlx::query_as(sql).bind(id).fetch_optional(c).await)
}

/// Somebody registered at a door.
#[derive(Debug, Clone, FromRow)]
pub struct PersonLine {
    pub name_sealed: String,
    pub phone_sealed: Option<String>,
    pub relation: String,
}

/// Who belongs to the family that lives there now.
pub async fn people_of(tx: &mut Tx, household: Uuid) -> DbResult<Vec<PersonLine>> {
    let sql = "select n.name_sealed, n.phone_sealed, r.relation from residencies r
               join persons n on n.id = r.person_id join households h on h.id = r.household_id
               where r.household_id = $1 and r.occupancy_seq = h.occupancy_seq and r.to_on is null
               order by r.relation, r.id";
    on!(tx, c => sqlx::query_as(sql).bind(household).fetch_all(c).await)
}
