//! Consent as evidence: what is taken in stands on a chain, whatever is done to it afterwards is found, and what must be erased is.

use crate::consent::{event, terms};
use crate::support::phone::{key, public, sign};
use crate::support::world::NOW_MS;
use crate::support::{Base, Phone, TestApp};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::chain::{LinkKind, Reason, Verdict};
use domain::consent::{ConfirmationMethod, ConsentConfirmation};
use domain::hash::Hash;
use domain::id::HouseholdId;
use domain::sync::body::BlobRef;
use domain::sync::protocol::ReceiptState;
use domain::sync::record::{Record, RecordKind};
use serde_json::Value;
use server::db::{self, Tx};
use server::evidence::facts::NewLink;
use server::evidence::signed::PhoneSignature;
use server::evidence::{append::Notary, blob, report::Report, verify};

crate::on_both!(
    a_consent_stands_on_its_chain_and_its_personal_parts_are_sealed,
    twelve_phones_at_once_make_one_chain_without_gaps,
    consents_of_before_get_their_place_once,
);

pub const STROKES: &str = r#"{"width":300,"height":150,"strokes":[[[0,2,0],[10,20,30],[40,22,60],[60,80,90],[61,81,95],[62,82,100],[63,83,105],[64,84,110],[65,85,115],[66,86,120],[67,87,125],[68,88,130],[69,89,135],[70,90,140],[71,91,145],[72,92,150],[73,93,155],[74,94,160],[75,95,165],[76,96,170],[77,97,175]]]}"#;

/// A signed consent with its strokes, as a phone makes it.
pub fn signed(app: &TestApp, phone: &Phone, home: HouseholdId) -> Record {
    let mut body = event(app, "given", home, &terms(app, 450));
    body["evidence"]["strokes_sha256"] = serde_json::json!(Hash::of(STROKES.as_bytes()));
    body["evidence"]["witness"] = Value::from("李证人");
    phone.record(RecordKind::ConsentEvent, &body)
}

/// A phone that signs what it makes.
pub async fn phone(app: &TestApp, n: u8) -> Phone {
    Phone::new(app.world.a.worker, app.log_in("worker-a").await, n).signing(n)
}

/// Uploads the strokes and waits until they are sealed.
pub async fn upload(app: &TestApp, phone: &Phone) {
    let (hash, size) = (Hash::of(STROKES.as_bytes()), STROKES.len());
    let path = format!("/api/v1/blobs/{hash}/chunks/0?size={size}&kind=strokes");
    let request = Request::put(path).header(header::COOKIE, &phone.cookie).body(Body::from(STROKES)).unwrap();
    assert_eq!(app.send(request).await.status, StatusCode::OK);
    blob::seal_arrived(&app.state, None).await.unwrap();
}

/// A consent that was taken, confirmed, and has its signature.
pub async fn whole_consent(app: &TestApp, phone: &Phone, home: HouseholdId) -> Record {
    let one = signed(app, phone, home);
    let receipts = phone.push(app, std::slice::from_ref(&one)).await;
    assert_eq!((receipts[0].state, &receipts[0].findings), (ReceiptState::Accepted, &vec![]));
    confirm(app, &one, home).await;
    one
}

async fn confirm(app: &TestApp, one: &Record, home: HouseholdId) {
    let confirmation = ConsentConfirmation {
        consent: one.id,
        method: ConfirmationMethod::Callback,
        confirmed_by: Some(app.world.a.clerk),
        by_company: false,
        at_ms: app.state.clock.now_ms(),
    };
    let notary = Notary { seal: &app.state.seal, clock: &app.state.clock };
    let mut tx = app.state.db.write().await.unwrap();
    let id = app.state.clock.new_uuid();
    notary.add_confirmation(&mut tx, id, home, &confirmation, "问了王小明本人").await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn checked(app: &TestApp) -> Report {
    verify::verify((&app.state).into(), None).await.unwrap()
}

/// What is wrong with one household.
pub fn faults(report: &Report, home: HouseholdId) -> Vec<(Verdict, Reason)> {
    let of_home = |line: &&server::evidence::report::Line| line.what.contains(&home.to_string());
    report.faults().filter(of_home).map(|line| (line.verdict, line.reason)).collect()
}

pub async fn all_text(app: &TestApp, sql: &'static str) -> String {
    let mut tx = app.state.db.read().await.unwrap();
    let rows: Vec<(String,)> = match &mut tx {
        Tx::Sqlite(tx) => sqlx::query_as(sql).fetch_all(&mut **tx).await.unwrap(),
        Tx::Postgres(tx) => sqlx::query_as(sql).fetch_all(&mut **tx).await.unwrap(),
    };
    rows.into_iter().map(|(text,)| text).collect::<Vec<_>>().join("\n")
}

async fn a_consent_stands_on_its_chain_and_its_personal_parts_are_sealed(base: Base) {
    let app = TestApp::new(base).await;
    let (phone, home) = (phone(&app, 1).await, app.world.a.households[0]);
    let one = whole_consent(&app, &phone, home).await;
    upload(&app, &phone).await;
    let mut tx = app.state.db.read().await.unwrap();
    let links = db::evidence::links_of(&mut tx, home).await.unwrap();
    let kinds: Vec<_> = links.iter().map(|stored| stored.link.kind).collect();
    assert_eq!(kinds, [LinkKind::Event, LinkKind::Confirmation, LinkKind::Blob]);
    assert_eq!(links[0].link.record_hash, Some(one.hash()));
    let facts: Value = serde_json::from_str(&links[0].link.facts).unwrap();
    for (path, expected) in [
        ("/device", serde_json::json!(one.device)),
        ("/device_seq", 1.into()),
        ("/author", serde_json::json!(app.world.a.worker)),
        ("/recorded_at_ms", NOW_MS.into()),
        ("/offset_ms", 0.into()),
        ("/received_at_ms", NOW_MS.into()),
        ("/event/captured_by", serde_json::json!(app.world.a.worker)),
        ("/event/captured_at_ms", (NOW_MS - 60_000).into()),
        ("/event/text_version", 1.into()),
        ("/event/fee_terms/rate_mill", 450.into()),
        ("/event/evidence/seconds_on_text", 45.into()),
    ] {
        assert_eq!(facts.pointer(path), Some(&expected), "{path}");
    }
    assert!(facts.pointer("/event/text_sha256").is_some());
    let signed = PhoneSignature { key: public(&key(1)), signature: sign(&key(1), &one).unwrap() };
    assert_eq!(facts["signature_state"], "signed");
    assert_eq!(facts["signature_sha256"], serde_json::json!(signed.sha256()));
    drop(tx);
    for sql in [
        "select body from records",
        "select content from consent_events",
        "select note from consent_confirmations",
        "select facts from evidence_links",
        "select coalesce(reason, '') from audit_events",
    ] {
        let text = all_text(&app, sql).await;
        assert!(!["王小明", "李证人", "strokes_sha256"].iter().any(|word| text.contains(word)), "{sql}: {text}");
    }
    let strokes = Hash::of(STROKES.as_bytes());
    assert!(app.state.blobs.get(strokes).await.unwrap().is_none(), "the open signature is gone");
    let clerk = app.log_in("clerk-a").await;
    let page = app.get(&format!("/console/consents/{}", one.id), &clerk).await;
    let text = page.text();
    assert!(page.status == StatusCode::OK && text.contains("王*") && text.contains("polyline"), "{text}");
    assert!(text.contains("问了王小明本人"), "the note is opened for who may read it");
    let report = checked(&app).await;
    assert!(report.is_clean(), "{:?}", report.faults().collect::<Vec<_>>());
    assert_eq!((report.lines.len(), report.opened, report.erased), (3, 3, 0));
    assert_eq!(report.not_covered().count(), 3, "there is no digest yet");
    let again = phone.push(&app, &[one]).await;
    assert!(again[0].missing_blobs.is_empty() && checked(&app).await.lines.len() == 3, "a repeat adds nothing");
}

async fn twelve_phones_at_once_make_one_chain_without_gaps(base: Base) {
    let app = TestApp::new(base).await;
    let homes = [app.world.a.households[0], app.world.a.households[1]];
    let mut phones = vec![];
    for n in 0..12 {
        let phone = phone(&app, n + 1).await;
        // Both households, in both orders: whoever locks in the order of arrival would wait for each other.
        let order = if n % 2 == 0 { [homes[0], homes[1]] } else { [homes[1], homes[0]] };
        let terms = terms(&app, 450);
        let records = order.map(|home| phone.record(RecordKind::ConsentEvent, &event(&app, "refused", home, &terms)));
        phones.push((phone, records));
    }
    let pushes = phones.iter().map(|(phone, records)| phone.push(&app, records));
    for receipts in futures::future::join_all(pushes).await {
        assert!(receipts.iter().all(|receipt| receipt.state == ReceiptState::Accepted), "{receipts:?}");
    }
    let mut tx = app.state.db.read().await.unwrap();
    for home in homes {
        let links = db::evidence::links_of(&mut tx, home).await.unwrap();
        assert_eq!(links.iter().map(|stored| stored.link.seq).collect::<Vec<_>>(), (1..=12).collect::<Vec<_>>());
    }
    drop(tx);
    // Not through the one writer of pushes, as several programs on one database would.
    let adds = (0..12).map(|n| {
        let app = &app;
        async move {
            let notary = Notary { seal: &app.state.seal, clock: &app.state.clock };
            let mut tx = app.state.db.write().await.unwrap();
            let (facts, subject, kind) = ("{}".to_owned(), format!("test {n}"), LinkKind::Erasure);
            let link = NewLink { household: homes[0], kind, subject, facts, record_hash: None, at_ms: NOW_MS };
            notary.add(&mut tx, link, None).await.unwrap();
            tx.commit().await.unwrap();
        }
    });
    futures::future::join_all(adds).await;
    let report = checked(&app).await;
    assert!(report.is_clean() && report.lines.len() == 36, "{:?}", report.faults().collect::<Vec<_>>());
}

async fn consents_of_before_get_their_place_once(base: Base) {
    let app = TestApp::before_chains(base).await;
    let (state, home) = (&app.state, app.world.a.households[0]);
    let phone = phone(&app, 1).await;
    let one = signed(&app, &phone, home);
    let body: domain::consent::ConsentEvent = serde_json::from_str(&one.body).unwrap();
    let mut tx = state.db.write().await.unwrap();
    let arrived = db::record::Arrived {
        record: &one,
        hash: one.hash(),
        body: &one.body,
        state: ReceiptState::Accepted,
        findings: &[],
        compound: Some(app.world.a.compound),
        received_at_ms: NOW_MS,
        signed: db::record::Signed::NOT,
    };
    db::record::insert_records(&mut tx, std::slice::from_ref(&arrived)).await.unwrap();
    let named = BlobRef { sha256: Hash::of(STROKES.as_bytes()), kind: "strokes" };
    db::record::insert_record_blobs(&mut tx, &[(one.id, named)]).await.unwrap();
    let new = db::consent::NewConsentEvent {
        id: one.id,
        event: &body,
        content: &one.body,
        compound: app.world.a.compound,
        author: Some(one.author),
        recorded_at_ms: one.recorded_at_ms,
        received_at_ms: NOW_MS,
    };
    db::consent::insert_event(&mut tx, &new).await.unwrap();
    let confirmation = ConsentConfirmation {
        consent: one.id,
        method: ConfirmationMethod::Callback,
        confirmed_by: Some(app.world.a.clerk),
        by_company: false,
        at_ms: NOW_MS + 1,
    };
    let id = state.clock.new_uuid();
    db::consent::insert_confirmation(&mut tx, id, home, &confirmation, "问了王小明本人").await.unwrap();
    tx.commit().await.unwrap();
    let linked = server::evidence::backfill::link_old(&state.db, &state.seal, &state.clock).await.unwrap();
    assert_eq!(linked.rows, 2);
    let report = checked(&app).await;
    assert!(report.is_clean() && report.opened == 2, "{:?}", report.lines);
    let texts = [
        all_text(&app, "select body from records").await,
        all_text(&app, "select content from consent_events").await,
        all_text(&app, "select note from consent_confirmations").await,
    ];
    assert!(!texts.concat().contains("王小明"));
    let clerk = app.log_in("clerk-a").await;
    let page = app.get(&format!("/console/consents/{}", one.id), &clerk).await.text();
    assert!(page.contains("王*") && page.contains("问了王小明本人"));
    let again = phone.push(&app, std::slice::from_ref(&one)).await;
    assert_eq!(again[0].hash, one.hash(), "the phone hears the same as before");
    let mut tx = state.db.write().await.unwrap();
    db::consent::insert_confirmation(&mut tx, state.clock.new_uuid(), home, &confirmation, "假的").await.unwrap();
    tx.commit().await.unwrap();
    let linked = server::evidence::backfill::link_old(&state.db, &state.seal, &state.clock).await.unwrap();
    assert_eq!(linked.rows, 0, "what came in without a link later is a finding, not something to put right");
    assert_eq!(faults(&checked(&app).await, home), [(Verdict::Missing, Reason::Unlinked)]);
}
