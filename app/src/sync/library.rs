//! Signatures by a library, for tests on the host.

use super::signing::{Signer, Verifier};
use crate::store::Later;
use domain::hash::Hash;
use domain::sync::signature::{Hex, PublicKey, Signature};
use p256::ecdsa::signature::{Signer as _, Verifier as _};
use p256::ecdsa::{SigningKey, VerifyingKey};
use std::cell::RefCell;
use std::collections::HashMap;

thread_local! {
    // The simulations sign and check the same few things thousands of times.
    static SIGNED: RefCell<HashMap<(u8, Hash), Signature>> = RefCell::default();
    static CHECKED: RefCell<HashMap<(String, Hash, String), bool>> = RefCell::default();
}

/// The library as the one who checks.
pub struct Library;

/// A key by the library.
pub struct LibrarySigner(SigningKey, u8);

impl LibrarySigner {
    /// The same key for the same number.
    pub fn of(number: u8) -> Self {
        Self(SigningKey::from_slice(&[number; 32]).expect("a number that is a key"), number)
    }

    /// Its public half.
    pub fn public(&self) -> PublicKey {
        Hex(self.0.verifying_key().to_sec1_point(false).as_bytes().try_into().expect("65 bytes"))
    }

    /// Signs at once; the same hash gets the same signature.
    pub fn signature(&self, hash: Hash) -> Signature {
        let sign = || {
            let signature: p256::ecdsa::Signature = self.0.sign(&hash.0);
            Hex(signature.to_bytes().into())
        };
        SIGNED.with_borrow_mut(|signed| *signed.entry((self.1, hash)).or_insert_with(sign))
    }
}

/// Checks at once.
pub fn verifies(public: &PublicKey, hash: Hash, signature: &Signature) -> bool {
    let check = || {
        let Ok(key) = VerifyingKey::from_sec1_bytes(&public.0) else { return false };
        p256::ecdsa::Signature::from_slice(&signature.0).is_ok_and(|signature| key.verify(&hash.0, &signature).is_ok())
    };
    let key = (public.to_string(), hash, signature.to_string());
    CHECKED.with_borrow_mut(|checked| *checked.entry(key).or_insert_with(check))
}

impl Signer for LibrarySigner {
    fn sign<'a>(&'a self, hash: Hash) -> Later<'a, Option<Signature>> {
        Box::pin(async move { Some(self.signature(hash)) })
    }
}

impl Verifier for Library {
    fn verifies<'a>(&'a self, key: PublicKey, hash: Hash, signature: Signature) -> Later<'a, bool> {
        Box::pin(async move { verifies(&key, hash, &signature) })
    }
}
