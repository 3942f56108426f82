//! Needs.

use super::{DbResult, Tx, on};
use domain::id::{AccountId, CompoundId, HouseholdId, NeedId};
use domain::need::Need;
use sqlx::types::Json;
use uuid::Uuid;

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
                 description, photos, status, recorded_at_ms, received_at_ms, occupancy_seq)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', $11, $12,
                 (select h.occupancy_seq from households h where h.id = $3))";
    on!(tx, c => sqlx::query(sql)
        .bind(new.id.0).bind(need.visit.map(|id| id.0)).bind(need.household.map(|id| id.0)).bind(new.compound.0)
        .bind(new.author.map(|id| id.0)).bind(&need.code).bind(need.hazard).bind(&need.place_text).bind(&need.text)
        .bind(Json(&need.photos)).bind(new.recorded_at_ms).bind(new.received_at_ms).execute(c).await.map(|_| ()))
}

/// What makes two needs look alike: household, compound, code, place and text.
pub type Alike<'a> = (Option<HouseholdId>, CompoundId, &'a str, &'a str, &'a str);

/// Another need of the same worker with the same words, recorded between two instants.
pub async fn need_like(
    tx: &mut Tx,
    id: Uuid,
    author: AccountId,
    (household, compound, code, place_text, text): Alike<'_>,
    (from_ms, to_ms): (i64, i64),
) -> DbResult<Option<Uuid>> {
    let sql = "select id from needs where id <> $1 and account_id = $2 and compound_id = $3 and code = $4
                 and place_text = $5 and description = $6 and recorded_at_ms between $7 and $8
                 and (household_id = $9 or (household_id is null and $9 is null)) order by recorded_at_ms, id limit 1";
    let row: Option<(Uuid,)> = on!(tx, c => sqlx::query_as(sql).bind(id).bind(author.0).bind(compound.0).bind(code)
        .bind(place_text).bind(text).bind(from_ms).bind(to_ms).bind(household.map(|id| id.0)).fetch_optional(c).await?);
    Ok(row.map(|(id,)| id))
}
