//! The same push at ten thousand and at a million records in the database: it must cost the same. The district grows with its records:
//! twenty of them a household.

use crate::doors;
use crate::support::world::{Bind, run};
use crate::support::{Base, Phone, TestApp};
use domain::id::HouseholdId;
use domain::sync::protocol::{PushResponse, ReceiptState};
use std::time::Instant;

const PUSHES: usize = 60;
const A_PUSH: usize = 20;
/// Records of a household: eight visits, eight surveys, four needs with their tasks.
const A_HOUSEHOLD: usize = 20;

/// Prints the time of a push at both sizes, and how many times as much the larger costs.
pub async fn measure(base: Base, name: &str) {
    let app = TestApp::new(base).await;
    let cookie = app.log_in("worker-a").await;
    let mut medians = vec![];
    let mut here = 0;
    for (n, (wanted, label)) in [(10_000, "1e4"), (1_000_000, "1e6")].into_iter().enumerate() {
        fill(&app, base, n as i64, (wanted - here) / A_HOUSEHOLD).await;
        here = wanted;
        let doors = some_doors(&app, n as i64).await;
        let phone = Phone::new(app.world.a.worker, cookie.clone(), n as u8 + 1);
        let mut times = vec![];
        for at in 0..PUSHES {
            let door = |k: usize| doors[(at * A_PUSH + k) % doors.len()];
            let records: Vec<_> = (0..A_PUSH)
                .map(|k| match k % 4 {
                    0 | 1 => doors::survey(&phone, door(k), None),
                    2 => phone.visit(door(k), "no_answer"),
                    _ => doors::need(&app, &phone, door(k)),
                })
                .collect();
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

/// Doors of one generation, spread over all of it.
async fn some_doors(app: &TestApp, generation: i64) -> Vec<HouseholdId> {
    let sql = "select id from households where area_c = $1 order by id limit 1200";
    let rows: Vec<(uuid::Uuid,)> = match &app.state.db {
        server::db::Db::Sqlite { read, .. } => sqlx::query_as(sql).bind(generation).fetch_all(read).await,
        server::db::Db::Postgres(pool) => sqlx::query_as(sql).bind(generation).fetch_all(pool).await,
    }
    .expect("doors of this generation");
    rows.into_iter().map(|(id,)| HouseholdId(id)).collect()
}

/// Adds so many households with twenty records each.
async fn fill(app: &TestApp, base: Base, generation: i64, households: usize) {
    let (id, text) = match base {
        Base::Sqlite => ("randomblob(16)", "lower(hex(randomblob(16)))"),
        Base::Postgres => ("gen_random_uuid()", "gen_random_uuid()::text"),
    };
    let series = |upto: &str| match base {
        Base::Sqlite => format!(
            "(with recursive s(n) as (select 1 union all select n + 1 from s where n < {upto}) select n from s)"
        ),
        Base::Postgres => format!("(select n from generate_series(1, {upto}) n)"),
    };
    let door = if base == Base::Sqlite { "'g' || $2 || '-' || s.n" } else { "'g' || $2::text || '-' || s.n" };
    let side = &app.world.a;
    let body = "x".repeat(1_000);
    let of = |times: usize, columns: &str| {
        format!("select {columns} from households h, {} s where h.area_c = $1", series(&times.to_string()))
    };
    let worker = || vec![Bind::Int(generation), Bind::Id(side.worker.0)];
    let statements = [
        (
            format!(
                "insert into households (id, compound_id, grid_id, building_id, unit_id, door_no, door_raw, area_c, usage, occupancy,
                   occupancy_seq, active, door_state, fee_consent_state)
                 select {id}, h.compound_id, h.grid_id, h.building_id, h.unit_id, {door}, 'g', $2, h.usage, h.occupancy, 1, h.active,
                   h.door_state, 'none' from households h, {} s where h.id = $3",
                series("$1")
            ),
            vec![Bind::Int(households as i64), Bind::Int(generation), Bind::Id(side.households[0].0)],
        ),
        (
            format!(
                "insert into records (id, kind, device_id, device_seq, author_id, recorded_at_ms, offset_ms, received_at_ms, hash, body,
                   status, findings, compound_id) {}",
                of(A_HOUSEHOLD, &format!("{id}, 'visit', {id}, s.n, $2, s.n, 0, s.n, '{}', '{body}', 'accepted', '[]', h.compound_id", "0".repeat(64)))
            ),
            worker(),
        ),
        (
            format!(
                "insert into visits (id, household_id, compound_id, account_id, outcome, channel, content, started_at_ms, ended_at_ms,
                   received_at_ms) {}",
                of(8, &format!("{id}, h.id, h.compound_id, $2, 'no_answer', 'door', '{{}}', s.n, s.n, s.n"))
            ),
            worker(),
        ),
        (
            format!(
                "insert into survey_responses (id, visit_id, household_id, compound_id, account_id, questionnaire_code,
                   questionnaire_version, status, content, received_at_ms) {}",
                of(8, &format!("{id}, {id}, h.id, h.compound_id, $2, 'OLD', 1, 'accepted', '{{}}', s.n"))
            ),
            worker(),
        ),
        (
            format!(
                "insert into needs (id, household_id, compound_id, account_id, code, hazard, place_text, description, photos, status,
                   recorded_at_ms, received_at_ms) {}",
                of(4, &format!("{id}, h.id, h.compound_id, $2, 'CLN-01', h.area_c < 0, '', '', '[]', 'open', s.n, s.n"))
            ),
            worker(),
        ),
        (
            format!(
                "insert into tasks (id, kind, compound_id, household_id, code, priority, responsible, place_text, description, photos,
                   status, reopen_count, created_at_ms, changed_at_ms) {}",
                of(4, &format!("{id}, 'repair', h.compound_id, h.id, 'CLN-01', 'p3', 'company', '', '', '[]', 'closed', 0, s.n, s.n"))
            ),
            vec![Bind::Int(generation)],
        ),
        (
            format!(
                "insert into changes (entity_kind, entity_id, seq, compound_id, grid_id)
                 select 'task', {text}, c.last_seq + row_number() over (), t.compound_id, null from tasks t
                   join households h on h.id = t.household_id, change_counter c where h.area_c = $1"
            ),
            vec![Bind::Int(generation)],
        ),
        ("update change_counter set last_seq = (select max(seq) from changes)".to_owned(), vec![]),
        ("analyze".to_owned(), vec![]),
    ];
    for (sql, binds) in statements {
        let mut tx = app.state.db.write().await.expect("a database that writes");
        // A handful of texts a run: leaking them is the price of a `&'static str`.
        run(&mut tx, Box::leak(sql.into_boxed_str()), &binds).await;
        tx.commit().await.expect("a database that commits");
    }
}
