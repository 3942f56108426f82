//! `/api/v1`: what phones call. Hand-written, versioned routes; no page, no SQL.

use crate::auth::guard::Who::{Account, Anyone, Author, Roles};
use crate::router::{Route, route};
use axum::extract::DefaultBodyLimit;
use axum::routing::{delete, get, post, put};
use domain::org::Role;

pub mod blob;
pub mod rescue;
pub mod session;
pub mod sync;
pub mod wipe;

const LOOKERS: &[Role] =
    &[Role::GridWorker, Role::CompanyStaff, Role::CompanyManager, Role::CommunityClerk, Role::CenterStaff];

/// Every route that phones call.
pub fn routes() -> Vec<Route> {
    let rescue = post(rescue::rescue_envelopes).layer(DefaultBodyLimit::max(rescue::MOST_BYTES));
    vec![
        route("POST", "/api/v1/session", Anyone, post(session::log_in)),
        route("GET", "/api/v1/session", Anyone, get(session::show)),
        route("DELETE", "/api/v1/session", Account, delete(session::log_out)),
        route("PUT", "/api/v1/session/password", Account, put(session::change_password)),
        route("POST", "/api/v1/sync/push", Author, post(sync::push_records)),
        route("POST", "/api/v1/sync/receipts", Author, post(sync::list_receipts)),
        route("POST", "/api/v1/sync/rescue", Author, rescue),
        route("POST", "/api/v1/sync/wiped", Anyone, post(wipe::note_wiped)),
        route("GET", "/api/v1/sync/changes", Author, get(sync::list_changes)),
        route("GET", "/api/v1/blobs/{sha256}/state", Author, get(blob::show_state)),
        route("PUT", "/api/v1/blobs/{sha256}/chunks/{index}", Author, put(blob::put_chunk)),
        route("GET", "/api/v1/blobs/{sha256}", Roles(LOOKERS), get(blob::show_blob)),
    ]
}
