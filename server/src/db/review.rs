//! The review list from inside: items that the rules open and close, and what people decided about them.

use super::{DbResult, Tx, on};
use domain::id::{AccountId, CompoundId, HouseholdId};
use domain::merge::ReviewKind;
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

/// Where items of the merge rules come from.
pub const MERGE: &str = "merge";

/// An item to open.
#[derive(Debug, Clone)]
pub struct OpenReview<'a> {
    pub id: Uuid,
    pub kind: ReviewKind,
    pub compound: CompoundId,
    pub household: Option<HouseholdId>,
    /// What it is about; the same thing is one item.
    pub about: &'a str,
    pub reason: &'a str,
    pub content: serde_json::Value,
    pub at_ms: i64,
}

/// Opens an item; one that was settled before opens again with what is new.
pub async fn open_review(tx: &mut Tx, new: &OpenReview<'_>) -> DbResult<()> {
    let sql = "insert into review_items
                 (id, kind, compound_id, household_id, source, source_ref, reason, content, status, created_at_ms)
               values ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9)
               on conflict (source, source_ref, kind) do update set status = 'open', reason = excluded.reason,
                 content = excluded.content, created_at_ms = excluded.created_at_ms where review_items.status <> 'open'";
    on!(tx, c => sqlx::query(sql)
        .bind(new.id).bind(new.kind.name()).bind(new.compound.0).bind(new.household.map(|id| id.0)).bind(MERGE)
        .bind(new.about).bind(new.reason).bind(Json(&new.content)).bind(new.at_ms).execute(c).await.map(|_| ()))
}

/// The open item about a thing.
pub async fn open_review_about(tx: &mut Tx, kind: ReviewKind, about: &str) -> DbResult<Option<Uuid>> {
    let sql = "select id from review_items where source = $1 and source_ref = $2 and kind = $3 and status = 'open'";
    let row: Option<(Uuid,)> =
        on!(tx, c => sqlx::query_as(sql).bind(MERGE).bind(about).bind(kind.name()).fetch_optional(c).await?);
    Ok(row.map(|(id,)| id))
}

/// What somebody decided, or that it settled by itself.
#[derive(Debug, Clone)]
pub struct NewDecision<'a> {
    pub id: Uuid,
    pub review: Uuid,
    /// Such as `chosen`, `entered`, `asked_again`, `settled_by_itself`.
    pub action: &'a str,
    pub value: &'a str,
    pub reason: &'a str,
    pub account: Option<AccountId>,
    pub at_ms: i64,
}

/// Writes a decision down.
pub async fn insert_decision(tx: &mut Tx, new: &NewDecision<'_>) -> DbResult<()> {
    let sql = "insert into review_decisions (id, review_id, action, value, reason, account_id, at_ms)
               values ($1, $2, $3, $4, $5, $6, $7)";
    on!(tx, c => sqlx::query(sql).bind(new.id).bind(new.review).bind(new.action).bind(new.value).bind(new.reason)
        .bind(new.account.map(|id| id.0)).bind(new.at_ms).execute(c).await.map(|_| ()))
}

/// One decision in an item's history.
#[derive(Debug, Clone, FromRow)]
pub struct DecisionLine {
    pub id: Uuid,
    pub action: String,
    pub value: String,
    pub reason: String,
    pub who: Option<String>,
    pub account_id: Option<Uuid>,
    pub at_ms: i64,
}

/// What was decided about an item, oldest first.
pub async fn decisions_of(tx: &mut Tx, review: Uuid) -> DbResult<Vec<DecisionLine>> {
    let sql = "select d.id, d.action, d.value, d.reason, a.name as who, d.account_id, d.at_ms from review_decisions d
               left join accounts a on a.id = d.account_id where d.review_id = $1 order by d.at_ms, d.id";
    on!(tx, c => sqlx::query_as(sql).bind(review).fetch_all(c).await)
}
