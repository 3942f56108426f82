//! A resident's request on its way through the desks: triaged by the clerk, done by the company, confirmed by the clerk.

use crate::support::world::NOW_MS;
use crate::support::{Base, Phone, TestApp};
use axum::http::StatusCode;
use domain::id::RequestId;
use domain::need::NeedIcon;
use domain::request::RequestStatus;
use domain::sync::protocol::ChangesResponse;
use domain::sync::record::RecordKind;
use domain::sync::view::TaskView;
use serde_json::json;
use server::db;

crate::on_both!(a_request_is_triaged_assigned_done_and_confirmed, a_request_is_rejected_with_a_reason);

async fn ask(app: &TestApp) -> RequestId {
    let id = RequestId::new(NOW_MS, [42; 10]);
    let new = db::request::NewRequest {
        id,
        district: 140403,
        compound: app.world.a.compound,
        household: Some(app.world.a.households[0]),
        icon: NeedIcon::Cleaning,
        hazard: false,
        place_text: "院里".into(),
        description: "垃圾没人收".into(),
        photos: vec![],
        phone_sealed: None,
        channel: "qr",
        status: RequestStatus::Submitted,
        created_at_ms: NOW_MS,
    };
    let mut tx = app.state.db.write().await.unwrap();
    db::request::insert_request(&mut tx, &new, "printed").await.unwrap().unwrap();
    tx.commit().await.unwrap();
    id
}

async fn task(app: &TestApp, cookie: &str) -> Option<TaskView> {
    let changes: ChangesResponse = app.get("/api/v1/sync/changes", cookie).await.json();
    let found = changes.changes.into_iter().find(|change| change.kind == "task")?;
    Some(serde_json::from_str(found.body?.get()).unwrap())
}

async fn press(app: &TestApp, cookie: &str, path: &str, form: &str) {
    let answer = app.post_form(path, cookie, form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path} {form}: {}", answer.text());
}

async fn a_request_is_triaged_assigned_done_and_confirmed(base: Base) {
    let app = TestApp::new(base).await;
    let id = ask(&app).await;
    let clerk = app.log_in("clerk-a").await;
    let seen = app.get(&format!("/console/requests/{id}"), &clerk).await;
    assert!(seen.text().contains("垃圾没人收"));
    press(&app, &clerk, &format!("/console/requests/{id}/triage"), "code=CLN-02").await;
    let technician = Phone::new(app.world.a.technician, app.log_in("technician-a").await, 2);
    let first = task(&app, &technician.cookie).await.unwrap();
    assert_eq!((first.code.as_str(), first.status.name()), ("CLN-02", "assigned"));
    let manager = app.log_in("manager-a").await;
    let path = format!("/console/tasks/{}", first.id);
    press(&app, &manager, &format!("{path}/assign"), &format!("assignee={}", app.world.a.technician)).await;
    assert_eq!(task(&app, &technician.cookie).await.unwrap().assignee, Some(app.world.a.technician));
    let steps = ["accept", "start", "submit"].map(|action| {
        technician.record(RecordKind::TaskEvent, &json!({"task": first.id, "action": action, "text": "收走了"}))
    });
    technician.push(&app, &steps).await;
    press(&app, &clerk, &path, "action=reopen&text=%E8%BF%98%E6%9C%89").await;
    assert_eq!(task(&app, &technician.cookie).await.unwrap().status.name(), "returned");
    let steps = ["start", "submit"].map(|action| {
        technician.record(RecordKind::TaskEvent, &json!({"task": first.id, "action": action, "text": "又收了"}))
    });
    technician.push(&app, &steps).await;
    press(&app, &clerk, &path, "action=confirm&text=").await;
    assert_eq!(task(&app, &technician.cookie).await.unwrap().status.name(), "closed");
    let late = app.post_form(&path, &clerk, "action=confirm&text=").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
}

async fn a_request_is_rejected_with_a_reason(base: Base) {
    let app = TestApp::new(base).await;
    let id = ask(&app).await;
    let clerk = app.log_in("clerk-a").await;
    let path = format!("/console/requests/{id}/reject");
    let wordless = app.post_form(&path, &clerk, "reason=").await;
    assert!(!wordless.status.is_redirection() && !wordless.status.is_server_error(), "{}", wordless.status);
    press(&app, &clerk, &path, "reason=duplicate").await;
    let technician = app.log_in("technician-a").await;
    assert!(task(&app, &technician).await.is_none());
}
