//! Envelopes in anybody's session: opened, judged, taken in as if their author had pushed; and what strangers close counts for nothing.

use crate::support::world::NOW_MS;
use crate::support::{Base, Phone, TestApp};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::hash::Hash;
use domain::sync::envelope::{Inside, Named, write_record};
use domain::sync::outbox::Waiting;
use domain::sync::protocol::{PROTOCOL, PushRequest, PushResponse, ReceiptState, SessionView};
use domain::sync::record::{Record, RecordKind};
use domain::sync::rescue::{Name, RescueRequest, RescueResponse, Rescued, kept_digest};
use domain::sync::signature::{DeviceKey, Hex, OpeningKey, PublicKey, Signature};
use p256::ecdsa::SigningKey;
use p256::ecdsa::signature::Signer as _;
use server::opening::{Opener, close};
use server::receipt::verifies;
use std::sync::Arc;

crate::on_both!(
    a_colleague_brings_what_its_author_signed_and_it_counts_once,
    what_nobody_signed_waits_for_its_author,
    a_garbled_envelope_never_stops_the_next,
    envelopes_for_an_old_key_still_open,
    a_record_is_complete_when_its_photo_came_in_an_envelope,
    a_rescue_file_is_brought_in_at_the_desk,
    the_last_two_protocols_are_served_and_an_older_phone_loses_nothing,
);

fn key() -> SigningKey {
    SigningKey::from_slice(&[5; 32]).unwrap()
}

fn announced() -> DeviceKey {
    let public: PublicKey = Hex(key().verifying_key().to_sec1_point(false).as_bytes().try_into().unwrap());
    DeviceKey { public, first_seq: 1 }
}

fn sign(record: &Record) -> Option<Signature> {
    let signature: p256::ecdsa::Signature = key().sign(&record.hash().0);
    Some(Hex(signature.to_bytes().into()))
}

fn named(name: Name, envelope: Option<Vec<u8>>) -> Named {
    Named { name: name.to_string(), envelope: BASE64.encode(envelope.unwrap()) }
}

/// The envelope that a phone makes of a record, with or without its author's signature.
pub fn closed(to: &OpeningKey, record: &Record, signature: Option<Signature>) -> Named {
    let entry = Waiting { signature, ..Waiting::new(record.clone(), vec![]) };
    let entry = domain::json::write(&entry);
    let content = write_record(&entry, Some(&serde_json::to_string(&announced()).unwrap()));
    named(Name::Record(record.author, record.seq, record.hash()), close(Inside::Record, to, &content))
}

pub async fn opening_key(app: &TestApp, cookie: &str) -> OpeningKey {
    let session: SessionView = app.get("/api/v1/session", cookie).await.json();
    *session.opening_keys.last().unwrap()
}

async fn rescue(app: &TestApp, cookie: &str, envelopes: Vec<Named>) -> Vec<Rescued> {
    let answer = app.post_json("/api/v1/sync/rescue", cookie, &RescueRequest { envelopes }).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json::<RescueResponse>().rescued
}

/// The author's phone was in contact once, so its key is known.
async fn author(app: &TestApp) -> Phone {
    let phone = Phone::new(app.world.a.worker, app.log_in("worker-a").await, 1);
    let hello = PushRequest { key: Some(announced()), ..phone.request(&[]) };
    assert_eq!(app.post_json("/api/v1/sync/push", &phone.cookie, &hello).await.status, StatusCode::OK);
    phone
}

fn state(rescued: &Rescued) -> Option<ReceiptState> {
    rescued.receipt.as_ref().map(|receipt| receipt.state)
}

async fn a_colleague_brings_what_its_author_signed_and_it_counts_once(base: Base) {
    let app = TestApp::new(base).await;
    let phone = author(&app).await;
    let colleague = app.log_in("worker-b").await;
    let to = opening_key(&app, &colleague).await;
    let record = phone.visit(app.world.a.households[0], "no_answer");
    for _ in 0..2 {
        let rescued = rescue(&app, &colleague, vec![closed(&to, &record, sign(&record))]).await;
        assert_eq!(state(&rescued[0]), Some(ReceiptState::Accepted), "{rescued:?}");
        assert_eq!(rescued[0].hash, Some(record.hash()));
        let (proof, keys) = (rescued[0].proof.unwrap(), app.state.receipts.keys());
        assert!(verifies(&keys[0].public, kept_digest(record.hash(), 1), &proof.signature));
    }
    let receipts = phone.push(&app, &[record]).await;
    assert_eq!(receipts[0].state, ReceiptState::Accepted, "its author gets the same word");
    let mut tx = app.state.db.read().await.unwrap();
    assert_eq!(server::db::visit::past_visits(&mut tx, app.world.a.households[0]).await.unwrap().len(), 1);
}

async fn what_nobody_signed_waits_for_its_author(base: Base) {
    let app = TestApp::new(base).await;
    let phone = author(&app).await;
    let colleague = app.log_in("worker-b").await;
    let to = opening_key(&app, &colleague).await;
    let homes = &app.world.a.households;
    let records: Vec<Record> = (0..2).map(|at| phone.visit(homes[at], "no_answer")).collect();
    let another = |record: &Record| {
        let signature: p256::ecdsa::Signature = SigningKey::from_slice(&[6; 32]).unwrap().sign(&record.hash().0);
        Some(Hex(signature.to_bytes().into()))
    };
    let forged = vec![closed(&to, &records[0], None), closed(&to, &records[1], another(&records[1]))];
    for _ in 0..2 {
        for rescued in rescue(&app, &colleague, forged.clone()).await {
            assert_eq!(state(&rescued), Some(ReceiptState::SetAside), "{rescued:?}");
            assert_eq!(rescued.findings[0].code, "other_author");
            assert!(rescued.proof.is_none(), "the envelope has to stay");
        }
    }
    let rescued = rescue(&app, &phone.cookie, forged).await;
    assert!(rescued.iter().all(|one| state(one) == Some(ReceiptState::Accepted) && one.proof.is_some()), "{rescued:?}");
}

async fn a_garbled_envelope_never_stops_the_next(base: Base) {
    let app = TestApp::new(base).await;
    let phone = author(&app).await;
    let to = opening_key(&app, &phone.cookie).await;
    let record = phone.visit(app.world.a.households[0], "no_answer");
    let good = closed(&to, &record, sign(&record));
    let with = |envelope: &str| Named { envelope: envelope.to_owned(), ..good.clone() };
    let cut = |at: usize| {
        let mut bytes = BASE64.decode(&good.envelope).unwrap();
        bytes[at] ^= 1;
        with(&BASE64.encode(bytes))
    };
    let stranger = OpeningKey { no: 9, ..to };
    let unknown = Record { author: domain::id::AccountId::new(NOW_MS, [77; 10]), ..record.clone() };
    let other = named(Name::Blob(Hash::of(b"")), close(Inside::Record, &to, b"{\"record\":1}"));
    let cases = [
        (with("not base64!"), "envelope_unreadable"),
        (with(""), "envelope_cut"),
        (with("UEsDBAoAAAAAAA=="), "envelope_unknown"),
        (cut(20), "envelope_changed"),
        (cut(80), "envelope_changed"),
        (cut(100), "envelope_changed"),
        (closed(&stranger, &record, None), "envelope_key_unknown"),
        (other, "envelope_unreadable"),
        (closed(&to, &unknown, None), "author_unknown"),
    ];
    let (mut envelopes, codes): (Vec<Named>, Vec<&str>) = cases.into_iter().unzip();
    envelopes.push(good);
    let rescued = rescue(&app, &phone.cookie, envelopes).await;
    for (rescued, code) in rescued.iter().zip(codes) {
        assert_eq!(rescued.findings.first().map(|finding| finding.code.as_str()), Some(code));
        assert!(rescued.proof.is_none() && rescued.receipt.is_none());
    }
    assert_eq!(state(rescued.last().unwrap()), Some(ReceiptState::Accepted));
}

async fn envelopes_for_an_old_key_still_open(base: Base) {
    let mut app = TestApp::new(base).await;
    let phone = author(&app).await;
    let old = opening_key(&app, &phone.cookie).await;
    let record = phone.visit(app.world.a.households[0], "no_answer");
    let envelope = closed(&old, &record, sign(&record));
    app.state.opener = Arc::new(Opener::rotate(&app.state.db, &app.state.seal, NOW_MS + 1).await.unwrap());
    app.router = server::router::router(app.state.clone());
    let new = opening_key(&app, &phone.cookie).await;
    assert!(new.no > old.no && new.public != old.public);
    let rescued = rescue(&app, &phone.cookie, vec![envelope]).await;
    assert_eq!(state(&rescued[0]), Some(ReceiptState::Accepted));
}

async fn a_record_is_complete_when_its_photo_came_in_an_envelope(base: Base) {
    let app = TestApp::new(base).await;
    let phone = author(&app).await;
    let colleague = app.log_in("worker-b").await;
    let to = opening_key(&app, &colleague).await;
    let photo = crate::blobs::photo(0);
    let hash = Hash::of(&photo);
    let need = serde_json::json!({
        "compound": app.world.a.compound, "code": "CLN-01", "place_text": "院里", "photos": [hash],
    });
    let record = phone.record(RecordKind::Need, &need);
    let blob = named(Name::Blob(hash), close(Inside::Blob, &to, &photo));
    let record_first = vec![closed(&to, &record, sign(&record)), blob];
    let rescued = rescue(&app, &colleague, record_first).await;
    assert_eq!(rescued[1].hash, Some(hash), "{rescued:?}");
    assert!(rescued[1].proof.is_some());
    let receipt = rescued[0].receipt.as_ref().unwrap();
    assert!(receipt.missing_blobs.is_empty() && receipt.state != ReceiptState::SetAside, "{receipt:?}");
    let bytes = app.state.blobs.get(hash).await.unwrap();
    assert_eq!(bytes.as_deref(), Some(&photo[..]));
}

async fn bring(app: &TestApp, cookie: &str, file: &str) -> crate::support::Answer {
    let part = "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"doorstep-rescue.txt\"\r\n\r\n";
    let request = Request::post("/console/rescue")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(format!("{part}{file}\r\n--edge--\r\n")))
        .unwrap();
    app.send(request).await
}

async fn a_rescue_file_is_brought_in_at_the_desk(base: Base) {
    let app = TestApp::new(base).await;
    let phone = author(&app).await;
    let to = opening_key(&app, &phone.cookie).await;
    let records: Vec<Record> = (0..2).map(|at| phone.visit(app.world.a.households[at], "no_answer")).collect();
    let blob = named(Name::Blob(Hash::of(b"x")), close(Inside::Blob, &to, &crate::blobs::photo(0)));
    let lines = [closed(&to, &records[0], sign(&records[0])), closed(&to, &records[1], None), blob];
    let lines = lines.map(|line| serde_json::to_string(&line).unwrap());
    let file = [&lines[0][..], "a line of something else", &lines[1], "", &lines[2]].join("\n");
    for login in ["clerk-a", "center", "admin"] {
        let cookie = app.log_in(login).await;
        assert!(app.get("/console/rescue", &cookie).await.text().contains("救援文件"));
        let answer = bring(&app, &cookie, &file).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        for said in ["已收下", "不是登录的人自己做的记录", "2: 这一行不是完整的救援记录", "收到 1 个"]
        {
            assert!(answer.text().contains(said), "{login}: {said}: {}", answer.text());
        }
        let english = format!("{cookie}; language=en");
        let answer = bring(&app, &english, &file).await.text();
        for said in ["Taken in", "Let the author log in", "2: This line is not a whole", "1 arrived"] {
            assert!(answer.contains(said), "{login}: {said}: {answer}");
        }
        assert!(bring(&app, &cookie, "").await.text().contains("请先选一个文件"));
    }
    let mut tx = app.state.db.read().await.unwrap();
    assert_eq!(server::db::visit::past_visits(&mut tx, app.world.a.households[0]).await.unwrap().len(), 1);
    assert!(server::db::visit::past_visits(&mut tx, app.world.a.households[1]).await.unwrap().is_empty());
}

async fn the_last_two_protocols_are_served_and_an_older_phone_loses_nothing(base: Base) {
    let app = TestApp::new(base).await;
    let phone = Phone::new(app.world.a.worker, app.log_in("worker-a").await, 1);
    let session: SessionView = app.get("/api/v1/session", &phone.cookie).await.json();
    assert_eq!(session.protocol, PROTOCOL);
    let record = phone.visit(app.world.a.households[0], "no_answer");
    let speaking = |protocol| PushRequest { protocol, ..phone.request(std::slice::from_ref(&record)) };
    let push = |protocol| {
        let (app, cookie, request) = (&app, &phone.cookie, speaking(protocol));
        async move { app.post_json("/api/v1/sync/push", cookie, &request).await }
    };
    let refused = push(PROTOCOL - 2).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("protocol_unknown"), "{}", refused.text());
    assert_eq!(push(PROTOCOL + 1).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    for protocol in [PROTOCOL - 1, PROTOCOL] {
        let answer = push(protocol).await.json::<PushResponse>();
        assert_eq!(answer.receipts[0].state, ReceiptState::Accepted, "a phone that speaks {protocol}");
        assert!(answer.protocol <= protocol + 1, "and understands the answer");
    }
    let mut tx = app.state.db.read().await.unwrap();
    assert_eq!(server::db::visit::past_visits(&mut tx, app.world.a.households[0]).await.unwrap().len(), 1);
}
