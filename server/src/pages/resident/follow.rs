//! `/r` and `/r/{number}`: follow a request. Its number alone shows how far it is; its key opens the rest.

use super::caller::form_page;
use super::code::refuse;
use super::form::SentForm;
use super::key::{key_of, open};
use crate::auth::address::Address;
use crate::db::request::{RequestRow, RequestWork};
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::pages::document::{Reader, Sheet, document, or_failure};
use crate::state::AppState;
use app::resident::draft::FormDraft;
use app::resident::follow::{self as page, DetailsView, FollowView};
use app::resident::invalid::Invalid;
use app::words::resident as words;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::calendar::shanghai_day;
use domain::finding::Finding;
use domain::hash::Hash;
use domain::id::{CompoundId, RequestId};
use domain::need::NeedIcon;
use domain::request::{RequestNumber, RequestState, RequestStatus};
use domain::task::TaskStatus;
use serde::Deserialize;

/// What comes along in the address.
#[derive(Debug, Default, Deserialize)]
pub struct Along {
    #[serde(default)]
    number: String,
    #[serde(default)]
    key: String,
    new: Option<String>,
    late: Option<String>,
}

/// `GET /r`: the form for a number, or on to its page.
pub async fn find_request(State(state): State<AppState>, Query(along): Query<Along>, reader: Reader) -> Response {
    let mut draft = FormDraft { values: vec![("number".into(), along.number.clone())], ..FormDraft::default() };
    if !along.number.trim().is_empty() {
        match along.number.parse::<RequestNumber>() {
            Ok(number) => return Redirect::to(&format!("/r/{number}")).into_response(),
            Err(_) => draft.findings.push(Finding::new("number_wrong", "number")),
        }
    }
    let is_wrong = !draft.findings.is_empty();
    form_page(&state, reader, words::FOLLOW_TITLE, is_wrong, |preference| page::lookup_page(draft, preference))
}

/// `GET /r/{number}`
pub async fn show_request(
    State(state): State<AppState>,
    Path(number): Path<String>,
    Query(along): Query<Along>,
    Address(address): Address,
    reader: Reader,
) -> Response {
    let work = async {
        let Some(number) = parse(&number) else { return Ok(refuse(&state, reader, Invalid::NoRequest, "/r".into())) };
        let mut draft = FormDraft::default();
        if along.late.is_some() {
            draft.findings.push(Finding::new("too_late", ""));
        }
        show(&state, reader, number, &address, &along.key, along.new.is_some(), draft).await
    };
    or_failure(&state, work).await
}

/// `POST /r/{number}`: opens the details with the key or the household code.
pub async fn open_request(
    State(state): State<AppState>,
    Path(number): Path<String>,
    Address(address): Address,
    reader: Reader,
    sent: SentForm,
) -> Response {
    let work = async {
        let Some(number) = parse(&number) else { return Ok(refuse(&state, reader, Invalid::NoRequest, "/r".into())) };
        let typed = sent.value("key").to_owned();
        let draft = FormDraft { values: vec![("key".into(), typed.clone())], ..FormDraft::default() };
        show(&state, reader, number, &address, &typed, false, draft).await
    };
    or_failure(&state, work).await
}

/// A number as typed.
pub fn parse(number: &str) -> Option<RequestNumber> {
    number.parse().ok()
}

/// The page of one request, opened as far as what was typed allows.
pub async fn show(
    state: &AppState,
    reader: Reader,
    number: RequestNumber,
    address: &str,
    typed: &str,
    fresh: bool,
    mut draft: FormDraft,
) -> ApiResult<Response> {
    let mut tx = state.db.read().await?;
    let Some(row) = db::request::request_by_number(&mut tx, number).await? else {
        return Ok(refuse(state, reader, Invalid::NoRequest, "/r".into()));
    };
    let work = db::request::work_of_request(&mut tx, RequestId(row.id)).await?;
    drop(tx);
    let opened = match open(state, number, &row, address, typed).await? {
        Ok(opened) => opened,
        Err(finding) => {
            draft.findings.push(finding);
            false
        }
    };
    let mut tx = state.db.read().await?;
    let details = if opened { Some(details(state, &mut tx, number, &row, work.as_ref()).await?) } else { None };
    let wrong = !draft.findings.is_empty();
    let view = FollowView {
        number: number.to_string(),
        status: seen(row.state(), work.as_ref()),
        sent_on: shanghai_day(row.created_at_ms),
        details,
        fresh,
        draft,
    };
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let title = view.number.clone();
    Ok((status, document(state, reader, Sheet::Resident, &title, || page::page(view, reader.0))).into_response())
}

/// How a request stands for its resident: what its task says, as long as nobody has closed the request itself.
pub fn seen(stored: Option<RequestState>, work: Option<&RequestWork>) -> RequestStatus {
    use RequestStatus as R;
    let stored = stored.map_or(R::Submitted, |state| state.status);
    let task = work.and_then(|work| TaskStatus::from_name(&work.status));
    seen_with(stored, task)
}

/// The same from the two statuses.
pub fn seen_with(stored: RequestStatus, task: Option<TaskStatus>) -> RequestStatus {
    use RequestStatus as R;
    match (stored, task) {
        (R::Confirmed | R::AutoClosed | R::Rejected | R::Merged | R::ConvertedToComplaint | R::Waiting, _) => stored,
        (_, None | Some(TaskStatus::Created)) | (R::Emergency, Some(TaskStatus::Assigned)) => stored,
        (_, Some(TaskStatus::Assigned)) => R::Assigned,
        (_, Some(TaskStatus::Declined)) => R::Triaged,
        (_, Some(TaskStatus::Accepted)) => R::Accepted,
        (_, Some(TaskStatus::Working)) => R::InProgress,
        (_, Some(TaskStatus::Submitted | TaskStatus::Checked)) => R::DonePendingConfirm,
        (_, Some(TaskStatus::Closed)) => R::Confirmed,
        (_, Some(TaskStatus::Returned)) => R::Reopened,
        (_, Some(TaskStatus::Escalated)) => R::Escalated,
    }
}

async fn details(
    state: &AppState,
    tx: &mut Tx,
    number: RequestNumber,
    row: &RequestRow,
    work: Option<&RequestWork>,
) -> ApiResult<DetailsView> {
    let compound = db::place::named_compound(tx, CompoundId(row.compound_id)).await?.ok_or(ApiError::NotFound)?;
    let code = state.seal.public_path(&compound.public_code);
    let key = key_of(state, number);
    let address = |hash: &String| format!("/r/{number}/photos/{hash}?key={key}");
    let after = work.and_then(|work| work.photos_after.as_ref());
    Ok(DetailsView {
        compound: (code, compound.name.clone()),
        icon: NeedIcon::from_name(&row.icon).unwrap_or(NeedIcon::NeighbourOther),
        hazard: row.hazard,
        place: row.place_text.clone(),
        text: row.description.clone(),
        handler: work.and_then(|work| work.company_name.clone()),
        last_word: work.and_then(|work| work.note.clone()),
        rejected_reason: row.rejected_reason.clone(),
        photos: row.photos.0.iter().map(address).collect(),
        photos_after: after.map(|hashes| hashes.0.iter().map(address).collect()).unwrap_or_default(),
        key: Some(key.clone()),
    })
}

/// `GET /r/{number}/photos/{hash}`: a photo of this request, for who has the key.
pub async fn show_photo(
    State(state): State<AppState>,
    Path((number, hash)): Path<(String, String)>,
    Query(along): Query<Along>,
    Address(address): Address,
) -> Response {
    or_failure(&state, photo(&state, number, hash, along, address)).await
}

async fn photo(state: &AppState, number: String, hash: String, along: Along, address: String) -> ApiResult<Response> {
    let number = parse(&number).ok_or(ApiError::NotFound)?;
    let hash: Hash = hash.parse().map_err(|_| ApiError::NotFound)?;
    let mut tx = state.db.read().await?;
    let row = db::request::request_by_number(&mut tx, number).await?.ok_or(ApiError::NotFound)?;
    let work = db::request::work_of_request(&mut tx, RequestId(row.id)).await?;
    drop(tx);
    if open(state, number, &row, &address, &along.key).await? != Ok(true) {
        return Err(ApiError::NotFound);
    }
    let text = hash.to_string();
    let after = work.and_then(|work| work.photos_after).map(|photos| photos.0).unwrap_or_default();
    if !row.photos.0.contains(&text) && !after.contains(&text) {
        return Err(ApiError::NotFound);
    }
    let bytes = state
        .blobs
        .get(hash)
        .await
        .map_err(|error| ApiError::from(anyhow::Error::from(error)))?
        .ok_or(ApiError::NotFound)?;
    let headers = [(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, "private, max-age=86400")];
    Ok((headers, bytes).into_response())
}
