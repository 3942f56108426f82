//! The steps that somebody at a desk may take with a task: what the state machine allows to the roles that reach it.

use super::desk::{Audit, Desk, done};
use super::task;
use crate::db::task_list::TaskLine;
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::intake::Intake;
use crate::intake::task::{Step, staff_mover};
use crate::pages::document::or_failure;
use axum::Form;
use axum::extract::Path;
use axum::response::Response;
use domain::id::AccountId;
use domain::need::category;
use domain::org::Role;
use domain::task::{TaskAction, TaskEvent, TaskState, TaskStatus};
use serde::Deserialize;
use uuid::Uuid;

/// What the page offers.
#[derive(Debug, Default)]
pub struct Steps {
    /// Staff that it may be given to.
    pub staff: Option<Vec<(String, String)>>,
    /// Steps that need no words.
    pub presses: Vec<TaskAction>,
    /// Steps that need words.
    pub worded: Vec<TaskAction>,
}

const PRESSES: [TaskAction; 3] = [TaskAction::Accept, TaskAction::Confirm, TaskAction::Check];
const WORDED: [TaskAction; 5] =
    [TaskAction::Reopen, TaskAction::Return, TaskAction::Decline, TaskAction::Escalate, TaskAction::Comment];

fn state_of(line: &TaskLine) -> TaskState {
    TaskState {
        status: TaskStatus::from_name(&line.status).unwrap_or(TaskStatus::Created),
        reopen_count: u8::try_from(line.reopen_count).unwrap_or(u8::MAX),
    }
}

/// The steps of the reader for this task.
pub async fn steps(desk: &Desk, tx: &mut Tx, line: &TaskLine) -> ApiResult<Steps> {
    let (state, config) = (state_of(line), desk.config());
    let possible = |action: &TaskAction| state.apply(*action, staff_mover(&desk.actor, *action), &config).is_ok();
    let staff = match line.company_id {
        Some(company) if possible(&TaskAction::Assign) && may_judge(line) => {
            let staff = db::task_list::staff_of_company(tx, company, desk.now_ms).await?;
            Some(staff.into_iter().map(|(id, name)| (id.to_string(), name)).collect())
        }
        _ => None,
    };
    Ok(Steps {
        staff,
        presses: PRESSES.into_iter().filter(possible).collect(),
        worded: WORDED.into_iter().filter(possible).collect(),
    })
}

/// The company complained about never decides the complaint (content 7.2).
fn may_judge(line: &TaskLine) -> bool {
    category(&line.code).is_none_or(|category| category.company_may_judge())
}

/// A step and its words.
#[derive(Debug, Deserialize)]
pub struct Taken {
    action: String,
    #[serde(default)]
    text: String,
}

/// Whom a task is given to.
#[derive(Debug, Deserialize)]
pub struct Given {
    assignee: Uuid,
}

/// `POST /console/tasks/{id}`
pub async fn take_step(desk: Desk, Path(id): Path<Uuid>, Form(taken): Form<Taken>) -> Response {
    or_failure(&desk.state, stepped(&desk, id, taken)).await
}

async fn stepped(desk: &Desk, id: Uuid, taken: Taken) -> ApiResult<Response> {
    let offered = |action: &TaskAction| PRESSES.contains(action) || WORDED.contains(action);
    let action = TaskAction::from_name(&taken.action).filter(offered);
    let action = action.ok_or_else(|| ApiError::invalid("illegal_transition", "action"))?;
    let event = TaskEvent {
        task: id.into(),
        action,
        text: taken.text.trim().to_owned(),
        assignee: None,
        photos_before: vec![],
        photos_after: vec![],
    };
    let wordless = action == TaskAction::Reopen && event.text.is_empty();
    let found = event.validate(&desk.config()).err().and_then(|findings| findings.into_iter().next());
    let wrong = found.map(|finding| finding.code).or(wordless.then(|| "reason_missing".to_owned()));
    match wrong {
        Some(code) => task::shown(desk, id, Some((action, taken.text, code))).await,
        None => apply(desk, id, event).await,
    }
}

/// `POST /console/tasks/{id}/assign`
pub async fn assign_task(desk: Desk, Path(id): Path<Uuid>, Form(given): Form<Given>) -> Response {
    or_failure(&desk.state, assigned(&desk, id, given)).await
}

async fn assigned(desk: &Desk, id: Uuid, given: Given) -> ApiResult<Response> {
    let event = TaskEvent {
        task: id.into(),
        action: TaskAction::Assign,
        text: String::new(),
        assignee: Some(AccountId(given.assignee)),
        photos_before: vec![],
        photos_after: vec![],
    };
    apply(desk, id, event).await
}

async fn apply(desk: &Desk, id: Uuid, event: TaskEvent) -> ApiResult<Response> {
    let intake = Intake::new(&desk.state);
    let mut tx = desk.state.db.write().await?;
    let (scopes, filter) = task::reach(desk, &mut tx).await?;
    let line = db::task_list::task_within(&mut tx, &scopes, &filter, id).await?.ok_or(ApiError::NotFound)?;
    if let Some(assignee) = event.assignee {
        let company = line.company_id.ok_or(ApiError::Conflict("illegal_transition"))?;
        let staff = db::task_list::staff_of_company(&mut tx, company, desk.now_ms).await?;
        if !staff.iter().any(|(id, _)| *id == assignee.0) {
            return Err(ApiError::invalid("out_of_scope", "assignee"));
        }
        if !may_judge(&line) && desk.is(Role::CompanyManager) {
            return Err(ApiError::Forbidden("company_may_not_judge"));
        }
    }
    let step = Step {
        id: desk.state.clock.new_uuid(),
        event: &event,
        mover: staff_mover(&desk.actor, event.action),
        account: Some(desk.actor.account),
        recorded_at_ms: intake.now_ms,
    };
    let moved = intake.move_task(&mut tx, &step).await?;
    let to = moved.as_ref().map_or("refused", |status| status.name());
    let audit = Audit {
        action: event.action.name(),
        object: "task",
        id: &id.to_string(),
        from: Some(&line.status),
        to: Some(to),
        reason: (!event.text.is_empty()).then_some(event.text.as_str()),
    };
    desk.audit(&mut tx, task::ROLES, audit).await?;
    tx.commit().await?;
    match moved {
        Ok(_) => Ok(done(&format!("/console/tasks/{id}"))),
        Err(refused) => Err(ApiError::Conflict(refused.code())),
    }
}
