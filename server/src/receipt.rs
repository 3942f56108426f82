//! The server's word: receipts signed with a key of its own, and the check of phones' signatures. ECDSA on P-256 over SHA-256.

use crate::db::{self, Db};
use crate::seal::Seal;
use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use domain::hash::Hash;
use domain::sync::protocol::Receipt;
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
    /// Reads the keys; makes one when there is none that this server can open (the first start, or a new `server.key`).
    /// Several servers that start at once on one database agree on one key.
    pub async fn open(db: &Db, seal: &Seal, now_ms: i64) -> anyhow::Result<Self> {
        for _ in 0..3 {
            let mut tx = db.read().await?;
            let rows = db::receipt_key::receipt_keys(&mut tx).await?;
            drop(tx);
            if let Some(signer) = Self::of(&rows, seal) {
                return Ok(signer);
            }
            let no = rows.iter().map(|row| row.no).max().unwrap_or(0) + 1;
            let private = fresh_key();
            let sealed = seal.seal(&BASE64.encode(private.to_bytes()));
            let mut tx = db.write().await?;
            db::receipt_key::end_receipt_keys(&mut tx, now_ms).await?;
            db::receipt_key::insert_receipt_key(&mut tx, no, &sealed, &public_of(&private).to_string(), now_ms).await?;
            tx.commit().await?;
        }
        anyhow::bail!("the key for receipts cannot be kept")
    }

    fn of(rows: &[db::receipt_key::ReceiptKeyRow], seal: &Seal) -> Option<Self> {
        let keys = rows.iter().filter_map(|row| {
            Some(ReceiptKey { no: u32::try_from(row.no).ok()?, public: row.public_key.parse().ok()? })
        });
        let row = rows.iter().rev().find(|row| row.to_ms.is_none())?;
        let private = BASE64.decode(seal.open_text(&row.private_sealed)?).ok()?;
        let private = SigningKey::from_slice(&private).ok()?;
        Some(Self { no: u32::try_from(row.no).ok()?, private, keys: keys.collect() })
    }

    /// The public halves, those of before included.
    pub fn keys(&self) -> Vec<ReceiptKey> {
        self.keys.clone()
    }

    /// The receipt with the server's signature.
    pub fn sign(&self, receipt: Receipt) -> Receipt {
        let signature: Ecdsa = self.private.sign(&receipt.digest(self.no).0);
        Receipt { proof: Some(Proof { key: self.no, signature: Hex(signature.to_bytes().into()) }), ..receipt }
    }
}

/// Ends the key of now and makes the next: after a leak, or by habit. Receipts of before still check.
pub async fn rotate(db: &Db, seal: &Seal, now_ms: i64) -> anyhow::Result<ReceiptSigner> {
    let mut tx = db.write().await?;
    db::receipt_key::end_receipt_keys(&mut tx, now_ms).await?;
    tx.commit().await?;
    ReceiptSigner::open(db, seal, now_ms).await.context("the old key has ended, a new one could not be made")
}

/// Whether a signature is by this key over this hash.
pub fn verifies(public: &PublicKey, hash: Hash, signature: &Signature) -> bool {
    let Ok(key) = VerifyingKey::from_sec1_bytes(&public.0) else { return false };
    Ecdsa::from_slice(&signature.0).is_ok_and(|signature| key.verify(&hash.0, &signature).is_ok())
}

fn fresh_key() -> SigningKey {
    loop {
        // Nearly every 32 bytes are a key; those that are not are drawn again.
        if let Ok(key) = SigningKey::from_slice(&rand::random::<[u8; 32]>()) {
            return key;
        }
    }
}

fn public_of(private: &SigningKey) -> PublicKey {
    let point = private.verifying_key().to_sec1_point(false);
    Hex(std::array::from_fn(|at| point.as_bytes().get(at).copied().unwrap_or(0)))
}
