//! Pages for residents and the console: load, render, redirect. And the static site of the field app.

use crate::auth::guard::Who::{Anyone, Roles};
use crate::router::{Route, route};
use axum::routing::{get, post};

pub mod console;
pub mod document;
pub mod evidence;
pub mod failure;
pub mod headers;
pub mod imports;
pub mod poster;
pub mod preference;
pub mod resident;
pub mod site;

/// Every page.
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        route("GET", "/", Anyone, get(site::front)),
        route("GET", "/healthz", Anyone, get(site::health)),
        route("GET", "/field", Anyone, get(site::field)),
        route("GET", "/field/", Anyone, get(site::shell)),
        route("GET", "/field/{*rest}", Anyone, get(site::shell)),
        route("GET", "/sw.js", Anyone, get(site::file)),
        route("GET", "/pkg/{*rest}", Anyone, get(site::file)),
        route("GET", "/manifest.webmanifest", Anyone, get(site::file)),
        route("GET", "/robots.txt", Anyone, get(site::file)),
        route("GET", "/evidence/digests.txt", Anyone, get(evidence::show_digests)),
        route("POST", "/preferences", Anyone, post(preference::set_preference)),
        route("GET", "/console/compounds/{id}/poster", Roles(poster::ROLES), get(poster::show_poster)),
    ];
    routes.extend(imports::routes());
    routes.extend(resident::routes());
    routes.extend(console::routes());
    routes
}
