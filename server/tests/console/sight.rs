//! What each role may see of the records that wait for a person, of residents' requests and of photos, on both databases.

use super::secret::colleague;
use crate::support::world::{Bind, NOW_MS, run};
use crate::support::{Base, Phone, TestApp};
use axum::http::StatusCode;
use domain::hash::Hash;
use domain::id::RequestId;
use domain::need::NeedIcon;
use domain::request::RequestStatus;
use domain::sync::record::RecordKind;
use serde_json::{Value, json};
use server::db::{self, request::NewRequest};
use uuid::Uuid;

crate::on_both!(
    a_record_of_a_secret_matter_waits_for_its_handler_only,
    a_request_that_turns_out_to_be_secret_leaves_the_list_with_all_that_was_merged_into_it,
    a_photo_is_seen_by_whom_something_that_shows_it_is_for,
);

/// The other clerk of side A handles such matters from now on.
async fn name_handler(app: &TestApp) {
    let other = colleague(app).await;
    let admin = app.log_in("admin").await;
    let form = format!("/console/accounts/{other}/handler");
    assert_eq!(app.post_form(&form, &admin, "code=SEC-05&give=1").await.status, StatusCode::SEE_OTHER);
}

async fn request(app: &TestApp, n: u8, text: &str, photos: &[Hash]) -> Uuid {
    let new = NewRequest {
        id: RequestId::new(NOW_MS, [n; 10]),
        district: 140403,
        compound: app.world.a.compound,
        household: None,
        icon: NeedIcon::Cleaning,
        hazard: false,
        place_text: "院里".into(),
        description: text.into(),
        photos: photos.to_vec(),
        phone_sealed: None,
        channel: "qr",
        status: RequestStatus::Submitted,
        created_at_ms: NOW_MS,
    };
    let mut tx = app.state.db.write().await.unwrap();
    db::request::insert_request(&mut tx, &new, "printed").await.unwrap().unwrap();
    tx.commit().await.unwrap();
    new.id.0
}

/// Bytes that are among the blobs, as if they had been sent.
async fn photo(app: &TestApp, n: u8) -> Hash {
    app.state.blobs.put(vec![0xff, 0xd8, 0xff, n].into()).await.unwrap()
}

async fn press(app: &TestApp, login: &str, path: &str, form: &str) -> StatusCode {
    let cookie = app.log_in(login).await;
    app.post_form(path, &cookie, form).await.status
}

async fn a_record_of_a_secret_matter_waits_for_its_handler_only(base: Base) {
    let app = TestApp::new(base).await;
    let phone = Phone::new(app.world.a.worker, app.log_in("worker-a").await, 1);
    let need = |code: &str, compound: Value| json!({"compound": compound, "code": code, "place_text": "有人吸毒", "text": "x".repeat(400)});
    let here = json!(app.world.a.compound);
    let secret = phone.record(RecordKind::Need, &need("SEC-05", here.clone()));
    let plain = phone.record(RecordKind::Need, &need("CLN-01", here.clone()));
    // The code that was missing came with the record that stands in its place.
    let first_try = phone.record(RecordKind::Need, &need("XXX-99", here.clone()));
    let mut repaired = phone.record(RecordKind::Need, &need("SEC-05", here));
    repaired.repairs = Some(first_try.id);
    let nowhere = phone.record(RecordKind::Need, &need("SEC-05", json!(Uuid::nil())));
    let all = [secret, plain, first_try, repaired, nowhere];
    phone.push(&app, &all).await;
    let ids = all.map(|record| record.id);
    let sees = async |login: &str| {
        let cookie = app.log_in(login).await;
        let file = app.get("/console/records.csv", &cookie).await.text().lines().count() - 2;
        let mut pages = vec![];
        for id in ids {
            let page = app.get(&format!("/console/records/{id}"), &cookie).await;
            pages.push((page.status == StatusCode::OK, page.text().contains("有人吸毒")));
        }
        (file, pages)
    };
    let (word, row, none) = ((true, true), (true, false), (false, false));
    assert_eq!(sees("clerk-a").await, (4, vec![word, word, word, word, none]), "nobody is named, so none overlooks it");
    name_handler(&app).await;
    assert_eq!(sees("clerk-a2").await, (4, vec![word, word, word, word, none]), "the one who is named");
    assert_eq!(sees("clerk-a").await, (1, vec![none, word, none, none, none]), "and nobody else of the community");
    assert_eq!(sees("center").await, (2, vec![none, row, none, none, row]), "no word; what has no place is not lost");
    assert_eq!(sees("clerk-b").await, (0, vec![none; 5]));
    for (login, status) in [("clerk-a", StatusCode::NOT_FOUND), ("clerk-a2", StatusCode::SEE_OTHER)] {
        assert_eq!(press(&app, login, &format!("/console/records/{}/retry", ids[0]), "").await, status, "{login}");
    }
}

async fn a_request_that_turns_out_to_be_secret_leaves_the_list_with_all_that_was_merged_into_it(base: Base) {
    let app = TestApp::new(base).await;
    name_handler(&app).await;
    let [first, second, third] = [1, 2, 3].map(async |n| request(&app, n, &format!("第{n}件"), &[]).await);
    let ids = [first.await, second.await, third.await];
    let sees = async |login: &str| {
        let cookie = app.log_in(login).await;
        let (page, file) = (
            app.get("/console/requests", &cookie).await.text(),
            app.get("/console/requests.csv", &cookie).await.text(),
        );
        let mut seen = vec![];
        for (at, id) in ids.iter().enumerate() {
            let text = format!("第{}件", at + 1);
            let one = app.get(&format!("/console/requests/{id}"), &cookie).await.status == StatusCode::OK;
            assert_eq!([page.contains(&text), file.contains(&text)], [one; 2], "{login} {text}");
            seen.push(one);
        }
        seen
    };
    assert_eq!(sees("clerk-a").await, [true; 3], "nobody knows yet what they are");
    let path = |at: usize, step: &str| format!("/console/requests/{}/{step}", ids[at]);
    assert_eq!(press(&app, "clerk-a", &path(1, "merge"), &format!("into={}", ids[0])).await, StatusCode::SEE_OTHER);
    let clerk = app.log_in("clerk-a").await;
    let triaged = app.post_form(&path(0, "triage"), &clerk, "code=SEC-05").await;
    assert_eq!(triaged.location(), "/console/requests?said=done", "not to a page that is there no more");
    assert_eq!(sees("clerk-a").await, [false, false, true]);
    assert_eq!(sees("clerk-a2").await, [true; 3]);
    assert_eq!(sees("clerk-b").await, [false; 3]);
    assert!(!app.get(&format!("/console/requests/{}", ids[2]), &clerk).await.text().contains("第1件"), "to merge into");
    let (into, unseen) = (format!("into={}", ids[0]), StatusCode::NOT_FOUND);
    assert_eq!(press(&app, "clerk-a", &path(2, "merge"), &into).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(press(&app, "clerk-a", &path(0, "reject"), "reason=x").await, unseen);
    assert_eq!(press(&app, "clerk-a", &path(0, "triage"), "code=CLN-01").await, unseen);
    assert_eq!(press(&app, "clerk-a2", &path(2, "merge"), &into).await, StatusCode::SEE_OTHER);
}

/// The home of another worker's grid in the same compound.
async fn neighbour_grid(app: &TestApp) {
    let (grid, home) = (domain::id::GridId::new(NOW_MS, [77; 10]), app.world.a.households[5]);
    let mut tx = app.state.db.write().await.unwrap();
    let insert = "insert into grids (id, code, community_code, name) values ($1, '140403001001002', $2, '第二网格')";
    run(&mut tx, insert, &[Bind::Id(grid.0), Bind::Text(&app.world.a.community)]).await;
    let moved = "update households set grid_id = $1 where id = $2";
    run(&mut tx, moved, &[Bind::Id(grid.0), Bind::Id(home.0)]).await;
    // The second worker's grid is side B's no more: only this one.
    let granted = "update grants set scope_at = $1 where account_id = $2";
    run(&mut tx, granted, &[Bind::Text(&grid.to_string()), Bind::Id(app.world.b.worker.0)]).await;
    tx.commit().await.unwrap();
}

async fn a_photo_is_seen_by_whom_something_that_shows_it_is_for(base: Base) {
    let app = TestApp::new(base).await;
    name_handler(&app).await;
    let mut photos = vec![];
    for n in 0..8 {
        photos.push(photo(&app, n).await);
    }
    let phone = Phone::new(app.world.a.worker, app.log_in("worker-a").await, 1);
    let compound = app.world.a.compound;
    let need = |code: &str, home: Option<usize>, photo: Hash| {
        let household = home.map(|at| app.world.a.households[at]);
        json!({"compound": compound, "household": household, "code": code, "place_text": "楼道", "photos": [photo]})
    };
    let refused = json!({"kind": "fee_paid", "action": "refused", "household": app.world.a.households[0],
        "occupancy_seq": 1, "relation": "owner", "text_version": 1, "text_sha256": Hash::of(b""), "method": "e0",
        "captured_by": app.world.a.worker, "captured_at_ms": NOW_MS, "evidence": {"photo_sha256s": [photos[4]]}});
    let made = [
        phone.record(RecordKind::Need, &need("CLN-01", None, photos[0])),
        phone.record(RecordKind::Need, &need("NOI-01", None, photos[1])),
        phone.record(RecordKind::Need, &need("SEC-05", None, photos[2])),
        phone.record(RecordKind::Need, &need("NOI-01", Some(5), photos[3])),
        phone.record(RecordKind::ConsentEvent, &refused),
    ];
    phone.push(&app, &made).await;
    neighbour_grid(&app).await;
    request(&app, 1, "新来的", &photos[5..6]).await;
    let to_company = request(&app, 2, "归物业", &photos[6..7]).await;
    let to_handler = request(&app, 3, "涉毒", &photos[7..8]).await;
    for (id, code) in [(to_company, "CLN-01"), (to_handler, "SEC-05")] {
        let path = format!("/console/requests/{id}/triage");
        assert_eq!(press(&app, "clerk-a2", &path, &format!("code={code}")).await, StatusCode::SEE_OTHER);
    }
    // Of: a need for the company · one for the community · a secret one · one of the neighbour's grid · a consent · a request that
    // nobody looked at · one for the company · one that is secret. Then the same at a desk.
    let expected = [
        ("worker-a", "xx......", "--------"),
        ("worker-b", "xx.x....", "--------"),
        ("technician-a", "x.....x.", "--------"),
        ("technician-b", "........", "--------"),
        ("manager-a", "x.....x.", "x.....x."),
        ("manager-b", "........", "........"),
        ("clerk-a", "xx.x.xx.", "xx.xxxx."),
        ("clerk-a2", "xxxx.xxx", "xxxxxxxx"),
        ("clerk-b", "........", "........"),
        ("center", "xx.x..x.", "xx.x..x."),
        ("admin", "--------", "--------"),
    ];
    for (login, by_phone, at_desk) in expected {
        let cookie = app.log_in(login).await;
        for (route, expected) in [("/api/v1/blobs", by_phone), ("/console/blobs", at_desk)] {
            let mut seen = String::new();
            for photo in photos.iter().chain([&Hash::of(b"nobody's")]) {
                seen.push(match app.get(&format!("{route}/{photo}"), &cookie).await.status {
                    StatusCode::OK => 'x',
                    StatusCode::NOT_FOUND => '.',
                    StatusCode::FORBIDDEN => '-',
                    other => panic!("{login} {route}: {other}"),
                });
            }
            let nobodys = if expected.starts_with('-') { '-' } else { '.' };
            assert_eq!(seen, format!("{expected}{nobodys}"), "{login} {route}");
        }
    }
}
