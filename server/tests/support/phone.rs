//! A phone without a screen: makes records in order and pushes them.

use super::app::{Answer, TestApp};
use super::world::NOW_MS;
use domain::hash::Hash;
use domain::id::{AccountId, DeviceId, HouseholdId, RecordId};
use domain::sync::protocol::{Announcement, PROTOCOL, PushRequest, PushResponse, Receipt};
use domain::sync::record::{Record, RecordKind};
use domain::sync::signature::{DeviceKey, Hex, PublicKey, Signature};
use p256::ecdsa::SigningKey;
use p256::ecdsa::signature::Signer as _;
use serde::Serialize;
use std::cell::Cell;

/// A key pair.
pub fn key(n: u8) -> SigningKey {
    SigningKey::from_slice(&[n; 32]).unwrap()
}

/// Its public half.
pub fn public(key: &SigningKey) -> PublicKey {
    Hex(key.verifying_key().to_sec1_point(false).as_bytes().try_into().unwrap())
}

/// What a phone with the key sends beside a record.
pub fn sign(key: &SigningKey, record: &Record) -> Option<Signature> {
    let signature: p256::ecdsa::Signature = key.sign(&record.hash().0);
    Some(Hex(signature.to_bytes().into()))
}

/// Makes records of one author on one device.
pub struct Phone {
    pub author: AccountId,
    pub device: DeviceId,
    pub cookie: String,
    /// Signs everything that is pushed; none: it is sent unsigned.
    pub signer: Option<SigningKey>,
    seq: Cell<u64>,
    prev: Cell<Option<Hash>>,
}

impl Phone {
    /// A phone of somebody who is logged in.
    pub fn new(author: AccountId, cookie: String, n: u8) -> Self {
        let device = DeviceId::new(NOW_MS, [n; 10]);
        Self { author, device, cookie, signer: None, seq: Cell::new(0), prev: Cell::new(None) }
    }

    /// The same phone with a key.
    pub fn signing(self, n: u8) -> Self {
        Self { signer: Some(key(n)), ..self }
    }

    /// The next record.
    pub fn record(&self, kind: RecordKind, body: &impl Serialize) -> Record {
        let seq = self.seq.get() + 1;
        self.seq.set(seq);
        let mut random = [self.device.0.as_bytes()[15]; 10];
        random[8..].copy_from_slice(&(seq as u16).to_be_bytes());
        let record = Record {
            id: RecordId::new(NOW_MS + seq as i64, random),
            kind,
            device: self.device,
            seq,
            author: self.author,
            recorded_at_ms: NOW_MS,
            offset_ms: Some(0),
            prev_hash: self.prev.get(),
            repairs: None,
            body: serde_json::to_string(body).unwrap(),
        };
        self.prev.set(Some(record.hash()));
        record
    }

    /// A visit with an outcome.
    pub fn visit(&self, household: HouseholdId, outcome: &str) -> Record {
        let body = serde_json::json!({
            "household": household, "outcome": outcome, "channel": "door",
            "started_at_ms": NOW_MS - 60_000, "ended_at_ms": NOW_MS,
        });
        self.record(RecordKind::Visit, &body)
    }

    /// The request for some records.
    pub fn request(&self, records: &[Record]) -> PushRequest {
        PushRequest {
            protocol: PROTOCOL,
            device: self.device,
            app: "test".to_owned(),
            device_time_ms: NOW_MS,
            announcement: Announcement { highest_seq: self.seq.get(), unsent_count: 0, oldest_unsent_ms: None },
            records: records.to_vec(),
            key: self.signer.as_ref().map(|signer| DeviceKey { public: public(signer), first_seq: 1 }),
            one_proof: false,
            signatures: self.signer.iter().flat_map(|signer| records.iter().map(|one| sign(signer, one))).collect(),
        }
    }

    /// Pushes and returns the raw answer.
    pub async fn try_push(&self, app: &TestApp, records: &[Record]) -> Answer {
        app.post_json("/api/v1/sync/push", &self.cookie, &self.request(records)).await
    }

    /// Pushes and returns the receipts.
    pub async fn push(&self, app: &TestApp, records: &[Record]) -> Vec<Receipt> {
        self.try_push(app, records).await.json::<PushResponse>().receipts
    }
}
