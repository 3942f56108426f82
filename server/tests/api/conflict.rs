//! Two people, one thing, no network between them: one household, every value kept, a person decides, nothing twice.

use crate::support::world::NOW_MS;
use crate::support::{Base, Phone, TestApp};
use axum::http::StatusCode;
use domain::consent::FeeConsentState;
use domain::hash::Hash;
use domain::id::{HouseholdId, RecordId};
use domain::org::Scope;
use domain::sync::protocol::ReceiptState;
use domain::sync::record::{Record, RecordKind};
use serde_json::json;
use server::db::review_list::{ReviewFilter, ReviewLine, list_reviews};
use server::db::select::Page;
use server::db::{self, household};

crate::on_both!(
    two_phones_that_find_one_door_make_one_household_in_whatever_order,
    a_doubtful_door_waits_for_a_clerk_and_so_does_what_was_recorded_there,
    two_values_for_one_fact_are_kept_and_a_clerk_decides,
    a_repaired_record_counts_once_in_whatever_order,
    of_two_repairs_that_waited_one_counts_and_nothing_is_left_to_do,
    what_is_wrong_in_any_place_is_said_while_the_place_is_unknown,
    a_withdrawal_at_the_desk_ends_a_consent_at_once,
    the_same_consent_twice_within_minutes_is_looked_at,
);

async fn phones(app: &TestApp) -> [Phone; 2] {
    let cookie = app.log_in("worker-a").await;
    [1, 2].map(|n| Phone::new(app.world.a.worker, cookie.clone(), n))
}

fn door(app: &TestApp, phone: &Phone, no: &str) -> (Record, HouseholdId) {
    let body = json!({"compound": app.world.a.compound, "building": "3号楼", "unit": "1单元", "door": no});
    let record = phone.record(RecordKind::NewHousehold, &body);
    let household = HouseholdId(record.id.0);
    (record, household)
}

pub async fn reviews(app: &TestApp) -> Vec<ReviewLine> {
    let mut tx = app.state.db.read().await.unwrap();
    let open = ReviewFilter { status: Some("open".into()), ..ReviewFilter::default() };
    list_reviews(&mut tx, &[Scope::District], &open, Page::ALL).await.unwrap()
}

async fn visits(app: &TestApp, home: HouseholdId) -> usize {
    let mut tx = app.state.db.read().await.unwrap();
    db::visit::past_visits(&mut tx, home).await.unwrap().len()
}

async fn two_phones_that_find_one_door_make_one_household_in_whatever_order(base: Base) {
    // The order in which door and visit of two phones arrive.
    for order in [[0, 1, 2, 3], [1, 0, 3, 2], [3, 2, 1, 0], [1, 3, 0, 2], [2, 3, 0, 1]] {
        let app = TestApp::new(base).await;
        let [one, two] = phones(&app).await;
        let ((first, a), (second, b)) = (door(&app, &one, "909"), door(&app, &two, "９０９室"));
        let records = [first, one.visit(a, "completed"), second, two.visit(b, "no_answer")];
        for at in order {
            let phone = if at < 2 { &one } else { &two };
            let state = phone.push(&app, &records[at..=at]).await[0].state;
            assert_ne!(state, ReceiptState::SetAside, "{order:?}");
        }
        let mut tx = app.state.db.read().await.unwrap();
        let made = [a, b].map(|id| id.0);
        let mut there = Vec::new();
        for id in made {
            there.extend(household::household_row(&mut tx, HouseholdId(id)).await.unwrap());
        }
        drop(tx);
        assert_eq!(there.len(), 1, "{order:?}: one household");
        assert_eq!(visits(&app, HouseholdId(there[0].id)).await, 2, "{order:?}: both visits are at it");
        assert!(reviews(&app).await.is_empty(), "{order:?}");
        for (record, phone) in records.iter().zip([&one, &one, &two, &two]) {
            let again = phone.push(&app, std::slice::from_ref(record)).await;
            assert_eq!(again[0].state, ReceiptState::Accepted, "{order:?}");
        }
        assert_eq!(visits(&app, HouseholdId(there[0].id)).await, 2, "{order:?}: once");
    }
}

async fn a_doubtful_door_waits_for_a_clerk_and_so_does_what_was_recorded_there(base: Base) {
    let app = TestApp::new(base).await;
    let [phone, _] = phones(&app).await;
    let plate = Hash::of(b"plate");
    let body = json!({"compound": app.world.a.compound, "building": "3号楼", "door": "501,502", "photos": [plate]});
    let record = phone.record(RecordKind::NewHousehold, &body);
    let id = HouseholdId(record.id.0);
    let receipts = phone.push(&app, &[record, phone.visit(id, "completed")]).await;
    assert_eq!((receipts[0].state, receipts[0].findings[0].code.as_str()), (ReceiptState::Accepted, "door_in_review"));
    assert_eq!(receipts[0].missing_blobs, [plate], "complete once the photo of its plate is there");
    assert_eq!(receipts[1].state, ReceiptState::Held);
    let item = reviews(&app).await.remove(0);
    let clerk = app.log_in("clerk-a").await;
    let path = format!("/console/reviews/{}", item.id);
    let page = app.get(&path, &clerk).await.text();
    assert!(page.contains("501,502") && page.contains("新门牌待核"), "{page}");
    assert!(page.contains(&format!("/console/blobs/{plate}")), "{page}");
    let unclear = app.post_form(&format!("{path}/decide"), &clerk, "building=3&unit=1&door=501,502").await;
    assert_eq!(unclear.status, StatusCode::UNPROCESSABLE_ENTITY);
    let decided = app.post_form(&format!("{path}/decide"), &clerk, "building=8&unit=2&door=501&reason=x").await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text());
    assert_eq!(visits(&app, id).await, 1, "what waited has found its place");
    assert!(reviews(&app).await.is_empty());
}

async fn two_values_for_one_fact_are_kept_and_a_clerk_decides(base: Base) {
    let app = TestApp::new(base).await;
    let home = app.world.a.households[0];
    let area = async |app: &TestApp| {
        let mut tx = app.state.db.read().await.unwrap();
        household::household_row(&mut tx, home).await.unwrap().unwrap().area_c
    };
    let facts = |phone: &Phone, area: &str, usage: &str| {
        let body = json!({"household": home, "occupancy_seq": 1, "source": "resident", "facts": {
            "area": {"base": "6847", "value": area}, "usage": {"base": "residence", "value": usage}}});
        phone.record(RecordKind::HouseholdFacts, &body)
    };
    let [one, two] = phones(&app).await;
    one.push(&app, &[facts(&one, "7000", "residence")]).await;
    assert_eq!(area(&app).await, Some(7000), "the only word counts");
    two.push(&app, &[facts(&two, "7100", "residence")]).await;
    let open = reviews(&app).await;
    assert_eq!((open.len(), open[0].reason.as_str()), (1, "area"), "what both say alike is no contradiction");
    let clerk = app.log_in("clerk-a").await;
    let path = format!("/console/reviews/{}", open[0].id);
    for cookie in [clerk.clone(), format!("{clerk}; language=en")] {
        let page = app.get(&path, &cookie).await.text();
        for value in ["68.47", "70.00", "71.00", "人员10"] {
            assert!(page.contains(value), "{value} is shown: {page}");
        }
        assert!(!page.contains("<script"));
    }
    let wordless = app.post_form(&format!("{path}/decide"), &clerk, "choice=other&value=72.5").await;
    assert_eq!(wordless.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = "choice=other&value=72.5&reason=%E7%9C%8B%E4%BA%86%E8%AF%81";
    assert_eq!(app.post_form(&format!("{path}/decide"), &clerk, said).await.status, StatusCode::SEE_OTHER);
    assert_eq!(area(&app).await, Some(7250));
    assert!(reviews(&app).await.is_empty());
    let changes: domain::sync::protocol::ChangesResponse = app.get("/api/v1/sync/changes", &one.cookie).await.json();
    let view = changes.changes.iter().find(|change| change.id == home.to_string()).unwrap();
    assert!(view.body.as_ref().unwrap().get().contains("7250"), "phones get it");
    assert_eq!(app.post_form(&format!("{path}/decide"), &clerk, said).await.status, StatusCode::CONFLICT, "once");
}

async fn a_repaired_record_counts_once_in_whatever_order(base: Base) {
    for good_first in [false, true] {
        let app = TestApp::new(base).await;
        let [phone, _] = phones(&app).await;
        let home = app.world.a.households[0];
        let bad = phone.record(RecordKind::Visit, &json!({"household": home, "outcome": "palace"}));
        let good = Record { repairs: Some(bad.id), ..phone.visit(home, "completed") };
        let second = Record { repairs: Some(bad.id), ..phone.visit(home, "completed") };
        let order = if good_first { [&good, &bad] } else { [&bad, &good] };
        for record in order {
            phone.push(&app, std::slice::from_ref(record)).await;
        }
        let receipts = phone.push(&app, &[bad.clone(), good, second]).await;
        let told = receipts.iter().map(|one| (one.state, one.findings.first().map(|found| found.code.as_str())));
        let expected = [
            (ReceiptState::Accepted, Some("repaired")),
            (ReceiptState::Accepted, None),
            (ReceiptState::SetAside, Some("repaired_already")),
        ];
        assert_eq!(told.collect::<Vec<_>>(), expected, "good first: {good_first}");
        assert_eq!(visits(&app, home).await, 1);
        let clerk = app.log_in("clerk-a").await;
        let list = app.get("/console/records?status=repaired", &clerk).await.text();
        assert!(list.contains(&bad.id.to_string()), "{list}");
    }
}

async fn of_two_repairs_that_waited_one_counts_and_nothing_is_left_to_do(base: Base) {
    let app = TestApp::new(base).await;
    let [phone, _] = phones(&app).await;
    let (record, id) = door(&app, &phone, "501,502");
    let bad = phone.record(RecordKind::Visit, &json!({"household": id, "outcome": "palace"}));
    let repair = || Record { repairs: Some(bad.id), ..phone.visit(id, "completed") };
    let all = [record, bad.clone(), repair(), repair()];
    use ReceiptState::{Accepted, Held, SetAside};
    let states = async || phone.push(&app, &all).await.iter().map(|one| one.state).collect::<Vec<_>>();
    assert_eq!(states().await, [Accepted, SetAside, Held, Held]);
    let path = format!("/console/reviews/{}/decide", reviews(&app).await.remove(0).id);
    let clerk = app.log_in("clerk-a").await;
    assert_eq!(app.post_form(&path, &clerk, "building=8&unit=2&door=501").await.status, StatusCode::SEE_OTHER);
    assert_eq!(visits(&app, id).await, 1);
    assert_eq!(states().await, [Accepted; 4], "the second one is settled, too");
    let list = app.get("/console/records", &clerk).await.text();
    assert!(all[1..].iter().all(|one| !list.contains(&one.id.to_string())), "{list}");
}

async fn what_is_wrong_in_any_place_is_said_while_the_place_is_unknown(base: Base) {
    let app = TestApp::new(base).await;
    let [phone, _] = phones(&app).await;
    let (_, nowhere) = door(&app, &phone, "909");
    let times = json!({"household": nowhere, "outcome": "no_answer", "channel": "door",
        "started_at_ms": NOW_MS, "ended_at_ms": NOW_MS - 1});
    let bad = phone.record(RecordKind::Visit, &times);
    let stranger = Phone::new(app.world.b.worker, app.log_in("worker-b").await, 9);
    stranger.push(&app, std::slice::from_ref(&bad)).await;
    let told = phone.push(&app, &[bad]).await.remove(0);
    assert_eq!((told.state, told.findings[0].code.as_str()), (ReceiptState::SetAside, "ends_before_start"));
}

async fn a_withdrawal_at_the_desk_ends_a_consent_at_once(base: Base) {
    let app = TestApp::new(base).await;
    let [phone, _] = phones(&app).await;
    let home = app.world.a.households[0];
    let refused = json!({"kind": "fee_paid", "action": "refused", "household": home, "occupancy_seq": 1,
        "relation": "owner", "text_version": 1, "text_sha256": Hash::of(b""), "method": "e0",
        "captured_by": app.world.a.worker, "captured_at_ms": NOW_MS});
    phone.push(&app, &[phone.record(RecordKind::ConsentEvent, &refused)]).await;
    let clerk = app.log_in("clerk-a").await;
    let answer = app.post_form(&format!("/console/households/{home}/withdraw"), &clerk, "").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "no reason is needed: {}", answer.text());
    let mut tx = app.state.db.read().await.unwrap();
    let row = household::household_row(&mut tx, home).await.unwrap().unwrap();
    assert_eq!(row.fee_consent_state, FeeConsentState::Withdrawn.name());
    assert_eq!(db::consent::events_of(&mut tx, home).await.unwrap().len(), 2, "added, nothing replaced");
    drop(tx);
    let report = server::evidence::verify::verify((&app.state).into(), None).await.unwrap();
    assert!(report.is_clean() && report.opened == 2, "{:?}", report.lines);
    let file = server::evidence::export::export(&app.state, &[home], true).await.unwrap();
    let report = server::evidence::check::check(file.as_bytes(), None);
    assert!(report.is_clean() && report.opened == 2, "no phone made it, so none is missing: {:?}", report.lines);
}

async fn the_same_consent_twice_within_minutes_is_looked_at(base: Base) {
    let app = TestApp::new(base).await;
    let [phone, _] = phones(&app).await;
    let [twice, once] = [0, 1].map(|n| app.world.a.households[n]);
    let yes = |home| {
        phone.record(
            RecordKind::ConsentEvent,
            &crate::consent::event(&app, "given", home, &crate::consent::terms(&app, 450)),
        )
    };
    let [first, second] = [yes(twice), yes(twice)];
    let denied = phone.record(RecordKind::ConsentEvent, &crate::denial::no(&app, "refused", once));
    let later = Record {
        recorded_at_ms: NOW_MS + 11 * 60_000,
        ..phone.record(RecordKind::ConsentEvent, &crate::denial::no(&app, "refused", once))
    };
    let all = [first.clone(), second.clone(), yes(once), denied, later];
    assert!(phone.push(&app, &all).await.iter().all(|one| one.state == ReceiptState::Accepted), "both are kept");
    let open = reviews(&app).await;
    let kinds: Vec<_> = open.iter().map(|one| (one.kind.as_str(), one.reason.as_str())).collect();
    assert_eq!(kinds, [("look_alike", "consent")]);
    let mut tx = app.state.db.read().await.unwrap();
    let span = (NOW_MS, NOW_MS);
    let near = db::consent::consents_near(&mut tx, twice, phone.author, span).await.unwrap();
    assert_eq!(near.iter().map(|(id, _)| RecordId(*id)).collect::<Vec<_>>(), [first.id, second.id]);
    drop(tx);
    let page = app.get(&format!("/console/reviews/{}", open[0].id), &app.log_in("clerk-a").await).await.text();
    assert!(page.contains("两份同意记录内容相同"), "{page}");
    assert!([first, second].iter().all(|one| page.contains(&format!("/console/consents/{}", one.id))), "{page}");
}
