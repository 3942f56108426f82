//! A server for tests, with a line to it that breaks wherever a test wants it to. What it answers is in `fake_server`.

pub use super::mortal::Mortal;
use super::second_memory::MemorySecond;
use super::transport::{Body, Call, NoReply, Reply, Transport};
use crate::store::Later;
use domain::hash::Hash;
use domain::id::{AccountId, DeviceId, RecordId, WipeId};
use domain::sync::protocol::{Change, ChangesResponse, PROTOCOL};
use domain::sync::record::Record;
use domain::sync::signature::{DeviceKey, Signature};
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
    /// It is older than one signature over all receipts of a push.
    EachAlone,
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
    /// A push with this record: something on the way answers with a page of its own.
    pub walled: Cell<Option<RecordId>>,
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
        let is_walled = |id: RecordId| matches!(&call.body, Some(Body::Json(json)) if json.contains(&id.to_string()));
        if call.path.ends_with("sync/push") && self.walled.get().is_some_and(is_walled) {
            return Ok(Reply { status: 403, content_type: "text/html".into(), body: b"<html>blocked</html>".to_vec() });
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

/// A change of one thing.
pub fn change(kind: &str, id: &str, json: Option<&str>) -> Change {
    let body = json.map(|json| serde_json::value::RawValue::from_string(json.to_owned()).expect("JSON"));
    Change { kind: kind.into(), id: id.into(), body }
}
