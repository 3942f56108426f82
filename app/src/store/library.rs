//! Sealing by a library, for tests on the host.

use super::Later;
use super::lock::{Lock, Locksmith};
use super::sealed::{Cipher, Row};
use aes_gcm::aead::{Aead, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use domain::hash::Hash;
use domain::pin::Pin;
use domain::sync::signature::Hex;
use std::cell::Cell;
use std::rc::Rc;

thread_local! {
    static NONCE: Cell<u64> = const { Cell::new(0) };
}

/// A data key in the library's hands.
pub struct Library(Aes256Gcm);

impl Library {
    /// A key.
    pub fn of(key: [u8; 32]) -> Self {
        Self(Aes256Gcm::new(&key.into()))
    }

    /// The same key for the same number.
    pub fn number(number: u8) -> Rc<dyn Cipher> {
        Rc::new(Self::of([number; 32]))
    }

    fn seal_now(&self, place: &str, plain: &[u8]) -> Option<Vec<u8>> {
        let count = NONCE.replace(NONCE.get() + 1);
        let mut nonce = [0; 12];
        nonce[4..].copy_from_slice(&count.to_be_bytes());
        let payload = Payload { msg: plain, aad: place.as_bytes() };
        let sealed = self.0.encrypt(Nonce::from_slice(&nonce), payload).ok()?;
        Some([nonce.as_slice(), &sealed].concat())
    }

    fn open_now(&self, place: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(12)?;
        let payload = Payload { msg: sealed, aad: place.as_bytes() };
        self.0.decrypt(Nonce::from_slice(nonce), payload).ok()
    }
}

impl Cipher for Library {
    fn seal<'a>(&'a self, rows: Vec<Row>) -> Later<'a, Option<Vec<Option<Vec<u8>>>>> {
        Box::pin(async move { Some(rows.iter().map(|row| self.seal_now(&row.place, &row.bytes)).collect()) })
    }

    fn open<'a>(&'a self, rows: Vec<Row>) -> Later<'a, Option<Vec<Option<Vec<u8>>>>> {
        Box::pin(async move { Some(rows.iter().map(|row| self.open_now(&row.place, &row.bytes)).collect()) })
    }
}

/// Locks whose PIN becomes a key in no time.
pub struct QuickSmith;

fn pin_key(pin: &Pin, salt: &[u8], rounds: u32) -> Library {
    Library::of(Hash::of_parts(&[pin.digits().as_bytes(), salt, &rounds.to_be_bytes()]).0)
}

impl Locksmith for QuickSmith {
    fn wrap<'a>(&'a self, pin: &'a Pin, rounds: u32, key: &'a str) -> Later<'a, Option<Lock>> {
        Box::pin(async move {
            let salt = Hex([7; 16]).to_string();
            let key: Hex<32> = key.parse().ok()?;
            let wrapped: [u8; 60] = pin_key(pin, salt.as_bytes(), rounds).seal_now("", &key.0)?.try_into().ok()?;
            Some(Lock { salt, rounds, key: Hex(wrapped).to_string(), wrong: 0, wrong_at_ms: 0 })
        })
    }

    fn unwrap<'a>(&'a self, pin: &'a Pin, lock: &'a Lock) -> Later<'a, Option<Rc<dyn Cipher>>> {
        Box::pin(async move {
            let wrapped: Hex<60> = lock.key.parse().ok()?;
            let key = pin_key(pin, lock.salt.as_bytes(), lock.rounds).open_now("", &wrapped.0)?;
            Some(Rc::new(Library::of(key.try_into().ok()?)) as Rc<dyn Cipher>)
        })
    }
}
