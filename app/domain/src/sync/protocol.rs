//! What phone and server say to each other under `/api/v1`. The server serves the last two protocol numbers.

use crate::finding::Finding;
use crate::hash::Hash;
use crate::id::{AccountId, CompanyId, DeviceId, RecordId, WipeId};
use crate::json::{FromJson, ToJson};
use crate::org::{Grant, wire_names};
use crate::sync::record::Record;
use crate::sync::signature::{DeviceKey, Hex, OpeningKey, Proof, ReceiptKey, Signature};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The protocol this code speaks. 1: records, photos, changes. 2: envelopes too, and a session names its server's protocol.
pub const PROTOCOL: u32 = 2;
/// The oldest protocol a server of this code still serves: the last two are served.
pub const OLDEST_PROTOCOL: u32 = PROTOCOL - 1;
/// Size of every chunk of a blob but the last.
pub const CHUNK_BYTES: usize = 256 * 1024;
/// A push holds at most so many records; the rest goes with the next.
pub const PUSH_RECORDS: usize = 100;
/// A push body stays below this, so that no proxy on the way cuts it.
pub const PUSH_BYTES: usize = 512 * 1024;

/// `POST /api/v1/session`
#[derive(Debug, Clone, Serialize, Deserialize, FromJson, ToJson)]
pub struct LoginRequest {
    /// Login name.
    pub login: String,
    /// Password.
    pub password: String,
}

/// Answer to a login and to `GET /api/v1/session`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// The account.
    pub account: AccountId,
    /// Its login name.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The company the person works for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyId>,
    /// Roles and scopes of this moment.
    pub grants: Vec<Grant>,
    /// A first password has to be changed before anything else.
    pub must_change_password: bool,
    /// Server time, ms UTC.
    pub server_time_ms: i64,
    /// The keys with which this server signs receipts, those of before included. None: a server that does not sign yet.
    #[serde(default)]
    pub receipt_keys: Vec<ReceiptKey>,
    /// The server's protocol; one that does not say speaks the first.
    #[serde(default = "first_protocol")]
    pub protocol: u32,
    /// The keys with which this server opens envelopes, those of before included: the highest number is the one to seal to. None: a
    /// server that cannot open any.
    #[serde(default)]
    pub opening_keys: Vec<OpeningKey>,
    /// The key under which this account's phones seal what lies on them. Only in the answer to a password, never to a cookie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_key: Option<Hex<32>>,
    /// An order to wipe the phone that asked. Without a login it comes as a refusal `wipe`, with the order in its field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wipe: Option<WipeId>,
}

/// What a server speaks that does not say.
pub fn first_protocol() -> u32 {
    1
}

/// `PUT /api/v1/session/password`
#[derive(Debug, Clone, Serialize, Deserialize, FromJson, ToJson)]
pub struct PasswordRequest {
    /// The password of now.
    pub old_password: String,
    /// The one to come.
    pub new_password: String,
}

/// What a phone says of itself at each contact, so that the server knows what is still out there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct Announcement {
    /// Highest record number made on this phone.
    pub highest_seq: u64,
    /// Records not yet accepted by the server.
    pub unsent_count: u64,
    /// When the oldest of them was made, phone clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest_unsent_ms: Option<i64>,
}

/// `POST /api/v1/sync/push`
#[derive(Debug, Clone, Serialize, Deserialize, FromJson, ToJson)]
pub struct PushRequest {
    /// See [`PROTOCOL`].
    pub protocol: u32,
    /// The phone.
    pub device: DeviceId,
    /// Build of the app, for the console.
    pub app: String,
    /// The phone's clock while sending, ms UTC.
    pub device_time_ms: i64,
    /// What the phone holds.
    pub announcement: Announcement,
    /// At most [`PUSH_RECORDS`], in the order of their numbers; may be empty (an announcement alone).
    pub records: Vec<Record>,
    /// The key of this worker on this phone; the server keeps the first sight of it for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<DeviceKey>,
    /// Signatures over the records' hashes, in the order of the records; none for what was made without a key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<Option<Signature>>,
    /// One signature over all receipts is enough for this phone; a server that does not know of it signs each.
    #[serde(default)]
    pub one_proof: bool,
}

/// Answer to a push: one receipt for each record, in the order sent.
#[derive(Debug, Clone, Serialize, Deserialize, FromJson, ToJson)]
pub struct PushResponse {
    /// The server's protocol.
    pub protocol: u32,
    /// Server time, ms UTC.
    pub server_time_ms: i64,
    /// One for each record.
    pub receipts: Vec<Receipt>,
    /// The server's signature over [`receipts_digest`], where the phone asked for one: then the receipts have none of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
}

wire_names!(ReceiptState {
    /// Stored and made part of the whole.
    Accepted = "accepted",
    /// Stored; waits for something it refers to.
    Held = "held",
    /// Stored, but not usable as it is: see the findings.
    SetAside = "set_aside",
});

/// What the server says of one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct Receipt {
    /// The record.
    pub id: RecordId,
    /// Hash of the record as the server stored it; equal to the phone's, or the receipt is void.
    pub hash: Hash,
    /// What became of it.
    pub state: ReceiptState,
    /// Blobs it refers to that have not arrived. Empty: complete.
    #[serde(default)]
    pub missing_blobs: Vec<Hash>,
    /// Why it was set aside or held; also what a task's state machine said.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// Server time of the first arrival, ms UTC.
    pub received_at_ms: i64,
    /// The server's signature over [`Receipt::digest`]; without one it proves nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
}

impl Receipt {
    /// What the server signs: record, hash, state, completeness, time of arrival and the key's number.
    pub fn digest(&self, key: u32) -> Hash {
        Hash::of_parts(&[
            b"doorstep receipt 1",
            self.id.0.as_bytes(),
            &self.hash.0,
            self.state.name().as_bytes(),
            &[u8::from(self.missing_blobs.is_empty())],
            &self.received_at_ms.to_be_bytes(),
            &key.to_be_bytes(),
        ])
    }
}

/// What the server signs for many receipts at once: the digest of each, in their order.
pub fn receipts_digest(receipts: &[Receipt], key: u32) -> Hash {
    let mut digests = Vec::new();
    for receipt in receipts {
        digests.extend(receipt.digest(key).0);
    }
    Hash::of_parts(&[b"doorstep receipts 1", &digests])
}

/// `POST /api/v1/sync/receipts`: asks again about records sent before.
#[derive(Debug, Clone, Serialize, Deserialize, FromJson, ToJson)]
pub struct ReceiptsRequest {
    /// At most [`PUSH_RECORDS`].
    pub ids: Vec<RecordId>,
}

/// Answer: a receipt for each record that the server knows (and this account may ask about).
#[derive(Debug, Clone, Serialize, Deserialize, FromJson, ToJson)]
pub struct ReceiptsResponse {
    /// In no particular order; what is missing here is unknown to the server.
    pub receipts: Vec<Receipt>,
}

/// One thing as it is now, for the phone's store: replaces what the phone has under this kind and id.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Change {
    /// See [`crate::sync::view::EntityKind`].
    pub kind: String,
    /// Key within the kind.
    pub id: String,
    /// The view as JSON; none when the thing is gone or out of scope now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Box<RawValue>>,
}

/// Answer to `GET /api/v1/sync/changes?after={cursor}&scope={fingerprint}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChangesResponse {
    /// The server's protocol.
    pub protocol: u32,
    /// Fingerprint of what this account may hold; the phone sends it back next time.
    pub scope: String,
    /// The scope changed since (or the cursor is unknown): forget everything downloaded, then take these changes.
    pub reset: bool,
    /// In order.
    pub changes: Vec<Change>,
    /// Cursor for the next call.
    pub next: i64,
    /// There are more right now.
    pub more: bool,
    /// Server time, ms UTC.
    pub server_time_ms: i64,
}

/// Answer to `GET /api/v1/blobs/{sha256}/state` and to each chunk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct BlobState {
    /// Indexes of the chunks that are here; empty once the blob is whole.
    pub chunks: Vec<u32>,
    /// The server has the whole blob and computed this very hash.
    pub arrived: bool,
    /// What is wrong with its content (it is kept all the same).
    #[serde(default)]
    pub findings: Vec<Finding>,
}
