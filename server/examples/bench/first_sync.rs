//! A new phone fetches ten thousand households: requests, bytes on the wire, and how soon the first doors are there. Only the server's
//! side: the browser's is measured in the browser.

use crate::support::world::{Bind, run};
use crate::support::{Base, TestApp};
use axum::body::Body;
use axum::http::{Request, header};
use domain::household_code::HouseholdCode;
use domain::id::HouseholdId;
use domain::sync::protocol::ChangesResponse;
use server::db::change::{Changed, note_changes};
use std::time::Instant;

const DOORS: usize = 10_000;

/// Prints what the first sync costs.
pub async fn measure(base: Base, name: &str) {
    let app = TestApp::new(base).await;
    make(&app).await;
    let cookie = app.log_in("worker-a").await;
    let (mut after, mut scope, mut requests, mut wire, mut plain, mut doors) = (0, String::new(), 0, 0, 0, 0);
    let (mut first_ms, started) = (None, Instant::now());
    loop {
        let path = format!("/api/v1/sync/changes?after={after}&scope={scope}");
        let compressed = Request::get(&path).header(header::COOKIE, &cookie).header(header::ACCEPT_ENCODING, "br");
        wire += app.send(compressed.body(Body::empty()).expect("a request")).await.body.len();
        first_ms.get_or_insert_with(|| started.elapsed().as_secs_f64() * 1000.0);
        // The same again as text, to read it; not counted as a request.
        let answer = app.get(&path, &cookie).await;
        let page: ChangesResponse = answer.json();
        requests += 1;
        plain += answer.body.len();
        doors += page.changes.iter().filter(|change| change.kind == "household").count();
        (after, scope) = (page.next, page.scope);
        if !page.more {
            break;
        }
    }
    assert_eq!(doors, DOORS + app.world.a.households.len());
    println!("first_sync_{name}_requests {requests} requests");
    println!("first_sync_{name}_wire {wire} bytes");
    println!("first_sync_{name}_plain {plain} bytes");
    println!("first_sync_{name}_first_answer {:.1} ms", first_ms.unwrap_or_default());
    println!("first_sync_{name}_seconds {:.2} s", started.elapsed().as_secs_f64() / 2.0);
}

/// Doors as a roster brings them: each with its own number, area, person and code.
async fn make(app: &TestApp) {
    const NAMES: [&str; 6] = ["王小明", "李桂英", "张伟", "刘洋", "陈建国", "赵秀兰"];
    let side = &app.world.a;
    let mut changed = vec![];
    let mut tx = app.state.db.write().await.expect("a database that writes");
    for n in 0..DOORS {
        let id = HouseholdId(app.state.clock.new_uuid());
        let household =
            "insert into households (id, compound_id, grid_id, building_id, unit_id, door_no, door_raw, floor, area_c,
              area_source, usage, occupancy, occupancy_seq, active, door_state, fee_consent_state)
            select $1, compound_id, grid_id, building_id, unit_id, $2, $2, $4, $5, area_source, usage, occupancy,
              occupancy_seq, active, door_state, fee_consent_state from households where id = $3";
        let door = format!("{}{:02}-{}", n / 400 + 1, n % 18 + 1, n);
        let area = 5_000 + (n as i64 * 7_919) % 9_000;
        let binds = [
            Bind::Id(id.0),
            Bind::Text(&door),
            Bind::Id(side.households[0].0),
            Bind::Int(n as i64 % 18 + 1),
            Bind::Int(area),
        ];
        run(&mut tx, household, &binds).await;
        let person = app.state.clock.new_uuid();
        let sealed = app.state.seal.seal(NAMES[n % NAMES.len()]);
        let sql = "insert into persons (id, name_sealed) values ($1, $2)";
        run(&mut tx, sql, &[Bind::Id(person), Bind::Text(&sealed)]).await;
        let sql = "insert into residencies (id, person_id, household_id, occupancy_seq, relation, evidence)
                   values ($1, $1, $2, 1, 'owner', 'roster')";
        run(&mut tx, sql, &[Bind::Id(person), Bind::Id(id.0)]).await;
        let code = HouseholdCode::make(rand::random()).plain();
        let sql = "insert into household_codes (code, household_id, occupancy_seq) values ($1, $2, 1)";
        run(&mut tx, sql, &[Bind::Text(&code), Bind::Id(id.0)]).await;
        let (compound, grid) = (Some(side.compound), Some(side.grid));
        changed.push(Changed { kind: "household", id: id.to_string(), compound, grid, company: None });
    }
    note_changes(&mut tx, &changed).await.expect("changes that are noted");
    tx.commit().await.expect("a database that commits");
}
