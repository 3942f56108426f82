//! The server's word: receipts signed with a key of its own, and the check of phones' signatures. ECDSA on P-256 over SHA-256.

use crate::db::Db;
use crate::db::server_key::Purpose;
use crate::key_ring::{self, Pair};
use crate::seal::Seal;
use anyhow::Context as _;
use domain::hash::Hash;
use domain::sync::protocol::{Receipt, receipts_digest};
use domain::sync::rescue::kept_digest;
use domain::sync::signature::{Hex, Proof, PublicKey, ReceiptKey, Signature};
use p256::ecdsa::signature::{Signer as _, Verifier as _};
use p256::ecdsa::{Signature as Ecdsa, SigningKey, VerifyingKey};

/// Signs receipts; knows every key that ever did.
pub struct ReceiptSigner {
    no: u32,
    private: SigningKey,
    keys: Vec<ReceiptKey>,
}

impl ReceiptSigner {
    /// Reads the keys; makes one when there is none that this server can open.
    pub async fn open(db: &Db, seal: &Seal, now_ms: i64) -> anyhow::Result<Self> {
        Self::of(key_ring::open(db, seal, Purpose::Receipt, now_ms).await?)
    }

    fn of(pairs: Vec<Pair>) -> anyhow::Result<Self> {
        let keys = pairs.iter().map(|pair| pair.key).collect();
        let current = pairs.into_iter().rev().find(|pair| pair.is_current);
        let current = current.and_then(|pair| Some((pair.key.no, pair.private?)));
        let (no, private) = current.context("there is no key for receipts")?;
        Ok(Self { no, private: private.into(), keys })
    }

    /// The public halves, those of before included.
    pub fn keys(&self) -> Vec<ReceiptKey> {
        self.keys.clone()
    }

    /// The receipt with the server's signature.
    pub fn sign(&self, receipt: Receipt) -> Receipt {
        Receipt { proof: Some(self.proof(receipt.digest(self.no))), ..receipt }
    }

    /// One signature for all receipts of an answer.
    pub fn sign_all(&self, receipts: &[Receipt]) -> Proof {
        self.proof(receipts_digest(receipts, self.no))
    }

    /// The server's word that it keeps what an envelope held.
    pub fn sign_kept(&self, hash: Hash) -> Proof {
        self.proof(kept_digest(hash, self.no))
    }

    fn proof(&self, digest: Hash) -> Proof {
        let signature: Ecdsa = self.private.sign(&digest.0);
        Proof { key: self.no, signature: Hex(signature.to_bytes().into()) }
    }
}

/// Ends the key of now and makes the next: after a leak, or by habit. Receipts of before still check.
pub async fn rotate(db: &Db, seal: &Seal, now_ms: i64) -> anyhow::Result<ReceiptSigner> {
    ReceiptSigner::of(key_ring::rotate(db, seal, Purpose::Receipt, now_ms).await?)
}

/// Whether a signature is by this key over this hash.
pub fn verifies(public: &PublicKey, hash: Hash, signature: &Signature) -> bool {
    let Ok(key) = VerifyingKey::from_sec1_bytes(&public.0) else { return false };
    Ecdsa::from_slice(&signature.0).is_ok_and(|signature| key.verify(&hash.0, &signature).is_ok())
}
