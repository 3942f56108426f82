//! Records that look like another one: the same draft sent in pieces, the same questions asked by two workers, the same words twice
//! within minutes. Everything is kept; a person looks where the rules cannot decide (model 2.12).

use super::Intake;
use crate::db::survey::LikeRow;
use crate::db::{self, Tx};
use crate::error::ApiResult;
use domain::consent::{ConsentEvent, Evidence};
use domain::id::{AccountId, CompoundId, HouseholdId};
use domain::merge::response::{Piece, answers};
use domain::merge::{Meeting, Merged, TWIN_MS, merge};
use domain::need::Need;
use domain::questionnaire::SurveyResponse;
use domain::sync::record::Record;
use domain::visit::Visit;
use serde_json::json;
use uuid::Uuid;

impl Intake<'_> {
    /// Looks for a visit with the same words.
    pub(super) async fn compare_visit(
        &self,
        tx: &mut Tx,
        record: &Record,
        visit: &Visit,
        compound: CompoundId,
    ) -> ApiResult<()> {
        if let Some(later) = &self.later {
            if !later.was_near(visit.household, record.author, visit.started_at_ms, TWIN_MS) {
                return Ok(());
            }
            self.flush(tx).await?;
        }
        let span = (visit.started_at_ms.saturating_sub(TWIN_MS), visit.started_at_ms.saturating_add(TWIN_MS));
        let near = db::visit::visits_near(tx, visit.household, record.author, span).await?;
        let twin = near.into_iter().find(|(id, other)| {
            *id != record.id.0
                && (other.outcome, &other.note, other.channel) == (visit.outcome, &visit.note, visit.channel)
        });
        self.flag_twin(tx, "visit", record.id.0, twin.map(|(id, _)| id), (compound, Some(visit.household))).await
    }

    /// Looks for a need with the same words.
    pub(super) async fn compare_need(
        &self,
        tx: &mut Tx,
        record: &Record,
        need: &Need,
        compound: CompoundId,
    ) -> ApiResult<()> {
        let span = (record.recorded_at_ms.saturating_sub(TWIN_MS), record.recorded_at_ms.saturating_add(TWIN_MS));
        let same = (need.household, compound, need.code.as_str(), need.place_text.as_str(), need.text.as_str());
        let twin = db::need::need_like(tx, record.id.0, record.author, same, span).await?;
        self.flag_twin(tx, "need", record.id.0, twin, (compound, need.household)).await
    }

    /// Looks for a consent that says the same: whose words and which strokes lies sealed and is not compared.
    pub(super) async fn compare_consent(
        &self,
        tx: &mut Tx,
        record: &Record,
        event: &ConsentEvent,
        compound: CompoundId,
    ) -> ApiResult<()> {
        let span = (record.recorded_at_ms.saturating_sub(TWIN_MS), record.recorded_at_ms.saturating_add(TWIN_MS));
        let said = |event: &ConsentEvent| ConsentEvent {
            evidence: Evidence::default(),
            captured_at_ms: 0,
            seen: None,
            ..event.clear_part()
        };
        let near = db::consent::consents_near(tx, event.household, record.author, span).await?;
        let twin = near.into_iter().find(|(id, content)| {
            let other: Option<ConsentEvent> = serde_json::from_str(content).ok();
            *id != record.id.0 && other.is_some_and(|other| said(&other) == said(event))
        });
        self.flag_twin(tx, "consent", record.id.0, twin.map(|(id, _)| id), (compound, Some(event.household))).await
    }

    async fn flag_twin(
        &self,
        tx: &mut Tx,
        what: &str,
        id: Uuid,
        twin: Option<Uuid>,
        place: (CompoundId, Option<HouseholdId>),
    ) -> ApiResult<()> {
        let Merged::Review(kind) = merge(Meeting::Appended { has_twin: twin.is_some() }) else { return Ok(()) };
        let pair = pair(id, twin.unwrap_or(id));
        let content = json!({ "what": what, "ids": pair });
        self.open_review(tx, kind, place, &format!("{}/{}", pair[0], pair[1]), what, content).await
    }

    /// Puts a response beside those to the same questionnaire: pieces of one draft become one, other workers' answers are a clerk's
    /// to choose from.
    pub(super) async fn compare_response(
        &self,
        tx: &mut Tx,
        record: &Record,
        response: &SurveyResponse,
        compound: CompoundId,
    ) -> ApiResult<()> {
        if let Some(later) = &self.later {
            if !later.has_answered(response.household) {
                return Ok(());
            }
            self.flush(tx).await?;
        }
        let like = db::survey::responses_like(tx, response).await?;
        let mine = |row: &&LikeRow| row.visit_id == response.visit.0 && row.account_id == record.author.0;
        let pieces: Vec<&LikeRow> = like.iter().filter(mine).collect();
        if pieces.len() > 1 && merge(Meeting::Response { same_draft: true }) == Merged::PerQuestion {
            self.one_draft(tx, &pieces).await?;
        }
        let others = like.iter().filter(|row| AccountId(row.account_id) != record.author && row.status != SUPERSEDED);
        for other in others {
            let Merged::Review(kind) = merge(Meeting::Response { same_draft: false }) else { continue };
            let pair = pair(record.id.0, other.id);
            let content = json!({ "ids": pair, "questionnaire": response.questionnaire });
            let about = format!("{}/{}", pair[0], pair[1]);
            let place = (compound, Some(response.household));
            self.open_review(tx, kind, place, &about, &response.questionnaire, content).await?;
        }
        Ok(())
    }

    /// The latest piece holds the last word on every question; the others are superseded. The pieces as sent stay in the records.
    async fn one_draft(&self, tx: &mut Tx, pieces: &[&LikeRow]) -> ApiResult<()> {
        let all: Vec<Piece<'_>> = pieces.iter().map(|row| Piece { seq: row.seq(), response: &row.content.0 }).collect();
        let Some(latest) = pieces.iter().max_by_key(|row| row.seq()) else { return Ok(()) };
        let whole = SurveyResponse { answers: answers(&all), ..latest.content.0.clone() };
        db::survey::set_content(tx, latest.id, &whole).await?;
        for row in pieces.iter().filter(|row| row.id != latest.id) {
            db::survey::set_response_status(tx, row.id, SUPERSEDED).await?;
        }
        Ok(())
    }
}

/// Status of a response in whose place another one counts.
pub const SUPERSEDED: &str = "superseded";

/// Two ids in one order, whichever came first.
fn pair(one: Uuid, other: Uuid) -> [Uuid; 2] {
    if one < other { [one, other] } else { [other, one] }
}
