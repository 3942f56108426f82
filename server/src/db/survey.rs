//! Survey responses.

use super::{DbResult, Tx, batch, on};
use domain::id::{AccountId, CompoundId, HouseholdId, RecordId};
use domain::questionnaire::SurveyResponse;
use sqlx::types::Json;
use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

/// A response with its author and place.
#[derive(Debug, Clone)]
pub struct NewResponse {
    pub id: RecordId,
    pub response: SurveyResponse,
    pub author: AccountId,
    pub compound: CompoundId,
    /// `accepted`, or `submitted` when it carries flags that a clerk has to look at.
    pub status: &'static str,
    pub received_at_ms: i64,
}

/// Adds responses.
pub async fn insert_responses(tx: &mut Tx, all: &[NewResponse]) -> DbResult<()> {
    for part in batch::portions(all) {
        let sql = AssertSqlSafe(format!(
            "insert into survey_responses (id, visit_id, household_id, compound_id, account_id, questionnaire_code,
               questionnaire_version, status, content, received_at_ms) values {}",
            batch::values(part.len(), 10)
        ));
        on!(tx, c => {
            let mut query = sqlx::query(sql);
            for new in part {
                let response = &new.response;
                query = query.bind(new.id.0).bind(response.visit.0).bind(response.household.0).bind(new.compound.0)
                    .bind(new.author.0).bind(&response.questionnaire).bind(i64::from(response.version))
                    .bind(new.status).bind(Json(response)).bind(new.received_at_ms);
            }
            query.execute(c).await?.rows_affected()
        });
    }
    Ok(())
}

/// Which of these households answered anything before.
pub async fn households_that_answered(tx: &mut Tx, households: &[Uuid]) -> DbResult<Vec<HouseholdId>> {
    let sql = "select distinct household_id from survey_responses where household_id in ($ids)";
    let rows: Vec<(Uuid,)> = batch::rows_in(tx, sql, households).await?;
    Ok(rows.into_iter().map(|(id,)| HouseholdId(id)).collect())
}

/// A response to the same questionnaire by the same family.
#[derive(Debug, Clone, FromRow)]
pub struct LikeRow {
    pub id: Uuid,
    pub visit_id: Uuid,
    pub account_id: Uuid,
    pub status: String,
    pub device_seq: Option<i64>,
    pub content: Json<SurveyResponse>,
}

impl LikeRow {
    /// Number of its record on the phone.
    pub fn seq(&self) -> u64 {
        self.device_seq.and_then(|seq| u64::try_from(seq).ok()).unwrap_or(0)
    }
}

/// Every response of a household to the same version of a questionnaire, itself included.
pub async fn responses_like(tx: &mut Tx, response: &SurveyResponse) -> DbResult<Vec<LikeRow>> {
    let sql = "select s.id, s.visit_id, s.account_id, s.status, r.device_seq, s.content
               from survey_responses s left join records r on r.id = s.id
               where s.household_id = $1 and s.questionnaire_code = $2 and s.questionnaire_version = $3
               order by s.received_at_ms, s.id";
    on!(tx, c => sqlx::query_as(sql).bind(response.household.0).bind(&response.questionnaire)
        .bind(i64::from(response.version)).fetch_all(c).await)
}

/// Lets a response say what all pieces of its draft say.
pub async fn set_content(tx: &mut Tx, id: Uuid, response: &SurveyResponse) -> DbResult<()> {
    let sql = "update survey_responses set content = $2 where id = $1";
    on!(tx, c => sqlx::query(sql).bind(id).bind(Json(response)).execute(c).await.map(|_| ()))
}

/// Moves a response to another status.
pub async fn set_response_status(tx: &mut Tx, id: Uuid, status: &str) -> DbResult<()> {
    let sql = "update survey_responses set status = $2 where id = $1";
    on!(tx, c => sqlx::query(sql).bind(id).bind(status).execute(c).await.map(|_| ()))
}

/// A response as the review list shows it: visit, worker, status, when it came.
pub async fn response_line(tx: &mut Tx, id: Uuid) -> DbResult<Option<(Uuid, String, String, i64)>> {
    let sql = "select s.visit_id, a.name, s.status, s.received_at_ms from survey_responses s
               join accounts a on a.id = s.account_id where s.id = $1";
    on!(tx, c => sqlx::query_as(sql).bind(id).fetch_optional(c).await)
}
