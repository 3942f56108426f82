//! A phone's session: log in, look, change the password, log out.

use crate::auth::address::Address;
use crate::auth::guard::actor_of;
use crate::auth::{Actor, login, token};
use crate::db;
use crate::error::{ApiError, ApiResult};
use crate::state::AppState;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum_extra::extract::CookieJar;
use domain::id::DeviceId;
use domain::org::Role;
use domain::sync::protocol::{LoginRequest, PROTOCOL, PasswordRequest, SessionView};
use serde::Deserialize;

const KIND: &str = "phone";

/// `POST /api/v1/session`
pub async fn log_in(
    State(state): State<AppState>,
    Address(address): Address,
    jar: CookieJar,
    Json(request): Json<LoginRequest>,
) -> ApiResult<(CookieJar, Json<SessionView>)> {
    let (token, actor) = login::log_in(&state, KIND, &address, &request.login, request.password).await?;
    let jar = jar.add(token::lasting_cookie(token, &state.public));
    // A cookie alone never gets it: somebody who holds the phone has that.
    let data_key = Some(state.seal.data_key(actor.account));
    Ok((jar, Json(SessionView { data_key, ..view(&state, actor) })))
}

/// Which phone asks.
#[derive(Debug, Deserialize)]
pub struct Asking {
    device: Option<DeviceId>,
}

/// `GET /api/v1/session?device=`: who is there, and whether the phone that asks is to be wiped. That needs no login: who used it may have
/// none any more. Who knows a phone's id learns by it whether there is an order, nothing else.
pub async fn show(
    State(state): State<AppState>,
    Query(asking): Query<Asking>,
    jar: CookieJar,
) -> ApiResult<Json<SessionView>> {
    let wipe = match asking.device {
        Some(device) => db::wipe::open_wipe(&mut state.db.read().await?, device).await?,
        None => None,
    };
    let actor = match jar.get(token::COOKIE) {
        Some(cookie) => actor_of(&state, cookie.value()).await?,
        None => None,
    };
    match (actor, wipe) {
        (Some(actor), wipe) => Ok(Json(SessionView { wipe, ..view(&state, actor) })),
        (None, Some(order)) => Err(ApiError::invalid("wipe", &order.to_string())),
        (None, None) => Err(ApiError::NotLoggedIn),
    }
}

/// `DELETE /api/v1/session`
pub async fn log_out(
    State(state): State<AppState>,
    actor: Actor,
    jar: CookieJar,
) -> ApiResult<(CookieJar, StatusCode)> {
    login::log_out(&state, &actor).await?;
    Ok((jar.remove(token::removal()), StatusCode::NO_CONTENT))
}

/// `PUT /api/v1/session/password`
pub async fn change_password(
    State(state): State<AppState>,
    actor: Actor,
    jar: CookieJar,
    Json(request): Json<PasswordRequest>,
) -> ApiResult<(CookieJar, StatusCode)> {
    let token = login::change_password(&state, &actor, request.old_password, request.new_password, KIND).await?;
    Ok((jar.add(token::lasting_cookie(token, &state.public)), StatusCode::NO_CONTENT))
}

/// Roles that only a desk has, and that a phone of before cannot read: it would take none of the answer for the sake of one name.
const OFFICE_ONLY: [Role; 2] = [Role::CommunityDirector, Role::StreetClerk];

fn view(state: &AppState, actor: Actor) -> SessionView {
    SessionView {
        account: actor.account,
        login: actor.login,
        name: actor.name,
        company: actor.company,
        grants: actor.grants.into_iter().filter(|grant| !OFFICE_ONLY.contains(&grant.role)).collect(),
        must_change_password: actor.must_change_password,
        server_time_ms: state.clock.now_ms(),
        protocol: PROTOCOL,
        receipt_keys: state.receipts.keys(),
        opening_keys: state.opener.keys(),
        data_key: None,
        wipe: None,
    }
}
