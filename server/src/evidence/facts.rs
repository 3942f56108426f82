//! The clear part of a link: what may be read by whoever checks the chain, written once and kept byte for byte.

use super::signed::Signing;
use domain::chain::LinkKind;
use domain::hash::Hash;
use domain::id::{AccountId, CompoundId, DeviceId, HouseholdId, RecordId};
use domain::sync::record::Record;
use domain::sync::signature::SignatureState;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

/// A consent event: whose, when by three clocks, on which device, and its clear part.
#[derive(Debug, Serialize, Deserialize)]
pub struct EventFacts {
    pub compound: CompoundId,
    pub author: Option<AccountId>,
    pub device: Option<DeviceId>,
    pub device_seq: Option<u64>,
    pub device_prev_hash: Option<Hash>,
    /// By the phone's clock.
    pub recorded_at_ms: i64,
    /// Server time minus phone time at the last contact before.
    pub offset_ms: Option<i64>,
    /// By the server's clock.
    pub received_at_ms: i64,
    /// When the record came, by the server's clock: earlier than it was taken where it was held first. None in links of before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_received_at_ms: Option<i64>,
    /// What the phone's signature was worth when it came; none where no phone made the record, and in links of before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature_state: Option<SignatureState>,
    /// Of the signature and the phone's public key together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature_sha256: Option<Hash>,
    /// `domain::consent::ConsentEvent::clear_part`, as `consent_events.content` holds it.
    pub event: Box<RawValue>,
}

/// The row of an event, as far as facts repeat it.
#[derive(Debug, Clone, Copy)]
pub struct EventRow<'a> {
    pub compound: CompoundId,
    pub author: Option<AccountId>,
    pub recorded_at_ms: i64,
    pub received_at_ms: i64,
    pub content: &'a str,
}

/// The envelope of a record, as far as facts repeat it.
#[derive(Debug, Clone, Copy)]
pub struct Envelope {
    pub device: DeviceId,
    pub seq: u64,
    pub prev_hash: Option<Hash>,
    pub offset_ms: Option<i64>,
    /// See [`EventFacts::record_received_at_ms`].
    pub received_at_ms: Option<i64>,
    /// See [`EventFacts::signature_state`].
    pub signature_state: Option<SignatureState>,
    /// See [`EventFacts::signature_sha256`].
    pub signature_sha256: Option<Hash>,
}

impl Envelope {
    /// Of a record that a phone made.
    pub fn of(record: &Record, signing: Option<&Signing>, received_at_ms: Option<i64>) -> Self {
        Self {
            device: record.device,
            seq: record.seq,
            prev_hash: record.prev_hash,
            offset_ms: record.offset_ms,
            received_at_ms,
            signature_state: signing.map(|signing| signing.state),
            signature_sha256: signing.and_then(Signing::sha256),
        }
    }
}

impl EventFacts {
    /// The facts of an event, as text.
    ///
    /// # Errors
    /// When the row's content is no JSON.
    pub fn text(row: &EventRow<'_>, envelope: Option<Envelope>) -> serde_json::Result<String> {
        let facts = Self {
            compound: row.compound,
            author: row.author,
            device: envelope.map(|envelope| envelope.device),
            device_seq: envelope.map(|envelope| envelope.seq),
            device_prev_hash: envelope.and_then(|envelope| envelope.prev_hash),
            recorded_at_ms: row.recorded_at_ms,
            offset_ms: envelope.and_then(|envelope| envelope.offset_ms),
            received_at_ms: row.received_at_ms,
            record_received_at_ms: envelope.and_then(|envelope| envelope.received_at_ms),
            signature_state: envelope.and_then(|envelope| envelope.signature_state),
            signature_sha256: envelope.and_then(|envelope| envelope.signature_sha256),
            event: RawValue::from_string(row.content.to_owned())?,
        };
        serde_json::to_string(&facts)
    }
}

/// A confirmation; the note of who called is sealed.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmationFacts {
    pub consent: RecordId,
    pub method: String,
    pub account: Option<AccountId>,
    pub by_company: bool,
    pub confirmed_at_ms: i64,
}

/// A call-back that confirmed nothing. Its note lies sealed in its row; the link holds a digest of that under the server's key.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallbackFacts {
    pub consent: RecordId,
    pub result: String,
    pub account: Option<AccountId>,
    pub called_at_ms: i64,
    pub note_mac: Hash,
}

/// A signature or photo of an event; the sealed bytes lie among the blobs.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobFacts {
    pub event: Uuid,
    pub sha256: Hash,
    /// `strokes` or `photo`.
    pub kind: String,
    pub size_bytes: u64,
}

/// A lawful erasure.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureFacts {
    /// Which family; `None` for all.
    pub occupancy_seq: Option<u32>,
    /// How many keys were destroyed.
    pub keys: u64,
    pub account: Option<AccountId>,
    /// File number of the request, never a name.
    pub reason: String,
}

/// What the link about a blob is called.
pub fn blob_subject(event: Uuid, sha256: Hash) -> String {
    format!("{event}/{sha256}")
}

/// A link before it has its place.
#[derive(Debug, Clone)]
pub struct NewLink {
    pub household: HouseholdId,
    pub kind: LinkKind,
    pub subject: String,
    pub facts: String,
    pub record_hash: Option<Hash>,
    pub at_ms: i64,
}
