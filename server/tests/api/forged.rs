//! Somebody puts rows in or takes digests away where nothing in the database tells of it; and what a check may never do.

use crate::evidence::{checked, faults, phone, signed, whole_consent};
use crate::support::world::{Bind, NOW_MS, run};
use crate::support::{Base, TestApp};
use crate::tampering::disarm;
use domain::chain::{Reason, Verdict};
use domain::sync::protocol::ReceiptState;
use server::db::Db;
use server::db::consent::{Callback, insert_callback};
use server::db::evidence_old::note_start;
use server::evidence::append::Notary;
use server::evidence::backfill::{Linked, link_old};
use server::evidence::check::check;
use server::evidence::digest;
use server::evidence::export::export;
use server::evidence::published::Published;
use server::evidence::verify::verify;
use uuid::Uuid;

crate::on_both!(
    a_forged_row_gets_no_link_of_its_own,
    a_look_at_the_database_changes_nothing_of_it,
    a_phones_chain_is_looked_at,
    a_call_back_that_confirmed_nothing_stands_on_the_chain,
    what_was_published_finds_a_digest_that_was_taken_away,
);

const DAY_MS: i64 = 86_400_000;

async fn a_forged_row_gets_no_link_of_its_own(base: Base) {
    let app = TestApp::new(base).await;
    let (phone, home) = (phone(&app, 1).await, app.world.a.households[0]);
    whole_consent(&app, &phone, home).await;
    let mut tx = app.state.db.write().await.unwrap();
    let forged = "insert into consent_events (id, household_id, compound_id, occupancy_seq, kind, action, refers_to, account_id,
                    content, recorded_at_ms, received_at_ms)
                  select household_id, household_id, compound_id, occupancy_seq, kind, action, refers_to, account_id, content,
                    recorded_at_ms, received_at_ms from consent_events where household_id = $1";
    run(&mut tx, forged, &[Bind::Id(home.0)]).await;
    disarm(&mut tx).await;
    run(&mut tx, "delete from evidence_start", &[]).await;
    tx.commit().await.unwrap();
    let linked = link_old(&app.state.db, &app.state.seal, &app.state.clock).await.unwrap();
    assert_eq!((linked.rows, linked.refused), (0, vec![format!("household {home} event {home}")]));
    let report = checked(&app).await;
    assert_eq!(faults(&report, home), [(Verdict::Missing, Reason::Unlinked)]);
    let beginning: Vec<_> = report.faults().filter(|line| line.what.contains("began")).collect();
    assert_eq!(beginning.len(), 1, "{:?}", report.faults().collect::<Vec<_>>());
}

async fn a_look_at_the_database_changes_nothing_of_it(base: Base) {
    let (url, _folder) = base.address().await;
    let db = Db::open(&url).await.unwrap();
    assert!(!db.is_up_to_date().await);
    db.migrate().await.unwrap();
    let looking = Db::open_to_look(&url).await.unwrap();
    assert!(looking.is_up_to_date().await);
    let tried = match looking.write().await {
        Err(refused) => refused.to_string(),
        Ok(mut tx) => server::db::evidence_old::note_start(&mut tx, NOW_MS, 0).await.unwrap_err().to_string(),
    };
    assert!(tried.contains("read-only") || tried.contains("readonly"), "{tried}");
    looking.close().await;
    db.close().await;
}

async fn a_phones_chain_is_looked_at(base: Base) {
    let app = TestApp::new(base).await;
    let (phone, homes) = (phone(&app, 1).await, &app.world.a.households);
    let made: Vec<_> = (0..3).map(|n| phone.visit(homes[n], "completed")).collect();
    phone.push(&app, &made).await;
    assert!(checked(&app).await.is_clean());
    let mut tx = app.state.db.write().await.unwrap();
    run(
        &mut tx,
        "update records set prev_hash = hash where device_seq = 3 and author_id = $1",
        &[Bind::Id(phone.author.0)],
    )
    .await;
    tx.commit().await.unwrap();
    let report = checked(&app).await;
    let found: Vec<_> = report.faults().map(|line| (line.what.clone(), line.verdict, line.reason)).collect();
    assert_eq!(found, [(format!("phone {} number 3", phone.device), Verdict::Changed, Reason::Successor)]);
}

async fn what_was_published_finds_a_digest_that_was_taken_away(base: Base) {
    let app = TestApp::new(base).await;
    let (phone, home) = (phone(&app, 1).await, app.world.a.households[0]);
    whole_consent(&app, &phone, home).await;
    app.set_clock(NOW_MS + 2 * DAY_MS);
    digest::make_due(&app.state).await.unwrap();
    let text = app.get("/evidence/digests.txt", "").await.text();
    let published = Published::read(&text).unwrap();
    assert!(Published::read("140403 2026-03-02").is_err(), "half a line is none");
    let compared = async || {
        let report = verify((&app.state).into(), Some(&published)).await.unwrap();
        report.faults().map(|line| (line.what.clone(), line.verdict, line.reason)).collect::<Vec<_>>()
    };
    assert_eq!(compared().await, []);
    let mut tx = app.state.db.write().await.unwrap();
    disarm(&mut tx).await;
    run(&mut tx, "delete from evidence_digests where day = $1", &[Bind::Text("2026-03-03")]).await;
    tx.commit().await.unwrap();
    assert!(checked(&app).await.is_clean(), "nothing in the database tells of it");
    assert_eq!(compared().await, [("digest 140403 2026-03-03".to_owned(), Verdict::Missing, Reason::CutOff)]);
    let mut tx = app.state.db.write().await.unwrap();
    run(&mut tx, "delete from evidence_digests", &[]).await;
    run(&mut tx, "update receipt_keys set public_key = $1", &[Bind::Text("04")]).await;
    tx.commit().await.unwrap();
    let found = compared().await;
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(found[2], ("receipt key 1".to_owned(), Verdict::Changed, Reason::Receipt));
}

async fn a_call_back_that_confirmed_nothing_stands_on_the_chain(base: Base) {
    let app = TestApp::before_chains(base).await;
    let (phone, homes) = (phone(&app, 1).await, &app.world.a.households);
    let mut tx = app.state.db.write().await.unwrap();
    note_start(&mut tx, NOW_MS, 0).await.unwrap();
    tx.commit().await.unwrap();
    let mut calls = vec![];
    for (n, home) in homes[..4].iter().enumerate() {
        let one = signed(&app, &phone, *home);
        assert_eq!(phone.push(&app, std::slice::from_ref(&one)).await[0].state, ReceiptState::Accepted);
        calls.push(Callback {
            id: Uuid::from_u128(n as u128 + 1),
            consent: one.id,
            household: *home,
            result: "not_confirmed".into(),
            note: "没打通".into(),
            account: Some(app.world.a.clerk),
            at_ms: NOW_MS,
        });
    }
    // One of before; it gets its link when the program starts.
    let mut tx = app.state.db.write().await.unwrap();
    insert_callback(&mut tx, &calls[0]).await.unwrap();
    tx.commit().await.unwrap();
    let start = async || link_old(&app.state.db, &app.state.seal, &app.state.clock).await.unwrap();
    assert_eq!(start().await, Linked { rows: 1, refused: vec![] });
    let notary = Notary { seal: &app.state.seal, clock: &app.state.clock };
    let mut tx = app.state.db.write().await.unwrap();
    notary.add_callback(&mut tx, &calls[1]).await.unwrap();
    notary.add_callback(&mut tx, &calls[2]).await.unwrap();
    tx.commit().await.unwrap();
    let report = checked(&app).await;
    assert!(report.is_clean(), "{:?}", report.faults().collect::<Vec<_>>());
    let text = export(&app.state, &homes[..3], true).await.unwrap();
    assert!(check(text.as_bytes(), None).is_clean() && !text.contains("没打通"), "{text}");
    let mut tx = app.state.db.write().await.unwrap();
    insert_callback(&mut tx, &calls[3]).await.unwrap();
    disarm(&mut tx).await;
    let id = |n: usize| [Bind::Id(calls[n].id)];
    run(&mut tx, "update consent_callbacks set note = '打通了' where id = $1", &id(0)).await;
    run(&mut tx, "update consent_callbacks set at_ms = at_ms + 1 where id = $1", &id(1)).await;
    run(&mut tx, "delete from consent_callbacks where id = $1", &id(2)).await;
    tx.commit().await.unwrap();
    assert_eq!(start().await, Linked::default(), "what came in behind the chains gets no link");
    let report = checked(&app).await;
    let row = (Verdict::Changed, Reason::Row);
    let expected = [row, row, (Verdict::Missing, Reason::Row), (Verdict::Missing, Reason::Unlinked)];
    for (home, expected) in homes[..4].iter().zip(expected) {
        assert_eq!(faults(&report, *home), [expected]);
    }
}
