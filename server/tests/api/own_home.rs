//! A grid worker's own home, and the homes of relatives they declare, are captured by another worker (INV-28).

use crate::consent::{event, terms};
use crate::support::{Base, Phone, TestApp};
use axum::http::StatusCode;
use domain::sync::protocol::ReceiptState;
use domain::sync::record::{Record, RecordKind};
use serde_json::json;

crate::on_both!(what_a_worker_captures_at_a_declared_home_is_set_aside, only_workers_who_may_come_can_be_named);

async fn what_a_worker_captures_at_a_declared_home_is_set_aside(base: Base) {
    let app = TestApp::new(base).await;
    let phone = Phone::new(app.world.a.worker, app.log_in("worker-a").await, 1);
    let (own, other) = (app.world.a.households[0], app.world.a.households[1]);
    let clerk = app.log_in("clerk-a").await;
    let path = format!("/console/households/{own}");
    let form = format!("worker={}&relation=relative", app.world.a.worker);
    assert_eq!(app.post_form(&format!("{path}/own"), &clerk, &form).await.status, StatusCode::SEE_OTHER);
    let page = app.get(&path, &clerk).await.text();
    assert!(page.contains("亲戚家") && page.contains("不再是了：人员10"), "{page}");
    let yes = phone.record(RecordKind::ConsentEvent, &event(&app, "given", own, &terms(&app, 450)));
    let need = json!({"household": own, "compound": app.world.a.compound, "code": "CLN-01", "place_text": "楼道"});
    let need = phone.record(RecordKind::Need, &need);
    let records = [phone.visit(own, "completed"), yes, need, phone.visit(other, "completed")];
    let told = phone.push(&app, &records).await;
    let said = |at: usize| (told[at].state, told[at].findings.iter().map(|one| one.code.as_str()).collect::<Vec<_>>());
    for at in [0, 1] {
        assert_eq!(said(at), (ReceiptState::SetAside, vec!["own_household"]), "kept, and counted nowhere");
    }
    assert_eq!([said(2), said(3)], [(ReceiptState::Accepted, vec![]), (ReceiptState::Accepted, vec![])]);
    let list = app.get("/console/records", &clerk).await.text();
    assert!(list.contains("请安排别的网格员去"), "{list}");
    // Set aside for good: only a record made after the declaration has ended counts.
    let end = app.post_form(&format!("{path}/own/end"), &clerk, &form).await;
    assert_eq!(end.status, StatusCode::SEE_OTHER, "{}", end.text());
    let later: Record = phone.visit(own, "completed");
    assert_eq!(phone.push(&app, &[later]).await[0].state, ReceiptState::Accepted);
    let again = app.post_form(&format!("{path}/own/end"), &clerk, &form).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "it has ended");
}

async fn only_workers_who_may_come_can_be_named(base: Base) {
    let app = TestApp::new(base).await;
    let clerk = app.log_in("clerk-a").await;
    let path = format!("/console/households/{}/own", app.world.a.households[0]);
    let near = app.world.a.worker;
    for (worker, relation) in [(app.world.b.worker, "own"), (app.world.a.clerk, "own"), (near, "friend")] {
        let answer = app.post_form(&path, &clerk, &format!("worker={worker}&relation={relation}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{worker} {relation}");
    }
    let form = format!("worker={near}&relation=own");
    assert_eq!(app.post_form(&path, &clerk, &form).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.post_form(&path, &clerk, &form).await.status, StatusCode::CONFLICT, "once");
    let mut tx = app.state.db.read().await.unwrap();
    assert_eq!(server::db::audit::count_audit(&mut tx, "declare_own_household").await.unwrap(), 1);
}
