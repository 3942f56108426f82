//! Evidence is only ever added to: triggers on both databases, and on Postgres a role that lacks the right.

use crate::evidence::{link, made, stored_openly};
use crate::support::world::{Bind, NOW_MS, run};
use crate::support::{Base, World};
use domain::chain::DailyDigest;
use domain::sync::protocol::ReceiptState;
use server::db::{Db, Tx, audit, consent, evidence, evidence_digest, evidence_old, role};
use server::seal::Seal;
use uuid::Uuid;

crate::on_both!(evidence_refuses_to_be_changed_deleted_or_replaced);

async fn refused_because(db: &Db, sql: &'static str) -> String {
    let mut tx = db.write().await.unwrap();
    let done = match &mut tx {
        Tx::Sqlite(tx) => sqlx::query(sql).execute(&mut **tx).await.map(|_| ()),
        Tx::Postgres(tx) => sqlx::query(sql).execute(&mut **tx).await.map(|_| ()),
    };
    done.expect_err(sql).to_string()
}

#[tokio::test]
async fn the_role_that_serves_lacks_the_right_to_change_evidence() {
    let (url, _folder) = Base::Postgres.address().await;
    let owner = Db::open(&url).await.unwrap();
    owner.migrate().await.unwrap();
    let name = format!("app_{}", std::process::id());
    role::grant_app_role(&owner, &name).await.unwrap();
    role::grant_app_role(&owner, &name).await.unwrap();
    let serving = Db::open(&url.replace("doorstep@", &format!("{name}@"))).await.unwrap();
    serving.migrate().await.unwrap();
    let world = World::make(&serving, &Seal::from_key([7; 32]), "x").await;
    let mut tx = serving.write().await.unwrap();
    stored_openly(&mut tx, &world, ReceiptState::Accepted).await;
    evidence::insert_link(&mut tx, &link(world.a.households[0], 1, None)).await.unwrap();
    run(&mut tx, "update records set status = 'held' where status = $1", &[Bind::Text("accepted")]).await;
    tx.commit().await.unwrap();
    for sql in [
        "update consent_events set action = 'given'",
        "delete from consent_events",
        "truncate consent_events cascade",
        "update consent_confirmations set note = ''",
        "delete from consent_confirmations",
        "update evidence_links set facts = '{}'",
        "delete from evidence_links",
        "update evidence_digests set root = ''",
        "delete from evidence_digests",
        "delete from evidence_keys",
        "update evidence_start set at_ms = 0",
        "delete from evidence_start",
        "update consent_callbacks set result = ''",
        "delete from consent_callbacks",
        "delete from audit_events",
        "update audit_events set reason = ''",
        "delete from records",
        "alter table consent_events disable trigger user",
        "drop trigger consent_events_stay on consent_events",
        "delete from _sqlx_migrations",
    ] {
        let said = refused_because(&serving, sql).await;
        assert!(said.contains("permission denied") || said.contains("must be owner"), "{sql}: {said}");
    }
    assert!(refused_because(&owner, "update evidence_links set facts = '{}'").await.contains("only ever added"));
    serving.close().await;
    let Db::Postgres(pool) = &owner else { unreachable!("opened as Postgres") };
    for step in [format!("drop owned by {name}"), format!("drop role {name}")] {
        sqlx::query(sqlx::AssertSqlSafe(step)).execute(pool).await.unwrap();
    }
}

async fn evidence_refuses_to_be_changed_deleted_or_replaced(base: Base) {
    let (db, _folder, world) = made(base).await;
    let mut tx = db.write().await.unwrap();
    let (one, _) = stored_openly(&mut tx, &world, ReceiptState::Accepted).await;
    evidence_old::note_start(&mut tx, NOW_MS, 0).await.unwrap();
    evidence_old::note_callback_start(&mut tx, NOW_MS, 0).await.unwrap();
    assert!(evidence_old::has_callbacks_started(&mut tx).await.unwrap());
    assert!(evidence_old::linked_callbacks(&mut tx).await.unwrap().is_empty());
    let call = consent::Callback {
        id: Uuid::max(),
        consent: one.id,
        household: world.a.households[0],
        result: "not_confirmed".into(),
        note: String::new(),
        account: Some(world.a.clerk),
        at_ms: NOW_MS,
    };
    consent::insert_callback(&mut tx, &call).await.unwrap();
    assert_eq!(consent::list_callbacks(&mut tx).await.unwrap(), std::slice::from_ref(&call));
    assert_eq!(consent::callback_by_id(&mut tx, call.id).await.unwrap(), Some(call));
    let done = audit::NewAudit {
        id: Uuid::max(),
        at_ms: NOW_MS,
        account: None,
        role: "",
        action: "looked",
        object_kind: "",
        object_id: "",
        from: None,
        to: None,
        reason: None,
    };
    audit::insert_audit(&mut tx, &done).await.unwrap();
    let first = link(world.a.households[0], 1, None);
    evidence::insert_link(&mut tx, &first).await.unwrap();
    let digest = DailyDigest::of("140403", "2026-03-02".parse().unwrap(), &[first.link.head()], None);
    evidence_digest::insert_digest(&mut tx, &digest, NOW_MS).await.unwrap();
    evidence::insert_key(&mut tx, Uuid::max(), world.a.households[0], 1, "w", NOW_MS).await.unwrap();
    tx.commit().await.unwrap();
    let mut tries = vec![
        "update evidence_links set facts = '{}'",
        "delete from evidence_links",
        "update evidence_digests set root = ''",
        "delete from evidence_digests",
        "delete from evidence_keys",
        "update evidence_start set at_ms = 0",
        "delete from evidence_start",
        "update evidence_callback_start set at_ms = 0",
        "delete from evidence_callback_start",
        "update audit_events set reason = 'x'",
        "delete from audit_events",
        "update consent_callbacks set result = 'x'",
        "delete from consent_callbacks",
    ];
    if base == Base::Sqlite {
        tries.extend([
            "insert or replace into consent_events select * from consent_events",
            "insert or replace into evidence_links select * from evidence_links",
            "insert or replace into evidence_digests select * from evidence_digests",
            "insert or replace into evidence_start select id, 0, 0 from evidence_start",
            "insert or replace into audit_events select * from audit_events",
            "insert or replace into consent_callbacks select * from consent_callbacks",
        ]);
    } else {
        tries.extend(["truncate evidence_links", "truncate evidence_start", "truncate audit_events"]);
    }
    for sql in tries {
        let said = refused_because(&db, sql).await;
        assert!(said.contains("only ever added"), "{sql}: {said}");
    }
}
