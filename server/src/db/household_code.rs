//! Household codes: which household a slip belongs to.

use super::{DbResult, Tx, on};
use domain::household_code::HouseholdCode;
use domain::id::{CompoundId, HouseholdId};
use uuid::Uuid;

/// Who stands behind a live code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeOwner {
    pub household: HouseholdId,
    pub compound: CompoundId,
    pub occupancy_seq: i64,
}

/// The household of a code that is not revoked and was given to the people who live there now.
pub async fn owner_of_code(tx: &mut Tx, code: HouseholdCode) -> DbResult<Option<CodeOwner>> {
    let sql = "select h.id, h.compound_id, h.occupancy_seq from household_codes k
               join households h on h.id = k.household_id and h.occupancy_seq = k.occupancy_seq
               where k.code = $1 and k.revoked_at_ms is null and h.active";
    let row: Option<(Uuid, Uuid, i64)> = on!(tx, c => sqlx::query_as(sql).bind(code.plain()).fetch_optional(c).await?);
    Ok(row.map(|(household, compound, occupancy_seq)| CodeOwner {
        household: HouseholdId(household),
        compound: CompoundId(compound),
        occupancy_seq,
    }))
}
