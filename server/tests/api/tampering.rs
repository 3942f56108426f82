//! Somebody with all rights on the database changes, takes away or puts in: every time the check finds it, and finds it there.

use crate::evidence::{checked, faults, phone, whole_consent};
use crate::support::phone::{key, public};
use crate::support::world::{Bind, NOW_MS, run};
use crate::support::{Base, TestApp};
use axum::http::StatusCode;
use domain::chain::{Reason, Verdict};
use server::db::Tx;
use server::evidence::digest;

crate::on_both!(
    what_is_changed_behind_the_programs_back_is_found,
    what_is_taken_away_or_put_in_is_found,
    a_phones_key_that_is_changed_later_is_found,
    what_came_after_the_last_digest_is_said_to_be_uncovered,
    a_tail_cut_off_is_found_by_the_digest,
    what_is_changed_in_the_record_or_in_what_it_names_is_found,
);

const DAY_MS: i64 = 86_400_000;

/// Somebody with all rights on the database, who first takes the triggers away.
pub async fn disarm(tx: &mut Tx) {
    match tx {
        Tx::Sqlite(tx) => {
            let names: Vec<(String,)> = sqlx::query_as("select name from sqlite_master where type = 'trigger'")
                .fetch_all(&mut **tx)
                .await
                .unwrap();
            for (name,) in names {
                sqlx::query(sqlx::AssertSqlSafe(format!("drop trigger {name}"))).execute(&mut **tx).await.unwrap();
            }
        }
        Tx::Postgres(tx) => {
            for table in server::db::role::ADD_ONLY.iter().chain(&["evidence_keys"]) {
                let sql = format!("alter table {table} disable trigger all");
                sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut **tx).await.unwrap();
            }
        }
    }
}

/// One fault in each household of a fresh program; each is found there and nowhere else.
async fn each_is_found(base: Base, cases: &[(&'static str, &[(Verdict, Reason)])]) {
    let app = TestApp::new(base).await;
    let phone = phone(&app, 1).await;
    let homes = &app.world.a.households[..cases.len()];
    for home in homes {
        whole_consent(&app, &phone, *home).await;
    }
    let mut tx = app.state.db.write().await.unwrap();
    disarm(&mut tx).await;
    for ((sql, _), home) in cases.iter().zip(homes) {
        run(&mut tx, sql, &[Bind::Id(home.0)]).await;
    }
    tx.commit().await.unwrap();
    let report = checked(&app).await;
    for ((sql, expected), home) in cases.iter().zip(homes) {
        assert_eq!(faults(&report, *home), *expected, "{sql}");
    }
}

async fn what_is_changed_behind_the_programs_back_is_found(base: Base) {
    let changed = |reason| (Verdict::Changed, reason);
    let (row, content, sealed) = ([changed(Reason::Row)], [changed(Reason::Content)], [changed(Reason::Sealed)]);
    let first: [(&'static str, &[_]); 6] = [
        ("update consent_events set action = 'refused' where household_id = $1", &row),
        ("update consent_events set content = replace(content, '450', '451') where household_id = $1", &row),
        ("update consent_events set received_at_ms = received_at_ms + 1 where household_id = $1", &row),
        ("update consent_confirmations set account_id = null where household_id = $1", &row),
        ("update evidence_links set facts = replace(facts, '450', '451') where household_id = $1", &content),
        (
            "update evidence_links set sealed = 'A' || substr(sealed, 2) || 'AAAA' where household_id = $1 and household_seq = 1",
            &sealed,
        ),
    ];
    each_is_found(base, &first).await;
    let second: [(&'static str, &[_]); 5] = [
        ("update evidence_links set at_ms = at_ms - 1 where household_seq = 2 and household_id = $1", &content),
        ("update evidence_links set prev_hash = hash where household_seq = 2 and household_id = $1", &content),
        ("update evidence_links set record_hash = null where household_seq = 1 and household_id = $1", &content),
        (
            "update evidence_keys set wrapped = null where household_id = $1",
            &[changed(Reason::Sealed), changed(Reason::Sealed)],
        ),
        ("update records set offset_ms = 5 where id in (select id from consent_events where household_id = $1)", &row),
    ];
    each_is_found(base, &second).await;
    let signature = [changed(Reason::Signature)];
    let third: [(&'static str, &[_]); 3] = [
        (
            "update records set signature = '00000000' || substr(signature, 9)
             where id in (select id from consent_events where household_id = $1)",
            &signature,
        ),
        (
            "update records set signature = null, signature_state = 'unsigned'
             where id in (select id from consent_events where household_id = $1)",
            &signature,
        ),
        (
            "update records set signature_state = 'wrong'
             where id in (select id from consent_events where household_id = $1)",
            &signature,
        ),
    ];
    each_is_found(base, &third).await;
}

async fn what_is_changed_in_the_record_or_in_what_it_names_is_found(base: Base) {
    let changed = |reason| (Verdict::Changed, reason);
    let row = [changed(Reason::Row)];
    let records: [(&'static str, &[_]); 6] = [
        ("update records set kind = 'visit' where id in (select id from consent_events where household_id = $1)", &row),
        (
            "update records set received_at_ms = received_at_ms - 1
             where id in (select id from consent_events where household_id = $1)",
            &row,
        ),
        (
            "update records set status = 'held' where id in (select id from consent_events where household_id = $1)",
            &row,
        ),
        (
            "update records set compound_id = id where id in (select id from consent_events where household_id = $1)",
            &row,
        ),
        ("update records set body = '{}' where id in (select id from consent_events where household_id = $1)", &row),
        ("update records set repairs = id where id in (select id from consent_events where household_id = $1)", &row),
    ];
    each_is_found(base, &records).await;
    let sealed = [changed(Reason::Sealed), changed(Reason::Sealed)];
    let names: [(&'static str, &[_]); 6] = [
        (
            "update record_blobs set kind = 'photo' where record_id in (select id from consent_events where household_id = $1)",
            &row,
        ),
        (
            "update record_blobs set sha256 = 'ab' where record_id in (select id from consent_events where household_id = $1)",
            &row,
        ),
        (
            "update record_blobs set sealed_sha256 = 'ab' where record_id in (select id from consent_events where household_id = $1)",
            &row,
        ),
        ("delete from record_blobs where record_id in (select id from consent_events where household_id = $1)", &row),
        ("update evidence_keys set occupancy_seq = 7 where household_id = $1", &sealed),
        ("update evidence_keys set destroyed_at_ms = 7 where household_id = $1", &sealed),
    ];
    each_is_found(base, &names).await;
}

async fn what_is_taken_away_or_put_in_is_found(base: Base) {
    let missing = |reason| (Verdict::Missing, reason);
    let cases: [(&'static str, &[_]); 4] = [
        ("delete from consent_confirmations where household_id = $1", &[missing(Reason::Row)]),
        ("delete from evidence_links where household_seq = 1 and household_id = $1", &[
            missing(Reason::Gap),
            missing(Reason::Unlinked),
        ]),
        ("delete from evidence_links where household_seq = 2 and household_id = $1", &[missing(Reason::Unlinked)]),
        (
            "insert into consent_confirmations (id, consent_id, household_id, method, account_id, by_company, note, at_ms)
             select household_id, consent_id, household_id, method, account_id, by_company, note, at_ms
             from consent_confirmations where household_id = $1",
            &[missing(Reason::Unlinked)],
        ),
    ];
    each_is_found(base, &cases).await;
}

async fn a_phones_key_that_is_changed_later_is_found(base: Base) {
    let app = TestApp::new(base).await;
    let (phone, home) = (phone(&app, 1).await, app.world.a.households[0]);
    whole_consent(&app, &phone, home).await;
    assert!(checked(&app).await.is_clean());
    let mut tx = app.state.db.write().await.unwrap();
    let other = public(&key(9)).to_string();
    run(&mut tx, "update device_keys set public_key = $1", &[Bind::Text(&other)]).await;
    tx.commit().await.unwrap();
    assert_eq!(faults(&checked(&app).await, home), [(Verdict::Changed, Reason::Signature)]);
}

async fn what_came_after_the_last_digest_is_said_to_be_uncovered(base: Base) {
    let app = TestApp::new(base).await;
    let home = app.world.a.households[0];
    whole_consent(&app, &phone(&app, 1).await, home).await;
    app.set_clock(NOW_MS + DAY_MS);
    digest::make_due(&app.state).await.unwrap();
    assert_eq!(checked(&app).await.not_covered().count(), 0);
    whole_consent(&app, &phone(&app, 2).await, home).await;
    let report = checked(&app).await;
    let later: Vec<_> = report.not_covered().map(|line| line.what.split(' ').nth(3).unwrap().to_owned()).collect();
    assert!(report.is_clean());
    assert_eq!(later, ["3", "4"]);
}

async fn a_tail_cut_off_is_found_by_the_digest(base: Base) {
    let app = TestApp::new(base).await;
    let (phone, home) = (phone(&app, 1).await, app.world.a.households[0]);
    whole_consent(&app, &phone, home).await;
    assert_eq!(digest::make_due(&app.state).await.unwrap(), 0, "the day is not over");
    app.set_clock(NOW_MS + 2 * DAY_MS);
    assert_eq!(digest::make_due(&app.state).await.unwrap(), 2);
    assert_eq!(digest::make_due(&app.state).await.unwrap(), 0, "once a day");
    let published = app.get("/evidence/digests.txt", "").await;
    assert_eq!(published.status, StatusCode::OK);
    let text = published.text();
    assert!(text.lines().any(|line| line.starts_with("# receipt key 1 04")), "{text}");
    let digests = text.lines().filter(|line| !line.starts_with('#'));
    let days: Vec<_> = digests.map(|line| line.split(' ').nth(1).unwrap().to_owned()).collect();
    assert_eq!(days, ["2026-03-02", "2026-03-03"]);
    assert!(checked(&app).await.is_clean());
    let mut tx = app.state.db.write().await.unwrap();
    disarm(&mut tx).await;
    run(&mut tx, "delete from evidence_links where household_seq = 2 and household_id = $1", &[Bind::Id(home.0)]).await;
    run(&mut tx, "delete from consent_confirmations where household_id = $1", &[Bind::Id(home.0)]).await;
    tx.commit().await.unwrap();
    let report = checked(&app).await;
    assert_eq!(faults(&report, home), [], "what is left of the chain is whole in itself");
    let found: Vec<_> = report.faults().map(|line| (line.verdict, line.reason)).collect();
    assert_eq!(found, [(Verdict::Changed, Reason::Digest); 2], "both days remember a longer chain");
}
