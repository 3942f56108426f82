//! A no is a no: in whatever order it arrives, from whatever phone, and also when something is wrong with its record (INV-07). And
//! what a phone may not say about a consent at all (INV-10).

use crate::conflict::reviews;
use crate::consent::{DAY_MS, confirm, event, owes, state_of, terms, worker};
use crate::support::world::NOW_MS;
use crate::support::{Base, Phone, TestApp};
use axum::http::StatusCode;
use domain::consent::FeeConsentState;
use domain::hash::Hash;
use domain::id::{AccountId, HouseholdId};
use domain::org::{Grant, Role, Scope};
use domain::sync::protocol::{Receipt, ReceiptState};
use domain::sync::record::{Record, RecordKind};
use serde_json::{Value, json};
use server::db;
use server::intake::open_no::find_open_noes;

crate::on_both!(
    no_phone_voids_a_no,
    a_yes_made_before_a_no_never_counts_in_whatever_order_they_arrive,
    a_yes_sent_again_has_the_place_of_the_first,
    a_yes_that_a_clerk_tries_again_has_its_own_place,
    two_workers_on_one_phone_did_not_know_of_each_other,
    a_no_that_is_set_aside_stops_the_fee_until_people_have_looked,
    a_yes_does_not_put_a_no_right,
    a_no_of_before_is_found_among_the_records,
    a_phone_names_its_own_author_as_captor_and_proves_what_it_can,
);

pub fn consent(phone: &Phone, body: &Value) -> Record {
    phone.record(RecordKind::ConsentEvent, body)
}

pub fn with(mut body: Value, changes: Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

/// A no in so many words, spoken.
pub fn no(app: &TestApp, action: &str, home: HouseholdId) -> Value {
    json!({"kind": "fee_paid", "action": action, "household": home, "occupancy_seq": 1, "relation": "owner",
        "text_version": 1, "text_sha256": Hash::of(b""), "method": "e0", "captured_by": app.world.a.worker,
        "captured_at_ms": NOW_MS - 30_000})
}

pub async fn push(app: &TestApp, phone: &Phone, record: &Record) -> (ReceiptState, Vec<String>) {
    let Receipt { state, findings, .. } = phone.push(app, std::slice::from_ref(record)).await.remove(0);
    (state, findings.into_iter().map(|finding| finding.code).collect())
}

pub fn aside(code: &str) -> (ReceiptState, Vec<String>) {
    (ReceiptState::SetAside, vec![code.to_owned()])
}

fn taken() -> (ReceiptState, Vec<String>) {
    (ReceiptState::Accepted, vec![])
}

async fn no_phone_voids_a_no(base: Base) {
    let app = TestApp::new(base).await;
    let one = worker(&app).await;
    let two = Phone::new(app.world.a.worker, one.cookie.clone(), 2);
    let [refused, in_review] = [0, 1].map(|n| app.world.a.households[n]);
    let yes = |home| event(&app, "given", home, &terms(&app, 450));
    let (given, denied) = (consent(&one, &yes(refused)), consent(&one, &no(&app, "withdrawn", refused)));
    one.push(&app, &[given.clone(), denied.clone(), consent(&one, &yes(in_review))]).await;
    let other = consent(&two, &no(&app, "refused", in_review));
    two.push(&app, std::slice::from_ref(&other)).await;
    for (home, target, state) in
        [(refused, denied.id, FeeConsentState::Withdrawn), (in_review, other.id, FeeConsentState::InReview)]
    {
        for action in ["voided", "corrected", "expired"] {
            let body = with(no(&app, action, home), json!({ "refers_to": target }));
            assert_eq!(push(&app, &one, &consent(&one, &body)).await, aside("office_only"), "{action}");
            assert_eq!(state_of(&app, home).await, state, "{action}");
        }
    }
    assert!(app.get("/console/records", &app.log_in("clerk-a").await).await.text().contains("不能由手机记"));
}

async fn a_yes_made_before_a_no_never_counts_in_whatever_order_they_arrive(base: Base) {
    let app = TestApp::new(base).await;
    let phone = worker(&app).await;
    let cases = [("refused", false, FeeConsentState::Refused), ("withdrawn", true, FeeConsentState::Withdrawn)];
    for (at, (action, names, expected)) in cases.into_iter().enumerate() {
        let home = app.world.a.households[at];
        let yes = consent(&phone, &event(&app, "given", home, &terms(&app, 450)));
        let refers = if names { json!({ "refers_to": yes.id }) } else { json!({}) };
        let denied = consent(&phone, &with(no(&app, action, home), refers));
        assert_eq!(push(&app, &phone, &denied).await, taken());
        assert_eq!(state_of(&app, home).await, expected);
        assert_eq!(push(&app, &phone, &yes).await, taken(), "kept");
        assert_eq!(state_of(&app, home).await, expected, "{action}: it was made before");
        let changed_mind = consent(&phone, &event(&app, "given", home, &terms(&app, 450)));
        assert_eq!(push(&app, &phone, &changed_mind).await, taken());
        assert_eq!(state_of(&app, home).await, FeeConsentState::PendingConfirmation, "{action}: made after it");
    }
}

async fn a_yes_sent_again_has_the_place_of_the_first(base: Base) {
    let app = TestApp::new(base).await;
    let phone = worker(&app).await;
    let home = app.world.a.households[0];
    let yes = event(&app, "given", home, &terms(&app, 450));
    let first = consent(&phone, &with(yes.clone(), json!({ "text_version": 9 })));
    assert_eq!(push(&app, &phone, &first).await.0, ReceiptState::SetAside);
    let again = consent(&phone, &with(yes.clone(), json!({ "text_version": 9 })));
    let again = Record { repairs: Some(first.id), ..again };
    assert_eq!(push(&app, &phone, &again).await.0, ReceiptState::SetAside);
    assert_eq!(push(&app, &phone, &consent(&phone, &no(&app, "refused", home))).await, taken());
    let repaired = Record { repairs: Some(again.id), ..consent(&phone, &yes) };
    assert_eq!(push(&app, &phone, &repaired).await, taken());
    assert_eq!(state_of(&app, home).await, FeeConsentState::Refused, "said before the no");
    let home = app.world.a.households[1];
    assert_eq!(push(&app, &phone, &consent(&phone, &no(&app, "refused", home))).await, taken());
    let lost = Some(domain::id::RecordId::new(NOW_MS, [77; 10]));
    let yes = Record { repairs: lost, ..consent(&phone, &event(&app, "given", home, &terms(&app, 450))) };
    assert_eq!(push(&app, &phone, &yes).await, taken());
    assert_eq!(state_of(&app, home).await, FeeConsentState::Refused, "nobody knows when it was first said");
}

async fn a_yes_that_a_clerk_tries_again_has_its_own_place(base: Base) {
    let app = TestApp::new(base).await;
    let phone = worker(&app).await;
    let clerk = app.log_in("clerk-a").await;
    let home = app.world.a.households[0];
    let own = format!("/console/households/{home}/own");
    let form = &format!("worker={}&relation=own", app.world.a.worker);
    app.post_form(&own, &clerk, form).await;
    let yes = consent(&phone, &event(&app, "given", home, &terms(&app, 450)));
    assert_eq!(push(&app, &phone, &yes).await, aside("own_household"));
    app.post_form(&format!("{own}/end"), &clerk, form).await;
    assert_eq!(push(&app, &phone, &consent(&phone, &no(&app, "refused", home))).await, taken());
    let tried = app.post_form(&format!("/console/records/{}/retry", yes.id), &clerk, "").await;
    assert_eq!(tried.status, StatusCode::SEE_OTHER, "{}", tried.text());
    assert_eq!(push(&app, &phone, &yes).await, taken(), "it is part of the whole now");
    assert_eq!(state_of(&app, home).await, FeeConsentState::Refused);
}

/// Another worker of side A, on a phone of the same number.
async fn colleague(app: &TestApp, n: u8) -> Phone {
    let mut tx = app.state.db.write().await.unwrap();
    let grant = Grant { role: Role::GridWorker, scope: Scope::Grid(app.world.a.grid) };
    db::account::give_grant(&mut tx, app.world.b.worker, &grant, NOW_MS - DAY_MS).await.unwrap();
    tx.commit().await.unwrap();
    Phone::new(app.world.b.worker, app.log_in("worker-b").await, n)
}

async fn two_workers_on_one_phone_did_not_know_of_each_other(base: Base) {
    let app = TestApp::new(base).await;
    let one = worker(&app).await;
    let two = colleague(&app, 1).await;
    assert_eq!(one.device, two.device);
    let home = app.world.a.households[0];
    let by_two = json!({ "captured_by": two.author });
    let denied = consent(&one, &no(&app, "refused", home));
    let _first = two.visit(home, "completed");
    let yes = consent(&two, &with(event(&app, "given", home, &terms(&app, 450)), by_two.clone()));
    assert_eq!((denied.seq, yes.seq), (1, 2));
    assert_eq!([push(&app, &one, &denied).await, push(&app, &two, &yes).await], [taken(), taken()]);
    assert_eq!(state_of(&app, home).await, FeeConsentState::InReview);
    let denied = consent(&two, &with(no(&app, "refused", home), by_two));
    assert_eq!(push(&app, &two, &denied).await, taken());
    assert_eq!(state_of(&app, home).await, FeeConsentState::Refused, "the last word of both is no");
}

/// A household whose yes was called back: from now on only the calendar stands before a fee.
pub async fn armed(app: &TestApp, phone: &Phone, home: HouseholdId) {
    app.set_clock(NOW_MS);
    let yes = consent(phone, &event(app, "given", home, &terms(app, 450)));
    assert_eq!(push(app, phone, &yes).await, taken());
    app.set_clock(NOW_MS + DAY_MS);
    confirm(app, &yes).await;
    app.set_clock(NOW_MS + 9 * DAY_MS);
    assert_eq!(state_of(app, home).await, FeeConsentState::Armed);
}

async fn a_no_that_is_set_aside_stops_the_fee_until_people_have_looked(base: Base) {
    let app = TestApp::new(base).await;
    let clerk = || app.log_in("clerk-a");
    let home = |n: usize| app.world.a.households[n];
    let withdrawn = |n| with(no(&app, "withdrawn", home(n)), json!({ "captured_at_ms": NOW_MS + 9 * DAY_MS }));
    let mut phone = worker(&app).await;
    for n in 0..4 {
        armed(&app, &phone, home(n)).await;
        phone.cookie = app.log_in("worker-a").await;
    }
    let long = with(withdrawn(0), json!({ "signer_name": "王".repeat(31) }));
    let long = consent(&phone, &long);
    assert_eq!(push(&app, &phone, &long).await, aside("too_long"));
    let stranger = Phone::new(app.world.b.worker, app.log_in("worker-b").await, 9);
    let afar = consent(&stranger, &withdrawn(1));
    assert_eq!(push(&app, &stranger, &afar).await, aside("out_of_scope"));
    let form = format!("worker={}&relation=own", app.world.a.worker);
    let own = format!("/console/households/{}/own", home(2));
    app.post_form(&own, &clerk().await, &form).await;
    let at_home = consent(&phone, &withdrawn(2));
    assert_eq!(push(&app, &phone, &at_home).await, aside("own_household"));
    let odd = consent(&phone, &with(withdrawn(3), json!({ "relation": "landlord" })));
    assert_eq!(push(&app, &phone, &odd).await, aside("unreadable"));
    for n in 0..4 {
        assert_eq!(state_of(&app, home(n)).await, FeeConsentState::InReview, "{n}");
    }
    let open = reviews(&app).await;
    assert_eq!(open.iter().filter(|one| one.reason == "no_open").count(), 4);
    let of = |home: HouseholdId| open.iter().find(|one| one.household_id == Some(home.0)).unwrap().id;
    let page = app.get(&format!("/console/reviews/{}", of(home(0))), &clerk().await).await.text();
    assert!(page.contains(&format!("/console/records/{}", long.id)) && page.contains("没能计入"), "{page}");
    app.set_clock(NOW_MS + 40 * DAY_MS);
    for n in 0..4 {
        assert!(!owes(&app, home(n), "2026-04").await, "{n}");
    }
    // Put right, or tried again when the cause is gone: now it is a withdrawal like any other.
    phone.cookie = app.log_in("worker-a").await;
    let short = Record { repairs: Some(long.id), ..consent(&phone, &withdrawn(0)) };
    assert_eq!(push(&app, &phone, &short).await, taken());
    app.post_form(&format!("{own}/end"), &clerk().await, &form).await;
    let tried = app.post_form(&format!("/console/records/{}/retry", at_home.id), &clerk().await, "").await;
    assert_eq!(tried.status, StatusCode::SEE_OTHER);
    for n in [0, 2] {
        assert_eq!(state_of(&app, home(n)).await, FeeConsentState::Withdrawn, "{n}");
    }
    let mut tx = app.state.db.read().await.unwrap();
    assert!(db::open_no::open_noes_of(&mut tx, home(0)).await.unwrap().is_empty());
    drop(tx);
    assert_eq!(reviews(&app).await.len(), 2, "those that nobody has looked at");
}

async fn a_yes_does_not_put_a_no_right(base: Base) {
    let app = TestApp::new(base).await;
    let phone = worker(&app).await;
    for (at, no_first) in [true, false].into_iter().enumerate() {
        let home = app.world.a.households[at];
        let long = json!({ "signer_name": "王".repeat(31) });
        let denied = consent(&phone, &with(no(&app, "refused", home), long));
        let yes = consent(&phone, &event(&app, "given", home, &terms(&app, 450)));
        let yes = Record { repairs: Some(denied.id), ..yes };
        for record in if no_first { [&denied, &yes] } else { [&yes, &denied] } {
            push(&app, &phone, record).await;
        }
        assert_eq!(state_of(&app, home).await, FeeConsentState::InReview, "the no first: {no_first}");
    }
}

async fn a_no_of_before_is_found_among_the_records(base: Base) {
    let app = TestApp::new(base).await;
    let mut phone = worker(&app).await;
    let home = app.world.a.households[0];
    armed(&app, &phone, home).await;
    let denied = consent(&phone, &with(no(&app, "withdrawn", home), json!({ "signer_name": "王".repeat(31) })));
    phone.cookie = app.log_in("worker-a").await;
    assert_eq!(push(&app, &phone, &denied).await, aside("too_long"));
    assert_eq!(find_open_noes(&app.state.db).await.unwrap(), 0, "known");
    let mut tx = app.state.db.write().await.unwrap();
    assert_eq!(db::open_no::consents_not_taken_with_times(&mut tx).await.unwrap().len(), 1);
    crate::support::world::run(&mut tx, "delete from open_noes", &[]).await;
    tx.commit().await.unwrap();
    assert_eq!(state_of(&app, home).await, FeeConsentState::Armed, "as it was before");
    assert_eq!(find_open_noes(&app.state.db).await.unwrap(), 1);
    assert_eq!(state_of(&app, home).await, FeeConsentState::InReview);
    let mut tx = app.state.db.write().await.unwrap();
    let again = db::open_no::NewOpenNo {
        record: denied.id,
        hash: denied.hash(),
        household: home,
        occupancy_seq: Some(1),
        said_at_ms: NOW_MS,
        received_at_ms: NOW_MS,
    };
    assert!(!db::open_no::insert_open_no(&mut tx, &again).await.unwrap(), "once");
}

async fn a_phone_names_its_own_author_as_captor_and_proves_what_it_can(base: Base) {
    let app = TestApp::new(base).await;
    let phone = worker(&app).await;
    let home = app.world.a.households[0];
    let (own, other) = (app.world.a.worker, app.world.b.worker);
    let captor = |who: Option<AccountId>| json!({ "captured_by": who });
    let nothing = json!({"method": "e3", "captured_by": null, "evidence": {"read_aloud": true, "seconds_on_text": 60}});
    let by_itself = json!({"captured_by": other, "signer_account": own});
    let cases = [
        (captor(Some(other)), vec!["captor_is_not_author"]),
        (captor(None), vec!["captor_is_not_author", "captor_missing"]),
        (json!({"method": "e2", "evidence": {"otp_ref": "x", "read_aloud": true}}), vec!["method_not_from_phone"]),
        (nothing, vec!["captor_is_not_author", "method_not_from_phone"]),
        (by_itself, vec!["captor_is_not_author", "signer_is_captor"]),
        (json!({ "signer_account": own }), vec!["signer_is_captor", "signer_is_captor"]),
    ];
    for (changes, expected) in cases {
        let body = with(event(&app, "given", home, &terms(&app, 450)), changes.clone());
        let told = push(&app, &phone, &consent(&phone, &body)).await;
        assert_eq!(told, (ReceiptState::SetAside, expected.into_iter().map(str::to_owned).collect()), "{changes}");
    }
    assert_eq!(state_of(&app, home).await, FeeConsentState::None);
    let denied = with(no(&app, "refused", home), captor(Some(other)));
    assert_eq!(push(&app, &phone, &consent(&phone, &denied)).await, taken(), "a no always succeeds");
}
