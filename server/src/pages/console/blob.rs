//! `GET /console/blobs/{sha256}`: a photo for staff, only when something that the reader may see refers to it.

use super::desk::Desk;
use crate::db;
use crate::error::{ApiError, ApiResult};
use crate::evidence::open;
use crate::pages::document::or_failure;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::hash::Hash;
use domain::org::Role;

/// Who may ask.
pub const ROLES: &[Role] = &[Role::CommunityClerk, Role::CompanyManager, Role::CenterStaff];

/// The photo.
pub async fn show_blob(desk: Desk, Path(sha256): Path<String>) -> Response {
    or_failure(&desk.state, shown(&desk, sha256)).await
}

async fn shown(desk: &Desk, sha256: String) -> ApiResult<Response> {
    let hash: Hash = sha256.parse().map_err(|_| ApiError::NotFound)?;
    if !may_see(desk, &hash.to_string()).await? {
        return Err(ApiError::NotFound);
    }
    let mut tx = desk.state.db.read().await?;
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

/// A clerk sees what was recorded in the community; the centre what belongs to needs and tasks, not to consents; a company
/// the photos of its tasks.
async fn may_see(desk: &Desk, sha256: &str) -> ApiResult<bool> {
    let mut tx = desk.state.db.read().await?;
    let clerk = desk.scopes(&[Role::CommunityClerk]);
    if !clerk.is_empty()
        && (db::blob_list::in_records(&mut tx, &clerk, sha256, "rb.kind = 'photo'").await?
            || db::blob_list::in_requests(&mut tx, &clerk, sha256).await?
            || db::blob_list::in_tasks(&mut tx, &clerk, None, sha256).await?)
    {
        return Ok(true);
    }
    let center = desk.scopes(&[Role::CenterStaff]);
    if !center.is_empty() && db::blob_list::in_tasks(&mut tx, &center, None, sha256).await? {
        return Ok(true);
    }
    let company = desk.actor.company.map(|id| id.0);
    let manager = desk.scopes(&[Role::CompanyManager]);
    let reaches = company.is_some() && !manager.is_empty();
    Ok(reaches && db::blob_list::in_tasks(&mut tx, &manager, company, sha256).await?)
}
