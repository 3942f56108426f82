//! What a person sees when something cannot be done: which thing, and what to do next.

use crate::error::ApiError;
use crate::state::AppState;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{Html, IntoResponse, Response};

/// The page for an error.
pub fn answer(_state: &AppState, error: &ApiError) -> Response {
    error.log();
    let code = error.findings().first().map(|finding| finding.code.clone()).unwrap_or_default();
    (error.status(), Html(format!("<!DOCTYPE html><meta charset=utf-8><title>{code}</title><p>{code}"))).into_response()
}

/// No such route.
pub async fn not_found(State(state): State<AppState>, uri: Uri) -> Response {
    if uri.path().starts_with("/api/") {
        return ApiError::NotFound.into_response();
    }
    answer(&state, &ApiError::NotFound)
}
