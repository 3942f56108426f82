//! When the database cannot take anything, and when it refuses one thing among many: nothing is acknowledged that is not kept, and
//! what is good is not held back by what is not.

use crate::rescue::{closed, opening_key};
use crate::support::world::NOW_MS;
use crate::support::{Answer, Base, Phone, TestApp};
use axum::http::StatusCode;
use domain::sync::protocol::{PushRequest, PushResponse, ReceiptState};
use domain::sync::record::{Record, RecordKind};
use domain::sync::rescue::{RescueRequest, RescueResponse};
use serde_json::json;
use server::db::{self, Db};
use sqlx::{ConnectOptions, Connection};

crate::on_both!(
    what_a_closed_database_cannot_take_is_told_so_and_taken_later,
    envelopes_that_a_closed_database_cannot_take_stay_with_the_phone,
    a_push_that_breaks_spoils_none_that_shares_its_commit,
    a_record_that_breaks_is_held_and_its_neighbours_count,
);

async fn worker(app: &TestApp, n: u8) -> Phone {
    Phone::new(app.world.a.worker, app.log_in("worker-a").await, n)
}

/// Not taken, to be tried again; no receipt anywhere.
fn assert_not_taken(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.text());
    assert_eq!(answer.text(), r#"{"errors":[{"code":"not_taken","field":""}]}"#);
    assert!(answer.headers.contains_key("retry-after"));
}

/// On Postgres by a connection of its own: those of the pool may be what goes, and those that went are out of it when this returns.
async fn execute(db: &Db, sqlite: &'static str, postgres: &str) {
    match db {
        Db::Sqlite { write, .. } => sqlx::query(sqlite).execute(write).await.map(|_| ()).unwrap(),
        Db::Postgres(pool) => {
            let mut own = pool.connect_options().connect().await.unwrap();
            sqlx::raw_sql(sqlx::AssertSqlSafe(postgres.to_owned())).execute(&mut own).await.unwrap();
            own.close().await.unwrap();
            for _ in 0..pool.size() {
                let _ = sqlx::raw_sql("select 1").execute(pool).await;
            }
        }
    }
}

/// SQLite: the file may not grow. Postgres: a server that only reads for a while.
async fn close(app: &TestApp) {
    let postgres = "do $$ begin
        execute format('alter database %I set default_transaction_read_only = on', current_database());
        perform pg_terminate_backend(pid, 10000) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid();
      end $$";
    execute(&app.state.db, "pragma max_page_count = 1", postgres).await;
}

async fn open(app: &TestApp) {
    let postgres = "begin read write; do $$ begin
        execute format('alter database %I reset default_transaction_read_only', current_database());
        perform pg_terminate_backend(pid, 10000) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid();
      end $$; commit";
    execute(&app.state.db, "pragma max_page_count = 1000000", postgres).await;
}

/// Long enough to need a page of its own.
fn long_visit(app: &TestApp, phone: &Phone, door: usize) -> Record {
    let body = json!({"household": app.world.a.households[door], "outcome": "no_answer", "channel": "door",
        "started_at_ms": NOW_MS - 60_000, "ended_at_ms": NOW_MS, "more": "x".repeat(20_000)});
    phone.record(RecordKind::Visit, &body)
}

async fn what_a_closed_database_cannot_take_is_told_so_and_taken_later(base: Base) {
    let app = TestApp::new(base).await;
    let phone = worker(&app, 1).await;
    let records: Vec<Record> = (0..3).map(|door| long_visit(&app, &phone, door)).collect();
    close(&app).await;
    for _ in 0..3 {
        assert_not_taken(&phone.try_push(&app, &records).await);
        if base == Base::Sqlite {
            // The connection that met the full disk may have been replaced.
            execute(&app.state.db, "pragma max_page_count = 1", "").await;
        }
    }
    let mut tx = app.state.db.read().await.unwrap();
    assert_eq!(db::record::stored_hash(&mut tx, records[0].id).await.unwrap(), None, "nothing half is left");
    drop(tx);
    open(&app).await;
    let receipts = phone.push(&app, &records).await;
    assert!(receipts.iter().all(|receipt| receipt.state == ReceiptState::Accepted), "{receipts:?}");
    assert_eq!(phone.push(&app, &records).await, receipts, "and once");
}

async fn envelopes_that_a_closed_database_cannot_take_stay_with_the_phone(base: Base) {
    let app = TestApp::new(base).await;
    let phone = worker(&app, 1).await;
    let to = opening_key(&app, &phone.cookie).await;
    let records: Vec<Record> = (0..2).map(|door| long_visit(&app, &phone, door)).collect();
    let request = RescueRequest { envelopes: records.iter().map(|record| closed(&to, record, None)).collect() };
    let rescue = async || app.post_json("/api/v1/sync/rescue", &phone.cookie, &request).await;
    close(&app).await;
    for _ in 0..3 {
        assert_not_taken(&rescue().await);
        if base == Base::Sqlite {
            execute(&app.state.db, "pragma max_page_count = 1", "").await;
        }
    }
    open(&app).await;
    let rescued = rescue().await.json::<RescueResponse>().rescued;
    assert_eq!(rescued.len(), 2);
    for one in rescued {
        assert_eq!(one.receipt.as_ref().map(|receipt| receipt.state), Some(ReceiptState::Accepted), "{one:?}");
        assert!(one.proof.is_some(), "now the copy may go: {one:?}");
    }
}

#[tokio::test]
async fn a_lock_that_somebody_else_holds_is_waited_for_and_then_told() {
    let app = TestApp::new(Base::Sqlite).await;
    let phone = worker(&app, 1).await;
    let Db::Sqlite { write, .. } = &app.state.db else { unreachable!() };
    let other = sqlx::SqlitePool::connect_with((*write.connect_options()).clone()).await.unwrap();
    let mut lock = other.begin_with("begin immediate").await.unwrap();
    sqlx::query("update change_counter set last_seq = last_seq").execute(&mut *lock).await.unwrap();
    let visit = phone.visit(app.world.a.households[0], "no_answer");
    assert_not_taken(&phone.try_push(&app, std::slice::from_ref(&visit)).await);
    lock.rollback().await.unwrap();
    assert_eq!(phone.push(&app, &[visit]).await[0].state, ReceiptState::Accepted);
}

/// Makes a table refuse rows in which a column says `boom`.
async fn refuse(app: &TestApp, sqlite: &'static str, table: &str, column: &str) {
    let postgres = format!(
        "create function boom() returns trigger language plpgsql as $$ begin
           if new.{column}::text like '%boom%' then raise exception 'boom'; end if; return new; end $$;
         create trigger boom before insert on {table} for each row execute function boom()"
    );
    execute(&app.state.db, sqlite, &postgres).await;
}

/// Sends all requests at once.
async fn at_once(app: &TestApp, cookie: &str, requests: &[PushRequest]) -> Vec<Answer> {
    let pushes = requests.iter().map(|request| app.post_json("/api/v1/sync/push", cookie, request));
    futures::future::join_all(pushes).await
}

async fn a_push_that_breaks_spoils_none_that_shares_its_commit(base: Base) {
    let app = TestApp::new(base).await;
    let sqlite = "create trigger boom before insert on device_workers when new.app like '%boom%' begin select raise(abort, 'boom'); end";
    refuse(&app, sqlite, "device_workers", "app").await;
    let cookie = app.log_in("worker-a").await;
    let phones: Vec<Phone> = (1..=20).map(|n| Phone::new(app.world.a.worker, cookie.clone(), n)).collect();
    let homes = &app.world.a.households;
    let requests: Vec<PushRequest> = phones
        .iter()
        .map(|phone| {
            let records: Vec<Record> = (0..3).map(|k| phone.visit(homes[k], "no_answer")).collect();
            let app = if phone.device.0.as_bytes()[15] % 5 == 0 { "boom" } else { "test" };
            PushRequest { app: app.to_owned(), ..phone.request(&records) }
        })
        .collect();
    for (request, answer) in requests.iter().zip(at_once(&app, &cookie, &requests).await) {
        if request.app == "boom" {
            assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{}", answer.text());
        } else {
            let receipts = answer.json::<PushResponse>().receipts;
            assert!(receipts.iter().all(|receipt| receipt.state == ReceiptState::Accepted), "{receipts:?}");
        }
    }
    let mut tx = app.state.db.read().await.unwrap();
    assert_eq!(
        db::visit::past_visits(&mut tx, homes[0]).await.unwrap().len(),
        16,
        "nothing of the broken ones is left"
    );
}

async fn a_record_that_breaks_is_held_and_its_neighbours_count(base: Base) {
    let app = TestApp::new(base).await;
    let sqlite = "create trigger boom before insert on visits when new.content like '%boom%' begin select raise(abort, 'boom'); end";
    refuse(&app, sqlite, "visits", "content").await;
    let cookie = app.log_in("worker-a").await;
    let homes = &app.world.a.households;
    let phones: Vec<Phone> = (1..=8).map(|n| Phone::new(app.world.a.worker, cookie.clone(), n)).collect();
    let visit = |phone: &Phone, k: usize, note: &str| {
        let body = json!({"household": homes[k], "outcome": "no_answer", "channel": "door", "note": note,
            "started_at_ms": NOW_MS - 60_000, "ended_at_ms": NOW_MS});
        phone.record(RecordKind::Visit, &body)
    };
    let batches = phones.iter().enumerate().map(|(at, phone)| {
        let note = if at == 3 { "boom" } else { "" };
        phone.request(&[visit(phone, 0, ""), visit(phone, 1, note), visit(phone, 2, "")])
    });
    let requests: Vec<PushRequest> = batches.collect();
    for (at, answer) in at_once(&app, &cookie, &requests).await.into_iter().enumerate() {
        let states: Vec<_> = answer.json::<PushResponse>().receipts.iter().map(|receipt| receipt.state).collect();
        use ReceiptState::{Accepted, Held};
        assert_eq!(states, if at == 3 { [Accepted, Held, Accepted] } else { [Accepted; 3] });
    }
    let mut tx = app.state.db.read().await.unwrap();
    assert_eq!(db::visit::past_visits(&mut tx, homes[0]).await.unwrap().len(), 8);
    assert_eq!(db::visit::past_visits(&mut tx, homes[1]).await.unwrap().len(), 7);
    let held = &requests[3].records[1];
    let kept = db::record::record_by_id(&mut tx, held.id).await.unwrap().unwrap();
    assert_eq!(kept.hash(), held.hash(), "word for word");
}
