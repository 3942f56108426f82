//! `POST /r/{number}/answer`: the resident says whether it is solved; request and task move together.

use super::code::refuse;
use super::follow::{parse, seen, show};
use super::form::SentForm;
use super::key::open;
use crate::auth::address::Address;
use crate::db;
use crate::error::{ApiError, ApiResult};
use crate::intake::Intake;
use crate::intake::task::Step;
use crate::pages::document::{Reader, or_failure};
use crate::state::AppState;
use app::resident::draft::FormDraft;
use app::resident::invalid::Invalid;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::finding::Finding;
use domain::id::{RequestId, TaskId};
use domain::need::Need;
use domain::request::{RequestAction, RequestNumber, RequestState};
use domain::task::{Actor, TaskAction, TaskEvent};

/// Takes the answer: solved, or not.
pub async fn answer_request(
    State(state): State<AppState>,
    Path(number): Path<String>,
    Address(address): Address,
    reader: Reader,
    sent: SentForm,
) -> Response {
    or_failure(&state, answer(&state, number, address, reader, sent)).await
}

async fn answer(
    state: &AppState,
    number: String,
    address: String,
    reader: Reader,
    sent: SentForm,
) -> ApiResult<Response> {
    let Some(number) = parse(&number) else { return Ok(refuse(state, reader, Invalid::NoRequest, "/r".into())) };
    let key = sent.value("key").to_owned();
    let mut tx = state.db.read().await?;
    let row = db::request::request_by_number(&mut tx, number).await?.ok_or(ApiError::NotFound)?;
    drop(tx);
    if open(state, number, &row, &address, &key).await? != Ok(true) {
        return show(state, reader, number, &address, &key, false, FormDraft::default()).await;
    }
    let text = sent.value("text").to_owned();
    let mut draft = FormDraft { values: vec![("text".into(), text.clone())], ..FormDraft::default() };
    let action = match sent.value("answer") {
        "confirm" => RequestAction::Confirm,
        "reopen" => RequestAction::Reopen,
        _ => return Err(ApiError::invalid("choose_one", "answer")),
    };
    if text.chars().count() > Need::TEXT_MAX {
        draft.findings.push(Finding::new("too_long", "text"));
        return show(state, reader, number, &address, &key, false, draft).await;
    }
    let late = if take_answer(state, number, action, text).await? { "" } else { "&late=1" };
    Ok(Redirect::to(&format!("/r/{number}?key={key}{late}")).into_response())
}

/// Moves request and task together; `false` when that is not possible at this point (then nothing has moved).
async fn take_answer(state: &AppState, number: RequestNumber, action: RequestAction, text: String) -> ApiResult<bool> {
    let intake = Intake::new(state);
    let mut tx = state.db.write().await?;
    let row = db::request::request_by_number(&mut tx, number).await?.ok_or(ApiError::NotFound)?;
    let work = db::request::work_of_request(&mut tx, RequestId(row.id)).await?;
    let Some(stored) = row.state() else { return Ok(false) };
    let now = RequestState { status: seen(Some(stored), work.as_ref()), ..stored };
    let Ok(next) = now.apply(action, Actor::Resident, &intake.config) else { return Ok(false) };
    if !db::request::move_request(&mut tx, RequestId(row.id), stored.status, next).await? {
        return Ok(false);
    }
    if let Some(work) = &work {
        let action = if action == RequestAction::Confirm { TaskAction::Confirm } else { TaskAction::Reopen };
        let (photos_before, photos_after) = (vec![], vec![]);
        let event = TaskEvent { task: TaskId(work.task_id), action, text, assignee: None, photos_before, photos_after };
        let id = state.clock.new_uuid();
        let step = Step { id, event: &event, mover: Actor::Resident, account: None, recorded_at_ms: intake.now_ms };
        intake.move_task(&mut tx, &step).await?.ok();
    }
    tx.commit().await?;
    Ok(true)
}
