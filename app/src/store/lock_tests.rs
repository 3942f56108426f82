//! Locks on any machine: what a PIN opens, and what a wrong one costs.

use super::contract::now;
use super::library::{Library, QuickSmith};
use super::lock::{self, Attempt, Lock, Locksmith};
use super::memory::MemoryStore;
use super::sealed::SealedStore;
use super::{Op, Store, StoreError, Table, Value, key};
use crate::sync::fake::Mortal;
use domain::config::{Config, shipped};
use domain::id::AccountId;
use domain::pin::Pin;
use domain::sync::signature::Hex;

fn worker(who: u8) -> AccountId {
    AccountId::new(1, [who; 10])
}

fn pin(text: &str) -> Pin {
    Pin::read(text).unwrap()
}

fn config() -> Config {
    shipped().0[0].value.clone()
}

fn with_lock() -> MemoryStore {
    let store = MemoryStore::default();
    let lock: Lock = now(QuickSmith.wrap(&pin("246802"), 3, &Hex([1; 32]).to_string())).unwrap();
    now(store.commit(vec![lock::put(worker(1), &lock)])).unwrap();
    store
}

fn attempt(store: &dyn Store, digits: &str, now_ms: i64) -> Result<Attempt, StoreError> {
    now(lock::attempt(store, &QuickSmith, worker(1), &pin(digits), (now_ms, &config())))
}

#[test]
fn the_right_pin_opens_what_the_key_sealed() {
    let (inside, name) = (MemoryStore::default(), key::draft(worker(1), "visit/1"));
    let before = SealedStore::new(inside.clone());
    before.open(worker(1), Library::number(1));
    now(before.commit(vec![Op::put_text(Table::Drafts, &name, "三楼")])).unwrap();
    let Ok(Attempt::Open(cipher)) = attempt(&with_lock(), "246802", 0) else { panic!("the right PIN") };
    let store = SealedStore::new(inside);
    store.open(worker(1), cipher);
    assert_eq!(now(store.get(Table::Drafts, &name)), Ok(Some(Value::Text("三楼".into()))));
}

#[test]
fn wrong_tries_wait_longer_and_longer_and_the_tenth_takes_the_key_away() {
    let store = with_lock();
    let mut at_ms = 1_000;
    let mut waits = Vec::new();
    for left in (1..10).rev() {
        let Ok(Attempt::Wrong { left: said, wait_ms }) = attempt(&store, "111111", at_ms) else { panic!("{left}") };
        assert_eq!(said, left);
        if wait_ms > 0 {
            let Ok(Attempt::Wait(rest)) = attempt(&store, "246802", at_ms + 1) else { panic!("it waits") };
            assert_eq!(rest, wait_ms - 1);
        }
        waits.push(wait_ms / 60_000);
        at_ms += wait_ms;
    }
    assert_eq!(waits, [0, 0, 0, 0, 1, 2, 4, 8, 16]);
    assert!(matches!(attempt(&store, "111111", at_ms), Ok(Attempt::Gone)));
    assert!(matches!(attempt(&store, "246802", at_ms), Ok(Attempt::Gone)));
    assert_eq!(now(store.get(Table::Meta, &key::lock(worker(1)))), Ok(None));
}

#[test]
fn the_right_pin_makes_wrong_ones_forgotten() {
    let store = with_lock();
    for _ in 0..30 {
        assert!(matches!(attempt(&store, "111111", 0), Ok(Attempt::Wrong { left: 9, .. })));
        assert!(matches!(attempt(&store, "246802", 0), Ok(Attempt::Open(_))));
    }
}

#[test]
fn ending_the_app_in_the_middle_of_a_try_gains_none() {
    for writes in 0..2 {
        let store = with_lock();
        for _ in 0..40 {
            let mortal = Mortal::new(store.clone(), writes);
            let _ = attempt(&mortal, "111111", i64::MAX);
        }
        let gone = now(store.get(Table::Meta, &key::lock(worker(1)))) == Ok(None);
        let tried = attempt(&store, "246802", i64::MAX);
        match writes {
            // Killed before the try was written down: it was not made either.
            0 => assert!(matches!(tried, Ok(Attempt::Open(_)))),
            _ => assert!(gone || matches!(tried, Ok(Attempt::Gone | Attempt::Wait(_)))),
        }
    }
}
