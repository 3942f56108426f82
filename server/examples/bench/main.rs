//! The server's own figures, one a line: `name value unit`. `make bench` runs it in the release profile.
//!
//! Phones push through the whole program in process (no sockets), each record durable before its answer. Postgres is measured in the
//! same run when `DOORSTEP_BENCH_POSTGRES` names one that writes to disk (`DOORSTEP_TEST_POSTGRES` serves too, without that promise).

#[allow(clippy::expect_used)] // the tests' own support
#[path = "../../tests/support/mod.rs"]
mod support;

mod doors;
mod first_sync;
mod growth;
mod ingest;

use ingest::Load;
use support::Base;

/// The product's way, pushes of 20; one record a request, as other systems send them; and each record with a photo.
const LOADS: [Load; 3] = [
    Load { name: "plain", a_push: 20, records: 9_600, photo: false },
    Load { name: "single", a_push: 1, records: 2_400, photo: false },
    Load { name: "photo", a_push: 1, records: 480, photo: true },
];

#[tokio::main]
async fn main() {
    // `bench ingest`, `bench first_sync` or `bench growth` runs only that.
    let only = std::env::args().nth(1);
    let wants = |name: &str| only.as_deref().is_none_or(|only| only == name || only.starts_with('-'));
    let mut bases = vec![(Base::Sqlite, "sqlite")];
    if std::env::var("DOORSTEP_BENCH_POSTGRES").or(std::env::var("DOORSTEP_TEST_POSTGRES")).is_ok() {
        bases.push((Base::Postgres, "postgres"));
    }
    for (base, name) in bases {
        if wants("ingest") {
            for phones in [1, 8, 32] {
                for load in LOADS {
                    // One phone alone waits for the disk each time: it need not bring as many.
                    let records = if phones == 1 { load.records / 4 } else { load.records };
                    ingest::measure(base, name, phones, Load { records, ..load }).await;
                }
            }
        }
        if wants("first_sync") {
            first_sync::measure(base, name).await;
        }
        if wants("growth") {
            growth::measure(base, name).await;
        }
    }
}
