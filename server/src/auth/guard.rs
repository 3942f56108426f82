//! The guard in front of each route: it lets through whom the route's line in the router names.

use crate::auth::{Actor, token};
use crate::db;
use crate::error::{ApiError, ApiResult};
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::org::Role;

/// Whom a route is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Anyone; a session is not even looked at.
    Anyone,
    /// Anyone logged in, also with a first password that has to be changed.
    Account,
    /// Anyone logged in, with or without a role: what was made before the last role went has to arrive; each record is judged by itself.
    Author,
    /// Who has one of these roles somewhere; the handler checks where.
    Roles(&'static [Role]),
}

/// Checks the session against `who`; pages answer a missing session with the login form.
pub async fn check(
    State((state, who)): State<(AppState, Who)>,
    jar: CookieJar,
    mut request: Request,
    next: Next,
) -> Response {
    if who == Who::Anyone {
        return next.run(request).await;
    }
    let wants_page = !request.uri().path().starts_with("/api/");
    match admit(&state, who, &jar).await {
        Ok(actor) => {
            request.extensions_mut().insert(actor);
            next.run(request).await
        }
        Err(ApiError::NotLoggedIn) if wants_page => Redirect::to("/console/login").into_response(),
        Err(ApiError::PasswordMustChange) if wants_page => Redirect::to("/console/password").into_response(),
        Err(error) if wants_page => crate::pages::failure::answer(&state, &error),
        Err(error) => error.into_response(),
    }
}

async fn admit(state: &AppState, who: Who, jar: &CookieJar) -> ApiResult<Actor> {
    let token = jar.get(token::COOKIE).ok_or(ApiError::NotLoggedIn)?.value().to_owned();
    let actor = actor_of(state, &token).await?.ok_or(ApiError::NotLoggedIn)?;
    match who {
        Who::Anyone | Who::Account => Ok(actor),
        Who::Roles(_) | Who::Author if actor.must_change_password => Err(ApiError::PasswordMustChange),
        Who::Author => Ok(actor),
        Who::Roles(roles) if actor.has_any(roles) => Ok(actor),
        Who::Roles(_) => Err(ApiError::Forbidden("role_missing")),
    }
}

/// The person behind a token, with the grants of this moment.
pub async fn actor_of(state: &AppState, token: &str) -> ApiResult<Option<Actor>> {
    let now_ms = state.clock.now_ms();
    let session = token::token_sha256(token);
    let mut tx = state.db.read().await?;
    let holder = db::session::holder_of_session(&mut tx, &session, now_ms).await?;
    Ok(holder.map(|holder| Actor {
        account: holder.account,
        login: holder.login,
        name: holder.name,
        company: holder.company,
        must_change_password: holder.must_change_password,
        grants: holder.grants,
        session,
    }))
}
