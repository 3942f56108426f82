//! Sealing on any machine: the same store and the same steps as on the phone, with the arithmetic of a library.

use super::contract::{self, now};
use super::library::Library;
use super::memory::MemoryStore;
use super::sealed::{SealedStore, is_sealed};
use super::upgrade::{list_all, seal_all};
use super::{Guard, Later, Op, Store, StoreError, Table, Value, key};
use crate::sync::fake::Mortal;
use crate::sync::outbox::{self, Making, NewRecord};
use domain::hash::Hash;
use domain::id::{AccountId, DeviceId, RecordId};
use domain::sync::outbox::Waiting;
use domain::sync::record::RecordKind;
use std::collections::BTreeMap;

fn worker(who: u8) -> AccountId {
    AccountId::new(1, [who; 10])
}

fn unlocked(inside: &MemoryStore, who: u8) -> SealedStore {
    let store = SealedStore::new(inside.clone());
    store.open(worker(who), Library::number(who));
    store
}

fn text(text: &str) -> Option<Value> {
    Some(Value::Text(text.to_owned()))
}

/// Puts an account before every key, so that the contract of all stores can be asked of one with locks.
struct Owned(SealedStore, String);

impl Owned {
    fn key(&self, table: Table, key: &str) -> String {
        if table == Table::Meta { key.to_owned() } else { [self.1.as_str(), key].concat() }
    }

    fn strip(&self, key: String) -> String {
        key.strip_prefix(&self.1).map(str::to_owned).unwrap_or(key)
    }
}

impl Store for Owned {
    fn get<'a>(&'a self, table: Table, key: &'a str) -> Later<'a, Result<Option<Value>, StoreError>> {
        Box::pin(async move { self.0.get(table, &self.key(table, key)).await })
    }
    fn range<'a>(&'a self, table: Table, prefix: &'a str) -> Later<'a, Result<Vec<(String, Value)>, StoreError>> {
        Box::pin(async move {
            let rows = self.0.range(table, &self.key(table, prefix)).await?;
            Ok(rows.into_iter().map(|(key, value)| (self.strip(key), value)).collect())
        })
    }
    fn keys<'a>(&'a self, table: Table, prefix: &'a str) -> Later<'a, Result<Vec<String>, StoreError>> {
        Box::pin(async move {
            let keys = self.0.keys(table, &self.key(table, prefix)).await?;
            Ok(keys.into_iter().map(|key| self.strip(key)).collect())
        })
    }
    fn commit_if<'a>(&'a self, guards: &'a [Guard], ops: Vec<Op>) -> Later<'a, Result<bool, StoreError>> {
        Box::pin(async move {
            let guards: Vec<Guard> =
                guards.iter().map(|g| Guard::new(g.table, self.key(g.table, &g.key), g.value.clone())).collect();
            let ops = ops.into_iter().map(|op| match op {
                Op::Put(table, key, value) => Op::Put(table, self.key(table, &key), value),
                Op::Delete(table, key) => Op::Delete(table, self.key(table, &key)),
                Op::DeletePrefix(table, key) => Op::DeletePrefix(table, self.key(table, &key)),
            });
            self.0.commit_if(&guards, ops.collect()).await
        })
    }
}

#[test]
fn a_store_with_locks_keeps_the_contract() {
    let inside = MemoryStore::default();
    now(contract::check(&Owned(unlocked(&inside, 1), key::of(worker(1)))));
    let plain = SealedStore::new(MemoryStore::default());
    plain.open_plain(worker(1));
    now(contract::check(&Owned(plain, key::of(worker(1)))));
}

#[test]
fn a_guard_compares_what_is_said_and_not_the_bytes() {
    let inside = MemoryStore::default();
    let (one, other) = (unlocked(&inside, 1), unlocked(&inside, 1));
    let name = key::draft(worker(1), "visit/1");
    let write = |store: &SealedStore, was: Option<&str>, is: &str| {
        let guard = Guard::new(Table::Drafts, &name, was.and_then(text));
        now(store.commit_if(&[guard], vec![Op::put_text(Table::Drafts, &name, is)]))
    };
    assert_eq!(write(&one, None, "1"), Ok(true));
    assert_eq!(write(&other, None, "2"), Ok(false), "another window was faster");
    assert_eq!(write(&other, Some("0"), "2"), Ok(false));
    assert_eq!(write(&other, Some("1"), "2"), Ok(true));
    assert_eq!(write(&one, Some("1"), "3"), Ok(false));
    assert_eq!(now(one.get(Table::Drafts, &name)), Ok(text("2")));
}

fn keep(store: &dyn Store, who: u8) {
    let also = vec![
        Op::put_text(Table::Drafts, key::draft(worker(who), "visit/1"), "王小明的草稿"),
        Op::put_text(Table::Entities, key::entity(worker(who), "household", "1/2"), "王小明的家"),
        Op::put_text(Table::Meta, key::session(worker(who)), "王小明的登录"),
        Op::Put(Table::Blobs, key::blob(worker(who), Hash::of(b"photo")), Value::Bytes("王小明的照片".into())),
    ];
    let new = [NewRecord {
        id: RecordId::new(1, [who; 10]),
        kind: RecordKind::Visit,
        body: "{\"n\":\"王小明\"}".into(),
        blobs: vec![],
    }];
    let making = Making { author: worker(who), at_ms: 5, fresh_device: DeviceId::new(1, [9; 10]), signer: None };
    now(outbox::record_all(store, making, &new, &also)).unwrap();
}

fn everything(store: &dyn Store) -> Vec<(Table, String, Value)> {
    let all = Table::ALL.into_iter().flat_map(|table| {
        let rows = now(store.range(table, "")).unwrap();
        rows.into_iter().map(move |(key, value)| (table, key, value))
    });
    all.collect()
}

#[test]
fn what_is_personal_lies_there_sealed() {
    let inside = MemoryStore::default();
    keep(&unlocked(&inside, 1), 1);
    let rows = everything(&inside);
    assert_eq!(rows.len(), 7, "head, number, session, entity, draft, record, photo");
    for (table, key, value) in rows {
        let plain = table == Table::Meta && !key.starts_with("session/");
        assert_eq!(is_sealed(&value), !plain, "{table:?} {key}");
        assert!(!format!("{value:?}").contains("王小明"), "{table:?} {key}");
    }
}

#[test]
fn nobody_sees_or_opens_what_is_somebody_elses() {
    let inside = MemoryStore::default();
    keep(&unlocked(&inside, 1), 1);
    let locked = Err(StoreError::Failed("locked".into()));
    let nobody = SealedStore::new(inside.clone());
    for store in [unlocked(&inside, 2), nobody] {
        for (table, name, _) in everything(&inside).into_iter().filter(|(_, _, value)| is_sealed(value)) {
            assert_eq!(now(store.get(table, &name)), locked, "{table:?} {name}");
            let listed = [now(store.range(table, &name)).map(drop), now(store.keys(table, &name)).map(drop)];
            assert_eq!(listed, [Err(StoreError::Failed("locked".into())), Err(StoreError::Failed("locked".into()))]);
            assert!(now(store.range(table, "")).unwrap().iter().all(|(_, value)| !is_sealed(value)));
            assert!(now(store.commit(vec![Op::Put(table, name, Value::Bytes(vec![]))])).is_err());
        }
        assert_eq!(now(outbox::unsent(&store)), Ok(vec![(1, 5)]), "what the phone tells of itself needs no key");
    }
    let stranger = SealedStore::new(inside.clone());
    stranger.open(worker(1), Library::number(2));
    assert!(now(stranger.get(Table::Drafts, &key::draft(worker(1), "visit/1"))).is_err(), "another key opens nothing");
    assert_eq!(now(outbox::entries(&stranger, worker(1))), Ok(vec![]));
}

#[test]
fn a_row_opens_only_in_its_own_place() {
    let inside = MemoryStore::default();
    let store = unlocked(&inside, 1);
    let [from, to] = ["visit/1", "visit/2"].map(|name| key::draft(worker(1), name));
    now(store.commit(vec![Op::put_text(Table::Drafts, &from, "x")])).unwrap();
    let moved = now(inside.get(Table::Drafts, &from)).unwrap().unwrap();
    now(inside.commit(vec![Op::Put(Table::Drafts, to.clone(), moved)])).unwrap();
    assert!(now(store.get(Table::Drafts, &to)).is_err());
}

/// A phone as the app of before left it: two workers with records, drafts and photos in plain.
fn phone_of_before() -> MemoryStore {
    let all: BTreeMap<String, BTreeMap<String, serde_json::Value>> =
        serde_json::from_str(include_str!("fixtures/plain_1.json")).unwrap();
    let store = MemoryStore::default();
    for table in Table::ALL {
        for (key, value) in &all[table.name()] {
            let value = match value.as_str() {
                Some(text) => Value::Text(text.to_owned()),
                None => Value::Bytes(serde_json::from_value(value.clone()).unwrap()),
            };
            now(store.commit(vec![Op::Put(table, key.clone(), value)])).unwrap();
        }
    }
    store
}

/// All that a worker can read, as the app reads it.
fn seen(
    store: &SealedStore,
    who: u8,
) -> (Vec<Waiting>, Vec<(String, Value)>, Vec<(String, Value)>, Vec<Option<Value>>) {
    let entries = now(outbox::entries(store, worker(who))).unwrap();
    let range = |table| now(store.range(table, &key::of(worker(who)))).unwrap();
    let photos: Vec<Hash> = entries.iter().flat_map(|entry| entry.blobs.clone()).collect();
    let photo = |hash: &Hash| now(store.get(Table::Blobs, &key::blob(worker(who), *hash))).unwrap();
    let photos = photos.iter().map(photo).collect();
    (entries, range(Table::Drafts), range(Table::Entities), photos)
}

#[test]
fn a_phone_of_before_is_sealed_and_killed_at_any_step_loses_nothing() {
    let before: Vec<_> = [1, 2]
        .map(|who| {
            let store = SealedStore::new(phone_of_before());
            store.open_plain(worker(who));
            seen(&store, who)
        })
        .into();
    assert!(before.iter().all(|(entries, drafts, _, photos)| {
        !entries.is_empty() && !drafts.is_empty() && !photos.is_empty() && photos.iter().all(Option::is_some)
    }));
    let mut died = 0;
    for writes in 0.. {
        let inside = phone_of_before();
        let mortal = Mortal::new(inside.clone(), writes);
        let mortal_store = SealedStore::new(mortal.clone());
        let upgrade = async |who: u8, store: &SealedStore| {
            store.open(worker(who), Library::number(who));
            list_all(store).await?;
            seal_all(store, worker(who)).await
        };
        let survived =
            now(async { upgrade(1, &mortal_store).await.is_ok() && upgrade(2, &mortal_store).await.is_ok() });
        for who in [1, 2] {
            assert_eq!(
                seen(&unlocked(&inside, who), who),
                before[usize::from(who) - 1],
                "killed after {writes} writes"
            );
        }
        // The next start goes on.
        for who in [1, 2] {
            now(upgrade(who, &SealedStore::new(inside.clone()))).unwrap();
            assert_eq!(seen(&unlocked(&inside, who), who), before[usize::from(who) - 1]);
        }
        assert_eq!(now(outbox::unsent(&inside)).unwrap().len(), 3, "both workers' unsent records are listed");
        for (table, key, value) in everything(&inside) {
            let plain = table == Table::Meta && !key.starts_with("session/");
            assert_eq!(is_sealed(&value), !plain, "{table:?} {key}");
        }
        if survived {
            died = writes;
            break;
        }
    }
    assert!(died > 8, "{died} writes");
}
