//! The network: what is on its way, and what becomes of it.

use super::dice::Dice;
use super::disk::pause;
use super::server::reply;
use super::signer;
use super::world::World;
use crate::store::Later;
use crate::sync::transport::{Body, Call, NoReply, Reply, Transport};
use domain::sync::protocol::{PROTOCOL, PushRequest, PushResponse, Receipt, ReceiptState, receipts_digest};
use domain::sync::signature::Proof;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Steps until a phone gives up waiting.
const PATIENCE: u64 = 40;

/// What happens to a call on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Nothing.
    Whole,
    /// It never arrives.
    Dropped,
    /// The answer never arrives.
    AnswerLost,
    /// The answer is cut.
    AnswerCut,
    /// What was sent is cut.
    SentCut,
    /// A hotel's login page answers.
    Portal,
    /// A proxy answers that it is too large.
    TooLarge,
    /// A proxy answers for a server that it does not reach.
    BadGateway,
    /// Somebody answers in the server's words.
    Forged,
}

/// Everything that can happen.
pub const MISHAPS: [Fate; 8] = [
    Fate::Dropped,
    Fate::AnswerLost,
    Fate::AnswerCut,
    Fate::SentCut,
    Fate::Portal,
    Fate::TooLarge,
    Fate::BadGateway,
    Fate::Forged,
];

/// One copy of a call that will reach the server.
#[derive(Debug, Clone)]
struct Parcel {
    due: u64,
    number: u64,
    cookie: u64,
    call: Call,
    fate: Fate,
    /// Whether somebody waits for the answer to this copy.
    is_first: bool,
}

/// Everything on its way.
#[derive(Default)]
pub struct Line {
    parcels: Vec<Parcel>,
    answers: BTreeMap<u64, Result<Reply, NoReply>>,
    next_number: u64,
    /// Fates of the next calls, instead of drawing them.
    pub planned: BTreeMap<u64, Fate>,
    /// Calls made so far.
    pub calls: u64,
}

impl Line {
    fn send(&mut self, dice: &mut Dice, stormy: bool, step: u64, call: Call, cookie: u64) -> u64 {
        let number = self.next_number;
        self.next_number += 1;
        let mut fate = self.planned.remove(&self.calls).unwrap_or(Fate::Whole);
        self.calls += 1;
        let mut delay = 0;
        if stormy {
            delay = dice.below(8) as u64 + if dice.chance(30) { 100 } else { 0 };
            if dice.chance(220) {
                fate = dice.pick(&MISHAPS);
            }
            if dice.chance(80) {
                // A second copy, perhaps much later.
                let most = if dice.chance(300) { 900 } else { 30 };
                let later = delay + dice.below(most) as u64;
                let copy = Parcel {
                    due: step + later,
                    number,
                    cookie,
                    call: call.clone(),
                    fate: Fate::Whole,
                    is_first: false,
                };
                self.parcels.push(copy);
            }
        }
        self.parcels.push(Parcel { due: step + delay, number, cookie, call, fate, is_first: true });
        number
    }

    /// What has to be delivered by now.
    fn due(&mut self, step: u64) -> Vec<Parcel> {
        let (due, later) = std::mem::take(&mut self.parcels).into_iter().partition(|parcel| parcel.due <= step);
        self.parcels = later;
        due
    }

    /// Nothing waits any more.
    pub fn is_empty(&self) -> bool {
        self.parcels.is_empty()
    }

    /// The server died: nobody gets an answer to what it did.
    pub fn cut(&mut self) {
        self.answers.clear();
    }
}

/// Brings what is due to the server, and its answers back.
pub fn deliver(world: &World) {
    let step = world.step.get();
    let parcels = world.line.borrow_mut().due(step);
    for parcel in parcels {
        let Parcel { number, cookie, call, fate, is_first, .. } = parcel;
        let answer = answer(world, &call, cookie, fate);
        if is_first && let Some(answer) = answer {
            world.line.borrow_mut().answers.insert(number, answer);
        }
    }
}

/// What comes back; none: nothing, ever.
fn answer(world: &World, call: &Call, cookie: u64, fate: Fate) -> Option<Result<Reply, NoReply>> {
    let page = |status| Reply { status, content_type: "text/html".into(), body: b"<html>{}</html>".to_vec() };
    match fate {
        Fate::Dropped => return None,
        Fate::Portal => return Some(Ok(page(200))),
        Fate::TooLarge => return Some(Ok(page(413))),
        Fate::BadGateway => return Some(Ok(page(502))),
        Fate::Forged => return Some(Ok(forged(call))),
        Fate::Whole | Fate::AnswerLost | Fate::AnswerCut | Fate::SentCut => {}
    }
    if world.server_down_until.get() > world.step.get() {
        return Some(Err(NoReply));
    }
    let cut;
    let arriving = match (&call.body, fate) {
        (Some(Body::Json(json)), Fate::SentCut) => {
            let half = json.char_indices().map(|(at, _)| at).nth(json.chars().count() / 2).unwrap_or(0);
            cut = Call { body: Some(Body::Json(json[..half].to_owned())), ..call.clone() };
            &cut
        }
        (Some(Body::Bytes(bytes)), Fate::SentCut) => {
            cut = Call { body: Some(Body::Bytes(bytes[..bytes.len() / 2].to_vec())), ..call.clone() };
            &cut
        }
        _ => call,
    };
    let mut reply = world.serve(arriving, cookie)?;
    match fate {
        Fate::AnswerLost => return None,
        Fate::AnswerCut => reply.body.truncate(reply.body.len() / 2),
        _ => {}
    }
    Some(Ok(reply))
}

/// A box on the way that says what the phone would like to hear, signed by a stranger, by nobody, or for other bytes.
fn forged(call: &Call) -> Reply {
    let records = match &call.body {
        Some(Body::Json(json)) => {
            serde_json::from_str::<PushRequest>(json).map(|push| push.records).unwrap_or_default()
        }
        _ => vec![],
    };
    let receipts = records.iter().enumerate().map(|(at, record)| {
        let mut receipt = Receipt {
            id: record.id,
            hash: record.hash(),
            state: ReceiptState::Accepted,
            missing_blobs: vec![],
            findings: vec![],
            received_at_ms: 1,
            proof: None,
        };
        let digest = receipt.digest(1);
        if at % 2 == 0 {
            receipt.proof = Some(Proof { key: 1, signature: signer::signature(signer::STRANGER, digest) });
        }
        receipt
    });
    let receipts: Vec<Receipt> = receipts.collect();
    let by_stranger = Proof { key: 1, signature: signer::signature(signer::STRANGER, receipts_digest(&receipts, 1)) };
    let proof = (records.len() % 2 == 0).then_some(by_stranger);
    let answer = PushResponse { protocol: PROTOCOL, server_time_ms: 1, receipts, proof };
    reply(200, serde_json::to_string(&answer).unwrap())
}

/// A window's way to the server.
pub struct SimLine {
    pub world: Rc<World>,
    pub phone: usize,
}

impl Transport for SimLine {
    fn call(&self, call: Call) -> Later<'_, Result<Reply, NoReply>> {
        let world = &self.world;
        let cookie = world.phones[self.phone].cookie.get();
        let sent_at = world.step.get();
        let number = {
            let mut dice = world.dice.borrow_mut();
            world.line.borrow_mut().send(&mut dice, world.stormy.get(), sent_at, call, cookie)
        };
        Box::pin(async move {
            loop {
                pause().await;
                if let Some(answer) = world.line.borrow_mut().answers.remove(&number) {
                    return answer;
                }
                if world.step.get() > sent_at + PATIENCE {
                    return Err(NoReply);
                }
            }
        })
    }
}
