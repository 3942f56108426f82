//! The lock before a worker's key: the key itself comes from the server at login, and lies here wrapped by what the PIN becomes.
//! What is kept is no secret by itself; how a PIN is tried and what a wrong one costs is decided here.

use super::sealed::Cipher;
use super::{Guard, Later, Op, Store, StoreError, Table, Value, key};
use domain::config::Config;
use domain::id::AccountId;
use domain::json::{self, FromJson, ToJson};
use domain::pin::{Pin, wait_left_ms};
#[cfg(test)]
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// A data key in hexadecimal, as the server gives it after a login. Only the browser looks into it.
pub type DataKey = String;

/// A wrapped key, as it lies in the store.
#[derive(Debug, Clone, PartialEq, Eq, FromJson, ToJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
pub struct Lock {
    /// Chance, so that one PIN becomes another key on each phone.
    pub salt: String,
    /// Rounds of PBKDF2-SHA-256.
    pub rounds: u32,
    /// The data key under the key that the PIN becomes: nonce, key, tag, in hexadecimal.
    pub key: String,
    /// Wrong tries in a row.
    pub wrong: u8,
    /// When the last of them was, phone clock, ms.
    pub wrong_at_ms: i64,
}

/// Makes and opens locks: the browser's WebCrypto on the phone, a library in tests.
pub trait Locksmith {
    /// Wraps a key; none if it cannot.
    fn wrap<'a>(&'a self, pin: &'a Pin, rounds: u32, key: &'a str) -> Later<'a, Option<Lock>>;

    /// The key behind a lock, at work; none if it is not this PIN.
    fn unwrap<'a>(&'a self, pin: &'a Pin, lock: &'a Lock) -> Later<'a, Option<Rc<dyn Cipher>>>;
}

/// What came of a try.
pub enum Attempt {
    /// The key.
    Open(Rc<dyn Cipher>),
    /// It was not this PIN; so many tries are left, the next one after so many ms.
    Wrong {
        /// Tries before the key goes.
        left: u8,
        /// Until the next one.
        wait_ms: i64,
    },
    /// Not now: so many ms too early. It was not tried.
    Wait(i64),
    /// There is no key on this phone any more.
    Gone,
}

/// Tries a PIN. The try is written down before it is made, so that nobody gains one by ending the app in between.
pub async fn attempt(
    store: &dyn Store,
    smith: &dyn Locksmith,
    account: AccountId,
    pin: &Pin,
    (now_ms, config): (i64, &Config),
) -> Result<Attempt, StoreError> {
    let name = key::lock(account);
    loop {
        let stored = store.get(Table::Meta, &name).await?;
        let Some(mut lock) = read(stored.as_ref()) else { return Ok(Attempt::Gone) };
        if lock.wrong >= config.pin_tries {
            store.commit(vec![Op::Delete(Table::Meta, name)]).await?;
            return Ok(Attempt::Gone);
        }
        let wait_ms = wait_left_ms(lock.wrong, lock.wrong_at_ms, now_ms, config);
        if wait_ms > 0 {
            return Ok(Attempt::Wait(wait_ms));
        }
        (lock.wrong, lock.wrong_at_ms) = (lock.wrong + 1, now_ms);
        if !store.commit_if(&[Guard::new(Table::Meta, &name, stored)], vec![put(account, &lock)]).await? {
            continue;
        }
        if let Some(cipher) = smith.unwrap(pin, &lock).await {
            lock.wrong = 0;
            store.commit(vec![put(account, &lock)]).await?;
            return Ok(Attempt::Open(cipher));
        }
        if lock.wrong < config.pin_tries {
            let wait_ms = wait_left_ms(lock.wrong, now_ms, now_ms, config);
            return Ok(Attempt::Wrong { left: config.pin_tries - lock.wrong, wait_ms });
        }
    }
}

/// The write that keeps a lock.
pub fn put(account: AccountId, lock: &Lock) -> Op {
    Op::put_text(Table::Meta, key::lock(account), json::write(lock))
}

fn read(stored: Option<&Value>) -> Option<Lock> {
    stored?.read()
}
