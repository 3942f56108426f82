//! Phones that all come home at once: surveys of 2 kB, signed, durable before the answer.

use crate::doors;
use crate::support::{Base, Phone, TestApp};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::hash::Hash;
use domain::sync::protocol::{PushRequest, PushResponse, ReceiptState};
use p256::ecdsa::SigningKey;
use std::sync::Arc;
use std::time::Instant;

/// What a phone sends one after the other.
enum Sent {
    Push(PushRequest),
    Photo(Vec<u8>),
}

/// How the phones bring their records.
#[derive(Clone, Copy)]
pub struct Load {
    /// Name in the figure's line.
    pub name: &'static str,
    /// Records in a push.
    pub a_push: usize,
    /// Records in all, shared by the phones.
    pub records: usize,
    /// With a photo of 200 kB for each record.
    pub photo: bool,
}

/// Prints how many records a second, and how long a phone waits for an answer.
pub async fn measure(base: Base, name: &str, phones: usize, load: Load) {
    let app = Arc::new(TestApp::new(base).await);
    let cookie = app.log_in("worker-a").await;
    let per_phone = (load.records / phones).max(load.a_push);
    let doors = doors::make(&app, per_phone * phones).await;
    let mut running = vec![];
    let mut queues = vec![];
    for n in 0..phones {
        let phone = Phone::new(app.world.a.worker, cookie.clone(), n as u8 + 1);
        queues.push(queue(&phone, &doors[n * per_phone..(n + 1) * per_phone], load));
    }
    let started = Instant::now();
    for queue in queues {
        running.push(tokio::spawn(work(app.clone(), cookie.clone(), queue)));
    }
    let mut times_ms = vec![];
    for phone in running {
        times_ms.extend(phone.await.expect("a phone that comes to its end"));
    }
    let seconds = started.elapsed().as_secs_f64();
    times_ms.sort_by(f64::total_cmp);
    let at = |share: f64| times_ms[((times_ms.len() - 1) as f64 * share) as usize];
    let label = format!("ingest_{name}_{phones}_{}", load.name);
    println!("{label} {:.0} records/s", (per_phone * phones) as f64 / seconds);
    println!("{label}_p50 {:.1} ms", at(0.5));
    println!("{label}_p99 {:.1} ms", at(0.99));
}

fn queue(phone: &Phone, doors: &[domain::id::HouseholdId], load: Load) -> Vec<Sent> {
    let key = SigningKey::from_slice(&[9; 32]).expect("32 bytes that are a key");
    let mut queue = vec![];
    for (part, doors) in doors.chunks(load.a_push).enumerate() {
        // Each photo like no other, on no phone.
        let seed = |k: usize| u64::from(phone.device.0.as_bytes()[15]) << 32 | (part * load.a_push + k) as u64;
        let count = if load.photo { doors.len() } else { 0 };
        let photos: Vec<Vec<u8>> = (0..count).map(|k| doors::photo(seed(k))).collect();
        let record = |(k, door)| doors::survey(phone, door, photos.get(k).map(|bytes: &Vec<u8>| Hash::of(bytes)));
        let records: Vec<_> = doors.iter().copied().enumerate().map(record).collect();
        queue.push(Sent::Push(doors::signed(phone, &records, &key)));
        queue.extend(photos.into_iter().map(Sent::Photo));
    }
    queue
}

/// Sends all of it and returns how long each answer took.
async fn work(app: Arc<TestApp>, cookie: String, queue: Vec<Sent>) -> Vec<f64> {
    let mut times_ms = vec![];
    for one in queue {
        let sent = Instant::now();
        match one {
            Sent::Push(request) => {
                let answer: PushResponse = app.post_json("/api/v1/sync/push", &cookie, &request).await.json();
                let right = |receipt: &domain::sync::protocol::Receipt| {
                    receipt.state == ReceiptState::Accepted && receipt.findings.is_empty()
                };
                assert!(answer.receipts.iter().all(right), "{answer:?}");
            }
            Sent::Photo(bytes) => {
                let path = format!("/api/v1/blobs/{}/chunks/0?size={}&kind=photo", Hash::of(&bytes), bytes.len());
                let put = Request::put(path).header(header::COOKIE, &cookie).body(Body::from(bytes));
                let answer = app.send(put.expect("a request")).await;
                assert_eq!(answer.status, StatusCode::OK);
                assert!(answer.text().contains("\"arrived\":true"), "{}", answer.text());
            }
        }
        times_ms.push(sent.elapsed().as_secs_f64() * 1000.0);
    }
    times_ms
}
