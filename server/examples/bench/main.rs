//! The server's own figures, one a line: `name value unit`. `make bench` runs it in the release profile.
//!
//! Phones push through the whole program in process (no sockets), each record durable before its answer. Postgres is measured in the
//! same run when `DOORSTEP_BENCH_POSTGRES` names one that writes to disk (`DOORSTEP_TEST_POSTGRES` serves too, without that promise).

#[allow(clippy::expect_used)] // the tests' own support
#[path = "../../tests/support/mod.rs"]
mod support;

mod doors;
mod growth;
mod ingest;

use domain::sync::protocol::ChangesResponse;
use std::time::Instant;
use support::{Base, TestApp};

#[tokio::main]
async fn main() {
    // `bench ingest` or `bench growth` runs only that.
    let only = std::env::args().nth(1);
    let wants = |name: &str| only.as_deref().is_none_or(|only| only == name || only.starts_with('-'));
    let mut bases = vec![(Base::Sqlite, "sqlite")];
    if std::env::var("DOORSTEP_BENCH_POSTGRES").or(std::env::var("DOORSTEP_TEST_POSTGRES")).is_ok() {
        bases.push((Base::Postgres, "postgres"));
    }
    for (base, name) in bases {
        if wants("ingest") {
            for phones in [1, 8, 32] {
                ingest::records(base, name, phones).await;
                ingest::photos(base, name, phones).await;
            }
        }
        if wants("pull") {
            pull(base, name).await;
        }
        if wants("growth") {
            growth::measure(base, name).await;
        }
    }
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
