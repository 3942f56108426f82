//! What one household asked for, for its own eyes.

use super::{DbResult, Tx, on};
use domain::id::HouseholdId;
use uuid::Uuid;

/// A household and the number of the family that lives or lived there.
pub type Family = (HouseholdId, i64);

/// A task made of what was noted at the household's door.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct HomeTask {
    pub id: Uuid,
    pub code: String,
    pub status: String,
    pub place_text: String,
    pub description: String,
    pub company_name: Option<String>,
    /// What was written with the latest "done".
    pub note: Option<String>,
}

/// The tasks made of a family's needs, latest first. What the family before asked for is not theirs to see. Secret categories (SEC-05, NBR-02) never appear: who reads along at
/// home may be the one it is about.
pub async fn tasks_of_home(tx: &mut Tx, (household, family): Family) -> DbResult<Vec<HomeTask>> {
    let sql = "select t.id, t.code, t.status, t.place_text, t.description, m.name as company_name,
                 (select e.note from task_events e where e.task_id = t.id and e.action = 'submit'
                    and e.refused_reason is null order by e.received_at_ms desc limit 1) as note
               from tasks t join needs n on n.id = t.need_id left join companies m on m.id = t.company_id
               where t.household_id = $1 and n.occupancy_seq = $2 and t.code not in ('SEC-05', 'NBR-02')
               order by t.created_at_ms desc, t.id limit 50";
    on!(tx, c => sqlx::query_as(sql).bind(household.0).bind(family).fetch_all(c).await)
}

/// Numbers of a family's requests with their statuses and times, latest first.
pub async fn requests_of_home(
    tx: &mut Tx,
    (household, family): Family,
) -> DbResult<Vec<(String, String, String, i64)>> {
    let sql = "select r.no, r.status, coalesce(t.status, ''), r.created_at_ms from requests r
               left join tasks t on t.request_id = r.id
               where r.household_id = $1 and r.occupancy_seq = $2 order by r.created_at_ms desc, r.no limit 50";
    on!(tx, c => sqlx::query_as(sql).bind(household.0).bind(family).fetch_all(c).await)
}
