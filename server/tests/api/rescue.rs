//! Envelopes in anybody's session: opened, judged, taken in as if their author had pushed; and what strangers close counts for nothing.

use crate::support::world::NOW_MS;
use crate::support::{Base, Phone, TestApp};
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::hash::Hash;
use domain::sync::envelope::{Inside, Named, write_record};
use domain::sync::outbox::Waiting;
use domain::sync::protocol::{PushRequest, ReceiptState, SessionView};
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
fn closed(to: &OpeningKey, record: &Record, signature: Option<Signature>) -> Named {
    let entry = Waiting { signature, ..Waiting::new(record.clone(), vec![]) };
    let entry = domain::json::write(&entry).unwrap();
    let content = write_record(&entry, Some(&serde_json::to_string(&announced()).unwrap()));
    named(Name::Record(record.author, record.seq, record.hash()), close(Inside::Record, to, &content))
}

async fn opening_key(app: &TestApp, cookie: &str) -> OpeningKey {
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
