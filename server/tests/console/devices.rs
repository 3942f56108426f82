//! The supervisor's list of phones and the reliability page.

use crate::support::phone::key;
use crate::support::world::{Bind, NOW_MS, run};
use crate::support::{Base, Phone, TestApp};
use axum::http::StatusCode;
use domain::id::{DeviceId, WipeId};
use domain::sync::protocol::{Announcement, PushRequest, SessionView};
use domain::sync::record::Record;
use domain::sync::signature::{Hex, Signature};
use domain::sync::wiped::wiped_digest;
use p256::ecdsa::signature::Signer as _;

crate::on_both!(a_phone_is_wiped_by_an_order_from_the_console_and_says_so);

const HOUR_MS: i64 = 3_600_000;

/// A phone that made nine records, lost the third on its way, still has the last two, and is silent since.
async fn silent_phone(app: &TestApp) -> Phone {
    let phone = Phone::new(app.world.a.worker, app.log_in("worker-a").await, 1).signing(7);
    let homes = &app.world.a.households;
    let made: Vec<Record> = (0..9).map(|k| phone.visit(homes[k % 6], "no_answer")).collect();
    let sent: Vec<Record> = made.iter().filter(|record| ![3, 8, 9].contains(&record.seq)).cloned().collect();
    let announcement =
        Announcement { highest_seq: 9, unsent_count: 2, oldest_unsent_ms: Some(NOW_MS - 20 * HOUR_MS - 3_600_000) };
    let request =
        PushRequest { announcement, device_time_ms: NOW_MS - HOUR_MS, app: "1.2.3".into(), ..phone.request(&sent) };
    let answer = app.post_json("/api/v1/sync/push", &phone.cookie, &request).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    phone
}

#[tokio::test]
async fn what_is_still_out_there_stands_in_the_supervisors_list() {
    let app = TestApp::new(Base::Sqlite).await;
    silent_phone(&app).await;
    let clerk = app.log_in("clerk-a").await;
    let page = app.get("/console/devices?flag=gap", &clerk).await.text();
    for said in ["缺号", "时钟不准", "3, 8–9", "慢 60 分", "1.2.3", "人员10"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let silent = "/console/devices.csv?flag=silent";
    let rows = |text: String| text.lines().count() - 2;
    assert_eq!(rows(app.get(silent, &clerk).await.text()), 0);
    let too_old = app.get("/console/devices.csv?flag=old_unsent", &clerk).await.text();
    assert_eq!(rows(too_old), 0, "twenty hours are not yet too long");
    app.set_clock(NOW_MS + 9 * HOUR_MS);
    let file = app.get(silent, &clerk).await.text();
    assert_eq!(rows(file.clone()), 1, "{file}");
    assert!(file.contains("有超时未传 · 失联且有未传 · 缺号"), "{file}");
    let home = app.get("/console", &clerk).await.text();
    assert!(home.contains("/console/devices?flag=any"), "{home}");
}

#[tokio::test]
async fn a_clerk_sees_the_phones_of_the_own_community_only() {
    let app = TestApp::new(Base::Sqlite).await;
    silent_phone(&app).await;
    for (login, sees) in [("clerk-a", true), ("clerk-b", false), ("center", true), ("admin", true)] {
        let cookie = app.log_in(login).await;
        for path in ["/console/devices", "/console/devices.csv"] {
            assert_eq!(app.get(path, &cookie).await.text().contains("3, 8–9"), sees, "{login} {path}");
        }
    }
}

#[tokio::test]
async fn two_records_under_one_id_are_listed_for_those_who_look_after_the_worker() {
    let app = TestApp::new(Base::Sqlite).await;
    let phone = Phone::new(app.world.a.worker, app.log_in("worker-a").await, 1);
    let one = phone.visit(app.world.a.households[0], "no_answer");
    let other = Record { body: one.body.replace("no_answer", "completed"), ..one.clone() };
    phone.push(&app, std::slice::from_ref(&one)).await;
    phone.push(&app, std::slice::from_ref(&other)).await;
    phone.push(&app, std::slice::from_ref(&other)).await;
    // A body that no text column takes never became a record; its place is that of the worker.
    let mut tx = app.state.db.write().await.unwrap();
    let at_home = "update grids set primary_worker_id = $1 where id = $2";
    run(&mut tx, at_home, &[Bind::Id(app.world.a.worker.0), Bind::Id(app.world.a.grid.0)]).await;
    tx.commit().await.unwrap();
    let spoilt = phone.visit(app.world.a.households[1], "no_answer");
    let spoilt = Record { body: spoilt.body.replace("no_answer", "\0"), ..spoilt };
    phone.push(&app, std::slice::from_ref(&spoilt)).await;
    let groups = |record: &Record| {
        let hash = record.hash().to_string();
        [&hash[..16], &hash[16..32], &hash[32..48], &hash[48..]].join(" ")
    };
    for (login, sees) in [("clerk-a", true), ("clerk-b", false), ("center", true), ("admin", true)] {
        let cookie = app.log_in(login).await;
        for path in ["/console/clashes", "/console/clashes.csv"] {
            let text = app.get(path, &cookie).await.text();
            for hash in [groups(&one), groups(&other), groups(&spoilt)] {
                assert_eq!(text.contains(&hash), sees, "{login} {path} {hash}: {text}");
            }
            assert_eq!(text.contains("人员10"), sees, "{login} {path}");
        }
    }
    let center = app.log_in("center").await;
    for path in ["/console/devices", "/console/records", "/console/reliability"] {
        assert!(app.get(path, &center).await.text().contains("href=\"/console/clashes\""), "{path}");
    }
    let file = app.get("/console/clashes.csv", &center).await.text();
    assert_eq!(file.matches(&groups(&other)).count(), 1, "the same newcomer twice is one: {file}");
}

async fn a_phone_is_wiped_by_an_order_from_the_console_and_says_so(base: Base) {
    let app = TestApp::new(base).await;
    let phone = silent_phone(&app).await;
    let path = format!("/console/devices/{}/wipe", phone.device);
    let session = |device| format!("/api/v1/session?device={device}");
    let told = async |device, cookie: &str| app.get(&session(device), cookie).await.json::<SessionView>().wipe;
    let stranger = app.log_in("clerk-b").await;
    assert_eq!(app.get(&path, &stranger).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.post_form(&path, &stranger, "").await.status, StatusCode::NOT_FOUND);
    let worker = app.log_in("worker-a").await;
    assert_eq!(app.post_form(&path, &worker, "").await.status, StatusCode::FORBIDDEN);
    assert_eq!(told(phone.device, &phone.cookie).await, None);
    assert_eq!(app.get(&session(phone.device), "").await.status, StatusCode::UNAUTHORIZED);
    let clerk = app.log_in("clerk-a").await;
    assert!(app.get("/console/devices", &clerk).await.text().contains(&path));
    let asked = app.get(&path, &clerk).await.text();
    assert!(asked.contains("还有 2 条没传") && asked.contains("button-danger"), "{asked}");
    for _ in 0..2 {
        assert_eq!(app.post_form(&path, &clerk, "").await.status, StatusCode::SEE_OTHER);
    }
    assert!(app.get("/console/devices", &clerk).await.text().contains("已下令"));
    assert!(!app.get(&path, &clerk).await.text().contains("button-danger"), "one order at a time");
    let other = Phone::new(app.world.a.worker, worker, 2);
    assert_eq!(told(other.device, &other.cookie).await, None, "another phone of the same worker");
    let order = told(phone.device, &phone.cookie).await.unwrap();
    assert_eq!(told(phone.device, &phone.cookie).await, Some(order), "until the phone has said so");
    let without_login = app.get(&session(phone.device), "").await;
    assert_eq!(without_login.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without_login.text().contains(&format!(r#""code":"wipe","field":"{order}""#)), "{}", without_login.text());
    let word = |order: WipeId, device: DeviceId, unsent: &str| {
        format!("/api/v1/sync/wiped?wipe={order}&device={device}&unsent={unsent}")
    };
    let say = async |path: String| app.post_json(&path, "", &()).await;
    for (order, device) in [(WipeId::new(NOW_MS, [1; 10]), phone.device), (order, other.device)] {
        assert_eq!(say(word(order, device, "0")).await.status, StatusCode::NOT_FOUND, "not this order, not this phone");
    }
    for unsent in ["-1", "100001", "9223372036854775808", "many", ""] {
        let refused = say(word(order, phone.device, unsent)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{unsent}");
        assert!(refused.text().contains(r#""code":"out_of_range","field":"unsent""#), "{}", refused.text());
    }
    assert_eq!(told(phone.device, &phone.cookie).await, Some(order), "none of them was its word");
    let shown = async |cookie: &str| app.get(&path, cookie).await.text();
    // A key that nobody announced from this phone is as good as none; the phone's own word stands in its place.
    for by in [9, 7] {
        let signature = sign_word(by, order, phone.device, "1");
        let said = format!("{}&signature={signature}", word(order, phone.device, "1"));
        assert_eq!(say(said).await.status, StatusCode::OK);
        assert_eq!(say(word(order, phone.device, "5")).await.status, StatusCode::OK, "a word too late");
        let page = shown(&clerk).await;
        assert!(page.contains("封着未传 1 条") && page.contains("button-danger"), "{page}");
        assert_eq!(page.contains("没有签名"), by == 9, "{page}");
        let english = shown(&format!("{clerk}; language=en")).await;
        assert_eq!(english.contains("not signed"), by == 9, "{english}");
    }
    assert_eq!(told(phone.device, &phone.cookie).await, None);
}

/// A phone's word that it was wiped, signed by a key.
fn sign_word(by: u8, order: WipeId, device: DeviceId, unsent: &str) -> Signature {
    let word = wiped_digest(&order.to_string(), &device.to_string(), unsent);
    let signature: p256::ecdsa::Signature = key(by).sign(&word.0);
    Hex(signature.to_bytes().into())
}

#[tokio::test]
async fn the_reliability_page_counts_what_came_and_what_did_not() {
    let app = TestApp::new(Base::Sqlite).await;
    let phone = silent_phone(&app).await;
    let doubled = phone.visit(app.world.a.households[0], "no_answer");
    let other = Record { body: doubled.body.replace("no_answer", "completed"), ..doubled.clone() };
    phone.push(&app, &[doubled]).await;
    phone.push(&app, &[other]).await;
    let center = app.log_in("center").await;
    let week = |text: String| text.lines().nth(1).unwrap_or_default().to_owned();
    // Ten numbers made, seven here, one kept beside under a taken id, two more visits with the words of the first; nothing is old
    // enough to be lost.
    let young = app.get("/console/reliability.csv", &center).await.text();
    assert!(week(young.clone()).starts_with("2026-03-02,7,7,0,3,"), "{young}");
    app.set_clock(NOW_MS + 15 * 24 * HOUR_MS);
    let center = app.log_in("center").await;
    let old = app.get("/console/reliability.csv", &center).await.text();
    assert!(old.contains("2026-03-02,10,7,3,3,"), "three numbers that nobody announces: {old}");
    assert!(app.get("/console/reliability", &center).await.text().contains("14"));
}
