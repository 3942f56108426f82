//! Rounds of sync against a server in memory: what becomes of a record. Weather on the line is in `line_tests`, what is fetched in
//! `changes_tests`.

use super::fake::{Fake, Fault, Signs};
use super::library::{self, Library, LibrarySigner};
use super::outbox::{self, Making, NewRecord};
use super::round::{self, Party, Stop};
use super::signing::Signer;
use crate::store::contract::now;
use crate::store::memory::MemoryStore;
use crate::store::{Op, Store, StoreError, Table, Value, key};
use domain::hash::Hash;
use domain::id::{AccountId, DeviceId, RecordId};
use domain::sync::outbox::{Custody, Waiting};
use domain::sync::protocol::{CHUNK_BYTES, ChangesResponse, PROTOCOL};
use domain::sync::record::RecordKind;
use domain::sync::signature::DeviceKey;

pub const GRACE_MS: i64 = 1_000;

pub fn worker() -> AccountId {
    AccountId::new(1, [1; 10])
}

pub fn device() -> DeviceId {
    DeviceId::new(1, [9; 10])
}

pub fn id(number: u16) -> RecordId {
    let [high, low] = number.to_be_bytes();
    RecordId::new(1, [0, 0, 0, 0, 0, 0, 0, 0, high, low])
}

pub fn server() -> Fake {
    let fake = Fake::default();
    fake.session.set(Some(worker()));
    fake.now_ms.set(200);
    fake
}

/// One round of the real code.
pub fn sync(store: &dyn Store, server: &Fake) -> Result<super::session::Session, Stop> {
    sync_as(worker(), store, server)
}

/// The same for anybody.
pub fn sync_as(account: AccountId, store: &dyn Store, server: &Fake) -> Result<super::session::Session, Stop> {
    as_party(account, store, server, round::run)
}

/// Whatever somebody does with their phone and the server.
pub fn as_party<T>(account: AccountId, store: &dyn Store, server: &Fake, act: impl AsyncFnOnce(&Party<'_>) -> T) -> T {
    let signer = LibrarySigner::of(7);
    let party = Party {
        store,
        transport: server,
        account,
        app: "test",
        fresh_device: device(),
        now_ms: &|| 50,
        progress: &|| {},
        second: &server.second,
        verifier: &Library,
        key: Some(DeviceKey { public: signer.public(), first_seq: 1 }),
        signer: (!account.0.is_nil()).then_some(&signer as &dyn Signer),
        roster_days: 14,
        grace_ms: GRACE_MS,
    };
    now(act(&party))
}

/// Makes a record with photos in the store.
pub fn make(store: &dyn Store, server: &Fake, number: u16, photos: &[Vec<u8>]) -> Result<(), StoreError> {
    let blobs: Vec<Hash> = photos.iter().map(|photo| Hash::of(photo)).collect();
    server.needs.borrow_mut().insert(id(number), blobs.clone());
    let new = NewRecord { id: id(number), kind: RecordKind::Visit, body: format!("{{\"n\":{number}}}"), blobs };
    let photos = photos
        .iter()
        .map(|photo| Op::Put(Table::Blobs, key::blob(worker(), Hash::of(photo)), Value::Bytes(photo.clone())));
    let making = Making { author: worker(), at_ms: 5, fresh_device: device(), signer: Some(&LibrarySigner::of(7)) };
    now(outbox::record_all(store, making, &[new], &photos.collect::<Vec<_>>())).map(drop)
}

pub fn entries(store: &MemoryStore) -> Vec<Waiting> {
    now(outbox::entries(store, worker())).expect("a store in memory")
}

pub fn is_verified(entry: &Waiting) -> bool {
    matches!(entry.custody, Custody::VerifiedOnServer { .. })
}

pub fn photo(fill: u8, size: usize) -> Vec<u8> {
    let mut bytes = vec![fill; size];
    bytes[..2].copy_from_slice(&[0xff, 0xd8]);
    bytes
}

/// Whatever happened before: after some undisturbed rounds everything is there, once.
pub fn assert_heals(store: &MemoryStore, server: &Fake, made: usize, what: &str) {
    for _ in 0..4 {
        sync(store, server).unwrap_or_else(|stop| panic!("{what}: {stop:?}"));
    }
    let entries = entries(store);
    assert_eq!(entries.len(), made, "{what}: nothing vanished from the phone");
    assert!(entries.iter().all(is_verified), "{what}: {entries:?}");
    let records = server.records.borrow();
    assert_eq!(records.len(), made, "{what}: nothing missing, nothing too much");
    for entry in &entries {
        assert_eq!(records.get(&entry.record.id), Some(&vec![entry.record.clone()]), "{what}: once, and unchanged");
    }
}

#[test]
fn a_record_is_verified_when_its_photos_have_arrived() {
    let (store, server) = (MemoryStore::default(), server());
    make(&store, &server, 1, &[photo(1, CHUNK_BYTES * 2 + 7), photo(2, 10)]).unwrap();
    make(&store, &server, 2, &[]).unwrap();
    sync(&store, &server).unwrap();
    assert!(entries(&store).iter().all(is_verified));
    assert_eq!(server.whole.borrow().len(), 2);
    let puts = server.calls.borrow().iter().filter(|call| call.starts_with("PUT")).count();
    assert_eq!(puts, 4);
}

#[test]
fn nothing_goes_out_under_somebody_elses_name() {
    let (store, server) = (MemoryStore::default(), server());
    make(&store, &server, 1, &[]).unwrap();
    server.session.set(Some(AccountId::new(1, [2; 10])));
    assert_eq!(sync(&store, &server).err(), Some(Stop::LoggedOut));
    assert!(server.records.borrow().is_empty());
    assert!(entries(&store)[0].is_unsent());
}

#[test]
fn what_a_restored_server_has_forgotten_is_offered_again() {
    let (store, server) = (MemoryStore::default(), server());
    make(&store, &server, 1, &[photo(1, 10)]).unwrap();
    // Calls: session, push, changes, blob state: the photo does not get through.
    server.faults.borrow_mut().insert(3, Fault::Dropped);
    let _ = sync(&store, &server);
    assert!(matches!(entries(&store)[0].custody, Custody::CopyOnServer { .. }));
    server.records.borrow_mut().clear();
    assert_heals(&store, &server, 1, "restored from a backup of before");
}

#[test]
fn what_a_restored_server_had_proven_to_have_is_offered_again() {
    let (store, server) = (MemoryStore::default(), server());
    make(&store, &server, 1, &[photo(1, 10)]).unwrap();
    assert_heals(&store, &server, 1, "verified");
    server.records.borrow_mut().clear();
    server.whole.borrow_mut().clear();
    // Another run of the server shows in the scope.
    server.changes.borrow_mut().push(changes(false, 9, false, vec![]));
    assert_heals(&store, &server, 1, "restored from a backup of before");
}

#[test]
fn an_old_copy_goes_only_when_the_server_still_has_it() {
    let (store, server) = (MemoryStore::default(), server());
    make(&store, &server, 1, &[]).unwrap();
    assert_heals(&store, &server, 1, "verified");
    server.records.borrow_mut().clear();
    server.now_ms.set(100 + GRACE_MS);
    sync(&store, &server).unwrap();
    assert_eq!(entries(&store)[0].custody, Custody::OnThisPhoneOnly);
    sync(&store, &server).unwrap();
    assert_eq!(server.records.borrow().len(), 1);
    assert!(entries(&store).is_empty(), "asked again, and gone");
}

#[test]
fn photos_of_a_record_set_aside_are_sent_all_the_same() {
    let (store, server) = (MemoryStore::default(), server());
    make(&store, &server, 1, &[photo(1, 10)]).unwrap();
    server.aside.borrow_mut().insert(id(1), "out_of_scope");
    sync(&store, &server).unwrap();
    assert_eq!(server.whole.borrow().len(), 1);
}

#[test]
fn what_went_out_under_another_name_is_offered_again_by_its_author() {
    let (store, server) = (MemoryStore::default(), server());
    make(&store, &server, 1, &[]).unwrap();
    server.aside.borrow_mut().insert(id(1), "other_author");
    sync(&store, &server).unwrap();
    assert!(entries(&store)[0].is_unsent());
    server.aside.borrow_mut().clear();
    assert_heals(&store, &server, 1, "its author is back");
}

#[test]
fn what_is_set_aside_says_why_and_may_be_cured() {
    let (store, server) = (MemoryStore::default(), server());
    make(&store, &server, 1, &[]).unwrap();
    make(&store, &server, 2, &[]).unwrap();
    server.aside.borrow_mut().insert(id(1), "out_of_scope");
    sync(&store, &server).unwrap();
    let first = &entries(&store)[0];
    assert!(
        matches!(&first.custody, Custody::SetAside { findings } if findings[0].code == "out_of_scope"),
        "{first:?}"
    );
    assert!(is_verified(&entries(&store)[1]));
    server.aside.borrow_mut().clear();
    assert_heals(&store, &server, 2, "cured");
}

#[test]
fn a_verified_record_goes_after_its_grace_time_and_not_before() {
    let (store, server) = (MemoryStore::default(), server());
    make(&store, &server, 1, &[photo(1, 10)]).unwrap();
    make(&store, &server, 2, &[photo(1, 10)]).unwrap();
    server.now_ms.set(100 + GRACE_MS - 1);
    sync(&store, &server).unwrap();
    assert_eq!(entries(&store).len(), 2);
    server.now_ms.set(100 + GRACE_MS);
    let draft = Op::put_text(Table::Drafts, key::draft(worker(), "d"), format!("[\"{}\"]", Hash::of(&photo(1, 10))));
    now(store.commit(vec![draft])).unwrap();
    sync(&store, &server).unwrap();
    assert!(entries(&store).is_empty());
    assert_eq!(now(store.keys(Table::Blobs, "")).unwrap().len(), 1, "a draft still shows the photo");
    make(&store, &server, 3, &[]).unwrap();
    assert_eq!(entries(&store)[0].record.seq, 3, "numbers go on");
}

pub fn changes(reset: bool, next: i64, more: bool, list: Vec<domain::sync::protocol::Change>) -> ChangesResponse {
    let scope = format!("scope{next}");
    ChangesResponse { protocol: PROTOCOL, scope, reset, changes: list, next, more, server_time_ms: 7 }
}

#[test]
fn only_the_servers_own_signature_makes_a_record_verified() {
    for (signs, is_copy) in [(Signs::Nothing, true), (Signs::WithAnotherKey, false), (Signs::WithoutProof, false)] {
        let (store, server) = (MemoryStore::default(), server());
        make(&store, &server, 1, &[]).unwrap();
        server.signs.set(signs);
        sync(&store, &server).unwrap();
        let custody = entries(&store).remove(0).custody;
        assert_eq!(matches!(custody, Custody::CopyOnServer { .. }), is_copy, "{signs:?}: {custody:?}");
        assert_eq!(custody == Custody::OnThisPhoneOnly, !is_copy, "{signs:?}: {custody:?}");
        server.signs.set(Signs::WithItsKey);
        assert_heals(&store, &server, 1, "the server signs as it should");
    }
}

#[test]
fn a_server_older_than_one_signature_over_all_receipts_is_believed_by_each() {
    let (store, server) = (MemoryStore::default(), server());
    server.signs.set(Signs::EachAlone);
    for number in 1..=3 {
        make(&store, &server, number, &[]).unwrap();
    }
    sync(&store, &server).unwrap();
    assert!(entries(&store).iter().all(is_verified), "{:?}", entries(&store));
}

#[test]
fn every_record_goes_out_with_its_workers_signature() {
    let (store, server) = (MemoryStore::default(), server());
    make(&store, &server, 1, &[]).unwrap();
    make(&store, &server, 2, &[]).unwrap();
    sync(&store, &server).unwrap();
    let key = server.key.borrow().unwrap();
    let signed = server.signatures.borrow();
    assert_eq!(signed.len(), 2);
    for (hash, signature) in signed.iter() {
        assert!(library::verifies(&key.public, *hash, &signature.unwrap()));
    }
}
