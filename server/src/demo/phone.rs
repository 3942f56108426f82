//! The phones of the demo's workers and technicians: what they record comes in through the intake, like any record.

use super::dice::Dice;
use super::scene::MINUTE_MS;
use crate::auth::Actor;
use crate::db::record::Signed;
use crate::db::{self, Tx};
use crate::intake::{Intake, Read};
use crate::state::AppState;
use domain::evidence::{Point, Strokes};
use domain::hash::Hash;
use domain::id::{AccountId, DeviceId, RecordId};
use domain::sync::protocol::{Announcement, PROTOCOL, PushRequest};
use domain::sync::record::{Record, RecordKind};
use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};
use serde::Serialize;
use std::collections::HashMap;

/// Which of a person's phones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Which {
    Own,
    Borrowed,
}

/// A phone with its chain of records.
struct Phone {
    device: DeviceId,
    seq: u64,
    prev: Option<Hash>,
}

/// Everybody's phones.
pub struct Phones<'a> {
    pub state: &'a AppState,
    phones: HashMap<(AccountId, Which), Phone>,
}

impl<'a> Phones<'a> {
    pub fn new(state: &'a AppState) -> Self {
        Self { state, phones: HashMap::new() }
    }

    /// Records something on the person's own phone; it is received a few minutes later.
    pub async fn send(
        &mut self,
        tx: &mut Tx,
        actor: &Actor,
        kind: RecordKind,
        at_ms: i64,
        body: &impl Serialize,
    ) -> anyhow::Result<RecordId> {
        let record = self.record((actor.account, Which::Own), kind, at_ms, body)?;
        self.receive(tx, actor, &record, at_ms + 20 * MINUTE_MS).await
    }

    /// Makes a record that is received at another time.
    pub fn record(
        &mut self,
        whose: (AccountId, Which),
        kind: RecordKind,
        at_ms: i64,
        body: &impl Serialize,
    ) -> anyhow::Result<Record> {
        let clock = &self.state.clock;
        let new = || Phone { device: DeviceId(clock.new_uuid()), seq: 0, prev: None };
        let phone = self.phones.entry(whose).or_insert_with(new);
        phone.seq += 1;
        let record = Record {
            id: RecordId(clock.new_uuid()),
            kind,
            device: phone.device,
            seq: phone.seq,
            author: whose.0,
            recorded_at_ms: at_ms,
            offset_ms: Some(0),
            prev_hash: phone.prev,
            repairs: None,
            body: serde_json::to_string(body)?,
        };
        phone.prev = Some(record.hash());
        Ok(record)
    }

    /// Takes a record in at an instant.
    pub async fn receive(&self, tx: &mut Tx, sender: &Actor, record: &Record, now_ms: i64) -> anyhow::Result<RecordId> {
        let intake = Intake::at(self.state, now_ms);
        let receipt = intake.take(tx, sender, record, &Read::of(record, record.hash(), Signed::NOT)).await?;
        anyhow::ensure!(
            receipt.findings.is_empty(),
            "the demo made a record that is not right: {:?}",
            receipt.findings
        );
        Ok(record.id)
    }

    /// Every phone says where it stands. Most are done; some still hold records, some for too long, one clock is off.
    pub async fn announce(&self, tx: &mut Tx, now_ms: i64) -> anyhow::Result<()> {
        let mut phones: Vec<(&(AccountId, Which), &Phone)> = self.phones.iter().collect();
        phones.sort_by_key(|(_, phone)| phone.device);
        for (n, ((account, _), phone)) in phones.into_iter().enumerate() {
            let (unsent_count, hours_ago) = match n % 17 {
                5 => (3, 30),
                11 => (1, 2),
                _ => (0, 1),
            };
            let contact_at_ms = now_ms - hours_ago * 60 * MINUTE_MS;
            let announcement = Announcement {
                highest_seq: phone.seq + unsent_count,
                unsent_count,
                oldest_unsent_ms: (unsent_count > 0).then_some(contact_at_ms - 40 * MINUTE_MS),
            };
            let said = PushRequest {
                protocol: PROTOCOL,
                device: phone.device,
                app: env!("CARGO_PKG_VERSION").to_owned(),
                device_time_ms: contact_at_ms - if n % 29 == 7 { 25 * MINUTE_MS } else { 900 },
                announcement,
                records: vec![],
                key: None,
                signatures: vec![],
                one_proof: false,
            };
            db::device::note_contact(tx, &said, *account, contact_at_ms).await?;
        }
        Ok(())
    }

    /// A signature that arrived before its record.
    pub async fn sign(&self, tx: &mut Tx, dice: &mut Dice, at_ms: i64) -> anyhow::Result<Hash> {
        self.keep(tx, signature(dice).to_bytes(), "strokes", at_ms).await
    }

    /// A photo of a wall with a stain, or without.
    pub async fn photograph(&self, tx: &mut Tx, stain: bool, at_ms: i64) -> anyhow::Result<Hash> {
        self.keep(tx, picture(stain)?, "photo", at_ms).await
    }

    async fn keep(&self, tx: &mut Tx, bytes: Vec<u8>, kind: &str, at_ms: i64) -> anyhow::Result<Hash> {
        let findings = crate::blob::content::findings(kind, &bytes, &self.state.rules.on_ms(at_ms));
        anyhow::ensure!(findings.is_empty(), "the demo made a blob that is not right: {findings:?}");
        let size_bytes = i64::try_from(bytes.len())?;
        let hash = self.state.blobs.put(bytes.into()).await?;
        db::blob::note_arrival(tx, hash, size_bytes, kind, &[], at_ms).await?;
        Ok(hash)
    }
}

/// Three strokes that wander to the right.
fn signature(dice: &mut Dice) -> Strokes {
    let (mut strokes, mut t_ms) = (Vec::new(), 0);
    for part in 0..3_i32 {
        let (mut x, mut y) = (30 + part * 100, 80);
        let mut stroke = Vec::new();
        for _ in 0..14 {
            stroke.push(Point { x, y, t_ms });
            x += i32::try_from(dice.between(2, 8)).unwrap_or(2);
            y = (y + i32::try_from(dice.below(41)).unwrap_or(20) - 20).clamp(10, 150);
            t_ms += 18;
        }
        strokes.push(stroke);
        t_ms += 160;
    }
    Strokes { width: 360, height: 160, strokes }
}

/// Tiles; with a dark stain before the work, without after it.
fn picture(stain: bool) -> anyhow::Result<Vec<u8>> {
    let tiles = RgbImage::from_fn(640, 480, |x, y| {
        let joint = x % 80 < 3 || y % 60 < 3;
        let (dx, dy) = (x.abs_diff(330), y.abs_diff(300) * 2);
        let wet = stain && dx * dx + dy * dy < 150 * 150 + (x * 7 + y * 13) % 4_000;
        match (wet, joint) {
            (true, _) => Rgb([92, 84, 70]),
            (false, true) => Rgb([150, 150, 146]),
            (false, false) => Rgb([206, 208, 202]),
        }
    });
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 72).encode_image(&tiles)?;
    Ok(jpeg)
}
