//! Orders to wipe a phone: it sends first, nothing that somebody could read stays, nothing is lost, also not by a death at any write.

use super::*;
use crate::store::contract::now;
use crate::store::library::Library as Cipher;
use crate::store::memory::MemoryStore;
use crate::store::sealed::{SealedStore, is_sealed};
use crate::store::{Op, Store, Value};
use crate::sync::fake::{Fake, Fault, Mortal};
use crate::sync::library::LibrarySigner;
use crate::sync::outbox::{Making, NewRecord};
use crate::sync::second::{LOSS, Second};
use crate::sync::tests::{changes, device, id, make, server, sync, sync_as, worker};
use domain::hash::Hash;
use domain::id::{AccountId, WipeId};
use domain::sync::record::RecordKind;

pub fn order_id() -> WipeId {
    WipeId::new(1, [3; 10])
}

fn colleague() -> AccountId {
    AccountId::new(1, [5; 10])
}

pub fn opened(inside: impl Store + 'static, account: AccountId) -> SealedStore {
    let store = SealedStore::new(inside);
    store.open(account, Cipher::number(if account == worker() { 1 } else { 2 }));
    store
}

pub fn round_of(inside: &MemoryStore, server: &Fake) -> Option<Stop> {
    sync(&opened(inside.clone(), worker()), server).err()
}

pub fn wiped(inside: &MemoryStore, server: &Fake) {
    assert_eq!(round_of(inside, server), Some(Stop::Wiped));
}

fn draft_key() -> String {
    key::draft(worker(), "visit/1")
}

fn draft_photo() -> String {
    key::blob(worker(), Hash::of(b"p"))
}

/// A phone with a roster and two records, one with a photo, made with no network; then the order is given.
pub fn ordered() -> (MemoryStore, Fake) {
    let (inside, server) = (MemoryStore::default(), server());
    let store = opened(inside.clone(), worker());
    let list = vec![crate::sync::fake::change("grid", "g", Some("{}"))];
    server.changes.borrow_mut().push(changes(true, 5, false, list));
    sync(&store, &server).unwrap();
    make(&store, &server, 1, &[vec![1, 2, 3]]).unwrap();
    make(&store, &server, 2, &[]).unwrap();
    let ops = [
        Op::put_text(Table::Meta, key::ACCOUNT, "x"),
        Op::put_text(Table::Meta, key::lock(worker()), "x"),
        Op::put_text(Table::Meta, key::lock(colleague()), "x"),
    ];
    now(store.commit(ops.to_vec())).unwrap();
    server.wipe.set(Some(order_id()));
    (inside, server)
}

/// Keys of everything that lies on the phone, but for the phone's own name, number and clock; nobody can read any of it.
pub fn lying(inside: &MemoryStore) -> Vec<String> {
    let plain = ["head", "offset", "unsent_listed", "push_limit"];
    let mut keys = Vec::new();
    for table in Table::ALL {
        for (name, value) in now(inside.range(table, "")).unwrap() {
            if plain.contains(&name.as_str()) {
                continue;
            }
            assert!(table == Table::Meta || is_sealed(&value), "{name}");
            keys.push(name);
        }
    }
    keys
}

pub fn once_on_server(server: &Fake, count: usize) {
    assert_eq!(server.records.borrow().len(), count);
    assert!(server.records.borrow().values().all(|versions| versions.len() == 1));
    assert_eq!(server.whole.borrow().len(), 1, "the photo");
}

/// What a phone says whose key nobody has opened.
pub fn said(unsent: u64) -> String {
    format!("wipe={}&device={}&unsent={unsent}", order_id(), device())
}

/// What it says with its worker's key.
pub fn signed(unsent: u64) -> String {
    let word = wiped_digest(&order_id().to_string(), &device().to_string(), &unsent.to_string());
    format!("{}&signature={}", said(unsent), LibrarySigner::of(7).signature(word))
}

#[test]
fn it_sends_first_and_then_nothing_is_left() {
    let (inside, server) = ordered();
    wiped(&inside, &server);
    once_on_server(&server, 2);
    assert_eq!(lying(&inside), Vec::<String>::new());
    assert!(server.second.envelopes.borrow().is_empty());
    assert_eq!(*server.wiped.borrow(), [signed(0)]);
    assert!(server.second.word(WIPED).is_some(), "the login page says so");
    // A later start finds nothing to be missing, a later login begins anew, and its numbers go on.
    now(second::wake(&inside, &server.second)).unwrap();
    assert_eq!(server.second.word(LOSS), None);
    let store = opened(inside, worker());
    sync(&store, &server).unwrap();
    make(&store, &server, 3, &[]).unwrap();
    assert_eq!(now(outbox::entries(&store, worker())).unwrap()[0].record.seq, 3);
}

#[test]
fn a_half_filled_form_and_its_photos_stay_closed_and_its_worker_goes_on() {
    let (inside, server) = ordered();
    let store = opened(inside.clone(), worker());
    let ops = [
        Op::Put(Table::Blobs, draft_photo(), Value::Bytes(vec![9])),
        Op::put_text(Table::Drafts, draft_key(), Hash::of(b"p").to_string()),
    ];
    now(store.commit(ops.to_vec())).unwrap();
    wiped(&inside, &server);
    let left = lying(&inside);
    assert!(left.contains(&draft_key()) && left.contains(&draft_photo()), "{left:?}");
    assert!(!left.contains(&key::outbox(worker(), 1)) && !left.contains(&key::lock(worker())), "{left:?}");
    let store = opened(inside, worker());
    sync(&store, &server).unwrap();
    assert_eq!(now(store.get(Table::Blobs, &draft_photo())), Ok(Some(Value::Bytes(vec![9]))));
}

#[test]
fn what_the_server_does_not_take_as_a_record_it_gets_as_an_envelope_and_no_row_goes() {
    let (inside, server) = ordered();
    server.poison.set(Some(id(1)));
    wiped(&inside, &server);
    once_on_server(&server, 2);
    assert!(server.second.envelopes.borrow().keys().all(|name| name.contains("000000000002") || name.contains("/2/")));
    for seq in [1, 2] {
        assert!(lying(&inside).contains(&key::outbox(worker(), seq)));
    }
    server.poison.set(None);
    assert_eq!(round_of(&inside, &server), None);
    once_on_server(&server, 2);
}

#[test]
fn a_row_that_nobody_can_read_keeps_all_of_them() {
    let (inside, server) = ordered();
    let foreign = opened(MemoryStore::default(), worker());
    foreign.open(worker(), Cipher::number(9));
    let name = key::outbox(worker(), 9);
    now(foreign.commit(vec![Op::put_text(Table::Outbox, &name, "{}")])).unwrap();
    let closed = now(foreign.inside().get(Table::Outbox, &name)).unwrap().unwrap();
    now(inside.commit(vec![Op::Put(Table::Outbox, name.clone(), closed)])).unwrap();
    wiped(&inside, &server);
    once_on_server(&server, 2);
    assert!(lying(&inside).contains(&name));
}

#[test]
fn what_is_set_aside_goes_too_the_server_has_it_word_for_word() {
    let (inside, server) = ordered();
    server.aside.borrow_mut().insert(id(2), "ends_before_start");
    wiped(&inside, &server);
    once_on_server(&server, 2);
    assert_eq!(lying(&inside), Vec::<String>::new());
}

#[test]
fn what_cannot_be_sent_at_all_stays_closed_and_its_author_sends_it() {
    type Fate = fn(&Fake);
    let fates: [Fate; 4] = [
        |server| server.opens_none.set(true),
        |server| server.signs.set(crate::sync::fake::Signs::WithAnotherKey),
        |server| {
            server.second.clear();
            server.second.is_full.set(true);
        },
        |server| {
            server.second.clear();
            server.second.is_missing.set(true);
        },
    ];
    for fate in fates {
        let (inside, server) = ordered();
        server.poison.set(Some(id(1)));
        fate(&server);
        wiped(&inside, &server);
        let photo = key::blob(worker(), Hash::of(&[1, 2, 3]));
        let left = lying(&inside);
        for name in [key::unsent(1), key::outbox(worker(), 1), photo] {
            assert!(left.contains(&name), "{name} in {left:?}");
        }
        let forged = server.signs.get() != crate::sync::fake::Signs::WithItsKey;
        assert_eq!(*server.wiped.borrow(), [signed(if forged { 2 } else { 1 })], "another key proves nothing");
        server.poison.set(None);
        server.signs.set(crate::sync::fake::Signs::WithItsKey);
        assert_eq!(round_of(&inside, &server), None);
        once_on_server(&server, 2);
    }
}

#[test]
fn what_another_worker_made_is_sent_too_or_stays_closed() {
    for has_second in [true, false] {
        let (inside, server) = ordered();
        server.second.is_missing.set(!has_second);
        let store = opened(inside.clone(), colleague());
        let new = NewRecord { id: id(7), kind: RecordKind::Visit, body: "{}".into(), blobs: vec![] };
        let making = Making { author: colleague(), at_ms: 5, fresh_device: device(), signer: None };
        let draft = key::draft(colleague(), "visit/2");
        let also = [Op::put_text(Table::Drafts, &draft, "{}")];
        now(outbox::record_all(&store, making, &[new], &also)).unwrap();
        now(second::complete(&store, &server.second, colleague(), None)).unwrap();
        wiped(&inside, &server);
        once_on_server(&server, if has_second { 3 } else { 2 });
        let theirs = key::outbox(colleague(), 3);
        let left = lying(&inside);
        assert!(left.contains(&theirs) && left.contains(&draft), "{left:?}");
        server.session.set(Some(colleague()));
        sync_as(colleague(), &opened(inside.clone(), colleague()), &server).unwrap();
        once_on_server(&server, 3);
        assert_eq!(now(outbox::unsent(&inside)).unwrap(), []);
    }
}

#[test]
fn what_a_restored_server_has_forgotten_is_sent_again_and_stays() {
    let (inside, server) = ordered();
    server.wipe.set(None);
    assert_eq!(round_of(&inside, &server), None);
    server.records.borrow_mut().clear();
    server.whole.borrow_mut().clear();
    server.wipe.set(Some(order_id()));
    wiped(&inside, &server);
    once_on_server(&server, 2);
    assert!(lying(&inside).contains(&key::outbox(worker(), 1)), "the server did not have it when it was asked");
}

#[test]
fn a_line_that_breaks_at_any_call_is_waited_for() {
    let calls = {
        let (inside, server) = ordered();
        let before = server.sent.get();
        wiped(&inside, &server);
        server.sent.get() - before
    };
    for fault in [Fault::Dropped, Fault::AnswerLost, Fault::Truncated, Fault::Portal] {
        for broken in 0..calls {
            let (inside, server) = ordered();
            server.faults.borrow_mut().insert(server.sent.get() + broken, fault);
            let stops: Vec<_> = (0..3).map(|_| round_of(&inside, &server)).collect();
            assert!(stops.contains(&Some(Stop::Wiped)), "{fault:?} at {broken}: {stops:?}");
            once_on_server(&server, 2);
            assert!(server.wiped.borrow().contains(&signed(0)), "{fault:?} at {broken}");
            assert_eq!(now(inside.keys(Table::Outbox, "")), Ok(vec![]), "{fault:?} at {broken}");
            assert_eq!(server.wipe.get(), None);
        }
    }
}

#[test]
fn killed_at_any_write_it_is_carried_out_at_the_next_start_and_nothing_is_lost() {
    for writes in 0.. {
        let (inside, server) = ordered();
        let mortal = Mortal::new(inside.clone(), writes);
        let first = sync(&opened(mortal.clone(), worker()), &server).err();
        let is_told = mortal.writes_left.get() > 0 && first == Some(Stop::Wiped);
        now(second::wake(&inside, &server.second)).unwrap();
        assert_eq!(server.second.word(LOSS), None, "killed after {writes} writes");
        // Gone already, or still to go.
        let again = round_of(&inside, &server);
        assert!(matches!(again, None | Some(Stop::Wiped)), "{again:?}");
        once_on_server(&server, 2);
        assert_eq!(now(inside.keys(Table::Outbox, "")), Ok(vec![]));
        assert!(!server.wiped.borrow().is_empty(), "killed after {writes} writes");
        assert!(server.wiped.borrow().iter().all(|word| *word == signed(0)));
        if is_told {
            assert!(writes > 5, "{writes} writes");
            break;
        }
    }
}
