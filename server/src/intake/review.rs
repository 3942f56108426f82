//! The review list: the rules open an item when they cannot decide, and close it when nothing is left to decide.

use super::Intake;
use crate::db::review::{NewDecision, OpenReview};
use crate::db::{self, Tx};
use crate::error::ApiResult;
use domain::id::{CompoundId, HouseholdId};
use domain::merge::ReviewKind;

impl Intake<'_> {
    /// Opens an item about a thing; the same thing is one item.
    pub async fn open_review(
        &self,
        tx: &mut Tx,
        kind: ReviewKind,
        (compound, household): (CompoundId, Option<HouseholdId>),
        about: &str,
        reason: &str,
        content: serde_json::Value,
    ) -> ApiResult<()> {
        let (id, at_ms) = (self.state.clock.new_uuid(), self.now_ms);
        let open = OpenReview { id, kind, compound, household, about, reason, content, at_ms };
        Ok(db::review::open_review(tx, &open).await?)
    }

    /// Closes the item about a thing, if one is open: what came since leaves nothing to decide.
    pub async fn close_review(&self, tx: &mut Tx, kind: ReviewKind, about: &str) -> ApiResult<()> {
        let Some(review) = db::review::open_review_about(tx, kind, about).await? else { return Ok(()) };
        let (id, at_ms) = (self.state.clock.new_uuid(), self.now_ms);
        let action = "settled_by_itself";
        let decision = NewDecision { id, review, action, value: "", reason: "", account: None, at_ms };
        db::review::insert_decision(tx, &decision).await?;
        db::review_list::settle_review(tx, review).await?;
        Ok(())
    }
}
