//! Lawful erasure: nobody reads it any more, nobody can guess it from what stays, and the chain still verifies.

use crate::consent::{event, terms};
use crate::evidence::{all_text, checked, phone, upload, whole_consent};
use crate::support::{Base, TestApp};
use axum::http::StatusCode;
use domain::sync::protocol::ReceiptState;
use domain::sync::record::{Record, RecordKind};
use serde_json::Value;
use server::db;
use server::evidence::erase::{Erasure, erase_household};

crate::on_both!(
    an_erased_household_cannot_be_read_and_its_chain_still_verifies,
    what_is_erased_cannot_be_guessed_from_what_stays,
);

async fn an_erased_household_cannot_be_read_and_its_chain_still_verifies(base: Base) {
    let app = TestApp::new(base).await;
    let (phone, home, other) = (phone(&app, 1).await, app.world.a.households[0], app.world.a.households[1]);
    let one = whole_consent(&app, &phone, home).await;
    let kept = whole_consent(&app, &phone, other).await;
    upload(&app, &phone).await;
    let mut aside = event(&app, "given", home, &terms(&app, 900));
    aside["signer_name"] = Value::from("王小明");
    let aside = phone.record(RecordKind::ConsentEvent, &aside);
    assert_eq!(phone.push(&app, std::slice::from_ref(&aside)).await[0].state, ReceiptState::SetAside);
    let clerk = app.log_in("clerk-a").await;
    let path = format!("/console/consents/{}", one.id);
    let said = app.post_form(&format!("{path}/confirm"), &clerk, "result=no&note=her-son-answered").await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text());
    assert!(app.get(&path, &clerk).await.text().contains("her-son-answered"));
    assert!(!all_text(&app, "select coalesce(reason, '') from audit_events").await.contains("her-son"));
    let asked = Erasure { household: home, family: None, account: Some(app.world.center), reason: "D-1" };
    assert_eq!(erase_household(&app.state, asked).await.unwrap(), 1);
    assert!(!all_text(&app, "select body from records").await.contains("王小明"));
    let report = checked(&app).await;
    assert!(report.is_clean(), "{:?}", report.faults().collect::<Vec<_>>());
    assert_eq!((report.erased, report.opened), (3, 3), "the neighbour's opens as before");
    let page = app.get(&path, &clerk).await.text();
    assert!(
        !page.contains("her-son-answered")
            && page.contains("个人信息已依法删除")
            && !page.contains("王小明")
            && !page.contains("polyline"),
        "{page}"
    );
    let page = app.get(&format!("/console/consents/{}", kept.id), &clerk).await.text();
    assert!(page.contains("王*") && page.contains("polyline"));
    let mut tx = app.state.db.read().await.unwrap();
    let events = db::consent::events_of(&mut tx, home).await.unwrap();
    assert_eq!((events.len(), events[0].event.fee_terms.is_some()), (1, true), "what was agreed stays");
    drop(tx);
    let refused = phone.record(RecordKind::ConsentEvent, &event(&app, "refused", home, &terms(&app, 450)));
    assert_eq!(phone.push(&app, &[refused]).await[0].state, ReceiptState::Accepted, "life goes on with a new key");
    assert!(checked(&app).await.is_clean());
}

async fn what_is_erased_cannot_be_guessed_from_what_stays(base: Base) {
    let app = TestApp::new(base).await;
    let (phone, home) = (phone(&app, 1).await, app.world.a.households[0]);
    let mut body = event(&app, "given", home, &terms(&app, 450));
    body["salt"] = serde_json::json!("5a".repeat(16));
    let one = phone.record(RecordKind::ConsentEvent, &body);
    assert_eq!(phone.push(&app, std::slice::from_ref(&one)).await[0].state, ReceiptState::Accepted);
    let asked = Erasure { household: home, family: None, account: None, reason: "D-1" };
    erase_household(&app.state, asked).await.unwrap();
    let mut left = String::new();
    for sql in ["select body from records", "select content from consent_events", "select facts from evidence_links"] {
        left += &all_text(&app, sql).await;
    }
    assert!(!left.contains("5a5a5a5a") && !left.contains("salt"), "{left}");
    // Whoever knows everything but the salt, the name included, gets another hash than the one that stays.
    body["salt"] = serde_json::json!("00".repeat(16));
    let guess = Record { body: serde_json::to_string(&body).unwrap(), ..one.clone() };
    assert_ne!(guess.hash(), one.hash());
    assert!(checked(&app).await.is_clean());
}
