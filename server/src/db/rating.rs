//! Ratings: one counted per household, assignment and quarter; every version stays (INV-11, INV-12).

use super::{DbResult, Tx, on};
use domain::calendar::Period;
use domain::hash::Hash;
use domain::id::{CompoundId, HouseholdId, RatingId, ServiceAssignmentId};
use domain::rating::{Rating, Verification};
use sqlx::types::Json;
use uuid::Uuid;

/// A rating to keep.
#[derive(Debug, Clone)]
pub struct NewRating {
    pub id: RatingId,
    pub compound: CompoundId,
    pub assignment: ServiceAssignmentId,
    /// Household and its occupancy, when verified.
    pub household: Option<(HouseholdId, i64)>,
    pub period: Period,
    pub rating: Rating,
    pub photos: Vec<Hash>,
    pub verification: Verification,
    pub submitted_at_ms: i64,
}

impl NewRating {
    /// Whether it counts.
    pub fn counts(&self) -> bool {
        self.household.is_some() && self.verification.weight() > 0
    }
}

/// Keeps a rating. One that counts replaces the household's earlier one of the same quarter; returns whether there was one.
/// The same form sent twice (same id) is one rating.
pub async fn insert_rating(tx: &mut Tx, new: &NewRating) -> DbResult<bool> {
    let sql = "select compound_id from ratings where id = $1";
    let known: Option<(Uuid,)> = on!(tx, c => sqlx::query_as(sql).bind(new.id.0).fetch_optional(c).await?);
    if known.is_some() {
        return Ok(false);
    }
    let replaced = match new.household {
        Some((household, _)) if new.counts() => supersede(tx, new, household).await?,
        _ => false,
    };
    let sql = "insert into ratings (id, compound_id, assignment_id, household_id, occupancy_seq, period, order_safety,
               cleanliness, repair, attitude, charging, overall, remark, photos, verification, counted, submitted_at_ms)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    let [order, cleaning, repair, attitude, charging] = new.rating.dims.map(|step| step.map(i64::from));
    let photos: Vec<String> = new.photos.iter().map(Hash::to_string).collect();
    on!(tx, c => sqlx::query(sql).bind(new.id.0).bind(new.compound.0).bind(new.assignment.0)
        .bind(new.household.map(|(id, _)| id.0)).bind(new.household.map(|(_, seq)| seq)).bind(new.period.to_string())
        .bind(order).bind(cleaning).bind(repair).bind(attitude).bind(charging).bind(i64::from(new.rating.overall))
        .bind(new.rating.text.clone().unwrap_or_default()).bind(Json(photos)).bind(new.verification.name())
        .bind(new.counts()).bind(new.submitted_at_ms).execute(c).await?.rows_affected());
    Ok(replaced)
}

/// Takes the count from the household's earlier rating. The household's row is locked first, so that two posts at the same
/// moment follow each other on Postgres too.
async fn supersede(tx: &mut Tx, new: &NewRating, household: HouseholdId) -> DbResult<bool> {
    let sql = "update households set occupancy_seq = occupancy_seq where id = $1";
    on!(tx, c => sqlx::query(sql).bind(household.0).execute(c).await?.rows_affected());
    let sql = "update ratings set counted = $1, superseded_by = $2
               where household_id = $3 and assignment_id = $4 and period = $5 and counted";
    let rows = on!(tx, c => sqlx::query(sql).bind(false).bind(new.id.0).bind(household.0).bind(new.assignment.0)
        .bind(new.period.to_string()).execute(c).await?.rows_affected());
    Ok(rows > 0)
}

/// How many counted ratings an assignment has in a quarter, and the sum of their overall steps.
pub async fn counted_sum(tx: &mut Tx, assignment: ServiceAssignmentId, period: Period) -> DbResult<(i64, i64)> {
    let sql = "select count(*), cast(coalesce(sum(overall), 0) as bigint) from ratings
               where assignment_id = $1 and period = $2 and counted and excluded_reason is null";
    on!(tx, c => sqlx::query_as(sql).bind(assignment.0).bind(period.to_string()).fetch_one(c).await)
}

/// One kept version, for histories and tests.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RatingVersion {
    pub id: Uuid,
    pub overall: i64,
    pub counted: bool,
    pub superseded_by: Option<Uuid>,
    pub verification: String,
}

/// Every version that was ever sent for an assignment, oldest first.
pub async fn versions_of_assignment(tx: &mut Tx, assignment: ServiceAssignmentId) -> DbResult<Vec<RatingVersion>> {
    let sql = "select id, overall, counted, superseded_by, verification from ratings where assignment_id = $1
               order by submitted_at_ms, id";
    on!(tx, c => sqlx::query_as(sql).bind(assignment.0).fetch_all(c).await)
}
