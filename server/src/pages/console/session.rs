//! Logging in and out at a desk, and changing the password; errors stand in place and what was typed stays.

use super::desk::{Desk, framed};
use crate::auth::address::Address;
use crate::auth::{login, token};
use crate::error::{ApiError, ApiResult};
use crate::pages::document::{Reader, or_failure};
use crate::state::AppState;
use app::console::frame::Frame;
use app::console::login as page;
use app::words::console_step as step;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::finding::Finding;
use serde::Deserialize;

const KIND: &str = "desk";

/// What was typed.
#[derive(Deserialize)]
pub struct LoginForm {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
}

/// `GET /console/login`
pub async fn show_login(State(state): State<AppState>, reader: Reader) -> Response {
    login_page(&state, reader, String::new(), None)
}

fn login_page(state: &AppState, reader: Reader, typed: String, error: Option<&ApiError>) -> Response {
    let language = reader.0.language;
    let frame = Frame {
        preference: reader.0,
        name: None,
        places: vec![],
        back: "/console/login".into(),
        title: step::LOGIN_TITLE.text(language).into(),
        trail: vec![],
        said: None,
    };
    let findings = error.map(ApiError::findings).unwrap_or_default();
    let wait_minutes = error.and_then(ApiError::wait_minutes);
    framed(state, reader, frame, page::login(typed, findings, wait_minutes, language))
}

/// `POST /console/login`
pub async fn log_in_at_desk(
    State(state): State<AppState>,
    Address(address): Address,
    reader: Reader,
    jar: CookieJar,
    Form(typed): Form<LoginForm>,
) -> Response {
    match login::log_in(&state, KIND, &address, &typed.login, typed.password).await {
        Ok((token, actor)) => {
            let to = if actor.must_change_password { "/console/password" } else { "/console" };
            (jar.add(token::cookie(token, &state.public)), Redirect::to(to)).into_response()
        }
        Err(error @ (ApiError::Invalid(_) | ApiError::Forbidden(_) | ApiError::Throttled(_))) => {
            let page = login_page(&state, reader, typed.login, Some(&error));
            (error.status(), page).into_response()
        }
        Err(error) => crate::pages::failure::answer(&state, &error),
    }
}

/// `POST /console/logout`
pub async fn log_out_at_desk(desk: Desk, jar: CookieJar) -> Response {
    let state = desk.state.clone();
    or_failure(&state, async move {
        login::log_out(&desk.state, &desk.actor).await?;
        Ok((jar.remove(token::removal()), Redirect::to("/console/login")).into_response())
    })
    .await
}

/// `GET /console/password`
pub async fn show_password(desk: Desk) -> Response {
    password_page(&desk, vec![])
}

fn password_page(desk: &Desk, findings: Vec<Finding>) -> Response {
    let (language, first) = (desk.language(), desk.actor.must_change_password);
    desk.page(step::PASSWORD_TITLE.text(language), vec![], move || page::password(first, findings, language))
}

/// The old password and the new one, twice.
#[derive(Deserialize)]
pub struct PasswordForm {
    #[serde(default)]
    old_password: String,
    #[serde(default)]
    new_password: String,
    #[serde(default)]
    new_again: String,
}

/// `POST /console/password`
pub async fn change_password_at_desk(desk: Desk, jar: CookieJar, Form(typed): Form<PasswordForm>) -> Response {
    or_failure(&desk.state, changed(&desk, jar, typed)).await
}

async fn changed(desk: &Desk, jar: CookieJar, typed: PasswordForm) -> ApiResult<Response> {
    let refuse = |findings| Ok((StatusCode::UNPROCESSABLE_ENTITY, password_page(desk, findings)).into_response());
    if typed.new_password != typed.new_again {
        return refuse(vec![Finding::new("passwords_differ", "new_again")]);
    }
    match login::change_password(&desk.state, &desk.actor, typed.old_password, typed.new_password, KIND).await {
        Ok(token) => {
            Ok((jar.add(token::cookie(token, &desk.state.public)), Redirect::to("/console?said=done")).into_response())
        }
        Err(ApiError::Invalid(findings)) => refuse(findings),
        Err(error) => Err(error),
    }
}
