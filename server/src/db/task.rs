//! Tasks and every attempt to move them.

use super::{DbResult, Tx, on};
use domain::hash::Hash;
use domain::id::{AccountId, CompanyId, CompoundId, HouseholdId, NeedId, RequestId, TaskId};
use domain::need::Routing;
use domain::task::{TaskEvent, TaskKind, TaskState, TaskStatus};
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

/// What a task is made of.
#[derive(Debug, Clone)]
pub struct NewTask {
    pub id: TaskId,
    pub kind: TaskKind,
    pub need: Option<NeedId>,
    pub request: Option<RequestId>,
    pub compound: CompoundId,
    pub household: Option<HouseholdId>,
    pub code: String,
    pub routing: Routing,
    pub company: Option<CompanyId>,
    pub place_text: String,
    pub description: String,
    pub photos: Vec<Hash>,
    pub status: TaskStatus,
    pub at_ms: i64,
}

/// What the state machine and scope need of a task.
#[derive(Debug, Clone, FromRow)]
pub struct TaskRow {
    pub id: Uuid,
    pub compound_id: Uuid,
    pub household_id: Option<Uuid>,
    pub company_id: Option<Uuid>,
    pub assignee_id: Option<Uuid>,
    pub request_id: Option<Uuid>,
    pub code: String,
    pub status: String,
    pub reopen_count: i64,
}

impl TaskRow {
    /// The state machine's view.
    pub fn state(&self) -> TaskState {
        TaskState {
            status: TaskStatus::from_name(&self.status).unwrap_or(TaskStatus::Created),
            reopen_count: u8::try_from(self.reopen_count).unwrap_or(u8::MAX),
        }
    }
}

/// Adds a task. A need or a request that has one already keeps it; `false` comes back.
pub async fn insert_task(tx: &mut Tx, new: &NewTask) -> DbResult<bool> {
    let sql =
        "insert into tasks (id, kind, need_id, request_id, compound_id, household_id, code, priority, responsible,
                 company_id, place_text, description, photos, status, reopen_count, created_at_ms, changed_at_ms)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, $15, $15)
               on conflict do nothing";
    let count = on!(tx, c => sqlx::query(sql)
        .bind(new.id.0).bind(new.kind.name()).bind(new.need.map(|id| id.0)).bind(new.request.map(|id| id.0))
        .bind(new.compound.0).bind(new.household.map(|id| id.0)).bind(&new.code).bind(new.routing.priority.name())
        .bind(new.routing.responsible.name()).bind(new.company.map(|id| id.0)).bind(&new.place_text)
        .bind(&new.description).bind(Json(&new.photos)).bind(new.status.name()).bind(new.at_ms)
        .execute(c).await?.rows_affected());
    Ok(count == 1)
}

/// A task for its state machine. In a writing transaction on Postgres the row stays locked until the end.
pub async fn task_row(tx: &mut Tx, id: TaskId) -> DbResult<Option<TaskRow>> {
    let sql = "select id, compound_id, household_id, company_id, assignee_id, request_id, code, status, reopen_count
               from tasks where id = $1";
    match tx {
        Tx::Sqlite(tx) => sqlx::query_as(sql).bind(id.0).fetch_optional(&mut **tx).await,
        Tx::Postgres(tx) => {
            let locked = sqlx::AssertSqlSafe(format!("{sql} for update"));
            sqlx::query_as(locked).bind(id.0).fetch_optional(&mut **tx).await
        }
    }
}

/// Where a task lies, without locking it.
pub async fn task_compound(tx: &mut Tx, id: TaskId) -> DbResult<Option<CompoundId>> {
    let sql = "select compound_id from tasks where id = $1";
    let row: Option<(Uuid,)> = on!(tx, c => sqlx::query_as(sql).bind(id.0).fetch_optional(c).await?);
    Ok(row.map(|(id,)| CompoundId(id)))
}

/// Moves a task.
pub async fn set_state(
    tx: &mut Tx,
    id: TaskId,
    state: TaskState,
    assignee: Option<AccountId>,
    now_ms: i64,
) -> DbResult<()> {
    let sql = "update tasks set status = $2, reopen_count = $3, assignee_id = coalesce($4, assignee_id),
                 changed_at_ms = $5 where id = $1";
    on!(tx, c => sqlx::query(sql).bind(id.0).bind(state.status.name()).bind(i64::from(state.reopen_count))
        .bind(assignee.map(|id| id.0)).bind(now_ms).execute(c).await.map(|_| ()))
}

/// An attempt to move a task.
#[derive(Debug, Clone)]
pub struct NewTaskEvent<'a> {
    pub id: Uuid,
    pub event: &'a TaskEvent,
    pub from: TaskStatus,
    /// Where it moved; `None` when it was refused.
    pub to: Option<TaskStatus>,
    pub refused_reason: Option<&'static str>,
    pub account: Option<AccountId>,
    /// Role name, `resident` or `system`.
    pub actor: &'a str,
    pub recorded_at_ms: i64,
    pub received_at_ms: i64,
}

/// Adds an attempt, successful or not.
pub async fn insert_task_event(tx: &mut Tx, new: &NewTaskEvent<'_>) -> DbResult<()> {
    let event = new.event;
    let sql = "insert into task_events (id, task_id, action, from_status, to_status, refused_reason, account_id, actor,
                 note, photos_before, photos_after, recorded_at_ms, received_at_ms)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    on!(tx, c => sqlx::query(sql)
        .bind(new.id).bind(event.task.0).bind(event.action.name()).bind(new.from.name())
        .bind(new.to.map(|status| status.name())).bind(new.refused_reason).bind(new.account.map(|id| id.0))
        .bind(new.actor).bind(&event.text).bind(Json(&event.photos_before)).bind(Json(&event.photos_after))
        .bind(new.recorded_at_ms).bind(new.received_at_ms).execute(c).await.map(|_| ()))
}

/// The task that a need became.
pub async fn task_of_need(tx: &mut Tx, need: NeedId) -> DbResult<Option<TaskId>> {
    let sql = "select id from tasks where need_id = $1";
    let row: Option<(Uuid,)> = on!(tx, c => sqlx::query_as(sql).bind(need.0).fetch_optional(c).await?);
    Ok(row.map(|(id,)| TaskId(id)))
}
