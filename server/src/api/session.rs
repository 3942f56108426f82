//! A phone's session: log in, look, change the password, log out.

use crate::auth::address::Address;
use crate::auth::{Actor, login, token};
use crate::error::ApiResult;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum_extra::extract::CookieJar;
use domain::sync::protocol::{LoginRequest, PROTOCOL, PasswordRequest, SessionView};

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

/// `GET /api/v1/session`
pub async fn show(State(state): State<AppState>, actor: Actor) -> Json<SessionView> {
    Json(view(&state, actor))
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

fn view(state: &AppState, actor: Actor) -> SessionView {
    SessionView {
        account: actor.account,
        login: actor.login,
        name: actor.name,
        company: actor.company,
        grants: actor.grants,
        must_change_password: actor.must_change_password,
        server_time_ms: state.clock.now_ms(),
        protocol: PROTOCOL,
        receipt_keys: state.receipts.keys(),
        opening_keys: state.opener.keys(),
        data_key: None,
    }
}
