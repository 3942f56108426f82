//! What a clerk's triage writes: the category of a request's task, a rejection with its reason, a merge.

use super::{DbResult, Tx, on};
use domain::id::{RequestId, TaskId};
use domain::need::Routing;
use domain::request::{RequestState, RequestStatus};
use uuid::Uuid;

/// The task that a request has already (a hazard gets one at once).
pub async fn task_of_request(tx: &mut Tx, request: RequestId) -> DbResult<Option<TaskId>> {
    let row: Option<(Uuid,)> = on!(tx, c => sqlx::query_as("select id from tasks where request_id = $1").bind(request.0).fetch_optional(c).await?);
    Ok(row.map(|(id,)| TaskId(id)))
}

/// Gives a task its category; priority and responsible party follow from it.
pub async fn set_code(tx: &mut Tx, task: TaskId, code: &str, routing: Routing, now_ms: i64) -> DbResult<()> {
    let sql = "update tasks set code = $2, priority = $3, responsible = $4, changed_at_ms = $5 where id = $1";
    on!(tx, c => sqlx::query(sql).bind(task.0).bind(code).bind(routing.priority.name())
        .bind(routing.responsible.name()).bind(now_ms).execute(c).await.map(|_| ()))
}

/// Closes a request as rejected or merged with words for the resident, unless it has moved meanwhile.
pub async fn close_request(
    tx: &mut Tx,
    id: RequestId,
    from: RequestStatus,
    to: RequestState,
    reason: &str,
) -> DbResult<bool> {
    let sql = "update requests set status = $2, rejected_reason = $3 where id = $1 and status = $4";
    let count = on!(tx, c => sqlx::query(sql).bind(id.0).bind(to.status.name()).bind(reason).bind(from.name())
        .execute(c).await?.rows_affected());
    Ok(count == 1)
}
