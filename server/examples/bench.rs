//! The server's own figures, one a line: `name value unit`. `make bench` runs it in the release profile.
//!
//! Phones push through the whole program in process (no sockets), each record durable before its answer. With
//! `DOORSTEP_TEST_POSTGRES` set, Postgres is measured in the same run.

#[allow(clippy::expect_used)] // the tests' own support
#[path = "../tests/support/mod.rs"]
mod support;

use domain::sync::protocol::{ChangesResponse, PushResponse, ReceiptState};
use std::time::Instant;
use support::{Base, Phone, TestApp};

const RECORDS: usize = 640;

#[tokio::main]
async fn main() {
    measure(Base::Sqlite, "sqlite").await;
    if std::env::var("DOORSTEP_TEST_POSTGRES").is_ok() {
        measure(Base::Postgres, "postgres").await;
    }
}

async fn measure(base: Base, name: &str) {
    for phones in [1, 8, 32] {
        for batch in [1, 20] {
            push(base, name, phones, batch).await;
        }
    }
    pull(base, name).await;
}

/// So many phones at once, each pushing its share of the records in requests of `batch`.
async fn push(base: Base, name: &str, phones: usize, batch: usize) {
    let app = TestApp::new(base).await;
    let cookie = app.log_in("worker-a").await;
    let homes = &app.world.a.households;
    let mut queues = vec![];
    for n in 0..phones {
        let phone = Phone::new(app.world.a.worker, cookie.clone(), n as u8 + 1);
        let records: Vec<_> =
            (0..RECORDS / phones).map(|k| phone.visit(homes[(n + k) % homes.len()], "no_answer")).collect();
        let requests: Vec<_> = records.chunks(batch).map(|chunk| phone.request(chunk)).collect();
        queues.push(requests);
    }
    let started = Instant::now();
    let (app, cookie) = (&app, &cookie);
    let pushes = queues.iter().map(|requests| async move {
        let mut times = vec![];
        for request in requests {
            let sent = Instant::now();
            let answer: PushResponse = app.post_json("/api/v1/sync/push", cookie, request).await.json();
            assert!(answer.receipts.iter().all(|receipt| receipt.state == ReceiptState::Accepted));
            times.push(sent.elapsed().as_secs_f64() * 1000.0);
        }
        times
    });
    let mut times: Vec<f64> = futures::future::join_all(pushes).await.concat();
    let seconds = started.elapsed().as_secs_f64();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let label = format!("{name}_{phones}_phones_{batch}_a_push");
    println!("push_{label} {:.0} records/s", RECORDS as f64 / seconds);
    println!("push_{label}_p50 {:.1} ms", at(0.5));
    println!("push_{label}_p99 {:.1} ms", at(0.99));
}

/// One phone fetching what it may hold, again and again.
async fn pull(base: Base, name: &str) {
    const ROUNDS: usize = 100;
    let app = TestApp::new(base).await;
    let cookie = app.log_in("worker-a").await;
    let started = Instant::now();
    let mut doors = 0;
    for _ in 0..ROUNDS {
        let answer: ChangesResponse = app.get("/api/v1/sync/changes", &cookie).await.json();
        doors += answer.changes.iter().filter(|change| change.kind == "household").count();
    }
    println!("first_sync_{name} {:.0} requests/s", ROUNDS as f64 / started.elapsed().as_secs_f64());
    assert_eq!(doors, ROUNDS * app.world.a.households.len());
}
