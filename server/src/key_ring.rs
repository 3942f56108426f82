//! The server's own key pairs on P-256: made when there is none, kept sealed in the database, the old ones beside the one of now.

use crate::db::Db;
use crate::db::server_key::{Purpose, ServerKeyRow, end_server_keys, insert_server_key, server_keys};
use crate::seal::Seal;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use domain::sync::signature::{Hex, PublicKey, ServerKey};
use p256::SecretKey;
use p256::elliptic_curve::sec1::ToSec1Point as _;

/// A pair.
pub struct Pair {
    /// Its number and public half.
    pub key: ServerKey,
    /// Its private half; none: it was sealed by a `server.key` that this server does not have.
    pub private: Option<SecretKey>,
    /// Whether it is the one of now.
    pub is_current: bool,
}

/// Reads the keys for a purpose; makes one when there is none that this server can use (the first start, or a new `server.key`).
/// Several servers that start at once on one database agree on one key. The last pair is the one of now.
pub async fn open(db: &Db, seal: &Seal, purpose: Purpose, now_ms: i64) -> anyhow::Result<Vec<Pair>> {
    for _ in 0..3 {
        let mut tx = db.read().await?;
        let rows = server_keys(&mut tx, purpose).await?;
        drop(tx);
        let pairs: Vec<Pair> = rows.iter().filter_map(|row| pair(row, seal)).collect();
        if pairs.iter().any(|pair| pair.is_current && pair.private.is_some()) {
            return Ok(pairs);
        }
        let no = rows.iter().map(|row| row.no).max().unwrap_or(0) + 1;
        let private = fresh_key();
        let sealed = seal.seal(&BASE64.encode(private.to_bytes()));
        let public = public_of(&private).to_string();
        let mut tx = db.write().await?;
        end_server_keys(&mut tx, purpose, now_ms).await?;
        insert_server_key(&mut tx, purpose, no, &sealed, &public, now_ms).await?;
        tx.commit().await?;
    }
    anyhow::bail!("the server's key cannot be kept")
}

/// Ends the key of now and makes the next: after a leak, or by habit. What was done with those of before still checks and opens.
pub async fn rotate(db: &Db, seal: &Seal, purpose: Purpose, now_ms: i64) -> anyhow::Result<Vec<Pair>> {
    let mut tx = db.write().await?;
    end_server_keys(&mut tx, purpose, now_ms).await?;
    tx.commit().await?;
    open(db, seal, purpose, now_ms).await
}

fn pair(row: &ServerKeyRow, seal: &Seal) -> Option<Pair> {
    let key = ServerKey { no: u32::try_from(row.no).ok()?, public: row.public_key.parse().ok()? };
    let bytes = seal.open_text(&row.private_sealed).and_then(|text| BASE64.decode(text).ok());
    let private = bytes.and_then(|bytes| SecretKey::from_slice(&bytes).ok());
    Some(Pair { key, private, is_current: row.to_ms.is_none() })
}

/// A new private half.
pub fn fresh_key() -> SecretKey {
    loop {
        // Nearly every 32 bytes are a key; those that are not are drawn again.
        if let Ok(key) = SecretKey::from_slice(&rand::random::<[u8; 32]>()) {
            return key;
        }
    }
}

/// The public half, as it travels.
pub fn public_of(private: &SecretKey) -> PublicKey {
    let point = private.public_key().to_sec1_point(false);
    Hex(std::array::from_fn(|at| point.as_bytes().get(at).copied().unwrap_or(0)))
}
