//! Phones that all come home at once.

use crate::doors;
use crate::support::{Base, Phone, TestApp};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::hash::Hash;
use domain::sync::protocol::{PushResponse, ReceiptState};
use domain::sync::record::RecordKind;
use serde_json::json;
use std::time::Instant;

const A_PUSH: usize = 20;

/// Prints how many a second, and how long a phone waits.
fn report(label: &str, records: usize, seconds: f64, mut times_ms: Vec<f64>) {
    times_ms.sort_by(f64::total_cmp);
    let at = |share: f64| times_ms[((times_ms.len() - 1) as f64 * share) as usize];
    println!("{label} {:.0} records/s", records as f64 / seconds);
    println!("{label}_p50 {:.1} ms", at(0.5));
    println!("{label}_p99 {:.1} ms", at(0.99));
}

/// Each phone brings visits of 2 kB in pushes of 20.
pub async fn records(base: Base, name: &str, phones: usize) {
    let per_phone = if phones == 1 { 1_000 } else { 6_400 / phones };
    let app = TestApp::new(base).await;
    let cookie = app.log_in("worker-a").await;
    let doors = doors::make(&app, per_phone * phones).await;
    let mut queues = vec![];
    for n in 0..phones {
        let phone = Phone::new(app.world.a.worker, cookie.clone(), n as u8 + 1);
        let made: Vec<_> =
            (0..per_phone).map(|k| doors::visit(&phone, doors[(n * per_phone + k) % doors.len()])).collect();
        queues.push(made.chunks(A_PUSH).map(|chunk| phone.request(chunk)).collect::<Vec<_>>());
    }
    let started = Instant::now();
    let (app, cookie) = (&app, &cookie);
    let pushes = queues.iter().map(|requests| async move {
        let mut times = vec![];
        for request in requests {
            let sent = Instant::now();
            let answer: PushResponse = app.post_json("/api/v1/sync/push", cookie, request).await.json();
            assert!(answer.receipts.iter().all(|receipt| receipt.state == ReceiptState::Accepted), "{answer:?}");
            times.push(sent.elapsed().as_secs_f64() * 1000.0);
        }
        times
    });
    let times = futures::future::join_all(pushes).await.concat();
    let label = format!("ingest_{name}_{phones}_phones");
    report(&label, per_phone * phones, started.elapsed().as_secs_f64(), times);
}

/// Each phone brings needs with a photo of 200 kB each: the record, then its photo.
pub async fn photos(base: Base, name: &str, phones: usize) {
    let per_phone = 64 / phones;
    let app = TestApp::new(base).await;
    let cookie = app.log_in("worker-a").await;
    let doors = doors::make(&app, 64).await;
    let mut queues = vec![];
    for n in 0..phones {
        let phone = Phone::new(app.world.a.worker, cookie.clone(), n as u8 + 1);
        let made = (0..per_phone).map(|k| {
            let at = n * per_phone + k;
            let bytes = doors::photo(at as u64);
            let body = json!({ "visit": app.state.clock.new_uuid(), "household": doors[at], "compound": app.world.a.compound,
                "code": "CLN-01", "place_text": "楼道", "photos": [Hash::of(&bytes)] });
            let request = phone.request(&[phone.record(RecordKind::Need, &body)]);
            (request, bytes)
        });
        queues.push(made.collect::<Vec<_>>());
    }
    let started = Instant::now();
    let (app, cookie) = (&app, &cookie);
    let pushes = queues.iter().map(|queue| async move {
        let mut times = vec![];
        for (request, bytes) in queue {
            let sent = Instant::now();
            let answer = app.post_json("/api/v1/sync/push", cookie, request).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
            let path = format!("/api/v1/blobs/{}/chunks/0?size={}&kind=photo", Hash::of(bytes), bytes.len());
            let put =
                Request::put(path).header(header::COOKIE, cookie).body(Body::from(bytes.clone())).expect("a request");
            let answer = app.send(put).await;
            assert!(answer.text().contains("\"arrived\":true"), "{}", answer.text());
            times.push(sent.elapsed().as_secs_f64() * 1000.0);
        }
        times
    });
    let times = futures::future::join_all(pushes).await.concat();
    let label = format!("ingest_photos_{name}_{phones}_phones");
    report(&label, per_phone * phones, started.elapsed().as_secs_f64(), times);
}
