//! `/api/v1`: what phones call. Hand-written, versioned routes; no page, no SQL.

use crate::auth::guard::Who::{Account, Anyone};
use crate::router::{Route, route};
use axum::routing::{delete, get, post, put};

pub mod session;

/// Every route that phones call.
pub fn routes() -> Vec<Route> {
    vec![
        route("POST", "/api/v1/session", Anyone, post(session::log_in)),
        route("GET", "/api/v1/session", Account, get(session::show)),
        route("DELETE", "/api/v1/session", Account, delete(session::log_out)),
        route("PUT", "/api/v1/session/password", Account, put(session::change_password)),
    ]
}
