//! Each role × each route × in and out of its scope. A new route without a line here fails the test.

use crate::support::{Base, TestApp};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::org::Role;
use server::auth::guard::Who;
use server::router::{Route, routes};

/// Everybody who may stand at the door, with the role that counts.
const PERSONAS: [(&str, Option<Role>); 9] = [
    ("", None),
    ("worker-a", Some(Role::GridWorker)),
    ("clerk-a", Some(Role::CommunityClerk)),
    ("director-a", Some(Role::CommunityDirector)),
    ("street-a", Some(Role::StreetClerk)),
    ("manager-a", Some(Role::CompanyManager)),
    ("technician-a", Some(Role::CompanyStaff)),
    ("center", Some(Role::CenterStaff)),
    ("admin", Some(Role::SysAdmin)),
];

fn lets_in(who: Who, role: Option<Role>) -> bool {
    match (who, role) {
        (Who::Anyone, _) => true,
        (Who::Account | Who::Author, role) => role.is_some(),
        (Who::Roles(roles), Some(role)) => roles.contains(&role),
        (Who::Roles(_), None) => false,
    }
}

async fn ask(app: &TestApp, method: &str, path: &str, cookie: &str, body: &str) -> StatusCode {
    let kind = if path.starts_with("/api/") { "application/json" } else { "application/x-www-form-urlencoded" };
    let request = Request::builder().method(method).uri(path).header(header::COOKIE, cookie);
    let request = request.header(header::CONTENT_TYPE, kind).header("sec-fetch-site", "same-origin");
    app.send(request.body(Body::from(body.to_owned())).unwrap()).await.status
}

/// The status says that the guard, or a scope check, turned the person away.
fn turned_away(status: StatusCode, path: &str) -> bool {
    let page = !path.starts_with("/api/");
    matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) || (page && status == StatusCode::SEE_OTHER)
}

/// A path with its parameters filled with something that is nowhere.
fn nowhere(path: &str) -> String {
    let filled = path.split('/').map(|part| match part {
        part if !part.starts_with('{') => part.to_owned(),
        "{sha256}" => "0".repeat(64),
        "{index}" => "0".to_owned(),
        _ => "00000000-0000-7000-8000-000000000000".to_owned(),
    });
    filled.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn the_guard_turns_away_every_role_that_a_route_does_not_name() {
    let app = TestApp::new(Base::Sqlite).await;
    for (login, role) in PERSONAS {
        for Route { method, path, who, .. } in routes() {
            if lets_in(who, role) {
                continue;
            }
            let cookie = if login.is_empty() { String::new() } else { app.log_in(login).await };
            let status = ask(&app, method, &nowhere(path), &cookie, "").await;
            assert!(turned_away(status, path), "{login:?} at {method} {path}: {status}");
        }
    }
}

#[tokio::test]
async fn the_guard_lets_in_every_role_that_a_route_names() {
    let app = TestApp::new(Base::Sqlite).await;
    for (login, role) in PERSONAS {
        for Route { method, path, who, .. } in routes() {
            if matches!(who, Who::Anyone) || !lets_in(who, role) || method != "GET" || path.contains('{') {
                continue;
            }
            let cookie = app.log_in(login).await;
            let status = ask(&app, method, path, &cookie, "").await;
            assert!(!turned_away(status, path), "{login} at {method} {path}: {status}");
            assert!(!status.is_server_error(), "{login} at {method} {path}: {status}");
        }
    }
}
