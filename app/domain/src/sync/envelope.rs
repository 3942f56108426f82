//! The envelope: an unsent record or a photo, closed with the server's public key, so that nobody on the phone can read it and anybody
//! may carry it: another worker's session, a file in somebody's hand. Here is its format; the arithmetic is the browser's and the server's.
//!
//! | bytes | what |
//! |---|---|
//! | 4 | `DSE1`: name and version |
//! | 1 | what is inside: 1 a record, 2 a blob |
//! | 4 | number of the server's opening key, big endian |
//! | 65 | the sender's key for this envelope, or for the few that were closed at once, an uncompressed point of P-256 |
//! | 12 | nonce |
//! | rest | AES-256-GCM of the content, its tag at the end; all bytes before it are authenticated with it |
//!
//! The AES key is HKDF-SHA-256 of the ECDH secret (x, 32 bytes), salted with the sender's key, for [`PURPOSE`]. A record's content is one
//! line with its entry in the outbox, and perhaps a second one with its author's key on the phone; a blob's content is its bytes.

use crate::finding::Finding;
use crate::sync::record::Record;
use crate::sync::signature::{DeviceKey, Hex, PublicKey, Signature};
use serde::{Deserialize, Serialize};

/// Name and version of the format.
pub const MAGIC: [u8; 4] = *b"DSE1";
/// What the AES key is derived for.
pub const PURPOSE: &[u8] = b"doorstep envelope 1";
/// Everything before the ciphertext.
pub const HEAD_BYTES: usize = 4 + 1 + 4 + 65 + NONCE_BYTES;
/// AES-GCM's nonce.
pub const NONCE_BYTES: usize = 12;
/// AES-GCM's tag: no ciphertext is shorter.
const TAG_BYTES: usize = 16;

/// What is inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inside {
    /// A record with what belongs to it.
    Record,
    /// A photo or strokes.
    Blob,
}

/// A closed envelope, its parts told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Envelope<'a> {
    /// What is inside.
    pub inside: Inside,
    /// Number of the server's key that opens it.
    pub key: u32,
    /// The sender's key for this envelope, or for the few that were closed at once.
    pub sender: PublicKey,
    /// The nonce.
    pub nonce: [u8; NONCE_BYTES],
    /// All bytes before the ciphertext: authenticated with it.
    pub head: &'a [u8],
    /// The ciphertext with its tag.
    pub sealed: &'a [u8],
}

/// Tells the parts of an envelope apart.
///
/// # Errors
/// `envelope_unknown` (not ours, or of a later format) or `envelope_cut` (too short to hold anything).
pub fn parse(bytes: &[u8]) -> Result<Envelope<'_>, Finding> {
    let fault = |code: &str| Finding::new(code, "envelope");
    if !bytes.starts_with(&MAGIC[..MAGIC.len().min(bytes.len())]) {
        return Err(fault("envelope_unknown"));
    }
    let Some((head, sealed)) = bytes.split_at_checked(HEAD_BYTES).filter(|(_, sealed)| sealed.len() >= TAG_BYTES)
    else {
        return Err(fault("envelope_cut"));
    };
    let (inside, key, sender, nonce) = fields(head).ok_or_else(|| fault("envelope_unknown"))?;
    Ok(Envelope { inside, key, sender, nonce, head, sealed })
}

fn fields(head: &[u8]) -> Option<(Inside, u32, PublicKey, [u8; NONCE_BYTES])> {
    let inside = match head.get(4)? {
        1 => Inside::Record,
        2 => Inside::Blob,
        _ => return None,
    };
    let key = u32::from_be_bytes(head.get(5..9)?.try_into().ok()?);
    let sender = Hex(head.get(9..74)?.try_into().ok()?);
    Some((inside, key, sender, head.get(74..)?.try_into().ok()?))
}

/// The bytes that stand before the ciphertext.
pub fn head(inside: Inside, key: u32, sender: &PublicKey, nonce: [u8; NONCE_BYTES]) -> Vec<u8> {
    let inside = match inside {
        Inside::Record => 1,
        Inside::Blob => 2,
    };
    [&MAGIC[..], &[inside], &key.to_be_bytes(), &sender.0, &nonce].concat()
}

/// What a record's envelope holds: as much of its entry in the outbox as the server needs, and its author's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedRecord {
    /// The record, word for word.
    pub record: Record,
    /// Over its hash, by its author's key on its phone.
    pub signature: Option<Signature>,
    /// That key, as the phone would have announced it.
    pub key: Option<DeviceKey>,
}

#[derive(Deserialize)]
struct Entry {
    record: Record,
    #[serde(default)]
    signature: Option<Signature>,
}

/// The content of a record's envelope, to be sealed: `entry` is its JSON in the outbox.
pub fn write_record(entry: &str, key: Option<&str>) -> Vec<u8> {
    [entry, "\n", key.unwrap_or_default()].concat().into_bytes()
}

/// Reads the content of a record's envelope.
///
/// # Errors
/// `envelope_unreadable`.
pub fn read_record(content: &[u8]) -> Result<SealedRecord, Finding> {
    let unreadable = || Finding::new("envelope_unreadable", "envelope");
    let mut lines = std::str::from_utf8(content).map_err(|_| unreadable())?.lines();
    let entry: Entry = serde_json::from_str(lines.next().unwrap_or_default()).map_err(|_| unreadable())?;
    let key = lines.next().and_then(|line| serde_json::from_str(line).ok());
    Ok(SealedRecord { record: entry.record, signature: entry.signature, key })
}

/// An envelope under its name on the phone: a line of a rescue file, an item of a rescue request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its name there, see [`crate::sync::rescue`].
    pub name: String,
    /// Its bytes in base64.
    pub envelope: String,
}

#[cfg(test)]
#[path = "envelope_tests.rs"]
mod tests;
