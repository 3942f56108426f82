//! Rescue: envelopes that a phone could not send as records, from whoever is logged in on it now.

use crate::auth::Actor;
use crate::error::ApiResult;
use crate::intake::rescue::take_envelopes;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use domain::sync::rescue::{RescueRequest, RescueResponse};

/// One photo of the largest size, in base64, and what stands around it.
pub const MOST_BYTES: usize = 16 * 1024 * 1024;

/// `POST /api/v1/sync/rescue`: each envelope is opened and taken in by itself, durable before the answer.
pub async fn rescue_envelopes(
    State(state): State<AppState>,
    bearer: Actor,
    Json(request): Json<RescueRequest>,
) -> ApiResult<Json<RescueResponse>> {
    let outcomes = take_envelopes(&state, &bearer, request.envelopes).await?;
    let rescued = outcomes.into_iter().map(|outcome| outcome.rescued).collect();
    Ok(Json(RescueResponse { server_time_ms: state.clock.now_ms(), rescued }))
}
