//! `/c/{code}/rate`: the form, and what was sent with it.

use super::caller::{Caller, Sent};
use super::code::place_view;
use super::compound::{in_trial, service_view};
use super::form::SentForm;
use crate::db;
use crate::db::place::NamedCompound;
use crate::db::rating::NewRating;
use crate::db::service::ServiceRow;
use crate::error::ApiResult;
use crate::pages::document::or_failure;
use app::resident::draft::FormDraft;
use app::resident::invalid::Invalid;
use app::resident::rate::{self as page, RateView};
use app::words::resident as words;
use axum::response::{IntoResponse, Redirect, Response};
use domain::calendar::{Period, shanghai_day};
use domain::id::RatingId;
use domain::rating::{Dimension, Rating, Verification};

/// One photo with a rating.
const PHOTOS_MAX: usize = 1;

/// Shows the empty form.
pub async fn show_rating_form(caller: Caller) -> Response {
    let work = async {
        Ok(match rated_place(&caller).await? {
            Ok((compound, service)) => {
                form(&caller, &compound, service, FormDraft::new_form(caller.state.clock.new_uuid()))
            }
            Err(why) => caller.refuse(why),
        })
    };
    or_failure(&caller.state, work).await
}

/// The compound and who is rated; a compound that nobody serves has no rating page.
async fn rated_place(caller: &Caller) -> ApiResult<Result<(NamedCompound, ServiceRow), Invalid>> {
    let compound = match caller.compound().await? {
        Ok(compound) => compound,
        Err(why) => return Ok(Err(why)),
    };
    let today = shanghai_day(caller.state.clock.now_ms()).to_string();
    let mut tx = caller.state.db.read().await?;
    let service = db::service::service_of(&mut tx, compound.id, &today).await?;
    Ok(service.map(|service| (compound, service)).ok_or(Invalid::NothingToRate))
}

fn form(caller: &Caller, compound: &NamedCompound, service: ServiceRow, draft: FormDraft) -> Response {
    let today = shanghai_day(caller.state.clock.now_ms());
    let service = service_view(service, today, &caller.state.rules.on(today));
    let is_wrong = !draft.findings.is_empty();
    let view = RateView {
        place: place_view(&caller.code, compound),
        in_trial: in_trial(&service),
        company: service.company,
        period: Period::of(today),
        draft,
    };
    caller.form(words::RATE, is_wrong, |preference| page::page(view, preference))
}

/// Keeps what was sent: with a valid household code it counts, without one it is kept with weight 0.
pub async fn send_rating(caller: Caller, sent: SentForm) -> Response {
    or_failure(&caller.state, keep_rating(&caller, sent)).await
}

async fn keep_rating(caller: &Caller, sent: SentForm) -> ApiResult<Response> {
    let (compound, service) = match rated_place(caller).await? {
        Ok(found) => found,
        Err(why) => return Ok(caller.refuse(why)),
    };
    let judge = |draft: &FormDraft| rating_of(draft).validate().err().unwrap_or_default();
    let Sent { draft, photos, owner } = caller.read(("rate", compound.id), sent, PHOTOS_MAX, judge).await?;
    if !draft.findings.is_empty() {
        return Ok(form(caller, &compound, service, draft));
    }
    let now_ms = caller.state.clock.now_ms();
    let new = NewRating {
        id: RatingId(draft.form_id().unwrap_or_else(|| caller.state.clock.new_uuid())),
        compound: compound.id,
        assignment: service.assignment(),
        household: owner.map(|owner| (owner.household, owner.occupancy_seq)),
        period: Period::of(shanghai_day(now_ms)),
        rating: rating_of(&draft),
        photos,
        verification: if owner.is_some() { Verification::HouseholdCode } else { Verification::None },
        submitted_at_ms: now_ms,
    };
    let mut tx = caller.state.db.write().await?;
    let replaced = db::rating::insert_rating(&mut tx, &new).await?;
    tx.commit().await?;
    let rated = if !new.counts() {
        "kept"
    } else if replaced {
        "replaced"
    } else {
        "counted"
    };
    Ok(Redirect::to(&format!("/c/{}?rated={rated}", caller.code)).into_response())
}

fn rating_of(draft: &FormDraft) -> Rating {
    let mut dims = [None; 5];
    for (dim, dimension) in dims.iter_mut().zip(Dimension::ALL) {
        *dim = draft.step(dimension.name());
    }
    let text = Some(draft.value("text").to_owned()).filter(|text| !text.is_empty());
    Rating { dims, overall: draft.step("overall").unwrap_or(0), text }
}
