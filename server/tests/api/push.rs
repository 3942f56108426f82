//! Pushing records: exactly once, whatever comes with them, and what becomes of them.

use crate::support::world::NOW_MS;
use crate::support::{Base, Phone, TestApp};
use axum::http::StatusCode;
use domain::consent::FeeConsentState;
use domain::hash::Hash;
use domain::id::HouseholdId;
use domain::sync::protocol::{ChangesResponse, ReceiptState};
use domain::sync::record::{Record, RecordKind};
use domain::sync::view::{HouseholdView, TaskView};
use domain::visit::DoorState;
use serde_json::json;

crate::on_both!(
    a_record_pushed_any_number_of_times_is_there_once,
    one_bad_record_does_not_stop_the_next,
    another_record_under_the_same_id_is_kept_beside,
    a_visit_changes_the_door_for_its_worker_only,
    a_need_becomes_a_task_of_the_company_and_is_done,
    a_step_that_comes_too_late_is_kept_and_told,
    what_refers_to_something_unknown_is_held,
    fifty_posts_of_one_record_at_once_make_one_record,
    hostile_text_reaches_the_store_as_text,
);

async fn worker(app: &TestApp) -> Phone {
    Phone::new(app.world.a.worker, app.log_in("worker-a").await, 1)
}

async fn view_of(app: &TestApp, cookie: &str, household: HouseholdId) -> Option<HouseholdView> {
    let changes: ChangesResponse = app.get("/api/v1/sync/changes", cookie).await.json();
    let found = changes.changes.into_iter().find(|change| change.id == household.to_string())?;
    Some(serde_json::from_str(found.body?.get()).unwrap())
}

async fn tasks_of(app: &TestApp, cookie: &str) -> Vec<TaskView> {
    let changes: ChangesResponse = app.get("/api/v1/sync/changes", cookie).await.json();
    let tasks = changes.changes.into_iter().filter(|change| change.kind == "task");
    tasks.map(|change| serde_json::from_str(change.body.unwrap().get()).unwrap()).collect()
}

async fn a_record_pushed_any_number_of_times_is_there_once(base: Base) {
    let app = TestApp::new(base).await;
    let phone = worker(&app).await;
    let home = app.world.a.households[0];
    let visit = phone.visit(home, "no_answer");
    let first = phone.push(&app, std::slice::from_ref(&visit)).await;
    assert_eq!(first[0].state, ReceiptState::Accepted);
    assert_eq!(first[0].hash, visit.hash());
    for _ in 0..3 {
        assert_eq!(phone.push(&app, &[visit.clone(), visit.clone()]).await, [first[0].clone(), first[0].clone()]);
    }
    assert_eq!(view_of(&app, &phone.cookie, home).await.unwrap().attempts, 1);
}

async fn one_bad_record_does_not_stop_the_next(base: Base) {
    let app = TestApp::new(base).await;
    let phone = worker(&app).await;
    let home = app.world.a.households[0];
    let unreadable = phone.record(RecordKind::Visit, &json!({"household": "nonsense"}));
    let elsewhere = phone.visit(app.world.b.households[0], "completed");
    let nul = Record { body: "{\"note\":\"\0\"}".into(), ..phone.visit(home, "no_answer") };
    let somebody_elses = Record { author: app.world.b.worker, ..phone.visit(home, "no_answer") };
    let unknown_need = phone.record(RecordKind::Need, &json!({"compound": app.world.a.compound, "code": "XXX-99"}));
    let good = phone.visit(home, "completed");
    let receipts = phone.push(&app, &[unreadable, elsewhere, nul, somebody_elses, unknown_need, good]).await;
    let told: Vec<_> = receipts
        .iter()
        .map(|receipt| (receipt.state, receipt.findings.first().map(|finding| finding.code.as_str()).unwrap_or("")))
        .collect();
    use ReceiptState::{Accepted, SetAside};
    let expected = [
        (SetAside, "unreadable"),
        (SetAside, "out_of_scope"),
        (SetAside, "unreadable"),
        (SetAside, "other_author"),
        (SetAside, "unknown_code"),
        (Accepted, ""),
    ];
    assert_eq!(told, expected);
    assert_eq!(view_of(&app, &phone.cookie, home).await.unwrap().door_state, DoorState::Answered);
}

async fn another_record_under_the_same_id_is_kept_beside(base: Base) {
    let app = TestApp::new(base).await;
    let phone = worker(&app).await;
    let home = app.world.a.households[0];
    let first = phone.visit(home, "no_answer");
    let second = Record { id: first.id, ..phone.visit(home, "completed") };
    phone.push(&app, &[first]).await;
    let receipts = phone.push(&app, std::slice::from_ref(&second)).await;
    assert_eq!((receipts[0].state, receipts[0].hash), (ReceiptState::SetAside, second.hash()));
    assert_eq!(view_of(&app, &phone.cookie, home).await.unwrap().door_state, DoorState::NobodyHome);
}

async fn a_visit_changes_the_door_for_its_worker_only(base: Base) {
    let app = TestApp::new(base).await;
    let phone = worker(&app).await;
    let home = app.world.a.households[0];
    let before: ChangesResponse = app.get("/api/v1/sync/changes", &phone.cookie).await.json();
    assert_eq!(before.changes.iter().filter(|change| change.kind == "household").count(), 6);
    phone.push(&app, &[phone.visit(home, "refused_now")]).await;
    let path = format!("/api/v1/sync/changes?after={}&scope={}", before.next, before.scope);
    let after: ChangesResponse = app.get(&path, &phone.cookie).await.json();
    assert!(!after.reset);
    assert_eq!(after.changes.iter().map(|change| change.id.clone()).collect::<Vec<_>>(), [home.to_string()]);
    let view = view_of(&app, &phone.cookie, home).await.unwrap();
    assert_eq!((view.door_state, view.name_masked.as_deref()), (DoorState::Refused, Some("王*明")));
    assert_eq!(view.fee_consent, FeeConsentState::None);
    let other = app.log_in("worker-b").await;
    assert_eq!(view_of(&app, &other, home).await, None, "another grid's worker holds nothing of it");
    let technician = app.log_in("technician-a").await;
    assert_eq!(view_of(&app, &technician, home).await, None, "the company never holds the roster");
    let moved: ChangesResponse =
        app.get(&format!("/api/v1/sync/changes?after=5&scope={}", before.scope), &other).await.json();
    assert!(moved.reset, "a cursor of another scope starts over");
}

fn step(phone: &Phone, task: &TaskView, action: &str, text: &str) -> Record {
    phone.record(RecordKind::TaskEvent, &json!({"task": task.id, "action": action, "text": text}))
}

async fn a_need_becomes_a_task_of_the_company_and_is_done(base: Base) {
    let app = TestApp::new(base).await;
    let phone = worker(&app).await;
    let home = app.world.a.households[0];
    let need = json!({"household": home, "compound": app.world.a.compound, "code": "ELE-02", "place_text": "二层楼道",
        "text": "灯不亮"});
    let hazard = json!({"compound": app.world.a.compound, "code": "SAF-02", "place_text": "院门口", "hazard": true});
    let secret = json!({"compound": app.world.a.compound, "code": "SEC-05", "place_text": "", "text": "x"});
    let records = [need, hazard, secret].map(|body| phone.record(RecordKind::Need, &body));
    let receipts = phone.push(&app, &records).await;
    assert!(receipts.iter().all(|receipt| receipt.state == ReceiptState::Accepted), "{receipts:?}");
    let technician = Phone::new(app.world.a.technician, app.log_in("technician-a").await, 2);
    let tasks = tasks_of(&app, &technician.cookie).await;
    let mut seen: Vec<_> = tasks.iter().map(|task| (task.code.as_str(), task.priority.name())).collect();
    seen.sort_unstable();
    assert_eq!(seen, [("ELE-02", "p2"), ("SAF-02", "p0")], "secret matters never reach the company");
    let lamp = tasks.iter().find(|task| task.code == "ELE-02").unwrap();
    assert!(lamp.place_text.starts_with("3-1-101"), "{}", lamp.place_text);
    let steps =
        [("accept", ""), ("start", ""), ("submit", "换了灯泡")].map(|(a, text)| step(&technician, lamp, a, text));
    technician.push(&app, &steps).await;
    let done = tasks_of(&app, &technician.cookie).await;
    let done = done.iter().find(|task| task.code == "ELE-02").unwrap();
    assert_eq!((done.status.name(), done.assignee), ("submitted", Some(app.world.a.technician)));
    let promise = &view_of(&app, &phone.cookie, home).await.unwrap().promises[0];
    assert_eq!((promise.code.as_str(), promise.status.name()), ("ELE-02", "submitted"));
    let other = app.log_in("technician-b").await;
    assert!(tasks_of(&app, &other).await.is_empty());
}

async fn a_step_that_comes_too_late_is_kept_and_told(base: Base) {
    let app = TestApp::new(base).await;
    let phone = worker(&app).await;
    let need = json!({"compound": app.world.a.compound, "code": "CLN-01", "place_text": "院里"});
    phone.push(&app, &[phone.record(RecordKind::Need, &need)]).await;
    let technician = Phone::new(app.world.a.technician, app.log_in("technician-a").await, 2);
    let task = tasks_of(&app, &technician.cookie).await.remove(0);
    let early = technician.push(&app, &[step(&technician, &task, "submit", "早做完了")]).await;
    assert_eq!(early[0].state, ReceiptState::Accepted, "nothing that a person made is refused");
    assert_eq!(early[0].findings[0].code, "illegal_transition");
    let after = tasks_of(&app, &technician.cookie).await.remove(0);
    assert_eq!((after.status.name(), after.last_note.as_str()), ("assigned", "早做完了"));
}

async fn what_refers_to_something_unknown_is_held(base: Base) {
    let app = TestApp::new(base).await;
    let phone = worker(&app).await;
    let nowhere = HouseholdId::new(NOW_MS, [77; 10]);
    let receipts = phone.push(&app, &[phone.visit(nowhere, "completed")]).await;
    assert_eq!((receipts[0].state, receipts[0].findings[0].code.as_str()), (ReceiptState::Held, "not_placed"));
    assert_eq!(server::intake::retry_held(&app.state).await.unwrap(), 0);
}

async fn fifty_posts_of_one_record_at_once_make_one_record(base: Base) {
    let app = TestApp::new(base).await;
    let phone = worker(&app).await;
    let home = app.world.a.households[0];
    let visit = phone.visit(home, "no_answer");
    let posts = (0..50).map(|_| phone.try_push(&app, std::slice::from_ref(&visit)));
    let answers = futures::future::join_all(posts).await;
    let hashes: Vec<Hash> = answers
        .iter()
        .filter(|answer| answer.status == StatusCode::OK)
        .map(|answer| answer.json::<domain::sync::protocol::PushResponse>().receipts[0].hash)
        .collect();
    assert!(!hashes.is_empty() && hashes.iter().all(|hash| *hash == visit.hash()));
    assert_eq!(phone.push(&app, &[visit]).await[0].state, ReceiptState::Accepted);
    assert_eq!(view_of(&app, &phone.cookie, home).await.unwrap().attempts, 1);
}

async fn hostile_text_reaches_the_store_as_text(base: Base) {
    let app = TestApp::new(base).await;
    let phone = worker(&app).await;
    let home = app.world.a.households[0];
    for text in ["'; drop table visits; --", "<script>alert(1)</script>", "{{7*7}}", "𠮷\u{202e}🀄", "\\u0000"] {
        let body = json!({"household": home, "outcome": "no_answer", "channel": "door", "note": text,
            "started_at_ms": NOW_MS - 1, "ended_at_ms": NOW_MS});
        let receipts = phone.push(&app, &[phone.record(RecordKind::Visit, &body)]).await;
        assert_eq!(receipts[0].state, ReceiptState::Accepted, "{text}");
        let view = view_of(&app, &phone.cookie, home).await.unwrap();
        assert!(view.visits.iter().any(|visit| visit.note == text), "{text}");
    }
}

#[tokio::test]
async fn a_nul_character_is_set_aside_and_stops_nothing() {
    for base in [Base::Sqlite, Base::Postgres] {
        let app = TestApp::new(base).await;
        let phone = worker(&app).await;
        let home = app.world.a.households[0];
        let body = json!({"household": home, "outcome": "no_answer", "channel": "door", "note": "a\u{0}b",
            "started_at_ms": NOW_MS - 1, "ended_at_ms": NOW_MS});
        let receipts =
            phone.push(&app, &[phone.record(RecordKind::Visit, &body), phone.visit(home, "no_answer")]).await;
        let told: Vec<_> = receipts.iter().map(|receipt| receipt.state).collect();
        assert_eq!(told, [ReceiptState::SetAside, ReceiptState::Accepted]);
    }
}
