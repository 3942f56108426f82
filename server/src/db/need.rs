//! Needs.

use super::{DbResult, Tx, on};
use domain::id::{AccountId, CompoundId, NeedId};
use domain::need::Need;
use sqlx::types::Json;

/// A need with its author and place.
#[derive(Debug, Clone)]
pub struct NewNeed<'a> {
    pub id: NeedId,
    pub need: &'a Need,
    pub compound: CompoundId,
    pub author: Option<AccountId>,
    pub recorded_at_ms: i64,
    pub received_at_ms: i64,
}

/// Adds a need.
pub async fn insert_need(tx: &mut Tx, new: &NewNeed<'_>) -> DbResult<()> {
    let need = new.need;
    let sql = "insert into needs (id, visit_id, household_id, compound_id, account_id, code, hazard, place_text,
                 description, photos, status, recorded_at_ms, received_at_ms)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', $11, $12)";
    on!(tx, c => sqlx::query(sql)
        .bind(new.id.0).bind(need.visit.map(|id| id.0)).bind(need.household.map(|id| id.0)).bind(new.compound.0)
        .bind(new.author.map(|id| id.0)).bind(&need.code).bind(need.hazard).bind(&need.place_text).bind(&need.text)
        .bind(Json(&need.photos)).bind(new.recorded_at_ms).bind(new.received_at_ms).execute(c).await.map(|_| ()))
}
