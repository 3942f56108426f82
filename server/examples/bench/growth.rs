//! The same push at ten thousand and at a million records in the database: it must cost the same.

use crate::doors;
use crate::support::world::{Bind, run};
use crate::support::{Base, Phone, TestApp};
use domain::sync::protocol::{PushResponse, ReceiptState};
use std::time::Instant;

const PUSHES: usize = 60;
const A_PUSH: usize = 20;

/// Prints the time of a push at both sizes, and how many times as much the larger costs.
pub async fn measure(base: Base, name: &str) {
    let app = TestApp::new(base).await;
    let cookie = app.log_in("worker-a").await;
    let doors = doors::make(&app, 2 * PUSHES * A_PUSH).await;
    let mut medians = vec![];
    let mut here = 0;
    for (n, (wanted, label)) in [(10_000, "1e4"), (1_000_000, "1e6")].into_iter().enumerate() {
        fill(&app, base, wanted - here).await;
        here = wanted;
        let phone = Phone::new(app.world.a.worker, cookie.clone(), n as u8 + 1);
        let mut times = vec![];
        for at in 0..PUSHES {
            let door = |k: usize| doors[(n * PUSHES * A_PUSH + at * A_PUSH + k) % doors.len()];
            let records: Vec<_> = (0..A_PUSH).map(|k| doors::survey(&phone, door(k), None)).collect();
            let request = phone.request(&records);
            let sent = Instant::now();
            let answer: PushResponse = app.post_json("/api/v1/sync/push", &cookie, &request).await.json();
            times.push(sent.elapsed().as_secs_f64() * 1000.0);
            assert!(answer.receipts.iter().all(|receipt| receipt.state == ReceiptState::Accepted));
        }
        // The first ones still fill the caches.
        let mut times = times.split_off(PUSHES / 6);
        times.sort_by(f64::total_cmp);
        medians.push(times[times.len() / 2]);
        println!("growth_{name}_{label} {:.2} ms", times[times.len() / 2]);
    }
    println!("growth_{name}_ratio {:.2} times", medians[1] / medians[0]);
}

/// Adds so many records with their visits, at doors that nobody pushes.
async fn fill(app: &TestApp, base: Base, count: usize) {
    let (id, series) = match base {
        Base::Sqlite => (
            "randomblob(16)",
            "with recursive s(n) as (select 1 union all select n + 1 from s where n < $1) select n from s",
        ),
        Base::Postgres => ("gen_random_uuid()", "select n from generate_series(1, $1) n"),
    };
    let records = format!(
        "insert into records (id, kind, device_id, device_seq, author_id, recorded_at_ms, offset_ms, received_at_ms, hash, body,
           status, findings, compound_id)
         select {id}, 'visit', {id}, n, $2, n, 0, n, '{hash}', '{body}', 'accepted', '[]', $3 from ({series}) s",
        hash = "0".repeat(64),
        body = "x".repeat(100),
    );
    let visits = format!(
        "insert into visits (id, household_id, compound_id, account_id, outcome, channel, content, started_at_ms, ended_at_ms,
           received_at_ms)
         select {id}, $4, $3, $2, 'no_answer', 'door', '{{}}', n, n, n from ({series}) s",
    );
    let mut tx = app.state.db.write().await.expect("a database that writes");
    let side = &app.world.a;
    for sql in [records, visits] {
        let binds = [
            Bind::Int(count as i64),
            Bind::Id(side.worker.0),
            Bind::Id(side.compound.0),
            Bind::Id(side.households[0].0),
        ];
        let used = if sql.contains("$4") { &binds[..] } else { &binds[..3] };
        // Two texts a run: leaking them is the price of a `&'static str`.
        run(&mut tx, Box::leak(sql.into_boxed_str()), used).await;
    }
    tx.commit().await.expect("a database that commits");
    let mut tx = app.state.db.write().await.expect("a database that writes");
    run(&mut tx, "analyze", &[]).await;
    tx.commit().await.expect("a database that commits");
}
