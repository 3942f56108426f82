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

    /// The id of what a form says when it is sent again with something else in it: `change` counts from 0, its own id.
    fn id_of_change(&self, change: u16) -> RatingId {
        if change == 0 {
            return self.id;
        }
        let parts: [&[u8]; 3] = [b"doorstep rating changed", self.id.0.as_bytes(), &change.to_be_bytes()];
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&Hash::of_parts(&parts).0[..16]);
        RatingId(Uuid::from_bytes(bytes))
    }
}

/// So often one form may be sent with something else in it each time.
const CHANGES_MAX: u16 = 1_000;

/// Keeps a rating. One that counts replaces the household's earlier one of the same quarter; returns whether there was one.
/// The same form sent twice (same id) is one rating; sent again with something else in it, it is the later one, in the place of the
/// first.
///
/// # Errors
/// [`sqlx::Error::RowNotFound`] when one form was changed more than a thousand times.
pub async fn insert_rating(tx: &mut Tx, new: &NewRating) -> DbResult<bool> {
    let mut before = None;
    for change in 0..CHANGES_MAX {
        let id = new.id_of_change(change);
        match stands(tx, &NewRating { id, ..new.clone() }, new.id_of_change(change + 1)).await? {
            None => return insert(tx, &NewRating { id, ..new.clone() }, before).await,
            Some(true) => return Ok(false),
            Some(false) => before = Some(id),
        }
    }
    Err(sqlx::Error::RowNotFound)
}

/// Whether the rating with this id says just this and its own form has not said something else since (`next`); none: there is no such
/// rating. What another form has replaced is not said again by a late repetition.
async fn stands(tx: &mut Tx, new: &NewRating, next: RatingId) -> DbResult<Option<bool>> {
    let sql = "select order_safety, cleanliness, repair, attitude, charging, overall, remark, photos, household_id, superseded_by
               from ratings where id = $1";
    let row: Option<Said> = on!(tx, c => sqlx::query_as(sql).bind(new.id.0).fetch_optional(c).await?);
    let Some(said) = row else { return Ok(None) };
    let [order, cleaning, repair, attitude, charging] = new.rating.dims.map(|step| step.map(i64::from));
    let steps = [said.order_safety, said.cleanliness, said.repair, said.attitude, said.charging];
    let photos: Vec<String> = new.photos.iter().map(Hash::to_string).collect();
    Ok(Some(
        said.superseded_by != Some(next.0)
            && steps == [order, cleaning, repair, attitude, charging]
            && said.overall == i64::from(new.rating.overall)
            && said.remark == new.rating.text.as_deref().unwrap_or_default()
            && said.photos.0 == photos
            && said.household_id == new.household.map(|(household, _)| household.0),
    ))
}

#[derive(sqlx::FromRow)]
struct Said {
    order_safety: Option<i64>,
    cleanliness: Option<i64>,
    repair: Option<i64>,
    attitude: Option<i64>,
    charging: Option<i64>,
    overall: i64,
    remark: String,
    photos: Json<Vec<String>>,
    household_id: Option<Uuid>,
    superseded_by: Option<Uuid>,
}

/// `before`: what the same form said before. If it did not count, nothing else would take it away.
async fn insert(tx: &mut Tx, new: &NewRating, before: Option<RatingId>) -> DbResult<bool> {
    let replaced = match new.household {
        Some((household, _)) if new.counts() => supersede(tx, new, household).await?,
        _ => false,
    };
    if let Some(before) = before {
        let sql = "update ratings set superseded_by = $1 where id = $2 and not counted and superseded_by is null";
        on!(tx, c => sqlx::query(sql).bind(new.id.0).bind(before.0).execute(c).await?.rows_affected());
    }
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
