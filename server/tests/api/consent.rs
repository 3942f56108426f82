//! A fee consent on its way: signed at the door, confirmed by a second person, cooled off, armed, active. And silence.

use crate::support::world::{NOW_MS, TRIAL_START};
use crate::support::{Base, Phone, TestApp};
use axum::http::StatusCode;
use domain::area::AreaC;
use domain::calendar::Day;
use domain::config::Config;
use domain::consent::{ConsentFacts, ConsentKind, owes_fee_on};
use domain::consent::{FeeConsentState, FeeTerms, shown_hash};
use domain::finding::Finding;
use domain::hash::Hash;
use domain::id::HouseholdId;
use domain::language::Language;
use domain::money::{Fen, RateMill};
use domain::sync::protocol::ReceiptState;
use domain::sync::record::{Record, RecordKind};
use serde_json::{Value, json};
use server::db;
use server::intake::Intake;
use server::intake::household::ripen;

crate::on_both!(
    a_signed_consent_is_confirmed_cools_off_and_becomes_active,
    a_household_takes_its_consent_back_on_its_own_page,
    silence_never_becomes_a_fee,
    terms_that_were_not_published_never_count,
    a_yes_and_a_no_of_two_phones_are_reviewed_and_cost_nothing,
    what_a_phone_had_heard_of_decides_and_not_its_clock,
);

pub const DAY_MS: i64 = 86_400_000;

pub fn terms(app: &TestApp, rate_mill: u32) -> FeeTerms {
    let today: Day = "2026-03-02".parse().unwrap();
    let terms = FeeTerms {
        text_no: "FP-1".into(),
        company: app.world.a.company,
        company_name: "1号物业公司".into(),
        company_tel: "0355-3000000".into(),
        community_name: "1号社区".into(),
        community_tel: "0355-2010001".into(),
        area_c: AreaC(6847),
        rate_mill: RateMill(rate_mill),
        permille_off: 0,
        concession_code: None,
        monthly_fen: Fen(0),
        trial_start: TRIAL_START.parse().unwrap(),
        last_free_day: "2026-03-31".parse().unwrap(),
        earliest_fee_start: today,
    };
    terms.priced(today, &Config::shipped_on(today))
}

pub fn event(app: &TestApp, action: &str, home: HouseholdId, terms: &FeeTerms) -> Value {
    let text = shown_hash(ConsentKind::FeePaid, 1, Language::Zh, &terms.fields(Language::Zh)).unwrap();
    json!({"kind": "fee_paid", "action": action, "household": home, "occupancy_seq": 1, "relation": "owner",
        "signer_name": "王小明", "text_version": 1, "language": "zh-CN", "text_sha256": text, "fee_terms": terms,
        "method": "e1", "evidence": {"strokes_sha256": Hash::of(b"strokes"), "seconds_on_text": 45},
        "captured_by": app.world.a.worker, "captured_at_ms": NOW_MS - 60_000})
}

pub async fn worker(app: &TestApp) -> Phone {
    Phone::new(app.world.a.worker, app.log_in("worker-a").await, 1)
}

pub async fn state_of(app: &TestApp, home: HouseholdId) -> FeeConsentState {
    ripen(&app.state).await.unwrap();
    let mut tx = app.state.db.read().await.unwrap();
    let row = db::household::household_row(&mut tx, home).await.unwrap().unwrap();
    FeeConsentState::from_name(&row.fee_consent_state).unwrap()
}

pub async fn owes(app: &TestApp, home: HouseholdId, month: &str) -> bool {
    let intake = Intake::new(&app.state);
    let mut tx = app.state.db.read().await.unwrap();
    let row = db::household::household_row(&mut tx, home).await.unwrap().unwrap();
    let facts: ConsentFacts = intake.consent_facts(&mut tx, &row).await.unwrap();
    let events = db::consent::events_of(&mut tx, home).await.unwrap();
    let confirmations = db::consent::confirmations_of(&mut tx, home).await.unwrap();
    let month = domain::calendar::Month::of(format!("{month}-01").parse().unwrap());
    owes_fee_on(&events, &confirmations, &facts, &intake.config, month).is_some()
}

/// The clerk calls back and writes it down at the desk.
pub async fn confirm(app: &TestApp, record: &Record) {
    let clerk = app.log_in("clerk-a").await;
    let path = format!("/console/consents/{}", record.id);
    assert_eq!(app.get(&path, &clerk).await.status, StatusCode::OK);
    let answer = app.post_form(&format!("{path}/confirm"), &clerk, "result=confirmed&note=x").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

async fn a_signed_consent_is_confirmed_cools_off_and_becomes_active(base: Base) {
    let app = TestApp::new(base).await;
    let phone = worker(&app).await;
    let home = app.world.a.households[0];
    let signed = phone.record(RecordKind::ConsentEvent, &event(&app, "given", home, &terms(&app, 450)));
    let receipts = phone.push(&app, std::slice::from_ref(&signed)).await;
    assert_eq!((receipts[0].state, &receipts[0].findings), (ReceiptState::Accepted, &vec![]));
    assert_eq!(receipts[0].missing_blobs, [Hash::of(b"strokes")], "complete only with the signature");
    assert_eq!(state_of(&app, home).await, FeeConsentState::PendingConfirmation);
    app.set_clock(NOW_MS + DAY_MS);
    confirm(&app, &signed).await;
    assert_eq!(state_of(&app, home).await, FeeConsentState::CoolingOff);
    app.set_clock(NOW_MS + 9 * DAY_MS);
    assert_eq!(state_of(&app, home).await, FeeConsentState::Armed);
    assert!(!owes(&app, home, "2026-03").await, "the free months stay free");
    app.set_clock(NOW_MS + 31 * DAY_MS);
    assert_eq!(state_of(&app, home).await, FeeConsentState::Active);
    assert!(owes(&app, home, "2026-04").await);
    let mut phone = phone;
    phone.cookie = app.log_in("worker-a").await;
    let withdrawn = phone.record(
        RecordKind::ConsentEvent,
        &json!({"kind": "fee_paid", "action": "withdrawn",
        "household": home, "occupancy_seq": 1, "relation": "owner", "text_version": 1, "text_sha256": Hash::of(b""),
        "method": "e0", "captured_by": app.world.a.worker, "captured_at_ms": NOW_MS + 31 * DAY_MS}),
    );
    assert_eq!(phone.push(&app, &[withdrawn]).await[0].state, ReceiptState::Accepted, "withdrawing always succeeds");
    app.set_clock(NOW_MS + 70 * DAY_MS);
    assert!(!owes(&app, home, "2026-05").await);
}

async fn silence_never_becomes_a_fee(base: Base) {
    let app = TestApp::new(base).await;
    let phone = worker(&app).await;
    let [silent, visited, unconfirmed] = [0, 1, 2].map(|n| app.world.a.households[n]);
    let signed = phone.record(RecordKind::ConsentEvent, &event(&app, "given", unconfirmed, &terms(&app, 450)));
    phone.push(&app, &[phone.visit(visited, "completed"), signed]).await;
    for months in 1..=24 {
        app.set_clock(NOW_MS + months * 30 * DAY_MS);
        for home in [silent, visited, unconfirmed] {
            let state = state_of(&app, home).await;
            assert!(matches!(state, FeeConsentState::None | FeeConsentState::Lapsed), "{state}");
            assert!(!owes(&app, home, "2026-04").await && !owes(&app, home, "2027-09").await);
        }
    }
}

async fn terms_that_were_not_published_never_count(base: Base) {
    let app = TestApp::new(base).await;
    let phone = worker(&app).await;
    let home = app.world.a.households[0];
    let dearer = phone.record(RecordKind::ConsentEvent, &event(&app, "given", home, &terms(&app, 900)));
    let mut other_text = event(&app, "given", home, &terms(&app, 450));
    other_text["text_sha256"] = json!(Hash::of(b"another text"));
    let other_text = phone.record(RecordKind::ConsentEvent, &other_text);
    let receipts = phone.push(&app, &[dearer, other_text]).await;
    let told: Vec<_> = receipts.iter().map(|receipt| (receipt.state, receipt.findings.clone())).collect();
    let aside = |code: &str, field: &str| (ReceiptState::SetAside, vec![Finding::new(code, field)]);
    assert_eq!(told, [aside("terms_differ", "fee_terms"), aside("not_what_was_shown", "text_sha256")]);
    assert_eq!(state_of(&app, home).await, FeeConsentState::None);
}

async fn a_yes_and_a_no_of_two_phones_are_reviewed_and_cost_nothing(base: Base) {
    let app = TestApp::new(base).await;
    let one = worker(&app).await;
    let two = Phone::new(app.world.a.worker, app.log_in("worker-a").await, 2);
    let home = app.world.a.households[0];
    let yes = one.record(RecordKind::ConsentEvent, &event(&app, "given", home, &terms(&app, 450)));
    let no = two.record(RecordKind::ConsentEvent, &event(&app, "refused", home, &terms(&app, 450)));
    one.push(&app, std::slice::from_ref(&yes)).await;
    two.push(&app, &[no]).await;
    assert_eq!(state_of(&app, home).await, FeeConsentState::InReview);
    let clerk = app.log_in("clerk-a").await;
    let path = format!("/console/consents/{}/confirm", yes.id);
    let answer = app.post_form(&path, &clerk, "result=confirmed&note=x").await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "what is in review is not confirmed away");
    app.set_clock(NOW_MS + 60 * DAY_MS);
    assert!(!owes(&app, home, "2026-05").await);
}

/// What the worker's phone hears of a household's consents.
async fn consent_mark(app: &TestApp, phone: &Phone, home: HouseholdId) -> Value {
    let answer = app.get("/api/v1/sync/changes?after=0", &phone.cookie).await.json::<Value>();
    let changes = answer["changes"].as_array().unwrap().clone();
    let view = changes.into_iter().find(|change| change["id"] == json!(home)).unwrap();
    view["body"]["consent_mark"].clone()
}

async fn what_a_phone_had_heard_of_decides_and_not_its_clock(base: Base) {
    let app = TestApp::new(base).await;
    let one = worker(&app).await;
    let two = Phone::new(app.world.a.worker, app.log_in("worker-a").await, 2);
    let [heard, unheard] = [0, 1].map(|n| app.world.a.households[n]);
    for home in [heard, unheard] {
        assert_eq!(consent_mark(&app, &one, home).await, Value::Null);
        let no = two.record(RecordKind::ConsentEvent, &event(&app, "refused", home, &terms(&app, 450)));
        two.push(&app, &[no]).await;
    }
    // Nine minutes fast: it looks as if both were signed after the refusals had come in.
    let signed = |home, seen: Value| {
        let mut yes = event(&app, "given", home, &terms(&app, 450));
        yes["captured_at_ms"] = json!(NOW_MS + 540_000);
        yes["seen"] = seen;
        one.record(RecordKind::ConsentEvent, &yes)
    };
    let mark = consent_mark(&app, &one, heard).await;
    assert!(mark.is_u64(), "{mark}");
    let receipts = one.push(&app, &[signed(heard, mark), signed(unheard, Value::Null)]).await;
    assert!(receipts.iter().all(|receipt| receipt.state == ReceiptState::Accepted), "{receipts:?}");
    assert_eq!(state_of(&app, heard).await, FeeConsentState::PendingConfirmation, "they changed their mind");
    assert_eq!(state_of(&app, unheard).await, FeeConsentState::InReview, "nobody knows what they want");
}

fn public_path(app: &TestApp) -> String {
    app.state.seal.public_path(&app.world.a.public_code)
}

async fn own_page(app: &TestApp, step: &str, home: usize) -> crate::support::Answer {
    let code = domain::household_code::HouseholdCode::make(1000 + home as u64).to_string();
    let path = format!("{}/mine{step}", public_path(app));
    app.post_form(&path, "", &format!("household_code={code}")).await
}

async fn a_household_takes_its_consent_back_on_its_own_page(base: Base) {
    let app = TestApp::new(base).await;
    let (home, phone) = (app.world.a.households[0], worker(&app).await);
    let given = phone.record(RecordKind::ConsentEvent, &event(&app, "given", home, &terms(&app, 450)));
    phone.push(&app, std::slice::from_ref(&given)).await;
    confirm(&app, &given).await;
    assert_eq!(state_of(&app, home).await, FeeConsentState::CoolingOff);
    let page = own_page(&app, "", 0).await;
    assert!(page.status == StatusCode::OK && page.text().contains("我要取消"), "{}", page.text());
    // Nobody's code, and a neighbour's, change nothing.
    let nobody = app.post_form(&format!("{}/mine/withdraw", public_path(&app)), "", "household_code=").await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!own_page(&app, "/withdraw", 1).await.text().contains("我要取消</button>"));
    assert_eq!(state_of(&app, home).await, FeeConsentState::CoolingOff);
    for _ in 0..2 {
        let page = own_page(&app, "/withdraw", 0).await;
        assert!(
            page.status == StatusCode::OK
                && page.text().contains("已经取消")
                && !page.text().contains("我要取消</button>")
        );
    }
    assert_eq!(state_of(&app, home).await, FeeConsentState::Withdrawn);
    assert!(!owes(&app, home, "2026-05").await);
    let mut tx = app.state.db.read().await.unwrap();
    assert_eq!(db::consent::events_of(&mut tx, home).await.unwrap().len(), 2, "the second tap wrote nothing");
}
