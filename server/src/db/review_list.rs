//! What a person has to look at: doubtful doors of the roster, facts that contradict each other.

use super::compound_list::PlaceFilter;
use super::select::{Page, Select, count, rows};
use super::{DbResult, Tx, on};
use domain::id::HouseholdId;
use domain::org::Scope;
use sqlx::FromRow;
use uuid::Uuid;

/// Which items.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReviewFilter {
    pub place: PlaceFilter,
    /// `open` or `settled`.
    pub status: Option<String>,
    pub kind: Option<String>,
}

/// One item.
#[derive(Debug, Clone, FromRow)]
pub struct ReviewLine {
    pub id: Uuid,
    pub kind: String,
    pub compound_id: Option<Uuid>,
    pub compound: Option<String>,
    pub household_id: Option<Uuid>,
    pub source: String,
    pub source_ref: String,
    pub reason: String,
    pub content: String,
    pub status: String,
    pub created_at_ms: i64,
}

const COLUMNS: &str =
    "i.id, i.kind, i.compound_id, p.name as compound, i.household_id, i.source, i.source_ref, i.reason,
    cast(i.content as text) as content, i.status, i.created_at_ms";

fn select(scopes: &[Scope], filter: &ReviewFilter) -> Select {
    let mut select = Select::new("from review_items i left join compounds p on p.id = i.compound_id where 1 = 1");
    select.within(scopes);
    filter.place.narrow(&mut select);
    select.and("i.status =", filter.status.as_deref()).and("i.kind =", filter.kind.as_deref());
    select
}

/// How many items the filter shows.
pub async fn count_listed_reviews(tx: &mut Tx, scopes: &[Scope], filter: &ReviewFilter) -> DbResult<i64> {
    count(tx, &select(scopes, filter)).await
}

/// The items, latest first.
pub async fn list_reviews(
    tx: &mut Tx,
    scopes: &[Scope],
    filter: &ReviewFilter,
    page: Page,
) -> DbResult<Vec<ReviewLine>> {
    rows!(tx, select(scopes, filter), COLUMNS, "i.created_at_ms desc, i.id", page)
}

/// One item, if the scopes reach it.
pub async fn review_within(tx: &mut Tx, scopes: &[Scope], id: Uuid) -> DbResult<Option<ReviewLine>> {
    let mut select = select(scopes, &ReviewFilter::default());
    select.and("i.id =", Some(id));
    let lines: Vec<ReviewLine> = rows!(tx, select, COLUMNS, "i.id", Page { limit: 1, offset: 0 })?;
    Ok(lines.into_iter().next())
}

/// Marks an item as settled. `false` when it was settled before.
pub async fn settle_review(tx: &mut Tx, id: Uuid) -> DbResult<bool> {
    let sql = "update review_items set status = 'settled' where id = $1 and status = 'open'";
    let count = on!(tx, c => sqlx::query(sql).bind(id).execute(c).await?.rows_affected());
    Ok(count == 1)
}

/// Says which household an item turned out to be about.
pub async fn link_review(tx: &mut Tx, id: Uuid, household: HouseholdId) -> DbResult<()> {
    let sql = "update review_items set household_id = $2 where id = $1";
    on!(tx, c => sqlx::query(sql).bind(id).bind(household.0).execute(c).await.map(|_| ()))
}
