//! Pages for residents and the console: load, render, redirect. And the static site of the field app.

use crate::auth::guard::Who::Anyone;
use crate::router::{Route, route};
use axum::routing::get;

pub mod failure;
pub mod headers;
pub mod site;

/// Every page.
pub fn routes() -> Vec<Route> {
    vec![
        route("GET", "/", Anyone, get(site::front)),
        route("GET", "/healthz", Anyone, get(site::health)),
        route("GET", "/field", Anyone, get(site::field)),
        route("GET", "/field/", Anyone, get(site::shell)),
        route("GET", "/field/{*rest}", Anyone, get(site::shell)),
        route("GET", "/sw.js", Anyone, get(site::file)),
        route("GET", "/pkg/{*rest}", Anyone, get(site::file)),
        route("GET", "/manifest.webmanifest", Anyone, get(site::file)),
        route("GET", "/robots.txt", Anyone, get(site::file)),
    ]
}
