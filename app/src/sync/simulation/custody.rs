//! What the server of the simulation holds: photos by their hashes, numbers by their phones.

use super::broken::Broken;
use super::server::Server;
use crate::sync::transport::{Body as Sent, Call};
use domain::hash::Hash;
use domain::id::{AccountId, CompoundId, DeviceId};
use domain::sync::device::{DeviceFacts, SeqRange};
use domain::sync::protocol::{BlobState, CHUNK_BYTES};
use domain::sync::record::Record;
use std::collections::{BTreeMap, BTreeSet};

/// Where the server dies within a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Death {
    /// It lives.
    No,
    /// Between a chunk's commit and the joining of the blob.
    BeforeJoin,
}

impl Server {
    /// `GET` of a blob's state, `PUT` of a chunk.
    pub fn blob(&mut self, path: &str, call: &Call, death: Death) -> Option<String> {
        let (hash, rest) = path.split_once('/')?;
        let hash: Hash = hash.parse().ok()?;
        if let (Some(rest), Some(Sent::Bytes(bytes))) = (rest.strip_prefix("chunks/"), &call.body) {
            let (index, query) = rest.split_once("?size=")?;
            let (size, index): (usize, u32) = (query.split('&').next()?.parse().ok()?, index.parse().ok()?);
            let expected = CHUNK_BYTES.min(size.checked_sub(index as usize * CHUNK_BYTES)?);
            if bytes.len() != expected {
                return None;
            }
            if !self.whole.contains(&hash) {
                self.chunks.entry(hash).or_insert((size, BTreeMap::new())).1.insert(index, bytes.clone());
            }
        }
        let asks_only = rest == "state";
        if death != Death::BeforeJoin && !(asks_only && self.broken == Broken::ForgetsToJoin) {
            self.join(hash);
        }
        let chunks = self.chunks.get(&hash).map(|(_, chunks)| chunks.keys().copied().collect()).unwrap_or_default();
        serde_json::to_string(&BlobState { chunks, arrived: self.whole.contains(&hash), findings: vec![] }).ok()
    }

    fn join(&mut self, hash: Hash) {
        let Some((size, chunks)) = self.chunks.get(&hash) else { return };
        if chunks.len() < size.div_ceil(CHUNK_BYTES) {
            return;
        }
        let bytes: Vec<u8> = chunks.values().flatten().copied().collect();
        if Hash::of(&bytes) == hash {
            self.whole.insert(hash);
        }
        self.chunks.remove(&hash);
    }

    /// What the server knows of the numbers of a phone.
    pub fn facts(&self, device: DeviceId) -> DeviceFacts {
        let own = |record: &&Record| record.device == device;
        let held: BTreeSet<u64> =
            self.records.values().map(|stored| &stored.record).filter(own).map(|record| record.seq).collect();
        let mut inner_gaps = Vec::new();
        let mut last = 0;
        for seq in &held {
            if *seq > last + 1 {
                inner_gaps.push(SeqRange { from: last + 1, to: seq - 1 });
            }
            last = *seq;
        }
        DeviceFacts {
            highest_seq: self.devices.get(&device).copied().unwrap_or(0),
            inner_gaps,
            highest_held: last,
            beside: self.beside.iter().filter(own).map(|record| record.seq).collect(),
            ..DeviceFacts::default()
        }
    }

    /// Where an account may record.
    pub fn compounds_of(&self, account: AccountId) -> Vec<CompoundId> {
        let Some(grids) = self.grids.get(&account) else { return vec![] };
        let all = self.effects.compounds.iter();
        all.filter(|(_, grid)| grids.contains(grid)).map(|(compound, _)| *compound).collect()
    }
}
