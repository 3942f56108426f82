//! Headers on every answer, and one log line for every request.

use crate::router::fixed;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;

const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; \
                      form-action 'self'; frame-ancestors 'none'; script-src 'self'; style-src 'self'";
const FIELD_POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; \
                            base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
                            script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; worker-src 'self'";

/// Adds the security headers. Only the field area may compile WebAssembly; nothing runs inline anywhere.
pub async fn add(request: Request, next: Next) -> Response {
    let field = request.uri().path().starts_with("/field");
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    let policy = HeaderValue::from_static(if field { FIELD_POLICY } else { POLICY });
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    let fixed = [
        fixed("x-content-type-options", "nosniff"),
        fixed("referrer-policy", "same-origin"),
        fixed("x-frame-options", "DENY"),
        fixed("cross-origin-opener-policy", "same-origin"),
        fixed("cross-origin-resource-policy", "same-origin"),
        fixed("permissions-policy", "camera=(self), microphone=(), geolocation=(self), payment=()"),
    ];
    for (name, value) in fixed {
        headers.insert(name, value);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    answer
}

/// Logs method, route pattern, status and time: no address, no query, no body, no name.
pub async fn log(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>().map_or("-", |path| path.as_str()).to_owned();
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or("-").to_owned();
    let answer = next.run(request).await;
    let ms = started.elapsed().as_millis() as u64;
    tracing::info!(%method, route = path, status = answer.status().as_u16(), ms, id, "request");
    answer
}
