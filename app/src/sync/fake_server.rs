//! What the server in memory answers.

use super::fake::{Fake, Signs};
use super::library::LibrarySigner;
use super::transport::{Body, Call, Reply};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::hash::Hash;
use domain::sync::envelope::{Named, read_record};
use domain::sync::protocol::{
    BlobState, CHUNK_BYTES, ChangesResponse, PushRequest, PushResponse, Receipt, ReceiptState, ReceiptsRequest,
    ReceiptsResponse, SessionView, receipts_digest,
};
use domain::sync::record::Record;
use domain::sync::rescue::{RescueRequest, RescueResponse, Rescued, kept_digest};
use domain::sync::signature::{Proof, ReceiptKey};

impl Fake {
    fn session_view(&self) -> Option<SessionView> {
        let account = self.session.get()?;
        Some(SessionView {
            account,
            login: "w".into(),
            name: "王".into(),
            company: None,
            grants: vec![],
            must_change_password: false,
            server_time_ms: self.now_ms.get(),
            protocol: self.protocol.get(),
            opening_keys: match self.opens_none.get() {
                true => vec![],
                false => vec![ReceiptKey { no: 1, public: LibrarySigner::of(3).public() }],
            },
            receipt_keys: match self.signs.get() {
                Signs::Nothing => vec![],
                _ => vec![ReceiptKey { no: 1, public: LibrarySigner::of(1).public() }],
            },
            data_key: None,
            wipe: self.wipe.get(),
        })
    }

    fn receipt(&self, record: &Record) -> Receipt {
        let needs = self.needs.borrow();
        let whole = self.whole.borrow();
        let missing = needs.get(&record.id).into_iter().flatten().filter(|hash| !whole.contains_key(hash));
        let why = self.aside.borrow().get(&record.id).copied();
        let mut receipt = Receipt {
            id: record.id,
            hash: record.hash(),
            state: if why.is_some() { ReceiptState::SetAside } else { ReceiptState::Accepted },
            missing_blobs: missing.copied().collect(),
            findings: why.map(|code| domain::finding::Finding::new(code, "")).into_iter().collect(),
            received_at_ms: 100,
            proof: None,
        };
        if !matches!(self.signs.get(), Signs::Nothing | Signs::WithoutProof) {
            receipt.proof = Some(Proof { key: 1, signature: self.signer().signature(receipt.digest(1)) });
        }
        receipt
    }

    fn signer(&self) -> LibrarySigner {
        LibrarySigner::of(if self.signs.get() == Signs::WithAnotherKey { 2 } else { 1 })
    }

    fn push(&self, body: &str) -> Option<String> {
        let request: PushRequest = serde_json::from_str(body).ok()?;
        let poison = |record: &Record| Some(record.id) == self.poison.get();
        if self.refuses_pushes.get() || request.records.iter().any(poison) {
            return None;
        }
        self.pushes.borrow_mut().push(request.records.len());
        if request.key.is_some() {
            *self.key.borrow_mut() = request.key;
        }
        self.spoken.borrow_mut().push(request.protocol);
        self.announced.borrow_mut().insert(request.device, request.announcement.highest_seq);
        let hashes = request.records.iter().map(Record::hash);
        self.signatures.borrow_mut().extend(hashes.zip(request.signatures.iter().copied()));
        for record in &request.records {
            let mut records = self.records.borrow_mut();
            let stored = records.entry(record.id).or_default();
            if !stored.contains(record) {
                stored.push(record.clone());
            }
        }
        let mut receipts: Vec<Receipt> = request.records.iter().map(|record| self.receipt(record)).collect();
        let signs_all = matches!(self.signs.get(), Signs::WithItsKey | Signs::WithAnotherKey);
        let proof = (signs_all && request.one_proof).then(|| {
            receipts.iter_mut().for_each(|receipt| receipt.proof = None);
            Proof { key: 1, signature: self.signer().signature(receipts_digest(&receipts, 1)) }
        });
        serde_json::to_string(&PushResponse {
            protocol: self.protocol.get(),
            server_time_ms: self.now_ms.get(),
            receipts,
            proof,
        })
        .ok()
    }

    fn rescue(&self, body: &str) -> Option<String> {
        let request: RescueRequest = serde_json::from_str(body).ok()?;
        let mut rescued = Vec::new();
        for Named { name, envelope } in request.envelopes {
            let content = BASE64.decode(envelope).ok()?;
            let hash = if name.starts_with('b') {
                let hash = Hash::of(&content);
                self.whole.borrow_mut().insert(hash, content);
                hash
            } else {
                let record = read_record(&content).ok()?.record;
                let mut records = self.records.borrow_mut();
                let stored = records.entry(record.id).or_default();
                if !stored.contains(&record) {
                    stored.push(record.clone());
                }
                record.hash()
            };
            let signer = match self.signs.get() {
                Signs::WithItsKey | Signs::EachAlone => Some(LibrarySigner::of(1)),
                Signs::WithAnotherKey => Some(LibrarySigner::of(2)),
                Signs::Nothing | Signs::WithoutProof => None,
            };
            let proof = signer.map(|signer| Proof { key: 1, signature: signer.signature(kept_digest(hash, 1)) });
            rescued.push(Rescued { name, hash: Some(hash), receipt: None, findings: vec![], proof });
        }
        serde_json::to_string(&RescueResponse { server_time_ms: self.now_ms.get(), rescued }).ok()
    }

    fn receipts(&self, body: &str) -> Option<String> {
        let request: ReceiptsRequest = serde_json::from_str(body).ok()?;
        let records = self.records.borrow();
        let known = request.ids.iter().filter_map(|id| records.get(id)?.first());
        serde_json::to_string(&ReceiptsResponse { receipts: known.map(|record| self.receipt(record)).collect() }).ok()
    }

    fn blob_state(&self, hash: Hash) -> Option<String> {
        let arrived = self.whole.borrow().contains_key(&hash);
        let chunks = self.chunks.borrow().get(&hash).map(|chunks| chunks.keys().copied().collect()).unwrap_or_default();
        serde_json::to_string(&BlobState { chunks, arrived, findings: vec![] }).ok()
    }

    fn put_chunk(&self, hash: Hash, rest: &str, bytes: Vec<u8>) -> Option<String> {
        let (index, query) = rest.split_once("?size=")?;
        let size: usize = query.split('&').next()?.parse().ok()?;
        let mut all = self.chunks.borrow_mut();
        let chunks = all.entry(hash).or_default();
        chunks.insert(index.parse().ok()?, bytes);
        if chunks.len() == size.div_ceil(CHUNK_BYTES) {
            let bytes: Vec<u8> = chunks.values().flatten().copied().collect();
            if Hash::of(&bytes) == hash {
                self.whole.borrow_mut().insert(hash, bytes);
            }
            all.remove(&hash);
        }
        drop(all);
        self.blob_state(hash)
    }

    fn changes(&self) -> Option<String> {
        let next = self.changes.borrow_mut().pop();
        let calm = || ChangesResponse {
            protocol: self.protocol.get(),
            scope: "s".into(),
            reset: false,
            changes: vec![],
            next: 1,
            more: false,
            server_time_ms: self.now_ms.get(),
        };
        serde_json::to_string(&next.unwrap_or_else(calm)).ok()
    }

    fn note_wiped(&self, call: &Call) -> Reply {
        self.calls.borrow_mut().push("POST /api/v1/sync/wiped".to_owned());
        if self.deaf.get() {
            return error(503, "not_taken");
        }
        self.wiped.borrow_mut().extend(call.path.split_once('?').map(|(_, said)| said.to_owned()));
        self.wipe.set(None);
        reply(200, "{}".to_owned())
    }

    /// The answer to a call that has arrived.
    pub(super) fn handle(&self, call: Call) -> Reply {
        if call.path.contains("/sync/wiped?") {
            return self.note_wiped(&call);
        }
        let Some(session) = self.session_view() else {
            return match self.wipe.get().filter(|_| call.path.contains("?device=")) {
                Some(order) => reply(422, format!(r#"{{"errors":[{{"code":"wipe","field":"{order}"}}]}}"#)),
                None => error(401, "not_logged_in"),
            };
        };
        self.calls.borrow_mut().push(format!("{} {}", call.method, call.path.split('?').next().unwrap_or_default()));
        let json = match &call.body {
            Some(Body::Json(json)) => json.as_str(),
            _ => "",
        };
        let spoken = serde_json::from_str::<PushRequest>(json).map_or(self.protocol.get(), |request| request.protocol);
        if !(self.protocol.get() - 1..=self.protocol.get()).contains(&spoken) {
            return error(400, "protocol_unknown");
        }
        let answer = match call.path.trim_start_matches("/api/v1/") {
            path if path.starts_with("session") => serde_json::to_string(&session).ok(),
            "sync/push" => self.push(json),
            "sync/receipts" => self.receipts(json),
            "sync/rescue" => self.rescue(json),
            path if path.starts_with("sync/changes") => self.changes(),
            path => path.strip_prefix("blobs/").and_then(|path| {
                let (hash, rest) = path.split_once('/')?;
                let hash = hash.parse().ok()?;
                match (rest.strip_prefix("chunks/"), call.body) {
                    (Some(rest), Some(Body::Bytes(bytes))) => self.put_chunk(hash, rest, bytes),
                    _ => self.blob_state(hash),
                }
            }),
        };
        match answer {
            Some(json) => reply(200, json),
            None => error(413, "too_large"),
        }
    }
}

fn reply(status: u16, json: String) -> Reply {
    Reply { status, content_type: "application/json".into(), body: json.into_bytes() }
}

fn error(status: u16, code: &str) -> Reply {
    reply(status, format!(r#"{{"errors":[{{"code":"{code}","field":""}}]}}"#))
}
