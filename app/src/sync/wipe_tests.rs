//! Orders to wipe a phone: it sends first, nothing readable stays, nothing is lost, also not by a death at any write.

use super::*;
use crate::store::contract::now;
use crate::store::library::Library as Cipher;
use crate::store::memory::MemoryStore;
use crate::store::sealed::SealedStore;
use crate::sync::fake::{Fake, Fault, Mortal};
use crate::sync::outbox;
use crate::sync::tests::{changes, device, id, make, server, sync, sync_as, worker};
use domain::id::AccountId;
use domain::sync::protocol::WipedRequest;

fn order_id() -> WipeId {
    WipeId::new(1, [3; 10])
}

fn colleague() -> AccountId {
    AccountId::new(1, [5; 10])
}

fn opened(inside: impl Store + 'static, account: AccountId) -> SealedStore {
    let store = SealedStore::new(inside);
    store.open(account, Cipher::number(if account == worker() { 1 } else { 2 }));
    store
}

/// A phone with a roster, a draft with a photo, and two records, one with a photo, made with no network; then the order is given.
fn ordered() -> (MemoryStore, Fake) {
    let (inside, server) = (MemoryStore::default(), server());
    let store = opened(inside.clone(), worker());
    let list = vec![crate::sync::fake::change("grid", "g", Some("{}"))];
    server.changes.borrow_mut().push(changes(true, 5, false, list));
    sync(&store, &server).unwrap();
    make(&store, &server, 1, &[vec![1, 2, 3]]).unwrap();
    make(&store, &server, 2, &[]).unwrap();
    let photo = Op::Put(Table::Blobs, key::blob(worker(), Hash::of(b"p")), Value::Bytes(vec![9]));
    let ops = [
        photo,
        Op::put_text(Table::Drafts, key::draft(worker(), "visit/1"), "{}"),
        Op::put_text(Table::Meta, key::ACCOUNT, "x"),
        Op::put_text(Table::Meta, key::lock(worker()), "x"),
        Op::put_text(Table::Meta, key::lock(colleague()), "x"),
    ];
    now(store.commit(ops.to_vec())).unwrap();
    server.wipe.set(Some(order_id()));
    (inside, server)
}

/// Keys of everything that lies on the phone, but for the phone's own name, number and clock.
fn lying(inside: &MemoryStore) -> Vec<String> {
    let plain = ["head", "offset", "unsent_listed", "push_limit"];
    let keys = Table::ALL.into_iter().flat_map(|table| now(inside.keys(table, "")).unwrap());
    keys.filter(|name| !plain.contains(&name.as_str())).collect()
}

fn once_on_server(server: &Fake, count: usize) {
    assert_eq!(server.records.borrow().len(), count);
    assert!(server.records.borrow().values().all(|versions| versions.len() == 1));
}

#[test]
fn it_sends_first_and_then_nothing_is_left() {
    let (inside, server) = ordered();
    assert_eq!(sync(&opened(inside.clone(), worker()), &server).err(), Some(Stop::Wiped));
    once_on_server(&server, 2);
    assert_eq!(server.whole.borrow().len(), 1, "the photo too");
    assert_eq!(lying(&inside), Vec::<String>::new());
    assert_eq!(server.second.word(MARK), None);
    let said = WipedRequest { wipe: order_id(), device: device(), unsent_count: 0, draft_count: 1 };
    assert_eq!(*server.wiped.borrow(), [said]);
    // A later start finds nothing to be missing, a later login begins anew, and its numbers go on.
    now(second::wake(&inside, &server.second)).unwrap();
    assert_eq!(server.second.word(second::LOSS), None);
    let store = opened(inside.clone(), worker());
    sync(&store, &server).unwrap();
    make(&store, &server, 3, &[]).unwrap();
    assert_eq!(now(outbox::entries(&store, worker())).unwrap()[0].record.seq, 3);
}

#[test]
fn what_cannot_be_sent_stays_closed_and_whoever_comes_next_sends_it() {
    let (inside, server) = ordered();
    server.poison.set(Some(id(1)));
    assert_eq!(sync(&opened(inside.clone(), worker()), &server).err(), Some(Stop::Wiped));
    once_on_server(&server, 1);
    assert_eq!(lying(&inside), Vec::<String>::new(), "nothing but the envelopes");
    assert_eq!(server.wiped.borrow()[0].unsent_count, 1);
    server.session.set(Some(colleague()));
    sync_as(colleague(), &opened(inside.clone(), colleague()), &server).unwrap();
    once_on_server(&server, 2);
    assert_eq!(server.whole.borrow().len(), 1);
}

#[test]
fn without_another_store_it_stays_sealed_and_its_author_sends_it() {
    let (inside, server) = ordered();
    server.poison.set(Some(id(1)));
    server.second.clear();
    server.second.is_full.set(true);
    assert_eq!(sync(&opened(inside.clone(), worker()), &server).err(), Some(Stop::Wiped));
    let photo = key::blob(worker(), Hash::of(&[1, 2, 3]));
    assert_eq!(lying(&inside), [key::unsent(1), key::outbox(worker(), 1), photo]);
    assert!(now(inside.range(Table::Outbox, "")).unwrap().iter().all(|(_, value)| crate::store::sealed::is_sealed(value)));
    server.poison.set(None);
    sync(&opened(inside, worker()), &server).unwrap();
    once_on_server(&server, 2);
    assert_eq!(server.whole.borrow().len(), 1);
}

#[test]
fn a_line_that_breaks_is_waited_for_once_and_not_for_ever() {
    let (inside, server) = ordered();
    let store = opened(inside.clone(), worker());
    // Session and push get through, nothing after.
    for call in server.sent.get() + 2..server.sent.get() + 200 {
        server.faults.borrow_mut().insert(call, Fault::Dropped);
    }
    assert_eq!(sync(&store, &server).err(), Some(Stop::Unreachable));
    assert!(!lying(&inside).is_empty(), "the photo is still to be sent");
    assert_eq!(sync(&store, &server).err(), Some(Stop::Wiped), "with no network at all");
    assert_eq!(lying(&inside), [key::WIPED]);
    assert!(server.wiped.borrow().is_empty());
    // The server hears of it from whoever comes next, does not order it again, and gets the photo.
    server.faults.borrow_mut().clear();
    server.session.set(Some(colleague()));
    sync_as(colleague(), &opened(inside.clone(), colleague()), &server).unwrap();
    assert_eq!(server.wiped.borrow().len(), 1);
    assert_eq!(server.whole.borrow().len(), 1);
    once_on_server(&server, 2);
}

#[test]
fn killed_at_any_write_it_is_carried_out_at_the_next_start_and_nothing_is_lost() {
    let mut died = 0;
    for writes in 0.. {
        let (inside, server) = ordered();
        let first = sync(&opened(Mortal::new(inside.clone(), writes), worker()), &server);
        if first.err() == Some(Stop::Wiped) && now(inside.get(Table::Meta, key::WIPED)) == Ok(None) {
            died = writes;
            break;
        }
        now(second::wake(&inside, &server.second)).unwrap();
        assert_eq!(server.second.word(second::LOSS), None, "killed after {writes} writes");
        // Gone already, or still to go.
        let again = sync(&opened(inside.clone(), worker()), &server).err();
        assert!(matches!(again, None | Some(Stop::Wiped)), "{again:?}");
        once_on_server(&server, 2);
        assert_eq!(server.whole.borrow().len(), 1);
        assert_eq!(now(inside.keys(Table::Drafts, "")), Ok(vec![]));
        assert_eq!(now(inside.keys(Table::Outbox, "")), Ok(vec![]));
        assert_eq!(server.wiped.borrow().len(), 1, "killed after {writes} writes");
    }
    assert!(died > 5, "{died} writes");
}

#[test]
fn an_order_that_was_carried_out_is_not_taken_again() {
    let (inside, server) = ordered();
    let store = opened(inside.clone(), worker());
    sync(&store, &server).unwrap_err();
    now(inside.commit(vec![Op::put_text(Table::Meta, key::WIPED, format!("{{\"wipe\":\"{}\"}}", order_id()))])).unwrap();
    // The server has not heard of it and cannot take it now.
    server.wipe.set(Some(order_id()));
    server.deaf.set(true);
    assert!(sync(&store, &server).is_ok());
    assert!(now(inside.get(Table::Meta, key::WIPED)).unwrap().is_some(), "it is told again");
}
