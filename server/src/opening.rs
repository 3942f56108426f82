//! Opening the envelopes that phones close: see [`domain::sync::envelope`] for the format.

use crate::db::Db;
use crate::db::server_key::Purpose;
use crate::key_ring::{self, Pair};
use crate::seal::Seal;
use aes_gcm::aead::{Aead, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use domain::finding::Finding;
use domain::sync::envelope::{Envelope, Inside, NONCE_BYTES, PURPOSE, head};
use domain::sync::signature::{OpeningKey, PublicKey};
use hmac::{Hmac, KeyInit as _, Mac};
use p256::elliptic_curve::point::AffineCoordinates as _;
use p256::{PublicKey as Point, SecretKey};
use sha2::Sha256;

/// Opens envelopes with every key that this server ever had for it.
pub struct Opener {
    pairs: Vec<Pair>,
}

impl Opener {
    /// Reads the keys; makes one when there is none that this server can use.
    pub async fn open(db: &Db, seal: &Seal, now_ms: i64) -> anyhow::Result<Self> {
        Ok(Self { pairs: key_ring::open(db, seal, Purpose::Opening, now_ms).await? })
    }

    /// Ends the key of now and makes the next. Envelopes for those of before still open.
    pub async fn rotate(db: &Db, seal: &Seal, now_ms: i64) -> anyhow::Result<Self> {
        Ok(Self { pairs: key_ring::rotate(db, seal, Purpose::Opening, now_ms).await? })
    }

    /// The public halves, those of before included; phones take the one with the highest number.
    pub fn keys(&self) -> Vec<OpeningKey> {
        self.pairs.iter().map(|pair| pair.key).collect()
    }

    /// What is inside.
    ///
    /// # Errors
    /// `envelope_key_unknown` (closed for another server, or for a key that was lost with its `server.key`) or `envelope_changed`.
    pub fn content(&self, envelope: &Envelope<'_>) -> Result<Vec<u8>, Finding> {
        let fault = |code: &str| Finding::new(code, "envelope");
        let pair = self.pairs.iter().find(|pair| pair.key.no == envelope.key);
        let private = pair.and_then(|pair| pair.private.as_ref()).ok_or_else(|| fault("envelope_key_unknown"))?;
        let cipher = cipher(private, &envelope.sender, &envelope.sender).ok_or_else(|| fault("envelope_changed"))?;
        let payload = Payload { msg: envelope.sealed, aad: envelope.head };
        cipher.decrypt(Nonce::from_slice(&envelope.nonce), payload).map_err(|_| fault("envelope_changed"))
    }
}

/// Closes an envelope as a phone does: for tests, and for the demo's phones.
pub fn close(inside: Inside, to: &OpeningKey, content: &[u8]) -> Option<Vec<u8>> {
    let own = key_ring::fresh_key();
    let sender = key_ring::public_of(&own);
    let nonce: [u8; NONCE_BYTES] = rand::random();
    let head = head(inside, to.no, &sender, nonce);
    let payload = Payload { msg: content, aad: &head };
    let sealed = cipher(&own, &to.public, &sender)?.encrypt(Nonce::from_slice(&nonce), payload).ok()?;
    Some([head, sealed].concat())
}

/// The cipher that both sides come to: ECDH, then HKDF-SHA-256 with the sender's key as its salt.
fn cipher(private: &SecretKey, other: &PublicKey, sender: &PublicKey) -> Option<Aes256Gcm> {
    let other = Point::from_sec1_bytes(&other.0).ok()?;
    let shared = (other.to_projective() * *private.to_nonzero_scalar()).to_affine().x();
    let extracted = mac(&sender.0, &[shared.as_slice()])?;
    let key = mac(&extracted, &[PURPOSE, &[1]])?;
    Some(Aes256Gcm::new(&key.into()))
}

fn mac(key: &[u8], parts: &[&[u8]]) -> Option<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    parts.iter().for_each(|part| mac.update(part));
    Some(mac.finalize().into_bytes().into())
}
