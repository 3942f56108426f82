//! The consequences of a record: one arm for each kind.

use super::Intake;
use crate::auth::Actor;
use crate::db::{self, Tx};
use crate::error::ApiResult;
use domain::finding::Finding;
use domain::id::{GridId, NeedId};
use domain::org::Whereabouts;
use domain::questionnaire::SurveyResponse;
use domain::sync::body::Body;
use domain::sync::record::Record;

impl Intake<'_> {
    /// Makes a record part of the whole. Findings here are words for the author, such as a refused step of a task.
    pub(super) async fn apply(
        &self,
        tx: &mut Tx,
        sender: &Actor,
        record: &Record,
        body: &Body,
        place: &Whereabouts,
    ) -> ApiResult<Vec<Finding>> {
        let compound = place.compound;
        match body {
            Body::Visit(visit) => {
                let grid: Option<GridId> = place.grids.first().copied();
                let new = db::visit::NewVisit {
                    id: record.id,
                    visit: visit.clone(),
                    author: record.author,
                    compound,
                    grid,
                    received_at_ms: self.now_ms,
                };
                self.add_visit(tx, new).await?;
                self.compare_visit(tx, record, visit, compound).await?;
                self.refresh_household(tx, visit.household).await?;
            }
            Body::SurveyResponse(response) => self.take_response(tx, record, response, place).await?,
            Body::Need(need) => {
                let id = NeedId(record.id.0);
                let new = db::need::NewNeed {
                    id,
                    need,
                    compound,
                    author: Some(record.author),
                    recorded_at_ms: record.recorded_at_ms,
                    received_at_ms: self.now_ms,
                };
                db::need::insert_need(tx, &new).await?;
                self.compare_need(tx, record, need, compound).await?;
                self.task_from_need(tx, id, need, place).await?;
                if let Some(household) = need.household {
                    self.note_household(tx, household).await?;
                }
            }
            Body::ConsentEvent(event) => {
                self.notary().add_event(tx, record, event, compound, self.now_ms).await?;
                self.compare_consent(tx, record, event, compound).await?;
                self.refresh_household(tx, event.household).await?;
            }
            Body::TaskEvent(event) => return self.move_task_by_record(tx, sender, record, event).await,
            Body::HouseholdFacts(facts) => self.take_facts(tx, record, facts).await?,
            Body::NewHousehold(door) => return self.take_door(tx, sender, record, door, place).await,
        }
        Ok(vec![])
    }

    async fn take_response(
        &self,
        tx: &mut Tx,
        record: &Record,
        response: &SurveyResponse,
        place: &Whereabouts,
    ) -> ApiResult<()> {
        let flagged = !response.quality_flags(false, &self.config).is_empty();
        let status = if flagged { "submitted" } else { "accepted" };
        let new = db::survey::NewResponse {
            id: record.id,
            response: response.clone(),
            author: record.author,
            compound: place.compound,
            status,
            received_at_ms: self.now_ms,
        };
        self.add_response(tx, new).await?;
        self.compare_response(tx, record, response, place.compound).await
    }
}
