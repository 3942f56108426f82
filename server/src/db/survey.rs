//! Survey responses.

use super::{DbResult, Tx, on};
use domain::id::{AccountId, CompoundId, RecordId};
use domain::questionnaire::SurveyResponse;
use sqlx::types::Json;

/// Adds a response. `status` is `accepted`, or `submitted` when it carries flags that a clerk has to look at.
pub async fn insert_response(
    tx: &mut Tx,
    id: RecordId,
    response: &SurveyResponse,
    author: AccountId,
    compound: CompoundId,
    status: &str,
    received_at_ms: i64,
) -> DbResult<()> {
    let sql = "insert into survey_responses (id, visit_id, household_id, compound_id, account_id, questionnaire_code,
                 questionnaire_version, status, content, received_at_ms)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    on!(tx, c => sqlx::query(sql)
        .bind(id.0).bind(response.visit.0).bind(response.household.0).bind(compound.0).bind(author.0)
        .bind(&response.questionnaire).bind(i64::from(response.version)).bind(status).bind(Json(response))
        .bind(received_at_ms).execute(c).await.map(|_| ()))
}
