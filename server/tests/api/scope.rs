//! In and out of scope: every route that names one thing, for every role it lets in. Side A holds the people, side B is
//! somewhere else. A route with a parameter that has no line here fails the test.

use crate::support::world::{Bind, NOW_MS, Side, run};
use crate::support::{Base, Phone, TestApp};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::hash::Hash;
use domain::id::RequestId;
use domain::need::NeedIcon;
use domain::org::Role;
use domain::request::RequestStatus;
use domain::sync::protocol::ChangesResponse;
use domain::sync::record::RecordKind;
use serde_json::json;
use server::auth::guard::Who;
use server::db;
use server::router::{Route, routes};
use uuid::Uuid;

/// One of each thing on one side.
struct Things {
    compound: Uuid,
    household: Uuid,
    visit: Uuid,
    need: Uuid,
    consent: Uuid,
    task: Uuid,
    request: Uuid,
    review: Uuid,
    record: Uuid,
    device: Uuid,
    photo: Hash,
}

/// Routes with a parameter that is not a thing of some place, each with the reason.
const PLACELESS: &[(&str, &str)] = &[
    ("/field/", "the shell is the same for everybody"),
    ("/pkg/", "files of the site"),
    ("/c/", "public pages, found by their signed code"),
    ("/r/", "public, found by number and key"),
    ("/console/accounts/", "accounts belong to the district's administrator"),
    ("/console/imports/", "imports belong to the district"),
    ("/api/v1/blobs/{sha256}/state", "says nothing but whether a hash is known"),
    ("/api/v1/blobs/{sha256}/chunks/", "bytes under their own hash, shown to nobody by this"),
];

fn person(role: Role) -> &'static str {
    match role {
        Role::GridWorker => "worker-a",
        Role::CommunityClerk => "clerk-a",
        Role::CommunityDirector => "director-a",
        Role::StreetClerk => "street-a",
        Role::CompanyManager => "manager-a",
        Role::CompanyStaff => "technician-a",
        Role::CenterStaff => "center",
        Role::SysAdmin => "admin",
    }
}

fn photo_of(side: &str) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let colour = if side == "a" { 10 } else { 200 };
    let picture = image::RgbImage::from_pixel(20, 20, image::Rgb([colour, 0, 0]));
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

async fn things(app: &TestApp, side: &Side, name: &str, n: u8) -> Things {
    let phone = Phone::new(side.worker, app.log_in(&format!("worker-{name}")).await, n);
    let household = side.households[0];
    let bytes = photo_of(name);
    let photo = Hash::of(&bytes);
    let visit = phone.visit(household, "completed");
    let need = json!({"household": household, "compound": side.compound, "code": "CLN-01", "place_text": "楼道",
        "photos": [photo]});
    let need = phone.record(RecordKind::Need, &need);
    let refused = json!({"kind": "fee_paid", "action": "refused", "household": household, "occupancy_seq": 1,
        "relation": "owner", "text_version": 1, "text_sha256": Hash::of(b""), "method": "e0",
        "evidence": {"photo_sha256s": [photo]}, "captured_by": side.worker, "captured_at_ms": NOW_MS});
    let consent = phone.record(RecordKind::ConsentEvent, &refused);
    let unusable = phone.record(RecordKind::Need, &json!({"compound": side.compound, "code": "XXX-99"}));
    phone.push(app, &[visit.clone(), need.clone(), consent.clone(), unusable.clone()]).await;
    let path = format!("/api/v1/blobs/{photo}/chunks/0?size={}&kind=photo", bytes.len());
    let put = Request::put(path).header(header::COOKIE, &phone.cookie).body(Body::from(bytes)).unwrap();
    assert_eq!(app.send(put).await.status, StatusCode::OK);
    let technician = app.log_in(&format!("technician-{name}")).await;
    let changes: ChangesResponse = app.get("/api/v1/sync/changes", &technician).await.json();
    let task = changes.changes.iter().find(|change| change.kind == "task").unwrap().id.parse().unwrap();
    let (request, review) = (RequestId::new(NOW_MS, [n; 10]), domain::id::uuid_v7(NOW_MS, [n + 100; 10]));
    let mut tx = app.state.db.write().await.unwrap();
    let new = db::request::NewRequest {
        id: request,
        district: 140403,
        compound: side.compound,
        household: None,
        icon: NeedIcon::Cleaning,
        hazard: false,
        place_text: "院里".into(),
        description: "垃圾".into(),
        photos: vec![],
        phone_sealed: None,
        channel: "qr",
        status: RequestStatus::Submitted,
        created_at_ms: NOW_MS,
    };
    db::request::insert_request(&mut tx, &new, "printed").await.unwrap().unwrap();
    run(
        &mut tx,
        "insert into review_items (id, kind, compound_id, source, source_ref, reason, content, status, created_at_ms)
         values ($1, 'consent_in_review', $2, 'test', $3, 'two_doors', '{}', 'open', $4)",
        &[Bind::Id(review), Bind::Id(side.compound.0), Bind::Text(name), Bind::Int(NOW_MS)],
    )
    .await;
    tx.commit().await.unwrap();
    Things {
        compound: side.compound.0,
        household: household.0,
        visit: visit.id.0,
        need: need.id.0,
        consent: consent.id.0,
        task,
        request: request.0,
        review,
        record: unusable.id.0,
        device: phone.device.0,
        photo,
    }
}

/// The path with the thing of a side in it; `None` for a route that has no line.
fn path_to(pattern: &str, things: &Things) -> Option<String> {
    let id = |id: Uuid| id.to_string();
    let thing = match pattern.split('/').collect::<Vec<_>>().as_slice() {
        ["", "console", "compounds", ..] => id(things.compound),
        ["", "console", "households", ..] => id(things.household),
        ["", "console", "visits", ..] => id(things.visit),
        ["", "console", "needs", ..] => id(things.need),
        ["", "console", "consents", ..] => id(things.consent),
        ["", "console", "tasks", ..] => id(things.task),
        ["", "console", "requests", ..] => id(things.request),
        ["", "console", "reviews", ..] => id(things.review),
        ["", "console", "records", ..] => id(things.record),
        ["", "console", "devices", ..] => id(things.device),
        ["", "console", "blobs", ..] | ["", "api", "v1", "blobs", ..] => things.photo.to_string(),
        _ => return None,
    };
    Some(pattern.replace("{id}", &thing).replace("{sha256}", &thing))
}

/// A form that the handler can read, so that scope, not form, decides.
fn form(pattern: &str, side: &Side) -> String {
    match pattern.rsplit('/').next().unwrap_or_default() {
        "triage" => "code=CLN-01&reason=x".into(),
        "assign" => format!("assignee={}", side.technician),
        "confirm" => "result=confirmed&note=x".into(),
        "reveal" => "purpose=consent_callback".into(),
        "merge" => format!("into={}", Uuid::nil()),
        _ => "action=comment&text=x&reason=x&note=x".into(),
    }
}

async fn ask(app: &TestApp, method: &str, path: &str, cookie: &str, body: String) -> StatusCode {
    let request = Request::builder().method(method).uri(path).header(header::COOKIE, cookie);
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    app.send(request.header("sec-fetch-site", "same-origin").body(Body::from(body)).unwrap()).await.status
}

#[tokio::test]
async fn a_thing_of_another_side_cannot_be_seen_or_moved() {
    let app = TestApp::new(Base::Sqlite).await;
    let here = things(&app, &app.world.a.clone(), "a", 1).await;
    let there = things(&app, &app.world.b.clone(), "b", 2).await;
    let mut walked = 0;
    for Route { method, path, who, .. } in routes() {
        let placeless = PLACELESS.iter().any(|(start, _)| path.starts_with(start));
        if !path.contains('{') || placeless {
            continue;
        }
        let Who::Roles(roles) = who else { panic!("{method} {path} names a thing and is open to everybody") };
        for role in roles {
            let cookie = app.log_in(person(*role)).await;
            let out = path_to(path, &there).unwrap_or_else(|| panic!("no line for {method} {path}"));
            let whole_district = matches!(role, Role::CenterStaff | Role::SysAdmin);
            let status = ask(&app, method, &out, &cookie, form(path, &app.world.b)).await;
            let refused = matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND);
            assert_eq!(refused, !whole_district, "{role} out of scope at {method} {path}: {status}");
            let within = path_to(path, &here).unwrap_or_else(|| panic!("no line for {method} {path}"));
            let status = ask(&app, method, &within, &cookie, form(path, &app.world.a)).await;
            let reached = !matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND);
            assert!(reached && !status.is_server_error(), "{role} in scope at {method} {path}: {status}");
            walked += 1;
        }
    }
    assert!(walked > 5, "{walked}");
}
