//! The daily digests of the evidence, for anybody to keep: `GET /evidence/digests.txt`. No name and no door is in them.

use crate::error::ApiResult;
use crate::evidence::digest::published;
use crate::state::AppState;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

/// The digests, one a line.
pub async fn show_digests(State(state): State<AppState>) -> ApiResult<Response> {
    let mut tx = state.db.read().await?;
    let text = published(&mut tx, None).await?;
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=600")];
    Ok((headers, text).into_response())
}
