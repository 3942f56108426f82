//! What has arrived and what has not, as supervisors see it: photos that never came, phones of several workers, numbers that another
//! phone brings, and what came twice.

use crate::support::phone::{key, public, sign};
use crate::support::world::NOW_MS;
use crate::support::{Base, Phone, TestApp};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::hash::Hash;
use domain::id::{AccountId, RecordId};
use domain::sync::protocol::{Announcement, PushRequest, PushResponse, Receipt, ReceiptState};
use domain::sync::record::{Record, RecordKind};
use domain::sync::signature::DeviceKey;

crate::on_both!(
    a_photo_that_never_came_is_still_out_there,
    each_worker_of_a_shared_phone_stays_in_the_list,
    numbers_that_another_phone_brings_close_no_gap,
    a_number_given_twice_and_words_said_twice_are_counted_and_listed,
);

const HOUR_MS: i64 = 3_600_000;
const DRAWN: &str = r#"{"width":300,"height":150,"strokes":[[[0,2,0]]]}"#;

async fn csv(app: &TestApp, path: &str) -> Vec<String> {
    let cookie = app.log_in("center").await;
    let answer = app.get(path, &cookie).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.text().lines().map(str::to_owned).collect()
}

/// The rows of phones of a worker, without head and watermark.
async fn phones(app: &TestApp, worker: AccountId, flag: &str) -> Vec<String> {
    let lines = csv(app, &format!("/console/devices.csv?worker={worker}&flag={flag}")).await;
    lines[1..lines.len() - 1].to_vec()
}

/// The first week of the reliability page.
async fn week(app: &TestApp) -> String {
    csv(app, "/console/reliability.csv").await.into_iter().find(|line| line.starts_with("2026-03-02")).unwrap()
}

async fn a_photo_that_never_came_is_still_out_there(base: Base) {
    let app = TestApp::new(base).await;
    let worker = app.world.a.worker;
    let phone = Phone::new(worker, app.log_in("worker-a").await, 1);
    let photo = Hash::of(DRAWN.as_bytes());
    let need = serde_json::json!({ "household": app.world.a.households[0], "compound": app.world.a.compound, "code": "BLD-01",
        "place_text": "3号楼", "text": "灯坏", "hazard": false, "photos": [photo] });
    let receipts = phone.push(&app, &[phone.record(RecordKind::Need, &need)]).await;
    assert_eq!((receipts[0].state, &receipts[0].missing_blobs), (ReceiptState::Accepted, &vec![photo]));
    let out_there = |lines: Vec<String>| lines[0].split(',').nth(4).unwrap().to_owned();
    assert_eq!(out_there(phones(&app, worker, "").await), "1");
    assert_eq!(phones(&app, worker, "old_unsent").await.len(), 0, "it may yet come");
    assert!(week(&app).await.starts_with("2026-03-02,1,0,0,0,,"), "{}", week(&app).await);
    app.set_clock(NOW_MS + 25 * HOUR_MS);
    assert_eq!(out_there(phones(&app, worker, "old_unsent").await), "1");
    let cookie = app.log_in("worker-a").await;
    let path = format!("/api/v1/blobs/{photo}/chunks/0?size={}&kind=strokes", DRAWN.len());
    let chunk = Request::put(path).header(header::COOKIE, cookie).body(Body::from(DRAWN)).unwrap();
    assert_eq!(app.send(chunk).await.status, StatusCode::OK);
    assert_eq!(out_there(phones(&app, worker, "").await), "0");
    assert_eq!(phones(&app, worker, "any").await.len(), 0);
    let whole = week(&app).await;
    assert!(
        whole.starts_with("2026-03-02,1,1,0,0,") && whole.contains("25 小时"),
        "the photo was the last of it: {whole}"
    );
}

fn contact(phone: &Phone, said: Announcement, records: &[Record]) -> PushRequest {
    PushRequest { announcement: said, ..phone.request(records) }
}

async fn each_worker_of_a_shared_phone_stays_in_the_list(base: Base) {
    let app = TestApp::new(base).await;
    let (one, other) = (app.world.a.worker, app.world.b.worker);
    let first = Phone::new(one, app.log_in("worker-a").await, 1);
    let mut second = Phone::new(other, app.log_in("worker-b").await, 2);
    second.device = first.device;
    let old = Some(NOW_MS - 30 * HOUR_MS);
    let said = Announcement { highest_seq: 3, unsent_count: 3, oldest_unsent_ms: old };
    let answer = app.post_json("/api/v1/sync/push", &first.cookie, &contact(&first, said, &[])).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(phones(&app, one, "old_unsent").await.len(), 1);
    app.set_clock(NOW_MS + HOUR_MS);
    // The next worker's number 4 arrives; what the first one made is still in the phone.
    let fourth = Record { seq: 4, ..second.visit(app.world.b.households[0], "no_answer") };
    let said = Announcement { highest_seq: 4, unsent_count: 4, oldest_unsent_ms: old };
    let answer = app.post_json("/api/v1/sync/push", &second.cookie, &contact(&second, said, &[fourth])).await;
    assert_eq!(answer.json::<PushResponse>().receipts[0].state, ReceiptState::Accepted);
    for worker in [one, other] {
        let lines = phones(&app, worker, "old_unsent").await;
        assert_eq!((lines.len(), lines[0].split(',').nth(4)), (1, Some("3")), "{lines:?}");
        assert!(lines[0].contains("1–3"), "{lines:?}");
    }
    let cookie = app.log_in("center").await;
    let page = app.get("/console/reliability", &cookie).await.text();
    assert!(page.contains("还在路上 3 条"), "one phone is counted once: {page}");
}

async fn sent(app: &TestApp, cookie: &str, request: &PushRequest) -> Receipt {
    app.post_json("/api/v1/sync/push", cookie, request).await.json::<PushResponse>().receipts.remove(0)
}

async fn numbers_that_another_phone_brings_close_no_gap(base: Base) {
    let app = TestApp::new(base).await;
    let homes = (&app.world.a.households, &app.world.b.households);
    let phone = Phone::new(app.world.a.worker, app.log_in("worker-a").await, 1).signing(1);
    let mut made: Vec<Record> = (0..6).map(|n| phone.visit(homes.0[n], "no_answer")).collect();
    let last = made.remove(4);
    assert_eq!(phone.push(&app, &[made[0].clone(), last]).await.len(), 2);
    let gap = async || phones(&app, app.world.a.worker, "gap").await.concat();
    assert!(gap().await.contains("\"2–4, 6\""), "{}", gap().await);
    let stranger = Phone::new(app.world.b.worker, app.log_in("worker-b").await, 2);
    for seq in [2, 3, 4, 6, 9] {
        let device = phone.device;
        let record = Record { seq, device, ..stranger.visit(homes.1[usize::try_from(seq % 6).unwrap()], "no_answer") };
        let receipt = sent(&app, &stranger.cookie, &stranger.request(&[record])).await;
        assert_eq!((receipt.state, receipt.findings[0].code.as_str()), (ReceiptState::SetAside, "other_device"));
    }
    assert!(gap().await.contains("\"2–4, 6\""), "{}", gap().await);
    // Its author on another phone, without the key of the first: kept, and it counts as soon as it comes from its own.
    let elsewhere = Phone::new(app.world.a.worker, phone.cookie.clone(), 3);
    let receipt = sent(&app, &phone.cookie, &elsewhere.request(&made[1..2])).await;
    assert_eq!((receipt.state, receipt.findings[0].code.as_str()), (ReceiptState::SetAside, "other_device"));
    let again = sent(&app, &phone.cookie, &elsewhere.request(&made[1..2])).await;
    assert_eq!(again.state, ReceiptState::SetAside, "the same answer again");
    assert_eq!(phone.push(&app, &made[1..2]).await[0].state, ReceiptState::Accepted);
    assert!(gap().await.contains("\"3–4, 6\""), "{}", gap().await);
    // With it (the phone lost its name, not its key) the record is what it says it is.
    let signatures = vec![sign(&key(1), &made[2])];
    let own = Some(DeviceKey { public: public(&key(1)), first_seq: 1 });
    let request = PushRequest { signatures, key: own, ..elsewhere.request(&made[2..3]) };
    assert_eq!(sent(&app, &phone.cookie, &request).await.state, ReceiptState::Accepted);
    assert!(gap().await.contains("\"4, 6\""), "{}", gap().await);
}

async fn a_number_given_twice_and_words_said_twice_are_counted_and_listed(base: Base) {
    let app = TestApp::new(base).await;
    let homes = &app.world.a.households;
    let phone = Phone::new(app.world.a.worker, app.log_in("worker-a").await, 1);
    let one = phone.visit(homes[0], "no_answer");
    let cloned = Record { id: RecordId::new(NOW_MS + 7, [77; 10]), ..phone.visit(homes[1], "completed") };
    let cloned = Record { seq: one.seq, ..cloned };
    for record in [&one, &cloned] {
        assert_eq!(phone.push(&app, std::slice::from_ref(record)).await[0].state, ReceiptState::Accepted);
    }
    assert!(week(&app).await.starts_with("2026-03-02,2,2,0,1,"), "{}", week(&app).await);
    let listed = csv(&app, "/console/clashes.csv").await.join("\n");
    for hash in [one.hash(), cloned.hash()] {
        assert!(listed.contains(&hash.to_string()[..16]), "{hash}: {listed}");
    }
    assert!(listed.contains("手机上的号"), "{listed}");
    let same = phone.visit(homes[0], "no_answer");
    assert_eq!(phone.push(&app, &[same]).await[0].state, ReceiptState::Accepted);
    assert!(week(&app).await.starts_with("2026-03-02,3,3,0,2,"), "{}", week(&app).await);
    let cookie = app.log_in("center").await;
    let page = app.get("/console/clashes", &cookie).await.text();
    assert!(page.contains("/console/reviews/") && page.contains("/console/records/"), "{page}");
    let clerk = app.log_in("clerk-b").await;
    let page = app.get("/console/clashes", &clerk).await.text();
    assert!(!page.contains("/console/reviews/") && !page.contains("/console/records/"), "another community's: {page}");
}
