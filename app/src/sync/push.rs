//! Sending records: in the order of their numbers, in pushes of bounded size.

use super::outbox::{self, Head};
use super::receipts::{offered_in_vain, take_receipts};
use super::round::{Party, Stop};
use super::seen::Seen;
use super::session::Session;
use super::transport::{Body, Call};
use super::turn;
use super::wire::{self, Refusal};
use crate::store::{Later, Op, StoreError, Table, key};
use domain::id::DeviceId;
use domain::json;
use domain::sync::outbox::{announce, batch_len};
use domain::sync::protocol::{OLDEST_PROTOCOL, PROTOCOL, PUSH_RECORDS, PushRequest, PushResponse, Receipt};
use domain::sync::signature::Proof;

/// After so many single records refused one after the other the fault is the server's, not theirs.
const REFUSED_MAX: u32 = 5;
/// Screens hear of what has arrived so often.
const TELL_EVERY_MS: u64 = 2_000;

/// Offers everything that the server has not answered for. An announcement goes even when there is nothing to offer.
/// A record that the server cannot take is passed over for this round, so that it never stops the next one.
pub async fn push(party: &Party<'_>, session: &Session, seen: &mut Seen) -> Result<(), Stop> {
    // The number first: what another window makes meanwhile is then announced as waiting, never as a gap.
    let highest_seq =
        party.store.get(Table::Meta, key::HEAD).await?.and_then(|head| head.read()).map_or(0, |head: Head| head.seq);
    let announcement = announce(highest_seq, &outbox::unsent(party.store).await?);
    let device = outbox::device(party.store, party.fresh_device).await?;
    let unsent = turn::in_turn(seen);
    let fresh = unsent.iter().filter(|at| seen.own[**at].offers == 0).count();
    let tried = unsent.len() - fresh;
    let mut ceiling = turn::push_limit(party).await?;
    let mut size_limit = ceiling;
    let (mut refused_in_a_row, mut told_ms) = (0, (party.now_ms)());
    let mut rest: &[usize] = &unsent;
    let mut is_announced = false;
    let mut answered: (&[usize], Vec<Receipt>, Option<Proof>) = (&[], vec![], None);
    let mut ready: Option<(&[usize], Later<'_, Body>)> = None;
    let pack = |seen: &Seen, rest: &'_ [usize], limit: usize| {
        let limit = limit.min(rest.len().saturating_sub(tried).max(1));
        let sizes: Vec<usize> = rest.iter().take(limit).map(|at| turn::size_bytes(&seen.own[*at])).collect();
        let count = batch_len(&sizes);
        let request = PushRequest {
            protocol: session.spoken(),
            device,
            app: party.app.to_owned(),
            // Of when it was packed: up to one push before it goes. What the server looks for are ten minutes.
            device_time_ms: (party.now_ms)(),
            announcement: announcement.clone(),
            records: rest[..count].iter().map(|at| seen.own[*at].record.clone()).collect(),
            key: party.key,
            signatures: rest[..count].iter().map(|at| seen.own[*at].signature).collect(),
            one_proof: true,
        };
        (count, party.transport.pack(json::write(&request)))
    };
    loop {
        let is_last = is_announced && rest.is_empty();
        let mut answer = None;
        let mut now: &[usize] = &[];
        if !is_last {
            let body = match ready.take() {
                Some((packed, body)) => {
                    now = packed;
                    body
                }
                None => {
                    let (count, body) = pack(seen, rest, size_limit);
                    now = &rest[..count];
                    body
                }
            };
            let call = Call { method: "POST", path: "/api/v1/sync/push".to_owned(), body: Some(body.await) };
            answer = Some(wire::ask::<PushResponse>(party.transport, call));
        }
        let later = &rest[now.len()..];
        // While the server works, the phone packs what goes next, and writes down what was said before. One after the other goes all
        // the same: what a record builds upon has arrived before it.
        if !later.is_empty() {
            let (count, body) = pack(seen, later, size_limit);
            ready = Some((&later[..count], body));
        }
        let (sent, receipts, proof) = std::mem::take(&mut answered);
        let is_news = take_receipts(party, &session.receipt_keys, seen, sent, (&receipts, proof)).await?;
        // A screen that hears of it reads the whole outbox again.
        let now_ms = (party.now_ms)();
        if is_news && (is_last || now_ms.abs_diff(told_ms) >= TELL_EVERY_MS) {
            told_ms = now_ms;
            (party.progress)();
        }
        is_announced = true;
        let Some(answer) = answer else { return Ok(()) };
        match answer.await {
            Ok(answer) => {
                check_protocol(answer.protocol)?;
                answered = (now, answer.receipts, answer.proof);
                rest = later;
                if ceiling < PUSH_RECORDS {
                    ceiling = (ceiling * 2).min(PUSH_RECORDS);
                    turn::keep_push_limit(party, ceiling).await?;
                }
                size_limit = ceiling;
                refused_in_a_row = 0;
            }
            Err(Refusal::Refused { findings, .. }) if findings.iter().any(|found| found.code == "protocol_unknown") => {
                return Err(Stop::UpdateNeeded);
            }
            // Something in this push is more than the server can bear: find it by halves, and go on behind it.
            Err(Refusal::Refused { status: 400 | 413 | 422 | 500, .. }) if now.len() > 1 => {
                size_limit = now.len().div_ceil(2);
                ready = None;
            }
            Err(Refusal::Refused { status: status @ (400 | 413 | 422 | 500), .. }) if now.len() == 1 => {
                offered_in_vain(party, seen, now[0]).await?;
                rest = later;
                refused_in_a_row += 1;
                if refused_in_a_row >= REFUSED_MAX {
                    return Err(Stop::Refused(status));
                }
            }
            // No answer at all: perhaps something on the way cuts what is large. The next round offers half as much.
            Err(Refusal::Unreachable) if now.len() > 1 => {
                turn::keep_push_limit(party, now.len().div_ceil(2)).await?;
                return Err(Stop::Unreachable);
            }
            // A record alone, and there is no less of it: if it is what something on the way does not let through, the next round
            // begins with the others.
            Err(Refusal::Unreachable) if now.len() == 1 => {
                offered_in_vain(party, seen, now[0]).await?;
                return Err(Stop::Unreachable);
            }
            Err(refusal) => return Err(refusal.into()),
        }
    }
}

/// Announces the last number of a database that is gone. Nothing of it waits any more, as far as anybody knows.
pub async fn announce_gone(
    party: &Party<'_>,
    session: &Session,
    device: DeviceId,
    highest_seq: u64,
) -> Result<(), Stop> {
    let request = PushRequest {
        protocol: session.spoken(),
        device,
        app: party.app.to_owned(),
        device_time_ms: (party.now_ms)(),
        announcement: announce(highest_seq, &[]),
        records: vec![],
        key: None,
        signatures: vec![],
        one_proof: true,
    };
    let call = Call::json("POST", "/api/v1/sync/push", json::write(&request));
    wire::ask::<PushResponse>(party.transport, call).await?;
    Ok(())
}

/// A server from before or after our time may mean something else by the same words.
pub fn check_protocol(protocol: u32) -> Result<(), Stop> {
    match protocol {
        OLDEST_PROTOCOL..=PROTOCOL => Ok(()),
        _ if protocol == PROTOCOL + 1 => Ok(()),
        _ => Err(Stop::UpdateNeeded),
    }
}

/// Remembers how far the phone's clock is off.
pub async fn take_offset(party: &Party<'_>, server_time_ms: i64) -> Result<(), StoreError> {
    let offset_ms = server_time_ms.saturating_sub((party.now_ms)());
    party.store.commit(vec![Op::put_text(Table::Meta, key::OFFSET, offset_ms.to_string())]).await
}
