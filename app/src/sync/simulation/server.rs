//! A server that keeps the protocol's promises, in memory: plan, merge, task machine, consent log and history are the real ones.
//! One call is one transaction; a backup is a clone.

use super::broken::Broken;
use super::custody::Death;
use super::effects::Effects;
use super::ledger::Ledger;
use super::repair::repaired;
use super::signer;
use crate::sync::transport::{Body as Sent, Call, Reply};
use domain::calendar::shanghai_day;
use domain::config::Config;
use domain::finding::Finding;
use domain::hash::Hash;
use domain::id::{AccountId, DeviceId, GridId, HouseholdId, RecordId};
use domain::sync::body::Body;
use domain::sync::history::Epoch;
use domain::sync::plan::{Arrival, Incoming, plan};
use domain::sync::protocol::{
    PROTOCOL, PUSH_RECORDS, PushRequest, PushResponse, Receipt, ReceiptState, ReceiptsRequest, ReceiptsResponse,
    SessionView, receipts_digest,
};
use domain::sync::record::Record;
use domain::sync::signature::{DeviceKey, Proof, ReceiptKey, SignatureState, signature_state};
use std::collections::{BTreeMap, BTreeSet};

/// A record as the server keeps it.
#[derive(Debug, Clone)]
pub struct Stored {
    pub record: Record,
    pub state: ReceiptState,
    pub findings: Vec<Finding>,
    pub received_at_ms: i64,
    pub blobs: Vec<Hash>,
    pub signature: SignatureState,
    /// How often it was made part of the whole.
    pub applied: u32,
}

/// The database, the blob folder and the sessions.
#[derive(Debug, Clone)]
pub struct Server {
    pub broken: Broken,
    pub config: Config,
    pub records: BTreeMap<RecordId, Stored>,
    pub beside: Vec<Record>,
    pub chunks: BTreeMap<Hash, (usize, BTreeMap<u32, Vec<u8>>)>,
    pub whole: BTreeSet<Hash>,
    pub devices: BTreeMap<DeviceId, u64>,
    pub keys: BTreeMap<(DeviceId, AccountId), Vec<DeviceKey>>,
    pub sessions: BTreeMap<u64, AccountId>,
    /// Grids of each account, now and ever.
    pub grids: BTreeMap<AccountId, BTreeSet<GridId>>,
    pub epochs: Vec<Epoch>,
    pub effects: Effects,
    /// Homes that are declared as a worker's own: what is recorded there is set aside.
    pub closed: BTreeSet<HouseholdId>,
}

impl Server {
    /// An empty one.
    pub fn new(broken: Broken, now_ms: i64, effects: Effects) -> Self {
        Self {
            broken,
            config: Config::shipped_on(shanghai_day(now_ms)),
            records: BTreeMap::new(),
            beside: vec![],
            chunks: BTreeMap::new(),
            whole: BTreeSet::new(),
            devices: BTreeMap::new(),
            keys: BTreeMap::new(),
            sessions: BTreeMap::new(),
            grids: BTreeMap::new(),
            epochs: vec![],
            effects,
            closed: BTreeSet::new(),
        }
    }

    /// A run begins.
    pub fn start(&mut self, name: String) {
        let silent = self.broken == Broken::RestoresInSilence && !self.epochs.is_empty();
        if !silent {
            self.epochs.push(Epoch { name, from_seq: self.effects.last_seq });
        }
    }

    /// Answers a call.
    pub fn handle(&mut self, call: &Call, cookie: u64, now_ms: i64, death: Death, ledger: &mut Ledger) -> Reply {
        let Some(account) = self.sessions.get(&cookie).copied() else { return refuse(401, "not_logged_in") };
        let json = match &call.body {
            Some(Sent::Json(json)) => json.as_str(),
            _ => "",
        };
        let path = call.path.trim_start_matches("/api/v1/");
        let answer = match path.split_once('?').map_or(path, |(path, _)| path) {
            path if path.starts_with("session") => serde_json::to_string(&self.session(account, now_ms)).ok(),
            "sync/push" => self.push(account, json, now_ms, ledger),
            "sync/receipts" => self.receipts(account, json, ledger),
            "sync/rescue" => self.rescue(account, json, now_ms, ledger),
            "sync/changes" => {
                let query = &path["sync/changes".len()..];
                Some(self.effects.changes(query, (account, &self.grids), &self.epochs, (&self.config, now_ms)))
            }
            _ => path.strip_prefix("blobs/").and_then(|path| self.blob(path, call, death)),
        };
        answer.map_or_else(|| refuse(400, "unreadable"), |json| reply(200, json))
    }

    fn session(&self, account: AccountId, now_ms: i64) -> SessionView {
        SessionView {
            account,
            login: "w".into(),
            name: "王".into(),
            company: None,
            grants: vec![],
            must_change_password: false,
            server_time_ms: now_ms,
            receipt_keys: vec![ReceiptKey { no: 1, public: signer::public(signer::SERVER) }],
            protocol: PROTOCOL,
            opening_keys: vec![ReceiptKey { no: 1, public: signer::public(signer::SERVER) }],
            data_key: None,
            wipe: None,
        }
    }

    fn push(&mut self, sender: AccountId, json: &str, now_ms: i64, ledger: &mut Ledger) -> Option<String> {
        let request: PushRequest = serde_json::from_str(json).ok()?;
        if request.records.len() > PUSH_RECORDS {
            return None;
        }
        let highest = self.devices.entry(request.device).or_default();
        *highest = (*highest).max(request.announcement.highest_seq);
        let keys = self.keys.entry((request.device, sender)).or_default();
        keys.extend(request.key.filter(|new| keys.iter().all(|key| key.public != new.public)));
        let mut receipts = Vec::new();
        for (at, record) in request.records.iter().enumerate() {
            let signature = request.signatures.get(at).copied().flatten();
            let keys = &self.keys[&(request.device, sender)];
            let worth = signature_state(record.seq, record.hash(), signature.as_ref(), keys, signer::verifies);
            receipts.push(self.take(sender, record, worth, now_ms));
        }
        self.answer_for(&receipts, ledger);
        // Each of its own for a phone of before, and now and then for a phone of now, as by a server of before.
        let proof = (request.one_proof && now_ms % 4 > 0).then(|| {
            receipts.iter_mut().for_each(|receipt| receipt.proof = None);
            Proof { key: 1, signature: signer::signature(signer::SERVER, receipts_digest(&receipts, 1)) }
        });
        serde_json::to_string(&PushResponse { protocol: PROTOCOL, server_time_ms: now_ms, receipts, proof }).ok()
    }

    pub fn take(&mut self, sender: AccountId, record: &Record, signature: SignatureState, now_ms: i64) -> Receipt {
        self.effects.now_ms = now_ms;
        let twice = self.broken == Broken::TakesTwice;
        let stored = self.records.get(&record.id).filter(|_| !twice).map(|stored| stored.record.hash());
        let body = Body::of(record);
        let place = body.as_ref().ok().and_then(|body| self.effects.place(body));
        let findings = match &body {
            Ok(body) => [body.findings(&self.config, now_ms), self.consent_findings(record, body)].concat(),
            Err(finding) => vec![finding.clone()],
        };
        let arrival = Arrival {
            hash: record.hash(),
            stored,
            own: record.author == sender,
            findings,
            placed: place.is_some(),
            in_scope: place.is_some_and(|grid| self.grids.get(&sender).is_some_and(|grids| grids.contains(&grid))),
            is_repaired: self.is_repaired(record.id),
            repairs: self.fate(record),
        };
        let planned = plan(arrival);
        let is_open = matches!(planned, Incoming::Hold(_) | Incoming::SetAside(_));
        let (state, findings) = match planned {
            Incoming::Repeat => return self.repeat(sender, record, signature),
            Incoming::Clash => {
                self.beside.push(record.clone());
                return receipt_of(record, ReceiptState::SetAside, &[Finding::new("id_taken", "id")], vec![], now_ms);
            }
            Incoming::Insert => (ReceiptState::Accepted, vec![]),
            Incoming::Hold(finding) => (ReceiptState::Held, vec![finding]),
            Incoming::SetAside(findings) => (ReceiptState::SetAside, findings),
            Incoming::Repaired => (ReceiptState::SetAside, repaired()),
        };
        let blobs = body.iter().flat_map(Body::blobs).map(|blob| blob.sha256).collect();
        let applied = self.records.get(&record.id).map_or(0, |stored| stored.applied);
        let stored =
            Stored { record: record.clone(), state, findings, received_at_ms: now_ms, blobs, signature, applied };
        self.records.insert(record.id, stored);
        if is_open {
            self.effects.keep_open(record);
        }
        if state == ReceiptState::Accepted {
            self.apply(record.id);
        }
        self.receipt(record.id)
    }

    /// Answers for a record that is here. What somebody else brought counts as soon as its author brings it too.
    fn repeat(&mut self, sender: AccountId, record: &Record, signature: SignatureState) -> Receipt {
        let foreign = self.records[&record.id].findings.iter().any(|finding| finding.code == "other_author");
        let is_own = record.author == sender;
        if is_own
            && (foreign || signature == SignatureState::Signed)
            && let Some(stored) = self.records.get_mut(&record.id)
        {
            stored.signature = signature;
        }
        if is_own && foreign {
            self.retry(record.id);
        }
        self.receipt(record.id)
    }

    pub fn apply(&mut self, id: RecordId) {
        let Some(stored) = self.records.get_mut(&id) else { return };
        stored.applied += 1;
        let record = stored.record.clone();
        let place = self.first_made(&record);
        self.effects.settle_open(id);
        let said = self.effects.apply(&record, place, &self.config);
        if let Some(stored) = self.records.get_mut(&id) {
            stored.findings.extend(said);
        }
        self.settle(id);
        let held = |stored: &&Stored| stored.state == ReceiptState::Held;
        let waiting: Vec<RecordId> = self.records.values().filter(held).map(|stored| stored.record.id).collect();
        for id in waiting {
            if self.records.get(&id).is_some_and(|stored| stored.state == ReceiptState::Held) {
                self.retry(id);
            }
        }
    }

    fn receipts(&mut self, sender: AccountId, json: &str, ledger: &mut Ledger) -> Option<String> {
        let request: ReceiptsRequest = serde_json::from_str(json).ok()?;
        if request.ids.len() > PUSH_RECORDS {
            return None;
        }
        let own = |id: &&RecordId| self.records.get(id).is_some_and(|stored| stored.record.author == sender);
        let receipts: Vec<Receipt> = request.ids.iter().filter(own).map(|id| self.receipt(*id)).collect();
        self.answer_for(&receipts, ledger);
        serde_json::to_string(&ReceiptsResponse { receipts }).ok()
    }

    pub fn receipt(&self, id: RecordId) -> Receipt {
        let stored = &self.records[&id];
        let missing = stored.blobs.iter().filter(|hash| !self.whole.contains(hash)).copied().collect();
        // Nothing is left to do about a record in whose place another one stands.
        let is_settled = stored.is_repaired() && self.broken != Broken::SetsRepairedAside;
        let state = if is_settled { ReceiptState::Accepted } else { stored.state };
        receipt_of(&stored.record, state, &stored.findings, missing, stored.received_at_ms)
    }
}

fn receipt_of(record: &Record, state: ReceiptState, findings: &[Finding], missing: Vec<Hash>, at_ms: i64) -> Receipt {
    let mut receipt = Receipt {
        id: record.id,
        hash: record.hash(),
        state,
        missing_blobs: missing,
        findings: findings.to_vec(),
        received_at_ms: at_ms,
        proof: None,
    };
    receipt.proof = Some(Proof { key: 1, signature: signer::signature(signer::SERVER, receipt.digest(1)) });
    receipt
}

/// An answer in JSON.
pub fn reply(status: u16, json: String) -> Reply {
    Reply { status, content_type: "application/json".into(), body: json.into_bytes() }
}

fn refuse(status: u16, code: &str) -> Reply {
    reply(status, format!(r#"{{"errors":[{{"code":"{code}","field":""}}]}}"#))
}
