//! A server of a hundred lines for tests, with a line to it that breaks wherever a test wants it to.

use super::library::LibrarySigner;
use super::second_memory::MemorySecond;
use super::transport::{Body, Call, NoReply, Reply, Transport};
use crate::store::memory::MemoryStore;
use crate::store::{Guard, Later, Op, Store, StoreError, Table, Value};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::hash::Hash;
use domain::id::{AccountId, DeviceId, RecordId, WipeId};
use domain::sync::envelope::{Named, read_record};
use domain::sync::protocol::{
    BlobState, CHUNK_BYTES, Change, ChangesResponse, PROTOCOL, PushRequest, PushResponse, Receipt, ReceiptState,
    ReceiptsRequest, ReceiptsResponse, SessionView,
};
use domain::sync::record::Record;
use domain::sync::rescue::{RescueRequest, RescueResponse, Rescued, kept_digest};
use domain::sync::signature::{DeviceKey, Proof, ReceiptKey, Signature};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// What happens to one call on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It never arrives.
    Dropped,
    /// It arrives, the answer does not come back.
    AnswerLost,
    /// It arrives twice.
    Doubled,
    /// The answer is cut in the middle.
    Truncated,
    /// A hotel's login page answers instead.
    Portal,
    /// A proxy answers instead.
    Proxy,
}

impl Fault {
    pub const ALL: [Self; 6] =
        [Self::Dropped, Self::AnswerLost, Self::Doubled, Self::Truncated, Self::Portal, Self::Proxy];
}

/// How the server signs its receipts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Signs {
    /// As it should.
    #[default]
    WithItsKey,
    /// It is older than receipts that are signed.
    Nothing,
    /// Somebody else answers.
    WithAnotherKey,
    /// Somebody else answers, without any signature.
    WithoutProof,
}

/// The server and the line.
#[derive(Default)]
pub struct Fake {
    /// Who is logged in; none: session over.
    pub session: Cell<Option<AccountId>>,
    /// How it signs.
    pub signs: Cell<Signs>,
    /// The phone's key, as announced.
    pub key: RefCell<Option<DeviceKey>>,
    /// What came with the records.
    pub signatures: RefCell<Vec<(Hash, Option<Signature>)>>,
    /// An order to wipe the phone.
    pub wipe: Cell<Option<WipeId>>,
    /// It cannot take word of a wipe at this moment.
    pub deaf: Cell<bool>,
    /// What the phone said of it.
    pub wiped: RefCell<Vec<String>>,
    /// Server time.
    pub now_ms: Cell<i64>,
    /// Records by id, with all versions that came under it.
    pub records: RefCell<BTreeMap<RecordId, Vec<Record>>>,
    /// Blobs named by records, with the chunks that are here.
    pub chunks: RefCell<BTreeMap<Hash, BTreeMap<u32, Vec<u8>>>>,
    /// Blobs whose hash was computed.
    pub whole: RefCell<BTreeMap<Hash, Vec<u8>>>,
    /// Which blobs a record needs.
    pub needs: RefCell<BTreeMap<RecordId, Vec<Hash>>>,
    /// Records set aside, and why.
    pub aside: RefCell<BTreeMap<RecordId, &'static str>>,
    /// A push with this record is answered with 413.
    pub poison: Cell<Option<RecordId>>,
    /// Every push is answered with 413.
    pub refuses_pushes: Cell<bool>,
    /// A push with more records than this: a proxy on the way resets the connection.
    pub resets_above: Cell<Option<usize>>,
    /// A push with more records than this: a proxy on the way answers 413 with a page of its own.
    pub cuts_above: Cell<Option<usize>>,
    /// What `changes` answers, one after the other; then nothing new.
    pub changes: RefCell<Vec<ChangesResponse>>,
    /// Fault of the call with this number, from 0.
    pub faults: RefCell<BTreeMap<usize, Fault>>,
    /// Every call that arrived.
    pub calls: RefCell<Vec<String>>,
    /// Sizes of the pushes that arrived, in records.
    pub pushes: RefCell<Vec<usize>>,
    /// The phone's other store.
    pub second: MemorySecond,
    /// The last protocol that the server speaks.
    pub protocol: ProtocolCell,
    /// Protocols that phones spoke.
    pub spoken: RefCell<Vec<u32>>,
    /// The server cannot open envelopes.
    pub opens_none: Cell<bool>,
    /// Highest numbers, as announced.
    pub announced: RefCell<BTreeMap<DeviceId, u64>>,
    /// Calls that were tried.
    pub sent: Cell<usize>,
}

/// What the server speaks: ours, unless a test says otherwise.
pub struct ProtocolCell(pub Cell<u32>);

impl Default for ProtocolCell {
    fn default() -> Self {
        Self(Cell::new(PROTOCOL))
    }
}

impl ProtocolCell {
    /// Its last one.
    pub fn get(&self) -> u32 {
        self.0.get()
    }
}

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
        let signer = match self.signs.get() {
            Signs::WithItsKey => LibrarySigner::of(1),
            Signs::WithAnotherKey => LibrarySigner::of(2),
            Signs::Nothing | Signs::WithoutProof => return receipt,
        };
        receipt.proof = Some(Proof { key: 1, signature: signer.signature(receipt.digest(1)) });
        receipt
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
        let receipts = request.records.iter().map(|record| self.receipt(record)).collect();
        serde_json::to_string(&PushResponse {
            protocol: self.protocol.get(),
            server_time_ms: self.now_ms.get(),
            receipts,
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
                Signs::WithItsKey => Some(LibrarySigner::of(1)),
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

    fn handle(&self, call: Call) -> Reply {
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

impl Transport for Fake {
    fn call(&self, call: Call) -> Later<'_, Result<Reply, NoReply>> {
        let reply = self.carry(call);
        Box::pin(async { reply })
    }
}

impl Fake {
    fn carry(&self, call: Call) -> Result<Reply, NoReply> {
        let number = self.sent.replace(self.sent.get() + 1);
        let fault = self.faults.borrow_mut().remove(&number);
        let held = match &call.body {
            Some(Body::Json(json)) if call.path.ends_with("sync/push") => json.matches("\"author\"").count(),
            _ => 0,
        };
        if self.resets_above.get().is_some_and(|most| held > most) {
            return Err(NoReply);
        }
        if self.cuts_above.get().is_some_and(|most| held > most) {
            return Ok(Reply {
                status: 413,
                content_type: "text/html".into(),
                body: b"<html>too large</html>".to_vec(),
            });
        }
        match fault {
            None => Ok(self.handle(call)),
            Some(Fault::Dropped) => Err(NoReply),
            Some(Fault::AnswerLost) => {
                self.handle(call);
                Err(NoReply)
            }
            Some(Fault::Doubled) => {
                self.handle(call.clone());
                Ok(self.handle(call))
            }
            Some(Fault::Truncated) => {
                let mut reply = self.handle(call);
                reply.body.truncate(reply.body.len() / 2);
                Ok(reply)
            }
            Some(Fault::Portal) => {
                Ok(Reply { status: 200, content_type: "text/html".into(), body: b"<html>{}</html>".to_vec() })
            }
            Some(Fault::Proxy) => Ok(Reply { status: 502, content_type: "text/html".into(), body: vec![] }),
        }
    }
}

fn reply(status: u16, json: String) -> Reply {
    Reply { status, content_type: "application/json".into(), body: json.into_bytes() }
}

fn error(status: u16, code: &str) -> Reply {
    reply(status, format!(r#"{{"errors":[{{"code":"{code}","field":""}}]}}"#))
}

/// A change of one thing.
pub fn change(kind: &str, id: &str, json: Option<&str>) -> Change {
    let body = json.map(|json| serde_json::value::RawValue::from_string(json.to_owned()).expect("JSON"));
    Change { kind: kind.into(), id: id.into(), body }
}

/// A phone that is killed after so many writes: the next write, and every one after, does not happen.
#[derive(Clone)]
pub struct Mortal {
    pub inside: MemoryStore,
    pub writes_left: std::rc::Rc<Cell<usize>>,
}

impl Mortal {
    pub fn new(inside: MemoryStore, writes: usize) -> Self {
        Self { inside, writes_left: std::rc::Rc::new(Cell::new(writes)) }
    }
}

impl Store for Mortal {
    fn get<'a>(&'a self, table: Table, key: &'a str) -> Later<'a, Result<Option<Value>, StoreError>> {
        self.inside.get(table, key)
    }
    fn range<'a>(&'a self, table: Table, prefix: &'a str) -> Later<'a, Result<Vec<(String, Value)>, StoreError>> {
        self.inside.range(table, prefix)
    }
    fn keys<'a>(&'a self, table: Table, prefix: &'a str) -> Later<'a, Result<Vec<String>, StoreError>> {
        self.inside.keys(table, prefix)
    }
    fn commit_if<'a>(&'a self, guards: &'a [Guard], ops: Vec<Op>) -> Later<'a, Result<bool, StoreError>> {
        Box::pin(async move {
            let Some(left) = self.writes_left.get().checked_sub(1) else {
                return Err(StoreError::Failed("killed".into()));
            };
            self.writes_left.set(left);
            self.inside.commit_if(guards, ops).await
        })
    }
}
