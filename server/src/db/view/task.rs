//! Tasks as technicians hold them.

use super::places;
use crate::db::{DbResult, Tx, on};
use domain::hash::Hash;
use domain::need::Priority;
use domain::sync::view::TaskView;
use domain::task::TaskStatus;
use sqlx::types::Json;
use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

#[derive(FromRow)]
struct Row {
    id: Uuid,
    compound_id: Uuid,
    compound_name: String,
    code: String,
    priority: String,
    status: String,
    place_text: String,
    description: String,
    photos: Json<Vec<Hash>>,
    assignee_id: Option<Uuid>,
    assignee_name: Option<String>,
    created_at_ms: i64,
    reopen_count: i64,
    last_note: Option<String>,
    building: Option<String>,
    unit: Option<String>,
    door_no: Option<String>,
}

/// Views of tasks. The door is in a view only while the task is open (rules 4.2).
pub async fn task_views(tx: &mut Tx, ids: &[Uuid]) -> DbResult<Vec<TaskView>> {
    let sql = AssertSqlSafe(format!(
        "select t.id, t.compound_id, p.name as compound_name, t.code, t.priority, t.status, t.place_text, t.description,
           t.photos, t.assignee_id, a.name as assignee_name, t.created_at_ms, t.reopen_count,
           (select e.note from task_events e where e.task_id = t.id and e.note <> ''
              order by e.received_at_ms desc, e.id desc limit 1) as last_note,
           b.no_norm as building, u.no_norm as unit, h.door_no
         from tasks t join compounds p on p.id = t.compound_id
         left join accounts a on a.id = t.assignee_id
         left join households h on h.id = t.household_id left join buildings b on b.id = h.building_id
         left join units u on u.id = h.unit_id
         where t.id in ({})",
        places(1, ids.len())
    ));
    let rows: Vec<Row> = on!(tx, c => {
        let mut query = sqlx::query_as(sql);
        for id in ids {
            query = query.bind(*id);
        }
        query.fetch_all(c).await?
    });
    Ok(rows.into_iter().map(view).collect())
}

fn view(row: Row) -> TaskView {
    let status = TaskStatus::from_name(&row.status).unwrap_or(TaskStatus::Created);
    let door = match (row.building, row.unit, row.door_no) {
        (Some(building), Some(unit), Some(door)) if status != TaskStatus::Closed => {
            let unit = if unit == "0" { String::new() } else { format!("{unit}-") };
            format!("{building}-{unit}{door} ")
        }
        _ => String::new(),
    };
    TaskView {
        id: row.id.into(),
        compound: row.compound_id.into(),
        compound_name: row.compound_name,
        code: row.code,
        priority: Priority::from_name(&row.priority).unwrap_or(Priority::P3),
        status,
        place_text: format!("{door}{}", row.place_text),
        description: row.description,
        photos: row.photos.0,
        assignee: row.assignee_id.map(Into::into),
        assignee_name: row.assignee_name,
        created_at_ms: row.created_at_ms,
        reopen_count: u32::try_from(row.reopen_count).unwrap_or(0),
        last_note: row.last_note.unwrap_or_default(),
    }
}
