//! A phone without a screen: makes records in order and pushes them.

use super::app::{Answer, TestApp};
use super::world::NOW_MS;
use domain::hash::Hash;
use domain::id::{AccountId, DeviceId, HouseholdId, RecordId};
use domain::sync::protocol::{Announcement, PROTOCOL, PushRequest, PushResponse, Receipt};
use domain::sync::record::{Record, RecordKind};
use serde::Serialize;
use std::cell::Cell;

/// Makes records of one author on one device.
pub struct Phone {
    pub author: AccountId,
    pub device: DeviceId,
    pub cookie: String,
    seq: Cell<u64>,
    prev: Cell<Option<Hash>>,
}

impl Phone {
    /// A phone of somebody who is logged in.
    pub fn new(author: AccountId, cookie: String, n: u8) -> Self {
        let device = DeviceId::new(NOW_MS, [n; 10]);
        Self { author, device, cookie, seq: Cell::new(0), prev: Cell::new(None) }
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
            key: None,
            signatures: vec![],
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
