//! Accounts, grants, sessions, throttles, configuration, documents, the change log.

use crate::support::world::NOW_MS;
use crate::support::{Base, World};
use domain::id::{AccountId, GridId};
use domain::org::{Grant, Role, Scope};
use serde_json::json;
use server::db::{Tx, account, change, document, place, rules, session, throttle};
use server::seal::Seal;

crate::on_both!(
    an_account_opens_locks_and_ends,
    a_throttle_counts_bars_and_forgets,
    versions_are_published_once,
    numbers_follow_commit_order,
    what_is_not_committed_never_happened,
);

async fn an_account_opens_locks_and_ends(base: Base) {
    let (db, _folder) = base.open().await;
    let world = World::make(&db, &Seal::from_key([7; 32]), "hash").await;
    let mut tx = db.write().await.unwrap();
    let id = world.a.worker;
    let row = account::account_by_login(&mut tx, "worker-a").await.unwrap().unwrap();
    let taken = account::NewAccount {
        id: world.center,
        login: "worker-a".into(),
        name: String::new(),
        company: None,
        password_hash: String::new(),
        must_change_password: true,
        at_ms: 0,
    };
    assert!(!account::insert_account(&mut tx, &taken).await.unwrap(), "a login is taken once");
    assert_eq!(account::list_accounts(&mut tx).await.unwrap().len(), 14);
    let extra = Grant { role: Role::GridWorker, scope: Scope::Grid(world.b.grid) };
    account::give_grant(&mut tx, id, &extra, NOW_MS).await.unwrap();
    account::give_grant(&mut tx, id, &extra, NOW_MS).await.unwrap();
    assert_eq!(account::grants_of(&mut tx, id, NOW_MS).await.unwrap().len(), 2);
    account::end_grant(&mut tx, id, &extra, NOW_MS + 1).await.unwrap();
    assert_eq!(account::grants_of(&mut tx, id, NOW_MS + 1).await.unwrap().len(), 1);
    assert_eq!(account::grants_of(&mut tx, id, NOW_MS).await.unwrap().len(), 2, "rights of then stay readable");
    async fn holder(tx: &mut Tx, token: &str, now_ms: i64) -> Option<AccountId> {
        let holder = session::holder_of_session(tx, token, now_ms).await.unwrap();
        holder.map(|holder| {
            assert!(!holder.grants.is_empty(), "with what is granted now");
            holder.account
        })
    }
    session::insert_session(&mut tx, "t1", id, "phone", NOW_MS, NOW_MS + 1000).await.unwrap();
    session::insert_session(&mut tx, "t2", id, "desk", NOW_MS, NOW_MS + 10).await.unwrap();
    assert_eq!(holder(&mut tx, "t1", NOW_MS + 999).await, Some(id));
    assert_eq!(holder(&mut tx, "t1", NOW_MS + 1000).await, None);
    assert_eq!(session::delete_expired_sessions(&mut tx, NOW_MS + 10).await.unwrap(), 1);
    account::set_locked(&mut tx, id, Some(NOW_MS)).await.unwrap();
    assert_eq!(holder(&mut tx, "t1", NOW_MS).await, None);
    account::set_locked(&mut tx, id, None).await.unwrap();
    assert_eq!(holder(&mut tx, "t1", NOW_MS).await, Some(id));
    session::delete_session(&mut tx, "t1").await.unwrap();
    assert_eq!(holder(&mut tx, "t1", NOW_MS).await, None);
    session::insert_session(&mut tx, "t3", id, "phone", NOW_MS, NOW_MS + 1000).await.unwrap();
    session::delete_sessions_of(&mut tx, id).await.unwrap();
    assert_eq!(holder(&mut tx, "t3", NOW_MS).await, None);
    account::set_password(&mut tx, id, "other", true).await.unwrap();
    account::end_account(&mut tx, id, NOW_MS).await.unwrap();
    let ended = account::account_by_id(&mut tx, id).await.unwrap().unwrap();
    assert_eq!((ended.password_hash.as_str(), ended.must_change_password), ("other", true));
    assert_eq!((ended.ended_at_ms, ended.created_at_ms), (Some(NOW_MS), row.created_at_ms));
    tx.commit().await.unwrap();
}

async fn a_throttle_counts_bars_and_forgets(base: Base) {
    let (db, _folder) = base.open().await;
    let mut tx = db.write().await.unwrap();
    for expected in 1..=3 {
        assert_eq!(throttle::count_failure(&mut tx, "k", 100, 3, 50, 1000).await.unwrap(), expected);
    }
    assert_eq!(throttle::barred_until(&mut tx, "k", 100).await.unwrap(), Some(1100));
    assert_eq!(throttle::barred_until(&mut tx, "k", 1100).await.unwrap(), None);
    assert_eq!(throttle::count_failure(&mut tx, "k", 2000, 3, 50, 1000).await.unwrap(), 1, "a new window");
    throttle::clear_failures(&mut tx, "k").await.unwrap();
    for tries in 1..=4 {
        throttle::count_failure(&mut tx, "office", 100, 3, 50, 1000).await.unwrap();
        let is_barred = throttle::barred_until(&mut tx, "office", 100).await.unwrap().is_some();
        assert_eq!(is_barred, tries >= 3);
    }
    for is_barred in [true, false, false, false, false] {
        throttle::take_back_failure(&mut tx, "office", 3).await.unwrap();
        assert_eq!(throttle::barred_until(&mut tx, "office", 100).await.unwrap().is_some(), is_barred);
    }
    for until_ms in [50, 60] {
        throttle::remember(&mut tx, "r", 40, until_ms).await.unwrap();
        assert_eq!(throttle::barred_until(&mut tx, "r", 45).await.unwrap(), Some(until_ms));
    }
    assert_eq!(throttle::count_failure(&mut tx, "k", 2001, 3, 50, 1000).await.unwrap(), 1);
    tx.commit().await.unwrap();
}

async fn versions_are_published_once(base: Base) {
    let (db, _folder) = base.open().await;
    let world = World::make(&db, &Seal::from_key([7; 32]), "hash").await;
    let mut tx = db.write().await.unwrap();
    let (first, second) = (json!({"a": 1}), json!({"a": 2}));
    assert!(document::publish_document(&mut tx, "questionnaire", "Q", 1, &first, "2026-01-01").await.unwrap());
    assert!(!document::publish_document(&mut tx, "questionnaire", "Q", 1, &second, "2026-01-01").await.unwrap());
    assert_eq!(document::document(&mut tx, "questionnaire", "Q", 1).await.unwrap(), Some(first.clone()));
    assert_eq!(document::document(&mut tx, "questionnaire", "Q", 2).await.unwrap(), None);
    rules::activate_config(&mut tx, "2026-05-01", &second, world.center, NOW_MS).await.unwrap();
    rules::activate_config(&mut tx, "2026-04-01", &first, world.center, NOW_MS).await.unwrap();
    let versions = rules::config_versions(&mut tx).await.unwrap();
    assert_eq!(versions, [("2026-04-01".to_owned(), first), ("2026-05-01".to_owned(), second)]);
    tx.commit().await.unwrap();
}

async fn numbers_follow_commit_order(base: Base) {
    let (db, _folder) = base.open().await;
    let mut first = db.write().await.unwrap();
    let taken = change::take_numbers(&mut first, 3).await.unwrap();
    let other = {
        let db = db.clone();
        tokio::spawn(async move {
            let mut second = db.write().await.unwrap();
            let number = change::take_numbers(&mut second, 1).await.unwrap();
            second.commit().await.unwrap();
            number
        })
    };
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert!(!other.is_finished(), "the second waits for the first to commit");
    first.commit().await.unwrap();
    assert_eq!(other.await.unwrap(), taken + 3);
    let mut tx = db.write().await.unwrap();
    let changed = |id: &str| change::Changed {
        kind: "grid",
        id: id.into(),
        compound: None,
        grid: Some(GridId::new(1, [1; 10])),
        company: None,
    };
    change::note_changes(&mut tx, &[changed("x"), changed("y"), changed("x")]).await.unwrap();
    let reach = server::db::view::reach(&mut tx, vec![GridId::new(1, [1; 10])], vec![]).await.unwrap();
    let rows = server::db::view::changes_after(&mut tx, &reach, taken, 10).await.unwrap();
    let ids: Vec<_> = rows.iter().map(|row| row.entity_id.as_str()).collect();
    assert_eq!(ids, ["y", "x"], "each thing once, at its latest number");
    tx.commit().await.unwrap();
}

async fn what_is_not_committed_never_happened(base: Base) {
    let (db, _folder) = base.open().await;
    World::make(&db, &Seal::from_key([7; 32]), "hash").await;
    let mut tx = db.write().await.unwrap();
    let before = change::take_numbers(&mut tx, 1).await.unwrap();
    tx.savepoint().await.unwrap();
    change::take_numbers(&mut tx, 100).await.unwrap();
    tx.rollback_to_savepoint().await.unwrap();
    tx.savepoint().await.unwrap();
    tx.release_savepoint().await.unwrap();
    assert_eq!(change::take_numbers(&mut tx, 1).await.unwrap(), before + 1);
    tx.rollback().await.unwrap();
    let mut tx = db.write().await.unwrap();
    assert_eq!(change::take_numbers(&mut tx, 1).await.unwrap(), before);
    assert_eq!(place::count_compounds(&mut tx).await.unwrap(), 2);
}
