//! What a person sees when something cannot be done: which thing, and what to do next.

use crate::error::ApiError;
use crate::pages::document::{Reader, Sheet, document};
use crate::state::AppState;
use app::element::el;
use app::ui::preference::Preference;
use app::ui::state::{State as Shown, state_page};
use app::words::failure as words;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use domain::language::Language::{En, Zh};

/// The page for an error. Errors are met before it is known how somebody reads: both languages stand on it.
pub fn answer(state: &AppState, error: &ApiError) -> Response {
    error.log();
    let code = error.findings().first().map(|finding| finding.code.clone()).unwrap_or_default();
    let (title, text) = words::of_code(&code);
    let minutes = error.wait_minutes().map(|minutes| minutes.to_string());
    let text = |language| match &minutes {
        Some(n) => words::TRY_IN.fill(language, &[("n", n)]),
        None => text.text(language).to_owned(),
    };
    let zh = format!("{} {}", text(Zh), words::GO_BACK.text(Zh));
    let en = format!("{}. {} {}", title.text(En), text(En), words::GO_BACK.text(En));
    let view = || {
        let told = state_page(Shown::Error, title.text(Zh), zh);
        el("main")
            .class("main")
            .child(el("h1").class("hidden-label").text(title.text(Zh)))
            .child(told.child(el("p").attr("lang", "en").class("quiet").text(en)))
    };
    let page = document(state, Reader(Preference::default()), Sheet::Resident, title.text(Zh), view);
    let mut answer = (error.status(), page).into_response();
    if let Some(seconds) = error.retry_after() {
        answer.headers_mut().insert("retry-after", seconds.into());
    }
    answer
}

/// A step's address, opened like a page: typed, or come back to.
pub async fn not_this_way(State(state): State<AppState>) -> Response {
    let mut page = answer(&state, &ApiError::NotFound);
    *page.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    page
}

/// No such route.
pub async fn not_found(State(state): State<AppState>, uri: Uri) -> Response {
    if uri.path().starts_with("/api/") {
        return ApiError::NotFound.into_response();
    }
    answer(&state, &ApiError::NotFound)
}
