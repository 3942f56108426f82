//! Triage of a resident's request (model 2.6): a category makes the task, a rejection gives the resident its reason, a merge
//! joins the same matter.

use super::desk::{Audit, Desk, done};
use super::request::{self, ROLES};
use super::secret;
use crate::db::request_list::RequestLine;
use crate::db::task::NewTask;
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::intake::Intake;
use crate::pages::document::or_failure;
use axum::Form;
use axum::extract::Path;
use axum::response::Response;
use domain::config::Config;
use domain::finding::Finding;
use domain::hash::Hash;
use domain::id::{CompoundId, RequestId, TaskId};
use domain::need::route;
use domain::org::Role;
use domain::request::{RequestAction, RequestState, RequestStatus};
use domain::task::{Actor as Mover, TaskKind, TaskStatus};
use serde::Deserialize;
use uuid::Uuid;

const CLERK: Mover = Mover::Staff(Role::CommunityClerk);

/// The chosen category.
#[derive(Debug, Deserialize)]
pub struct Category {
    code: String,
}

/// A reason that the resident reads.
#[derive(Debug, Deserialize)]
pub struct Rejection {
    #[serde(default)]
    reason: String,
}

/// The request that goes on.
#[derive(Debug, Deserialize)]
pub struct Merge {
    into: Uuid,
}

async fn request_of(desk: &Desk, tx: &mut Tx, id: Uuid) -> ApiResult<(RequestLine, RequestState)> {
    let line = request::within_reach(desk, tx, id).await?;
    let status = RequestStatus::from_name(&line.status).ok_or(ApiError::Conflict("illegal_transition"))?;
    let reopen_count = u8::try_from(line.reopen_count).unwrap_or(u8::MAX);
    Ok((line, RequestState { status, reopen_count }))
}

/// The state after triage and a further step; a request that was looked at already is not triaged twice.
fn after(state: RequestState, action: RequestAction, config: &Config) -> ApiResult<RequestState> {
    let illegal = |error: domain::task::IllegalTransition| ApiError::Conflict(error.code());
    let triaged = match state.status {
        RequestStatus::Submitted => state.apply(RequestAction::Triage, CLERK, config).map_err(illegal)?,
        _ => state,
    };
    if action == RequestAction::Triage { Ok(triaged) } else { triaged.apply(action, CLERK, config).map_err(illegal) }
}

/// `POST /console/requests/{id}/triage`
pub async fn triage_request(desk: Desk, Path(id): Path<Uuid>, Form(chosen): Form<Category>) -> Response {
    or_failure(&desk.state, triaged(&desk, id, chosen)).await
}

async fn triaged(desk: &Desk, id: Uuid, chosen: Category) -> ApiResult<Response> {
    let intake = Intake::new(&desk.state);
    let mut tx = desk.state.db.write().await?;
    let (line, state) = request_of(desk, &mut tx, id).await?;
    let routing = route(&chosen.code, line.hazard).ok_or_else(|| ApiError::invalid("unknown_code", "code"))?;
    let raised = db::triage::task_of_request(&mut tx, RequestId(id)).await?;
    let to = match (state.status, raised) {
        (RequestStatus::Emergency, Some(task)) => {
            db::triage::set_code(&mut tx, task, &chosen.code, routing, intake.now_ms).await?;
            if let Some(row) = db::task::task_row(&mut tx, task).await? {
                intake.note_task(&mut tx, &row).await?;
            }
            state
        }
        (_, Some(_)) => return Err(ApiError::Conflict("illegal_transition")),
        (_, None) => {
            let place = db::place::whereabouts(&mut tx, CompoundId(line.compound_id)).await?;
            let place = place.ok_or(ApiError::NotFound)?;
            let to = after(state, RequestAction::Triage, &intake.config)?;
            let task = new_task(&line, &chosen.code, routing, TaskId(desk.state.clock.new_uuid()), intake.now_ms);
            intake.open_task(&mut tx, task, &place).await?;
            to
        }
    };
    if to != state && !db::request::move_request(&mut tx, RequestId(id), state.status, to).await? {
        return Err(ApiError::Conflict("illegal_transition"));
    }
    audit(desk, &mut tx, "triage_request", id, state.status, &chosen.code, None).await?;
    let hides = secret::hidden_from(desk, &mut tx).await?;
    tx.commit().await?;
    // From now on it may be for others only.
    let is_hidden = hides.contains(&chosen.code.as_str());
    Ok(done(&if is_hidden { "/console/requests".to_owned() } else { format!("/console/requests/{id}") }))
}

fn new_task(line: &RequestLine, code: &str, routing: domain::need::Routing, id: TaskId, at_ms: i64) -> NewTask {
    let photos: Vec<Hash> = line.photos.0.iter().filter_map(|text| text.parse().ok()).collect();
    NewTask {
        id,
        kind: TaskKind::Repair,
        need: None,
        request: Some(RequestId(line.id)),
        compound: CompoundId(line.compound_id),
        household: line.household_id.map(Into::into),
        code: code.to_owned(),
        routing,
        company: None,
        place_text: line.place_text.clone(),
        description: line.description.clone(),
        photos,
        status: TaskStatus::Created,
        at_ms,
    }
}

async fn audit(
    desk: &Desk,
    tx: &mut Tx,
    action: &str,
    id: Uuid,
    from: RequestStatus,
    to: &str,
    reason: Option<&str>,
) -> ApiResult<()> {
    let id = id.to_string();
    let audit = Audit { action, object: "request", id: &id, from: Some(from.name()), to: Some(to), reason };
    desk.audit(tx, ROLES, audit).await
}

/// `POST /console/requests/{id}/reject`
pub async fn reject_request(desk: Desk, Path(id): Path<Uuid>, Form(rejection): Form<Rejection>) -> Response {
    or_failure(&desk.state, rejected(&desk, id, rejection)).await
}

async fn rejected(desk: &Desk, id: Uuid, rejection: Rejection) -> ApiResult<Response> {
    let reason = rejection.reason.trim();
    let wrong = match reason.chars().count() {
        0 => Some("reason_missing"),
        201.. => Some("too_long"),
        _ => None,
    };
    if let Some(code) = wrong {
        return request::shown(desk, id, Some((rejection.reason.clone(), Finding::new(code, "reason")))).await;
    }
    close(desk, id, RequestAction::Reject, reason).await
}

/// `POST /console/requests/{id}/merge`
pub async fn merge_request(desk: Desk, Path(id): Path<Uuid>, Form(merge): Form<Merge>) -> Response {
    or_failure(&desk.state, merged(&desk, id, merge)).await
}

async fn merged(desk: &Desk, id: Uuid, merge: Merge) -> ApiResult<Response> {
    let mut tx = desk.state.db.read().await?;
    let (line, _) = request_of(desk, &mut tx, id).await?;
    let beside = request::beside(desk, &mut tx, &line).await?;
    drop(tx);
    let into = beside.into_iter().find(|(other, _, _)| *other == merge.into);
    let (_, number, _) = into.ok_or_else(|| ApiError::invalid("unknown_request", "into"))?;
    close(desk, id, RequestAction::Merge, &number).await
}

async fn close(desk: &Desk, id: Uuid, action: RequestAction, reason: &str) -> ApiResult<Response> {
    let mut tx = desk.state.db.write().await?;
    let (_, state) = request_of(desk, &mut tx, id).await?;
    let to = after(state, action, &desk.config())?;
    if !db::triage::close_request(&mut tx, RequestId(id), state.status, to, reason).await? {
        return Err(ApiError::Conflict("illegal_transition"));
    }
    audit(desk, &mut tx, action.name(), id, state.status, to.status.name(), Some(reason)).await?;
    tx.commit().await?;
    Ok(done(&format!("/console/requests/{id}")))
}
