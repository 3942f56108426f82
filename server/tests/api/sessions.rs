//! Logging in, being locked out, leaving.

use crate::support::world::{NOW_MS, PASSWORD};
use crate::support::{Base, TestApp};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::sync::protocol::SessionView;
use serde_json::json;
use server::auth::proxy::Proxies;
use server::db;

crate::on_both!(a_login_opens_a_session_that_says_who_and_where, leaving_ends_access_at_once);

async fn a_login_opens_a_session_that_says_who_and_where(base: Base) {
    let app = TestApp::new(base).await;
    assert_eq!(app.get("/api/v1/session", "").await.status, StatusCode::UNAUTHORIZED);
    let cookie = app.log_in("worker-a").await;
    let session: SessionView = app.get("/api/v1/session", &cookie).await.json();
    assert_eq!(session.account, app.world.a.worker);
    assert_eq!(session.grants.len(), 1);
    let gone = Request::delete("/api/v1/session").header(header::COOKIE, &cookie).body(Body::empty()).unwrap();
    assert_eq!(app.send(gone).await.status, StatusCode::NO_CONTENT);
    assert_eq!(app.get("/api/v1/session", &cookie).await.status, StatusCode::UNAUTHORIZED);
}

async fn leaving_ends_access_at_once(base: Base) {
    let app = TestApp::new(base).await;
    let cookie = app.log_in("clerk-a").await;
    assert_eq!(app.get("/api/v1/session", &cookie).await.status, StatusCode::OK);
    let mut tx = app.state.db.write().await.unwrap();
    db::account::end_account(&mut tx, app.world.a.clerk, NOW_MS).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(app.get("/api/v1/session", &cookie).await.status, StatusCode::UNAUTHORIZED);
    let again = app.post_json("/api/v1/session", "", &json!({"login": "clerk-a", "password": PASSWORD})).await;
    assert_eq!(again.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_key_of_the_phones_data_comes_with_a_password_and_never_with_a_cookie() {
    let app = TestApp::new(Base::Sqlite).await;
    let log_in = async |login: &str| {
        let answer = app.post_json("/api/v1/session", "", &json!({"login": login, "password": PASSWORD})).await;
        answer.json::<SessionView>().data_key
    };
    let key = log_in("worker-a").await;
    assert!(key.is_some());
    assert_eq!(log_in("worker-a").await, key, "the same again: a forgotten PIN loses nothing");
    assert_ne!(log_in("worker-b").await, key, "another worker's is another");
    let cookie = app.log_in("worker-a").await;
    assert_eq!(app.get("/api/v1/session", &cookie).await.json::<SessionView>().data_key, None);
}

#[tokio::test]
async fn five_wrong_passwords_bar_the_account_for_a_while() {
    let app = TestApp::new(Base::Sqlite).await;
    let wrong = json!({"login": "worker-a", "password": "not-this-one"});
    for _ in 0..5 {
        assert_eq!(app.post_json("/api/v1/session", "", &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let right = json!({"login": "worker-a", "password": PASSWORD});
    let barred = app.post_json("/api/v1/session", "", &right).await;
    assert_eq!(barred.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(barred.headers.contains_key(header::RETRY_AFTER));
    app.log_in("worker-b").await;
    app.set_clock(NOW_MS + 16 * 60_000);
    assert_eq!(app.post_json("/api/v1/session", "", &right).await.status, StatusCode::OK);
}

#[tokio::test]
async fn many_tries_at_the_same_moment_are_no_way_round_the_limit() {
    let app = std::sync::Arc::new(TestApp::new(Base::Sqlite).await);
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let app = app.clone();
        let wrong = json!({"login": "worker-a", "password": "not-this-one"});
        tries.spawn(async move { app.post_json("/api/v1/session", "", &wrong).await.status });
    }
    let answers = tries.join_all().await;
    let heard = answers.iter().filter(|status| **status == StatusCode::UNPROCESSABLE_ENTITY).count();
    assert_eq!(heard, 5, "{answers:?}");
}

#[tokio::test]
async fn thirty_wrong_logins_bar_the_address() {
    let app = TestApp::new(Base::Sqlite).await;
    for n in 0..30 {
        let wrong = json!({"login": format!("nobody-{n}"), "password": "not-this-one"});
        assert_eq!(app.post_json("/api/v1/session", "", &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let right = json!({"login": "worker-a", "password": PASSWORD});
    assert_eq!(app.post_json("/api/v1/session", "", &right).await.status, StatusCode::TOO_MANY_REQUESTS);
}

/// Tries a wrong password as somebody whom a connection and a header speak of.
async fn try_from(app: &TestApp, peer: &str, forwarded: &str) -> StatusCode {
    let wrong = json!({"login": "nobody", "password": "not-this-one"});
    let request = Request::post("/api/v1/session").header(header::CONTENT_TYPE, "application/json");
    let request = request.header("x-forwarded-for", forwarded);
    let mut request = request.body(Body::from(wrong.to_string())).unwrap();
    let peer: std::net::SocketAddr = format!("{peer}:4711").parse().unwrap();
    request.extensions_mut().insert(axum::extract::ConnectInfo(peer));
    app.send(request).await.status
}

async fn forget(app: &TestApp, key: &str) {
    let mut tx = app.state.db.write().await.unwrap();
    db::throttle::clear_failures(&mut tx, key).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_forged_header_frees_nobody_and_bars_nobody_else() {
    let mut app = TestApp::new(Base::Sqlite).await;
    app.state.proxies = std::sync::Arc::new(Proxies(vec!["10.0.0.0/8".parse().unwrap()]));
    app.router = server::router::router(app.state.clone());
    let (refused, barred) = (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::TOO_MANY_REQUESTS);
    // A stranger who comes by no proxy of ours may write what they like: they are counted as who they are.
    for n in 0..30 {
        forget(&app, "login nobody").await;
        assert_eq!(try_from(&app, "203.0.113.7", &format!("198.51.100.{n}")).await, refused);
    }
    forget(&app, "login nobody").await;
    assert_eq!(try_from(&app, "203.0.113.7", "198.51.100.99").await, barred);
    // Through our proxy, what the stranger wrote stands left of what the proxy saw.
    assert_eq!(try_from(&app, "10.0.0.1", "203.0.113.7").await, barred, "the same person by another way");
    for n in 0..30 {
        forget(&app, "login nobody").await;
        assert_eq!(try_from(&app, "10.0.0.1", &format!("198.51.100.{n}, 203.0.113.9")).await, refused);
    }
    forget(&app, "login nobody").await;
    assert_eq!(try_from(&app, "10.0.0.1", "198.51.100.99, 203.0.113.9, 10.0.0.2").await, barred);
    assert_eq!(try_from(&app, "10.0.0.1", "203.0.113.10").await, refused, "the neighbour behind the same proxy");
    assert_eq!(try_from(&app, "10.0.0.1", "198.51.100.1").await, refused, "nor the one whose address was borrowed");
}

#[tokio::test]
async fn a_first_password_must_be_changed_before_anything_else() {
    let app = TestApp::new(Base::Sqlite).await;
    let cookie = app.log_in("worker-a").await;
    let mut tx = app.state.db.write().await.unwrap();
    let account = db::account::account_by_id(&mut tx, app.world.a.worker).await.unwrap().unwrap();
    db::account::set_password(&mut tx, app.world.a.worker, &account.password_hash, true).await.unwrap();
    tx.commit().await.unwrap();
    let barred = app.get("/api/v1/sync/changes", &cookie).await;
    assert_eq!(barred.status, StatusCode::FORBIDDEN);
    assert!(barred.text().contains("password_must_change"));
    let change = json!({"old_password": PASSWORD, "new_password": "a-better-one-2"});
    let put = Request::put("/api/v1/session/password")
        .header(header::COOKIE, &cookie)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(change.to_string()))
        .unwrap();
    let changed = app.send(put).await;
    assert_eq!(changed.status, StatusCode::NO_CONTENT);
    let fresh =
        changed.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap().split(';').next().unwrap().to_owned();
    assert_eq!(app.get("/api/v1/sync/changes", &fresh).await.status, StatusCode::OK);
    assert_eq!(app.get("/api/v1/session", &cookie).await.status, StatusCode::UNAUTHORIZED, "other sessions end");
}

#[tokio::test]
async fn another_site_may_change_nothing() {
    let app = TestApp::new(Base::Sqlite).await;
    let cookie = app.log_in("worker-a").await;
    let request =
        Request::delete("/api/v1/session").header(header::COOKIE, &cookie).header("sec-fetch-site", "cross-site");
    assert_eq!(app.send(request.body(Body::empty()).unwrap()).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.get("/api/v1/session", &cookie).await.status, StatusCode::OK);
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let app = TestApp::new(Base::Sqlite).await;
    for path in ["/healthz", "/field/", "/console", "/nowhere", "/api/v1/nothing"] {
        let answer = app.get(path, "").await;
        let policy = answer.headers.get(header::CONTENT_SECURITY_POLICY).unwrap().to_str().unwrap().to_owned();
        assert!(!policy.contains("unsafe-inline"), "{path}");
        assert_eq!(policy.contains("wasm-unsafe-eval"), path.starts_with("/field"), "{path}");
        assert_eq!(answer.headers.get(header::X_CONTENT_TYPE_OPTIONS).unwrap(), "nosniff", "{path}");
    }
}
