//! `/c/{code}/rate`: the form, and what was sent with it.

use super::code::{Checked, check_household_code, compound_of, place_view, refuse, throttle_key};
use super::compound::{in_trial, service_view};
use super::form::SentForm;
use crate::auth::address::Address;
use crate::db::place::NamedCompound;
use crate::db::rating::NewRating;
use crate::db::service::ServiceRow;
use crate::db::{self, Tx};
use crate::error::ApiResult;
use crate::pages::document::{Reader, Sheet, document, or_failure};
use crate::state::AppState;
use app::resident::draft::FormDraft;
use app::resident::invalid::Invalid;
use app::resident::rate::{self as page, RateView};
use app::words::resident as words;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::calendar::{Period, shanghai_day};
use domain::finding::Finding;
use domain::id::RatingId;
use domain::rating::{Dimension, Rating, Verification};

const HOUR_MS: i64 = 3_600_000;
/// Forms of one kind from one address at one compound in an hour: a staircase behind one line may send as many, a script may not send more.
const SENT_PER_HOUR: i64 = 120;
/// One photo with a rating.
const PHOTOS_MAX: usize = 1;

/// Shows the empty form.
pub async fn show_rating_form(State(state): State<AppState>, Path(code): Path<String>, reader: Reader) -> Response {
    let work = async {
        let mut tx = state.db.read().await?;
        match rated_place(&state, &mut tx, &code).await? {
            Ok((compound, service)) => {
                Ok(form(&state, reader, &code, &compound, service, FormDraft::new_form(state.clock.new_uuid())))
            }
            Err(why) => Ok(refuse(&state, reader, why, format!("/c/{code}"))),
        }
    };
    or_failure(&state, work).await
}

/// The compound and who is rated; a compound that nobody serves has no rating page.
async fn rated_place(
    state: &AppState,
    tx: &mut Tx,
    code: &str,
) -> ApiResult<Result<(NamedCompound, ServiceRow), Invalid>> {
    let compound = match compound_of(state, tx, code).await? {
        Ok(compound) => compound,
        Err(why) => return Ok(Err(why)),
    };
    Ok(match db::service::service_of(tx, compound.id, &shanghai_day(state.clock.now_ms()).to_string()).await? {
        Some(service) => Ok((compound, service)),
        None => Err(Invalid::NothingToRate),
    })
}

fn form(
    state: &AppState,
    reader: Reader,
    code: &str,
    compound: &NamedCompound,
    service: ServiceRow,
    draft: FormDraft,
) -> Response {
    let today = shanghai_day(state.clock.now_ms());
    let service = service_view(service, today, &state.rules.on(today));
    let status = if draft.findings.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let view = RateView {
        place: place_view(code, compound),
        in_trial: in_trial(&service),
        company: service.company,
        period: Period::of(today),
        draft,
    };
    let title = words::RATE.text(reader.0.language);
    (status, document(state, reader, Sheet::Resident, title, || page::page(view, reader.0))).into_response()
}

/// Keeps what was sent: with a valid household code it counts, without one it is kept with weight 0.
pub async fn send_rating(
    State(state): State<AppState>,
    Path(code): Path<String>,
    Address(address): Address,
    reader: Reader,
    sent: SentForm,
) -> Response {
    or_failure(&state, keep_rating(&state, code, address, reader, sent)).await
}

async fn keep_rating(
    state: &AppState,
    code: String,
    address: String,
    reader: Reader,
    sent: SentForm,
) -> ApiResult<Response> {
    let mut tx = state.db.read().await?;
    let (compound, service) = match rated_place(state, &mut tx, &code).await? {
        Ok(found) => found,
        Err(why) => return Ok(refuse(state, reader, why, format!("/c/{code}"))),
    };
    drop(tx);
    let checked = check_household_code(state, compound.id, &address, sent.value("household_code")).await?;
    let (mut draft, photos) = sent.keep_photos(state, PHOTOS_MAX).await?;
    let rating = rating_of(&draft);
    draft.findings.extend(rating.validate().err().unwrap_or_default());
    if let Checked::Wrong(finding) = &checked {
        draft.findings.push(finding.clone());
    }
    let key = throttle_key(state, "rate", &compound.id.to_string(), &address);
    if draft.findings.is_empty() && too_often(state, &key).await? {
        draft.findings.push(Finding::new("too_many_sent", ""));
    }
    if !draft.findings.is_empty() {
        return Ok(form(state, reader, &code, &compound, service, draft));
    }
    let now_ms = state.clock.now_ms();
    let owner = match checked {
        Checked::Household(owner) => Some(owner),
        Checked::Absent | Checked::Wrong(_) => None,
    };
    let new = NewRating {
        id: RatingId(draft.form_id().unwrap_or_else(|| state.clock.new_uuid())),
        compound: compound.id,
        assignment: service.assignment(),
        household: owner.map(|owner| (owner.household, owner.occupancy_seq)),
        period: Period::of(shanghai_day(now_ms)),
        rating,
        photos,
        verification: if owner.is_some() { Verification::HouseholdCode } else { Verification::None },
        submitted_at_ms: now_ms,
    };
    let mut tx = state.db.write().await?;
    let replaced = db::rating::insert_rating(&mut tx, &new).await?;
    tx.commit().await?;
    let rated = if !new.counts() {
        "kept"
    } else if replaced {
        "replaced"
    } else {
        "counted"
    };
    Ok(Redirect::to(&format!("/c/{code}?rated={rated}")).into_response())
}

fn rating_of(draft: &FormDraft) -> Rating {
    let mut dims = [None; 5];
    for (dim, dimension) in dims.iter_mut().zip(Dimension::ALL) {
        *dim = draft.step(dimension.name());
    }
    let text = Some(draft.value("text").to_owned()).filter(|text| !text.is_empty());
    Rating { dims, overall: draft.step("overall").unwrap_or(0), text }
}

/// Counts a form and says whether it is one too many.
pub async fn too_often(state: &AppState, key: &str) -> ApiResult<bool> {
    let now_ms = state.clock.now_ms();
    let mut tx = state.db.write().await?;
    if db::throttle::barred_until(&mut tx, key, now_ms).await?.is_some() {
        return Ok(true);
    }
    db::throttle::count_failure(&mut tx, key, now_ms, SENT_PER_HOUR, HOUR_MS, HOUR_MS).await?;
    tx.commit().await?;
    Ok(false)
}
