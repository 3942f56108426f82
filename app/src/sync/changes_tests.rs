//! What is fetched, and what it may forget.

use super::changes::Pull;
use super::fake::{Fake, Fault, change};
use super::round::Stop;
use super::tests::{changes, entries, make, photo, server, sync, worker};
use crate::store::contract::now;
use crate::store::memory::MemoryStore;
use crate::store::{Op, Store, Table, key, pack};
use domain::id::{AccountId, WipeId};
use domain::sync::protocol::{ChangesResponse, PROTOCOL};
use std::collections::BTreeMap;

#[test]
fn a_reset_forgets_what_was_downloaded_and_nothing_else() {
    let (store, server) = (MemoryStore::default(), server());
    make(&store, &server, 1, &[photo(1, 10)]).unwrap();
    let old = |kind: &str, id: &str| Op::put_text(Table::Entities, key::entity(worker(), kind, id), "{}");
    let draft = Op::put_text(Table::Drafts, key::draft(worker(), "visit/1"), "typed");
    now(store.commit(vec![old("task", "old"), old("grid", "old"), draft])).unwrap();
    let second = changes(false, 9, false, vec![change("household", "h2", Some(r#"{"compound":"c1"}"#))]);
    let first = changes(true, 5, true, vec![change("household", "c1/h1", Some("{}")), change("task", "t", Some("{}"))]);
    server.changes.borrow_mut().extend([second, first]);
    sync(&store, &server).unwrap();
    let keys = now(store.keys(Table::Entities, "")).unwrap();
    let expected = ["household/c1/h1", "household/c1/h2", "task/t"].map(|key| format!("{}{key}", key::of(worker())));
    assert_eq!(keys, expected);
    assert_eq!(entries(&store).len(), 1);
    assert_eq!(now(store.keys(Table::Blobs, "")).unwrap().len(), 1);
    assert_eq!(now(store.keys(Table::Drafts, "")).unwrap().len(), 1);
    let pull: Pull = now(store.get(Table::Meta, &key::pull(worker()))).unwrap().unwrap().read().unwrap();
    assert_eq!((pull.after, pull.scope.as_str()), (9, "scope9"), "the last answer's cursor is kept with its rows");
}

#[test]
fn what_is_gone_on_the_server_goes_from_the_phone() {
    let (store, server) = (MemoryStore::default(), server());
    let first = changes(
        true,
        5,
        false,
        vec![
            change("household", "c1/h1", Some("{}")),
            change("household", "c1/h2", Some("{}")),
            change("task", "t", Some("{}")),
        ],
    );
    server.changes.borrow_mut().push(first);
    sync(&store, &server).unwrap();
    let gone = [change("household", "h1", None), change("household", "c1/h2", None), change("task", "t", None)];
    server.changes.borrow_mut().push(changes(false, 6, false, gone.to_vec()));
    sync(&store, &server).unwrap();
    assert_eq!(now(store.keys(Table::Entities, "")).unwrap(), Vec::<String>::new());
}

#[test]
fn a_server_from_another_time_is_not_believed() {
    let (store, server) = (MemoryStore::default(), server());
    let far = ChangesResponse { protocol: PROTOCOL + 2, ..changes(true, 5, false, vec![]) };
    server.changes.borrow_mut().push(far);
    now(store.commit(vec![Op::put_text(Table::Entities, key::entity(worker(), "task", "t"), "{}")])).unwrap();
    assert_eq!(sync(&store, &server).err(), Some(Stop::UpdateNeeded));
    assert_eq!(now(store.keys(Table::Entities, "")).unwrap().len(), 1);
}

#[test]
fn doors_that_come_by_the_hundred_are_packed_and_read_as_if_they_were_not() {
    let (store, server) = (MemoryStore::default(), server());
    let door = |at: u32, says: &str| {
        change("household", &format!("h{at:03}"), Some(&format!(r#"{{"compound":"c{}","says":"{says}"}}"#, at % 2)))
    };
    let mut expected: BTreeMap<u32, &str> = (0..300).map(|at| (at, "first")).collect();
    let first: Vec<_> = (0..300).rev().map(|at| door(at, "first")).collect();
    // A few alone, many at once (one of them shown before the server had heard of it), some gone without a word of where they stood.
    let few = vec![door(4, "few"), door(7, "few"), door(300, "few")];
    let mut many: Vec<_> = (100..200).chain([4, 301]).map(|at| door(at, "many")).collect();
    many.extend([8, 9, 150, 300].map(|at| change("household", &format!("h{at:03}"), None)));
    expected.extend([(4, "many"), (7, "few"), (301, "many")]);
    expected.extend((100..200).map(|at| (at, "many")));
    expected.retain(|at, _| ![8, 9, 150, 300].contains(at));
    for (next, list) in [(5, first), (6, few), (7, many)] {
        server
            .changes
            .borrow_mut()
            .push(ChangesResponse { scope: "s".into(), ..changes(next == 5, next, false, list) });
        if next == 7 {
            let shown = Op::put_text(Table::Entities, key::entity(worker(), "household", "c0/h102"), "{}");
            now(store.commit(vec![shown])).unwrap();
        }
        sync(&store, &server).unwrap();
    }
    let rows = now(store.range(Table::Entities, "")).unwrap();
    assert!(rows.len() < 10, "{} rows", rows.len());
    let mut found: Vec<(String, String)> =
        pack::unpack(rows).iter().map(|(key, value)| (key.clone(), value.as_text().unwrap().to_owned())).collect();
    found.sort();
    let mut wanted: Vec<(String, String)> = expected
        .iter()
        .map(|(at, says)| {
            let place = format!("c{}/h{at:03}", at % 2);
            (key::entity(worker(), "household", place), format!(r#"{{"compound":"c{}","says":"{says}"}}"#, at % 2))
        })
        .collect();
    wanted.sort();
    assert_eq!(found, wanted);
}

/// A phone with nothing to send, for whose worker the server has a door.
fn idle() -> (MemoryStore, Fake) {
    let (store, server) = (MemoryStore::default(), server());
    let door = change("household", "c1/h1", Some(r#"{"compound":"c1"}"#));
    server.changes.borrow_mut().push(changes(true, 5, false, vec![door]));
    (store, server)
}

fn downloaded(store: &MemoryStore) -> Vec<String> {
    now(store.keys(Table::Entities, "")).unwrap()
}

#[test]
fn where_nothing_waits_what_is_new_is_asked_for_first() {
    let (store, server) = idle();
    sync(&store, &server).unwrap();
    assert_eq!(downloaded(&store).len(), 1);
    let calls = server.calls.borrow();
    let place = |path: &str| calls.iter().position(|call| call.contains(path)).unwrap();
    assert!(place("changes") < place("session") && place("session") < place("push"), "{calls:?}");
}

#[test]
fn what_was_asked_for_before_the_session_is_known_is_kept_for_its_own_worker_only() {
    let (store, server) = idle();
    server.session.set(Some(AccountId::new(1, [2; 10])));
    assert_eq!(sync(&store, &server).err(), Some(Stop::LoggedOut));
    assert_eq!(downloaded(&store), Vec::<String>::new());
    let (store, server) = idle();
    server.wipe.set(Some(WipeId::new(1, [3; 10])));
    assert_eq!(sync(&store, &server).err(), Some(Stop::Wiped));
    assert_eq!(downloaded(&store), Vec::<String>::new(), "nor on a phone that is to be wiped");
}

#[test]
fn a_fetch_that_fails_keeps_the_announcement_from_nobody() {
    let (store, server) = idle();
    server.faults.borrow_mut().insert(0, Fault::Truncated);
    assert_eq!(sync(&store, &server).err(), Some(Stop::Unreachable));
    assert!(server.calls.borrow().iter().any(|call| call.contains("push")));
    sync(&store, &server).unwrap();
}
