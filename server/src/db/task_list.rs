//! Tasks as the console lists them.

use super::compound_list::PlaceFilter;
use super::need_list::hide;
use super::select::{Page, Select, count, rows};
use super::{DbResult, Tx, on};
use domain::org::Scope;
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

/// Which tasks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskFilter {
    pub place: PlaceFilter,
    pub status: Option<String>,
    /// Neither closed nor declined for good.
    pub open: bool,
    pub priority: Option<String>,
    pub code: Option<String>,
    pub assignee: Option<Uuid>,
    /// Leaves out what only the named handlers may see, of these codes.
    pub hides: Vec<&'static str>,
    /// Only tasks given to this company: what a company may see at all.
    pub company: Option<Uuid>,
}

/// One task in a list.
#[derive(Debug, Clone, FromRow)]
pub struct TaskLine {
    pub id: Uuid,
    pub kind: String,
    pub need_id: Option<Uuid>,
    pub request_id: Option<Uuid>,
    pub compound_id: Uuid,
    pub compound: String,
    pub household_id: Option<Uuid>,
    pub building: Option<String>,
    pub unit: Option<String>,
    pub door_no: Option<String>,
    pub code: String,
    pub priority: String,
    pub responsible: String,
    pub company_id: Option<Uuid>,
    pub company: Option<String>,
    pub assignee_id: Option<Uuid>,
    pub assignee: Option<String>,
    pub place_text: String,
    pub description: String,
    pub photos: Json<Vec<String>>,
    pub status: String,
    pub reopen_count: i64,
    pub created_at_ms: i64,
    pub changed_at_ms: i64,
}

const COLUMNS: &str = "t.id, t.kind, t.need_id, t.request_id, t.compound_id, p.name as compound, t.household_id,
    b.no_raw as building, u.no_norm as unit, h.door_no, t.code, t.priority, t.responsible, t.company_id,
    cp.name as company, t.assignee_id, a.name as assignee, t.place_text, t.description, t.photos, t.status,
    cast(t.reopen_count as bigint) as reopen_count, t.created_at_ms, t.changed_at_ms";

fn select(scopes: &[Scope], filter: &TaskFilter) -> Select {
    let mut select = Select::new(
        "from tasks t join compounds p on p.id = t.compound_id left join households h on h.id = t.household_id
         left join buildings b on b.id = h.building_id left join units u on u.id = h.unit_id
         left join companies cp on cp.id = t.company_id left join accounts a on a.id = t.assignee_id where 1 = 1",
    );
    select.within(scopes);
    filter.place.narrow(&mut select);
    select
        .and("t.status =", filter.status.as_deref())
        .and_if(filter.open, "t.status <> 'closed'")
        .and("t.priority =", filter.priority.as_deref())
        .and("t.code =", filter.code.as_deref())
        .and("t.assignee_id =", filter.assignee)
        .and("t.company_id =", filter.company);
    hide(&mut select, "t.code", &filter.hides);
    select
}

/// How many tasks the filter shows.
pub async fn count_listed_tasks(tx: &mut Tx, scopes: &[Scope], filter: &TaskFilter) -> DbResult<i64> {
    count(tx, &select(scopes, filter)).await
}

/// The tasks, most urgent first, then longest waiting.
pub async fn list_tasks(tx: &mut Tx, scopes: &[Scope], filter: &TaskFilter, page: Page) -> DbResult<Vec<TaskLine>> {
    let order = "case when t.status = 'closed' then 1 else 0 end, t.priority, t.created_at_ms, t.id";
    rows!(tx, select(scopes, filter), COLUMNS, order, page)
}

/// Tasks by state and priority: `(status, priority, tasks)`.
pub async fn count_tasks_by_state(
    tx: &mut Tx,
    scopes: &[Scope],
    filter: &TaskFilter,
) -> DbResult<Vec<(String, String, i64)>> {
    let mut select = select(scopes, filter);
    select.push(" group by t.status, t.priority");
    rows!(tx, select, "t.status, t.priority, count(*)", "t.status, t.priority", Page::ALL)
}

/// One task, if scopes and filter reach it.
pub async fn task_within(tx: &mut Tx, scopes: &[Scope], filter: &TaskFilter, id: Uuid) -> DbResult<Option<TaskLine>> {
    let mut select = select(scopes, filter);
    select.and("t.id =", Some(id));
    let lines: Vec<TaskLine> = rows!(tx, select, COLUMNS, "t.id", Page { limit: 1, offset: 0 })?;
    Ok(lines.into_iter().next())
}

/// One step of a task's history.
#[derive(Debug, Clone, FromRow)]
pub struct TaskEventLine {
    pub action: String,
    pub from_status: String,
    pub to_status: Option<String>,
    pub refused_reason: Option<String>,
    pub who: Option<String>,
    pub actor: String,
    pub note: String,
    pub photos_before: Json<Vec<String>>,
    pub photos_after: Json<Vec<String>>,
    pub received_at_ms: i64,
}

/// The history of a task, oldest first.
pub async fn events_of_task(tx: &mut Tx, task: Uuid) -> DbResult<Vec<TaskEventLine>> {
    let sql = "select e.action, e.from_status, e.to_status, e.refused_reason, a.name as who, e.actor, e.note,
                 e.photos_before, e.photos_after, e.received_at_ms
               from task_events e left join accounts a on a.id = e.account_id
               where e.task_id = $1 order by e.received_at_ms, e.id";
    on!(tx, c => sqlx::query_as(sql).bind(task).fetch_all(c).await)
}

/// Staff of a company who can be given a task now: `(account, name)`.
pub async fn staff_of_company(tx: &mut Tx, company: Uuid, at_ms: i64) -> DbResult<Vec<(Uuid, String)>> {
    let sql = "select distinct a.id, a.name from accounts a join grants g on g.account_id = a.id
               where a.company_id = $1 and g.role = 'company_staff' and g.from_ms <= $2 and (g.to_ms is null or g.to_ms > $2)
                 and a.ended_at_ms is null and a.locked_at_ms is null order by a.name, a.id";
    on!(tx, c => sqlx::query_as(sql).bind(company).bind(at_ms).fetch_all(c).await)
}
