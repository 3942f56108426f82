//! Rounds of sync against a server in memory, over a line that breaks at every point it can break.

use super::changes::Pull;
use super::fake::{Fake, Fault, Mortal, Signs, change};
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
use domain::sync::protocol::{CHUNK_BYTES, ChangesResponse, PROTOCOL, PUSH_RECORDS};
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
    now(round::run(&party))
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

fn entries(store: &MemoryStore) -> Vec<Waiting> {
    now(outbox::entries(store, worker())).expect("a store in memory")
}

fn is_verified(entry: &Waiting) -> bool {
    matches!(entry.custody, Custody::VerifiedOnServer { .. })
}

fn photo(fill: u8, size: usize) -> Vec<u8> {
    let mut bytes = vec![fill; size];
    bytes[..2].copy_from_slice(&[0xff, 0xd8]);
    bytes
}

/// Whatever happened before: after some undisturbed rounds everything is there, once.
fn assert_heals(store: &MemoryStore, server: &Fake, made: usize, what: &str) {
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
fn a_line_that_breaks_at_any_call_loses_and_doubles_nothing() {
    let calls = {
        let (store, server) = (MemoryStore::default(), server());
        make(&store, &server, 1, &[photo(1, CHUNK_BYTES + 1)]).unwrap();
        make(&store, &server, 2, &[]).unwrap();
        sync(&store, &server).unwrap();
        server.calls.borrow().len()
    };
    for fault in Fault::ALL {
        for first in 0..calls {
            for second in first..calls + 3 {
                let (store, server) = (MemoryStore::default(), server());
                make(&store, &server, 1, &[photo(1, CHUNK_BYTES + 1)]).unwrap();
                make(&store, &server, 2, &[]).unwrap();
                server.faults.borrow_mut().extend([(first, fault), (second, fault)]);
                let _ = sync(&store, &server);
                make(&store, &server, 3, &[]).unwrap();
                let _ = sync(&store, &server);
                server.faults.borrow_mut().clear();
                assert_heals(&store, &server, 3, &format!("{fault:?} at {first} and {second}"));
            }
        }
    }
}

#[test]
fn a_phone_killed_between_any_two_writes_loses_and_doubles_nothing() {
    for writes in 0..20 {
        let (inside, server) = (MemoryStore::default(), server());
        let mortal = Mortal::new(inside.clone(), writes);
        let made =
            (1..=3).take_while(|number| make(&mortal, &server, *number, &[photo(*number as u8, 9)]).is_ok()).count();
        let _ = sync(&mortal, &server);
        assert_eq!(
            entries(&inside).len(),
            made,
            "killed after {writes} writes: what was saved is there, the rest is not"
        );
        assert_heals(&inside, &server, made, &format!("killed after {writes} writes"));
    }
}

#[test]
fn a_portals_page_changes_nothing() {
    let (store, server) = (MemoryStore::default(), server());
    make(&store, &server, 1, &[]).unwrap();
    server.faults.borrow_mut().extend((0..50).map(|number| (number, Fault::Portal)));
    let before = entries(&store);
    assert_eq!(sync(&store, &server), Err(Stop::Unreachable));
    assert_eq!(entries(&store), before);
    assert!(server.records.borrow().is_empty());
}

#[test]
fn work_goes_on_after_the_session_is_over_and_is_sent_after_the_next_login() {
    let (store, server) = (MemoryStore::default(), server());
    server.session.set(None);
    make(&store, &server, 1, &[]).unwrap();
    assert_eq!(sync(&store, &server).err(), Some(Stop::LoggedOut));
    make(&store, &server, 2, &[]).unwrap();
    server.session.set(Some(worker()));
    assert_heals(&store, &server, 2, "logged in again");
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
fn a_record_that_no_push_can_carry_never_stops_the_others() {
    let (store, server) = (MemoryStore::default(), server());
    for number in 1..=9 {
        make(&store, &server, number, &[]).unwrap();
    }
    server.poison.set(Some(id(4)));
    sync(&store, &server).unwrap();
    let entries = entries(&store);
    for entry in &entries {
        assert_eq!(is_verified(entry), entry.record.id != id(4), "{entry:?}");
    }
    assert_eq!(entries[3].offers, 1, "it says how often it was offered");
    server.poison.set(None);
    assert_heals(&store, &server, 9, "the server was mended");
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
fn a_server_that_refuses_everything_is_not_asked_for_ever() {
    let (store, server) = (MemoryStore::default(), server());
    for number in 1..=100 {
        make(&store, &server, number, &[]).unwrap();
    }
    server.refuses_pushes.set(true);
    assert_eq!(sync(&store, &server).err(), Some(Stop::Refused(413)));
    assert!(server.calls.borrow().len() < 20, "{} calls", server.calls.borrow().len());
    server.refuses_pushes.set(false);
    assert_heals(&store, &server, 100, "the server was mended");
}

#[test]
fn a_proxy_that_resets_or_refuses_large_bodies_only_slows_the_pushes_down() {
    for resets in [true, false] {
        let (store, server) = (MemoryStore::default(), server());
        for number in 1..=60 {
            make(&store, &server, number, &[]).unwrap();
        }
        let proxy = if resets { &server.resets_above } else { &server.cuts_above };
        proxy.set(Some(10));
        let rounds = (0..12).take_while(|_| sync(&store, &server).is_err()).count();
        assert!(rounds < 12, "it gets through");
        assert!(server.pushes.borrow().iter().all(|count| *count <= 10));
        assert!(entries(&store).iter().all(is_verified), "resets: {resets}");
        proxy.set(None);
        for number in 61..=160 {
            make(&store, &server, number, &[]).unwrap();
        }
        assert_heals(&store, &server, 160, "the proxy is gone");
    }
}

#[test]
fn many_records_go_in_order_and_in_bounded_pushes() {
    let (store, server) = (MemoryStore::default(), server());
    for number in 1..=250 {
        make(&store, &server, number, &[]).unwrap();
    }
    sync(&store, &server).unwrap();
    assert_eq!(*server.pushes.borrow(), [PUSH_RECORDS, PUSH_RECORDS, 50]);
    assert_heals(&store, &server, 250, "many");
}

#[test]
fn a_photo_goes_on_at_the_chunk_where_the_line_broke() {
    let (store, server) = (MemoryStore::default(), server());
    make(&store, &server, 1, &[photo(1, CHUNK_BYTES * 3)]).unwrap();
    // Calls: session, push, changes, blob state, chunk 0, chunk 1: the last one is lost.
    server.faults.borrow_mut().insert(5, Fault::Dropped);
    assert_eq!(sync(&store, &server).err(), Some(Stop::Unreachable));
    assert!(matches!(entries(&store)[0].custody, Custody::CopyOnServer { .. }));
    sync(&store, &server).unwrap();
    let puts: Vec<String> = server.calls.borrow().iter().filter(|call| call.starts_with("PUT")).cloned().collect();
    let last: Vec<&str> = puts.iter().filter_map(|call| call.rsplit('/').next()).collect();
    assert_eq!(last, ["0", "1", "2"], "no chunk twice");
    assert!(is_verified(&entries(&store)[0]));
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
fn seeded_weather_on_the_line_loses_and_doubles_nothing() {
    for seed in 1..400u64 {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut chance = move |of: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % of
        };
        let (store, server) = (MemoryStore::default(), server());
        let mut made = 0;
        for step in 0..6 {
            for _ in 0..chance(3) {
                made += 1;
                let photos: Vec<Vec<u8>> = (0..chance(3)).map(|n| photo(n as u8, 9 + step)).collect();
                make(&store, &server, made, &photos).unwrap();
            }
            server.faults.borrow_mut().clear();
            for ahead in 0..20 {
                if chance(4) == 0 {
                    server.faults.borrow_mut().insert(server.sent.get() + ahead, Fault::ALL[chance(6) as usize]);
                }
            }
            server.session.set((chance(5) > 0).then(worker));
            let _ = sync(&store, &server);
        }
        server.session.set(Some(worker()));
        server.faults.borrow_mut().clear();
        assert_heals(&store, &server, made as usize, &format!("seed {seed}"));
    }
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
