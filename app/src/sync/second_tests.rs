//! Databases evicted and fallen behind, colleagues, forged words, older and newer servers: nothing lost, nothing doubled.

use super::*;
use crate::store::contract::now;
use crate::store::library::Library as Cipher;
use crate::store::memory::MemoryStore;
use crate::store::sealed::SealedStore;
use crate::store::upgrade::seal_all;
use crate::sync::fake::{Fake, Signs};
use crate::sync::library::LibrarySigner;
use crate::sync::outbox;
use crate::sync::outbox::{Making, NewRecord};
use crate::sync::second_memory::MemorySecond;
use crate::sync::tests::{GRACE_MS, device, id, make, server, sync, worker};
use domain::id::DeviceId;
use domain::sync::protocol::PROTOCOL;

/// A phone with two records, one of them with a photo, made with no network after a first contact.
fn offline() -> (MemoryStore, Fake) {
    let (store, server) = (MemoryStore::default(), server());
    sync(&store, &server).unwrap();
    make(&store, &server, 1, &[vec![1, 2, 3]]).unwrap();
    make(&store, &server, 2, &[]).unwrap();
    now(complete(&store, &server.second, worker(), None)).unwrap();
    (store, server)
}

fn names(second: &MemorySecond) -> Vec<String> {
    second.envelopes.borrow().keys().cloned().collect()
}

fn entries(store: &MemoryStore) -> Vec<Waiting> {
    now(outbox::entries(store, worker())).unwrap()
}

#[test]
fn each_unsent_record_and_its_photos_lie_in_the_other_store_until_they_are_let_go() {
    let (store, server) = offline();
    let own = entries(&store);
    let mut expected: Vec<String> = own.iter().map(name_of).collect();
    expected.insert(0, blob_name(own[0].blobs[0]));
    expected.sort();
    assert_eq!(names(&server.second), expected);
    sync(&store, &server).unwrap();
    assert_eq!(names(&server.second), expected, "verified, and still in its grace time");
    assert!(!server.calls.borrow().iter().any(|call| call.ends_with("sync/rescue")), "nothing is sent twice");
    server.now_ms.set(200 + GRACE_MS);
    sync(&store, &server).unwrap();
    assert!(entries(&store).is_empty() && names(&server.second).is_empty());
}

#[test]
fn where_there_is_no_other_store_or_no_room_in_it_nothing_else_changes() {
    for (is_full, is_missing) in [(true, false), (false, true)] {
        let (store, server) = (MemoryStore::default(), server());
        server.second.is_full.set(is_full);
        server.second.is_missing.set(is_missing);
        make(&store, &server, 1, &[vec![1, 2, 3]]).unwrap();
        sync(&store, &server).unwrap();
        assert!(matches!(entries(&store)[0].custody, Custody::VerifiedOnServer { .. }));
        assert!(names(&server.second).is_empty());
    }
    let (store, server) = (MemoryStore::default(), server());
    server.second.is_full.set(true);
    make(&store, &server, 1, &[]).unwrap();
    now(complete(&store, &server.second, worker(), None)).unwrap();
    server.second.is_full.set(false);
    now(complete(&store, &server.second, worker(), None)).unwrap();
    assert_eq!(names(&server.second).len(), 1, "made up for as soon as there is room");
}

#[test]
fn what_an_evicted_database_held_arrives_once_and_no_number_is_given_twice() {
    let (_, server) = offline();
    let store = MemoryStore::default();
    now(wake(&store, &server.second)).unwrap();
    let loss = Loss::read(&server.second.word(LOSS).unwrap());
    assert_eq!(loss, Loss { found: 2, missing: String::new() });
    // A new record before the first contact: another device, number 1.
    let fresh_device = DeviceId::new(2, [8; 10]);
    let making = Making { author: worker(), at_ms: 5, fresh_device, signer: None };
    let new = NewRecord { id: id(9), kind: domain::sync::record::RecordKind::Visit, body: "{}".into(), blobs: vec![] };
    let made = now(outbox::record_all(&store, making, &[new], &[])).unwrap();
    assert_eq!((made[0].record.device, made[0].record.seq), (fresh_device, 1));
    sync(&store, &server).unwrap();
    assert_eq!(server.records.borrow().len(), 3);
    assert!(server.records.borrow().values().all(|versions| versions.len() == 1));
    assert_eq!(server.whole.borrow().len(), 1, "the photo too");
    assert_eq!(server.announced.borrow()[&device()], 2, "the server hears of the old numbers");
    assert_eq!(names(&server.second), [name_of(&made[0])], "what is proven to be there goes");
    assert_eq!(server.second.word(GONE), None);
    now(wake(&store, &server.second)).unwrap();
    assert_eq!(Loss::read(&server.second.word(LOSS).unwrap()), loss, "nothing new was found to be gone");
}

#[test]
fn numbers_without_an_envelope_are_named_to_the_worker() {
    let (_, server) = offline();
    server.second.envelopes.borrow_mut().retain(|name, _| !name.contains("/2/"));
    now(wake(&MemoryStore::default(), &server.second)).unwrap();
    let loss = Loss::read(&server.second.word(LOSS).unwrap());
    assert_eq!(loss, Loss { found: 1, missing: "2".into() });
}

#[test]
fn a_database_that_fell_behind_goes_on_after_its_last_number() {
    let (store, server) = (MemoryStore::default(), server());
    sync(&store, &server).unwrap();
    make(&store, &server, 1, &[]).unwrap();
    let before = now(store.get(Table::Meta, key::HEAD)).unwrap().unwrap();
    make(&store, &server, 2, &[]).unwrap();
    now(complete(&store, &server.second, worker(), None)).unwrap();
    // The last commit is undone, as if the disk had lied.
    let lost = key::outbox(worker(), 2);
    let ops = vec![Op::Put(Table::Meta, key::HEAD.into(), before), Op::Delete(Table::Outbox, lost)];
    now(store.commit(ops)).unwrap();
    now(wake(&store, &server.second)).unwrap();
    make(&store, &server, 3, &[]).unwrap();
    assert_eq!(entries(&store).iter().map(|entry| entry.record.seq).collect::<Vec<_>>(), [1, 3]);
    sync(&store, &server).unwrap();
    assert_eq!(server.records.borrow().len(), 3, "the second one came in its envelope");
}

#[test]
fn a_start_with_nothing_wrong_says_nothing() {
    let (store, server) = offline();
    now(wake(&store, &server.second)).unwrap();
    now(wake(&MemoryStore::default(), &MemorySecond::default())).unwrap();
    assert_eq!(server.second.word(LOSS), None);
    let unreadable = MemoryStore::default();
    now(unreadable.commit(vec![Op::put_text(Table::Meta, key::HEAD, "a later format")])).unwrap();
    now(wake(&unreadable, &server.second)).unwrap();
    assert_eq!(server.second.word(LOSS), None, "what cannot be read is not gone");
}

#[test]
fn an_envelope_goes_only_for_the_servers_own_word() {
    for signs in [Signs::WithAnotherKey, Signs::WithoutProof] {
        let (_, server) = offline();
        let before = names(&server.second);
        server.signs.set(signs);
        sync(&MemoryStore::default(), &server).unwrap();
        assert_eq!(names(&server.second), before, "{signs:?}");
    }
    let (_, server) = offline();
    server.opens_none.set(true);
    sync(&MemoryStore::default(), &server).unwrap();
    assert!(!server.calls.borrow().iter().any(|call| call.ends_with("sync/rescue")), "an older server is not asked");
}

#[test]
fn a_colleague_on_the_same_phone_sends_what_another_one_made() {
    let (store, server) = offline();
    server.session.set(Some(colleague()));
    crate::sync::tests::sync_as(colleague(), &store, &server).unwrap();
    assert_eq!(server.records.borrow().len(), 2);
    assert!(entries(&store).iter().all(Waiting::is_unsent), "its author hears of it at the next login");
    server.session.set(Some(worker()));
    sync(&store, &server).unwrap();
    assert!(entries(&store).iter().all(|entry| matches!(entry.custody, Custody::VerifiedOnServer { .. })));
    assert!(server.records.borrow().values().all(|versions| versions.len() == 1));
}

fn colleague() -> AccountId {
    AccountId::new(1, [5; 10])
}

/// The same phone, opened by somebody with the own key.
fn opened_by(inside: &MemoryStore, account: AccountId) -> SealedStore {
    let store = SealedStore::new(inside.clone());
    store.open(account, Cipher::number(if account == worker() { 1 } else { 2 }));
    store
}

#[test]
fn a_locked_outbox_is_no_lost_one() {
    let (inside, server) = (MemoryStore::default(), server());
    let store = opened_by(&inside, worker());
    sync(&store, &server).unwrap();
    make(&store, &server, 1, &[vec![1, 2, 3]]).unwrap();
    now(complete(&store, &server.second, worker(), None)).unwrap();
    let (mark, envelopes) = (server.second.word(MARK), names(&server.second));
    store.close();
    for locked in [store, SealedStore::new(inside.clone()), opened_by(&inside, colleague())] {
        now(wake(&locked, &server.second)).unwrap();
        assert_eq!(server.second.word(LOSS), None, "it is all there");
        assert!(now(complete(&locked, &server.second, worker(), None)).is_err());
        assert!(sync(&locked, &server).is_err(), "a round that was running when it was locked");
        assert_eq!((server.second.word(MARK), names(&server.second)), (mark.clone(), envelopes.clone()));
        assert_eq!(now(outbox::unsent(&locked)), Ok(vec![(1, 5)]));
    }
    assert!(server.records.borrow().is_empty());
}

#[test]
fn what_is_sealed_is_sent_by_whoever_comes_next_and_its_author_finds_it_proven() {
    let (inside, server) = (MemoryStore::default(), server());
    let store = opened_by(&inside, worker());
    sync(&store, &server).unwrap();
    make(&store, &server, 1, &[vec![1, 2, 3]]).unwrap();
    make(&store, &server, 2, &[]).unwrap();
    now(complete(&store, &server.second, worker(), None)).unwrap();
    // Logged out, expired or its PIN forgotten: the key is nowhere on the phone.
    let leaves = [key::ACCOUNT.to_owned(), key::session(worker()), key::lock(worker()), key::pull(worker())];
    now(store.commit(leaves.map(|name| Op::Delete(Table::Meta, name)).to_vec())).unwrap();
    store.close();
    server.session.set(Some(colleague()));
    crate::sync::tests::sync_as(colleague(), &opened_by(&inside, colleague()), &server).unwrap();
    assert_eq!(server.records.borrow().len(), 2);
    assert_eq!(server.whole.borrow().len(), 1, "the photo too");
    // The author comes back with the same key from the server.
    let store = opened_by(&inside, worker());
    let own = now(outbox::entries(&store, worker())).unwrap();
    assert!(own.len() == 2 && own.iter().all(Waiting::is_unsent));
    server.session.set(Some(worker()));
    sync(&store, &server).unwrap();
    let own = now(outbox::entries(&store, worker())).unwrap();
    assert!(own.iter().all(|entry| matches!(entry.custody, Custody::VerifiedOnServer { .. })));
    assert!(server.records.borrow().values().all(|versions| versions.len() == 1));
    assert_eq!(now(outbox::unsent(&store)), Ok(vec![]));
}

#[test]
fn records_whose_table_of_numbers_is_gone_are_listed_again_by_their_author() {
    let (inside, server) = (MemoryStore::default(), server());
    let store = opened_by(&inside, worker());
    make(&store, &server, 1, &[]).unwrap();
    now(seal_all(&store, worker())).unwrap();
    now(inside.commit(vec![Op::DeletePrefix(Table::Meta, String::new())])).unwrap();
    now(seal_all(&opened_by(&inside, worker()), worker())).unwrap();
    assert_eq!(now(outbox::unsent(&inside)), Ok(vec![(1, 5)]));
}

#[test]
fn the_newest_key_is_the_one_to_close_with() {
    let second = MemorySecond::default();
    let key = |no| OpeningKey { no, public: LibrarySigner::of(no as u8).public() };
    take_key(&second, &[key(1), key(3), key(2)]);
    assert_eq!(second.word(OPENING_KEY), Some(format!("3 {}", key(3).public)));
    take_key(&second, &[]);
    assert!(second.word(OPENING_KEY).is_some());
}

#[test]
fn an_older_server_is_met_in_its_own_protocol_and_a_far_newer_one_takes_nothing_from_the_phone() {
    let (store, server) = offline();
    server.protocol.0.set(PROTOCOL - 1);
    sync(&store, &server).unwrap();
    assert!(entries(&store).iter().all(|entry| matches!(entry.custody, Custody::VerifiedOnServer { .. })));
    assert_eq!(server.spoken.borrow().last(), Some(&(PROTOCOL - 1)));

    // The server is one ahead: the last two are served.
    let (store, server) = offline();
    server.protocol.0.set(PROTOCOL + 1);
    sync(&store, &server).unwrap();
    assert!(entries(&store).iter().all(|entry| !entry.is_unsent()));

    // Two ahead: the worker is told to update, and everything stays, here and in the other store.
    let (store, server) = offline();
    let (before, envelopes) = (entries(&store), names(&server.second));
    server.protocol.0.set(PROTOCOL + 2);
    assert_eq!(sync(&store, &server).err(), Some(Stop::UpdateNeeded));
    assert_eq!((entries(&store), names(&server.second)), (before, envelopes));
    assert!(server.records.borrow().is_empty());
    // After the update (the same phone, a server of its time) each is there once.
    server.protocol.0.set(PROTOCOL);
    sync(&store, &server).unwrap();
    assert!(server.records.borrow().values().all(|versions| versions.len() == 1));
    assert_eq!(server.records.borrow().len(), 2);
}
