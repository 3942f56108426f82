//! Signatures of both sides: a phone's are judged and never in the way; the server's are on every receipt.

use crate::support::phone::{key, public, sign};
use crate::support::world::NOW_MS;
use crate::support::{Base, Phone, TestApp};
use axum::http::StatusCode;
use domain::sync::protocol::{
    PushRequest, PushResponse, Receipt, ReceiptState, ReceiptsResponse, SessionView, receipts_digest,
};
use domain::sync::record::Record;
use domain::sync::signature::DeviceKey;
use server::receipt::{ReceiptSigner, rotate, verifies};
use std::sync::Arc;

crate::on_both!(
    every_receipt_is_signed_and_old_ones_check_after_a_new_key,
    who_asks_for_one_signature_gets_one_over_all_receipts,
    a_signature_is_judged_and_its_record_kept_whatever_it_is_worth,
    strange_announcements_stop_no_push,
);

async fn push(app: &TestApp, phone: &Phone, request: &PushRequest) -> PushResponse {
    app.post_json("/api/v1/sync/push", &phone.cookie, request).await.json()
}

async fn every_receipt_is_signed_and_old_ones_check_after_a_new_key(base: Base) {
    let mut app = TestApp::new(base).await;
    let phone = Phone::new(app.world.a.worker, app.log_in("worker-a").await, 1);
    let good = phone.visit(app.world.a.households[0], "no_answer");
    let bad = phone.visit(app.world.b.households[0], "no_answer");
    let first = phone.push(&app, &[good.clone(), bad]).await;
    let seal = app.state.seal.clone();
    let again = ReceiptSigner::open(&app.state.db, &seal, NOW_MS).await.unwrap();
    assert_eq!(again.keys(), app.state.receipts.keys(), "made once, read again");
    app.state.receipts = Arc::new(rotate(&app.state.db, &seal, NOW_MS + 1).await.unwrap());
    app.router = server::router::router(app.state.clone());
    let request = serde_json::json!({ "ids": [good.id] });
    let later: ReceiptsResponse = app.post_json("/api/v1/sync/receipts", &phone.cookie, &request).await.json();
    let session: SessionView = app.get("/api/v1/session", &phone.cookie).await.json();
    assert_eq!(session.receipt_keys.len(), 2);
    for receipt in first.iter().chain(&later.receipts) {
        let proof = receipt.proof.unwrap();
        let key = session.receipt_keys.iter().find(|key| key.no == proof.key).unwrap();
        assert!(verifies(&key.public, receipt.digest(key.no), &proof.signature), "{receipt:?}");
    }
    assert_eq!((first[0].proof.unwrap().key, later.receipts[0].proof.unwrap().key), (1, 2));
    assert_eq!(first[1].state, ReceiptState::SetAside, "a refusal is signed too");
}

async fn who_asks_for_one_signature_gets_one_over_all_receipts(base: Base) {
    let app = TestApp::new(base).await;
    let phone = Phone::new(app.world.a.worker, app.log_in("worker-a").await, 1);
    let records: Vec<Record> = (0..3).map(|k| phone.visit(app.world.a.households[k], "no_answer")).collect();
    let request = PushRequest { one_proof: true, ..phone.request(&records) };
    let PushResponse { mut receipts, proof, .. } = push(&app, &phone, &request).await;
    assert!(receipts.iter().all(|receipt| receipt.proof.is_none()));
    let (proof, key) = (proof.unwrap(), app.state.receipts.keys()[0]);
    let holds = |receipts: &[Receipt]| verifies(&key.public, receipts_digest(receipts, key.no), &proof.signature);
    assert!(holds(&receipts));
    assert!(!holds(&receipts[..2]));
    receipts[2].state = ReceiptState::Held;
    assert!(!holds(&receipts), "each of them is signed");
    let each = push(&app, &phone, &phone.request(&records)).await;
    assert!(each.proof.is_none() && each.receipts.iter().all(|receipt| receipt.proof.is_some()), "an app of before");
}

async fn a_signature_is_judged_and_its_record_kept_whatever_it_is_worth(base: Base) {
    let app = TestApp::new(base).await;
    let phone = Phone::new(app.world.a.worker, app.log_in("worker-a").await, 1);
    let records: Vec<Record> = (0..5).map(|k| phone.visit(app.world.a.households[k], "no_answer")).collect();
    let (own, other) = (key(1), key(2));
    let request = PushRequest {
        key: Some(DeviceKey { public: public(&own), first_seq: 2 }),
        signatures: vec![None, sign(&own, &records[1]), None, sign(&other, &records[3]), sign(&own, &records[0])],
        ..phone.request(&records)
    };
    let receipts = push(&app, &phone, &request).await.receipts;
    let codes = receipts.iter().map(|receipt| receipt.findings.iter().map(|found| found.code.as_str()).collect());
    let codes: Vec<Vec<&str>> = codes.collect();
    let expected: [&[&str]; 5] = [&[], &[], &["signature_missing"], &["signature_wrong"], &["signature_wrong"]];
    assert_eq!(codes, expected);
    assert!(receipts.iter().all(|receipt| receipt.state == ReceiptState::Accepted), "never refused: {receipts:?}");
    assert_eq!(push(&app, &phone, &request).await.receipts, receipts, "and the same again");
    // A key announced later with another beginning excuses nothing.
    let late = phone.visit(app.world.a.households[5], "no_answer");
    let excuse = DeviceKey { first_seq: 99, ..request.key.unwrap() };
    let request = PushRequest { key: Some(excuse), ..phone.request(&[late]) };
    assert_eq!(push(&app, &phone, &request).await.receipts[0].findings[0].code, "signature_missing");
}

async fn strange_announcements_stop_no_push(base: Base) {
    let app = TestApp::new(base).await;
    let cookie = app.log_in("worker-a").await;
    let phones: Vec<Phone> = (1..=20).map(|n| Phone::new(app.world.a.worker, cookie.clone(), n)).collect();
    let homes = &app.world.a.households;
    let batches: Vec<Vec<Record>> =
        phones.iter().map(|phone| (0..3).map(|k| phone.visit(homes[k], "no_answer")).collect()).collect();
    let pushes = phones.iter().zip(&batches).enumerate().map(|(at, (phone, records))| {
        // Every fifth phone announces a number that no database column holds the way it is said.
        let mut request = phone.request(records);
        if at % 5 == 0 {
            request.app = "\0".repeat(3);
            request.announcement.highest_seq = u64::MAX;
        }
        let (app, cookie) = (&app, &cookie);
        async move { app.post_json("/api/v1/sync/push", cookie, &request).await }
    });
    for answer in futures::future::join_all(pushes).await {
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let receipts = answer.json::<PushResponse>().receipts;
        assert!(receipts.iter().all(|receipt| receipt.state == ReceiptState::Accepted), "{receipts:?}");
    }
    let mut tx = app.state.db.read().await.unwrap();
    let visits = server::db::visit::past_visits(&mut tx, homes[0]).await.unwrap();
    assert_eq!(visits.len(), 20);
}
