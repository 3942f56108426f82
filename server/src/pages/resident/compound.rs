//! `GET /c/{code}`: the page behind the poster.

use super::asked::asked_view;
use super::code::{compound_of, place_view, refuse};
use crate::db::service::ServiceRow;
use crate::db::{self, Tx};
use crate::error::ApiResult;
use crate::pages::document::{Reader, Sheet, document, or_failure};
use crate::state::AppState;
use app::resident::compound::{self as page, CompoundView, RatingView, ServiceView, Thanks, TrialView};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use domain::calendar::{Day, Period, day_start_ms, shanghai_day};
use domain::config::Config;
use domain::id::ServiceAssignmentId;
use domain::rating::{MeanMicro, has_enough};
use domain::trial::{TrialState, phase_on};
use serde::Deserialize;

/// What a rating leaves in the address for the thank-you.
#[derive(Debug, Default, Deserialize)]
pub struct After {
    rated: Option<String>,
}

/// Shows the page.
pub async fn show_compound(
    State(state): State<AppState>,
    Path(code): Path<String>,
    Query(after): Query<After>,
    reader: Reader,
) -> Response {
    or_failure(&state, compound(&state, code, after, reader)).await
}

async fn compound(state: &AppState, code: String, after: After, reader: Reader) -> ApiResult<Response> {
    let mut tx = state.db.read().await?;
    let compound = match compound_of(state, &mut tx, &code).await? {
        Ok(compound) => compound,
        Err(why) => return Ok(refuse(state, reader, why, format!("/c/{code}"))),
    };
    let today = shanghai_day(state.clock.now_ms());
    let config = state.rules.on(today);
    let service = db::service::service_of(&mut tx, compound.id, &today.to_string()).await?;
    let since =
        service.as_ref().and_then(ServiceRow::trial_days).map_or(year_before(today), |(start, _)| start.min(today));
    let rows = db::request::asked_since(&mut tx, compound.id, day_start_ms(since)).await?;
    let rating = match &service {
        Some(service) => Some(rating_view(&mut tx, service.assignment(), Period::of(today), &config).await?),
        None => None,
    };
    let view = CompoundView {
        place: place_view(&code, &compound),
        service: service.map(|service| service_view(service, today, &config)),
        community: compound.community.clone(),
        community_phone: compound.community_phone.clone(),
        asked: asked_view(&rows, since, &config),
        rating,
        thanks: after.rated.as_deref().and_then(thanks),
    };
    let title = view.place.name.clone();
    Ok(document(state, reader, Sheet::Resident, &title, || page::page(view, reader.0)).into_response())
}

fn year_before(day: Day) -> Day {
    domain::calendar::plus_days(day, -365)
}

fn thanks(rated: &str) -> Option<Thanks> {
    match rated {
        "counted" => Some(Thanks::Counted),
        "replaced" => Some(Thanks::Replaced),
        "kept" => Some(Thanks::Kept),
        _ => None,
    }
}

/// Who serves, and what is free until when.
pub fn service_view(service: ServiceRow, today: Day, config: &Config) -> ServiceView {
    let trial = trial_view(&service, today, config);
    ServiceView { company: service.company_name, phone: service.company_phone, trial }
}

fn trial_view(service: &ServiceRow, today: Day, config: &Config) -> Option<TrialView> {
    let (start, last_free) = service.trial_days()?;
    let status = TrialState::from_name(service.trial_status.as_deref()?)?;
    Some(TrialView {
        start,
        last_free,
        phase: phase_on(today, start, last_free, config.consent_window_days),
        suspended: status == TrialState::Suspended,
    })
}

/// Whether the free months are not over yet: then the fifth question of the rating is whether they were free.
pub fn in_trial(service: &ServiceView) -> bool {
    service.trial.is_some_and(|trial| trial.phase != domain::trial::TrialPhase::Over)
}

/// The rating of this quarter, or of the one before while this one has too few.
async fn rating_view(
    tx: &mut Tx,
    assignment: ServiceAssignmentId,
    now: Period,
    config: &Config,
) -> ApiResult<RatingView> {
    for period in [now, now.previous()] {
        let (count, sum) = db::rating::counted_sum(tx, assignment, period).await?;
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        if has_enough(count, config) {
            let mean = MeanMicro::of(u64::try_from(sum).unwrap_or(0), count);
            let mean = mean.map(|mean| (mean.to_string(), count));
            return Ok(RatingView { period, mean, min_n: config.rating_min_n });
        }
    }
    Ok(RatingView { period: now, mean: None, min_n: config.rating_min_n })
}
