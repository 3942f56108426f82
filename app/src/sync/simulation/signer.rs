//! Signatures that cost nothing: a hash over key and digest. What a signature means is decided by the real code; its arithmetic is
//! tested elsewhere.

use crate::store::Later;
use crate::sync::signing::{Signer, Verifier};
use domain::hash::Hash;
use domain::sync::signature::{Hex, PublicKey, Signature};

/// The server's key.
pub const SERVER: u8 = 1;
/// Somebody else's.
pub const STRANGER: u8 = 2;

/// The public half of a key.
pub fn public(number: u8) -> PublicKey {
    Hex([number; 65])
}

/// A key's signature over a hash.
pub fn signature(number: u8, hash: Hash) -> Signature {
    let half = Hash::of_parts(&[&[number], &hash.0]).0;
    let mut both = [0; 64];
    both[..32].copy_from_slice(&half);
    both[32..].copy_from_slice(&half);
    Hex(both)
}

/// Whether a key made the signature.
pub fn verifies(key: &PublicKey, hash: Hash, signed: &Signature) -> bool {
    signature(key.0[0], hash) == *signed
}

/// Somebody with a key.
pub struct Pen(pub u8);

impl Signer for Pen {
    fn sign<'a>(&'a self, hash: Hash) -> Later<'a, Option<Signature>> {
        Box::pin(async move { Some(signature(self.0, hash)) })
    }
}

/// Checks signatures; or, in a broken phone, believes everything.
pub struct Checker {
    pub believes_all: bool,
}

impl Verifier for Checker {
    fn verifies<'a>(&'a self, key: PublicKey, hash: Hash, signed: Signature) -> Later<'a, bool> {
        let holds = self.believes_all || verifies(&key, hash, &signed);
        Box::pin(async move { holds })
    }
}
