//! Every route of the program in one list: method, path, whom it is for, handler. The permission test walks it.

use crate::auth::guard::{self, Who};
use crate::auth::origin;
use crate::error;
use crate::state::AppState;
use crate::{api, pages};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::MethodRouter;
use std::time::Duration;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::decompression::RequestDecompressionLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;

/// How hard answers are compressed, of 11 (brotli) and of 9 (gzip): what a slow line saves is worth more than the milliseconds.
const COMPRESSION: i32 = 6;

/// One line of the list.
pub struct Route {
    /// `GET`, `POST`, `PUT` or `DELETE`.
    pub method: &'static str,
    /// Path with `{parameters}`.
    pub path: &'static str,
    /// Whom the guard lets through.
    pub who: Who,
    /// The handler, already bound to its method.
    pub handler: MethodRouter<AppState>,
}

/// Makes a line.
pub fn route(method: &'static str, path: &'static str, who: Who, handler: MethodRouter<AppState>) -> Route {
    Route { method, path, who, handler }
}

/// All routes.
pub fn routes() -> Vec<Route> {
    [api::routes(), pages::routes()].into_iter().flatten().collect()
}

/// The whole program as a service.
pub fn router(state: AppState) -> Router {
    let guarded = routes().into_iter().fold(Router::new(), |router, line| {
        let layer = from_fn_with_state((state.clone(), line.who), guard::check);
        router.route(line.path, line.handler.route_layer(layer))
    });
    guarded
        .fallback(pages::failure::not_found)
        .method_not_allowed_fallback(pages::failure::not_this_way)
        .layer(DefaultBodyLimit::max(2 * 1024 * 1024))
        .layer(RequestDecompressionLayer::new().gzip(true))
        .layer(from_fn_with_state(state.clone(), origin::check))
        .layer(CompressionLayer::new().br(true).gzip(true).quality(CompressionLevel::Precise(COMPRESSION)))
        .layer(from_fn(pages::headers::add))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(300)))
        .layer(CatchPanicLayer::new())
        .layer(from_fn(error::in_envelope))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(from_fn(pages::headers::log))
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .with_state(state)
}

/// Shorthand for a header that never changes.
pub fn fixed(name: &'static str, value: &'static str) -> (HeaderName, HeaderValue) {
    (HeaderName::from_static(name), HeaderValue::from_static(value))
}
