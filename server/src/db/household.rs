//! Households: the facts that rules need, and the states computed from events and kept for lists.

use super::{DbResult, Tx, batch, on};
use domain::consent::FeeConsentState;
use domain::id::{CompoundId, GridId, HouseholdId};
use domain::visit::DoorState;
use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

/// What rules need of a household.
#[derive(Debug, Clone, FromRow)]
pub struct HouseholdRow {
    pub id: Uuid,
    pub compound_id: Uuid,
    pub grid_id: Option<Uuid>,
    pub occupancy_seq: i64,
    pub area_c: Option<i64>,
    pub active: bool,
    pub door_state: String,
    pub fee_consent_state: String,
}

impl HouseholdRow {
    /// Its compound.
    pub fn compound(&self) -> CompoundId {
        CompoundId(self.compound_id)
    }

    /// Its grid.
    pub fn grid(&self) -> Option<GridId> {
        self.grid_id.map(GridId)
    }
}

/// A household by id.
pub async fn household_row(tx: &mut Tx, id: HouseholdId) -> DbResult<Option<HouseholdRow>> {
    let sql = "select id, compound_id, grid_id, occupancy_seq, area_c, active, door_state, fee_consent_state
               from households where id = $1";
    on!(tx, c => sqlx::query_as(sql).bind(id.0).fetch_optional(c).await)
}

/// Many households by id, in the order of their ids.
pub async fn household_rows(tx: &mut Tx, ids: &[Uuid]) -> DbResult<Vec<HouseholdRow>> {
    let sql = "select id, compound_id, grid_id, occupancy_seq, area_c, active, door_state, fee_consent_state
               from households where id in ($ids)";
    let mut rows: Vec<HouseholdRow> = batch::rows_in(tx, sql, ids).await?;
    rows.sort_by_key(|row| row.id);
    rows.dedup_by_key(|row| row.id);
    Ok(rows)
}

/// Keeps the computed states.
pub async fn set_states(tx: &mut Tx, id: HouseholdId, door: DoorState, consent: FeeConsentState) -> DbResult<()> {
    let sql = "update households set door_state = $2, fee_consent_state = $3 where id = $1";
    on!(tx, c => sqlx::query(sql).bind(id.0).bind(door.name()).bind(consent.name()).execute(c).await.map(|_| ()))
}

/// The same for many that came to the same states.
pub async fn set_states_of(tx: &mut Tx, ids: &[Uuid], door: DoorState, consent: FeeConsentState) -> DbResult<()> {
    for part in batch::portions(ids) {
        let sql = AssertSqlSafe(format!(
            "update households set door_state = $1, fee_consent_state = $2 where id in ({})",
            batch::places(3, part.len())
        ));
        on!(tx, c => {
            let mut query = sqlx::query(sql).bind(door.name()).bind(consent.name());
            for id in part {
                query = query.bind(*id);
            }
            query.execute(c).await?.rows_affected()
        });
    }
    Ok(())
}

/// Households whose state may change with the calendar alone: a consent that is on its way, a refusal that rests.
pub async fn households_that_ripen(tx: &mut Tx) -> DbResult<Vec<HouseholdId>> {
    let sql = "select id from households
               where fee_consent_state in ('pending_confirmation', 'cooling_off', 'armed', 'active', 'in_review')
                  or door_state in ('refused', 'closed', 'retry') order by id";
    let rows: Vec<(Uuid,)> = on!(tx, c => sqlx::query_as(sql).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(id,)| HouseholdId(id)).collect())
}
