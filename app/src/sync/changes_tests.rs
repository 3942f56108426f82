//! What is fetched, and what it may forget.

use super::changes::Pull;
use super::fake::change;
use super::round::Stop;
use super::tests::{changes, entries, make, photo, server, sync, worker};
use crate::store::contract::now;
use crate::store::memory::MemoryStore;
use crate::store::{Op, Store, Table, key};
use domain::sync::protocol::{ChangesResponse, PROTOCOL};

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
