//! `GET /console/blobs/{sha256}`: a photo for staff, only when something that the reader may see refers to it.

use super::desk::Desk;
use crate::auth::sight;
use crate::error::{ApiError, ApiResult};
use crate::evidence::open;
use crate::pages::document::or_failure;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::hash::Hash;
use domain::org::Role;

/// Who may ask.
pub const ROLES: &[Role] =
    &[Role::CommunityClerk, Role::CommunityDirector, Role::StreetClerk, Role::CompanyManager, Role::CenterStaff];

/// The photo.
pub async fn show_blob(desk: Desk, Path(sha256): Path<String>) -> Response {
    or_failure(&desk.state, shown(&desk, sha256)).await
}

async fn shown(desk: &Desk, sha256: String) -> ApiResult<Response> {
    let hash: Hash = sha256.parse().map_err(|_| ApiError::NotFound)?;
    let mut tx = desk.state.db.read().await?;
    if !sight::may_see_photo(&desk.actor, &mut tx, desk.now_ms, &hash.to_string(), true).await? {
        return Err(ApiError::NotFound);
    }
    let bytes = open::blob(&mut tx, &desk.state.seal, &desk.state.blobs, hash).await?;
    let bytes = bytes.ok_or(ApiError::NotFound)?;
    let kind = match bytes.as_ref() {
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        _ => return Err(ApiError::NotFound),
    };
    let name = kind.replace("image/", "inline; filename=\"photo.");
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("{name}\"")),
        (header::CACHE_CONTROL, "private, max-age=3600".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}
