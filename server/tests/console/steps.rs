//! Steps: logging in, triage, revealing a phone, accounts.

use crate::support::world::{NOW_MS, PASSWORD};
use crate::support::{Base, TestApp};
use axum::http::StatusCode;
use server::db;
use server::db::select::Page;

#[tokio::test]
async fn a_wrong_password_keeps_the_login_and_says_so_in_place() {
    let app = TestApp::new(Base::Sqlite).await;
    let answer = app.post_form("/console/login", "", "login=clerk-a&password=wrong").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.text().contains("value=\"clerk-a\"") && answer.text().contains("账号或密码不对"),
        "{}",
        answer.text()
    );
    let answer = app.post_form("/console/login", "", &format!("login=clerk-a&password={PASSWORD}")).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/console"));
}

#[tokio::test]
async fn after_too_many_tries_the_page_says_how_many_minutes_to_wait_and_keeps_the_login() {
    let app = TestApp::new(Base::Sqlite).await;
    for _ in 0..5 {
        app.post_form("/console/login", "", "login=clerk-a&password=wrong").await;
    }
    app.set_clock(NOW_MS + 6 * 60_000 - 30_000);
    let answer = app.post_form("/console/login", "", &format!("login=clerk-a&password={PASSWORD}")).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    let page = answer.text();
    assert!(page.contains("请 10 分钟后再来") && page.contains("value=\"clerk-a\""), "{page}");
}

#[tokio::test]
async fn a_reveal_needs_a_purpose_and_is_written_down_before_the_phone_is_shown() {
    let app = TestApp::new(Base::Sqlite).await;
    let clerk = app.log_in("clerk-a").await;
    let path = format!("/console/households/{}/reveal", app.world.a.households[0]);
    assert_eq!(app.post_form(&path, &clerk, "purpose=curious").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let other = format!("/console/households/{}/reveal", app.world.b.households[0]);
    let status = app.post_form(&other, &clerk, "purpose=danger").await.status;
    assert!(matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND));
    let shown = app.post_form(&path, &clerk, "purpose=danger").await;
    let mut tx = app.state.db.read().await.unwrap();
    let written = db::audit::list_audit(&mut tx, "reveal_phone", Page::ALL).await.unwrap();
    assert_eq!(written.len(), usize::from(shown.status == StatusCode::OK));
}

#[tokio::test]
async fn a_lock_takes_effect_with_the_next_click() {
    let app = TestApp::new(Base::Sqlite).await;
    let (admin, clerk) = (app.log_in("admin").await, app.log_in("clerk-a").await);
    assert_eq!(app.get("/console/visits", &clerk).await.status, StatusCode::OK);
    let path = format!("/console/accounts/{}", app.world.a.clerk);
    assert_eq!(app.post_form(&format!("{path}/lock"), &admin, "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.get("/console/visits", &clerk).await.location(), "/console/login");
    let own = format!("/console/accounts/{}/end", app.world.admin);
    assert_eq!(app.post_form(&own, &admin, "").await.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody ends himself");
}

#[tokio::test]
async fn a_new_account_must_change_its_first_password_before_anything_else() {
    let app = TestApp::new(Base::Sqlite).await;
    let admin = app.log_in("admin").await;
    let weak = "login=new.clerk&name=新人&new_password=short&role=community_clerk&scope=community:140403001001";
    assert_eq!(app.post_form("/console/accounts", &admin, weak).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let good = weak.replace("short", "first-words-here");
    assert_eq!(app.post_form("/console/accounts", &admin, &good).await.status, StatusCode::SEE_OTHER);
    let answer = app.post_form("/console/login", "", "login=new.clerk&password=first-words-here").await;
    assert_eq!(answer.location(), "/console/password");
    let cookie = answer.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    assert_eq!(app.get("/console/visits", &cookie).await.location(), "/console/password");
    let changed = "old_password=first-words-here&new_password=my-own-words-now&new_again=my-own-words-now";
    let answer = app.post_form("/console/password", &cookie, changed).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let cookie = answer.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    assert_eq!(app.get("/console/visits", &cookie).await.status, StatusCode::OK);
}
