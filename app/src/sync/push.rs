//! Sending records: in the order of their numbers, in pushes of bounded size; receipts are taken only for the very bytes sent.

use super::outbox::{self, Head};
use super::round::{Party, Stop};
use super::session::Session;
use super::signing;
use super::transport::Call;
use super::wire::{self, Refusal};
use crate::store::{Guard, Op, StoreError, Table, Value, key};
use domain::id::DeviceId;
use domain::json;
use domain::sync::outbox::{Custody, Waiting, announce, batch_len};
use domain::sync::protocol::{
    OLDEST_PROTOCOL, PROTOCOL, PUSH_RECORDS, PushRequest, PushResponse, Receipt, ReceiptsRequest, ReceiptsResponse,
};
use domain::sync::signature::ReceiptKey;

/// After so many single records refused one after the other the fault is the server's, not theirs.
const REFUSED_MAX: u32 = 5;

/// Offers everything that the server has not answered for. An announcement goes even when there is nothing to offer.
/// A record that the server cannot take is passed over for this round, so that it never stops the next one.
pub async fn push(party: &Party<'_>, session: &Session) -> Result<(), Stop> {
    // The number first: what another window makes meanwhile is then announced as waiting, never as a gap.
    let highest_seq =
        party.store.get(Table::Meta, key::HEAD).await?.and_then(|head| head.read()).map_or(0, |head: Head| head.seq);
    let announcement = announce(highest_seq, &outbox::unsent(party.store).await?);
    let device = outbox::device(party.store, party.fresh_device).await?;
    // In the order of their numbers, as the store's keys are; what was refused before goes behind what was never tried: it stops nobody.
    let mine = outbox::entries(party.store, party.account).await?.into_iter().filter(Waiting::is_unsent);
    let (refused, mut unsent): (Vec<Waiting>, Vec<Waiting>) = mine.partition(|entry| entry.offers > 0);
    unsent.extend(refused);
    let mut ceiling = push_limit(party).await?;
    let mut size_limit = ceiling;
    let mut refused_in_a_row = 0;
    let mut rest: &[Waiting] = &unsent;
    loop {
        let sizes: Vec<usize> = rest.iter().map(size_bytes).take(size_limit).collect();
        let (now, later) = rest.split_at(batch_len(&sizes));
        let request = PushRequest {
            protocol: session.spoken(),
            device,
            app: party.app.to_owned(),
            device_time_ms: (party.now_ms)(),
            announcement: announcement.clone(),
            records: now.iter().map(|entry| entry.record.clone()).collect(),
            key: party.key,
            signatures: now.iter().map(|entry| entry.signature).collect(),
        };
        let call = Call::json("POST", "/api/v1/sync/push", json::write(&request));
        match wire::ask::<PushResponse>(party.transport, call).await {
            Ok(answer) => {
                check_protocol(answer.protocol)?;
                take_offset(party, answer.server_time_ms).await?;
                take_receipts(party, &session.receipt_keys, now, &answer.receipts).await?;
                rest = later;
                if ceiling < PUSH_RECORDS {
                    ceiling = (ceiling * 2).min(PUSH_RECORDS);
                    keep_push_limit(party, ceiling).await?;
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
            }
            Err(Refusal::Refused { status: status @ (400 | 413 | 422 | 500), .. }) if now.len() == 1 => {
                offered_in_vain(party, &now[0]).await?;
                rest = later;
                refused_in_a_row += 1;
                if refused_in_a_row >= REFUSED_MAX {
                    return Err(Stop::Refused(status));
                }
            }
            // No answer at all: perhaps something on the way cuts what is large. The next round offers half as much.
            Err(Refusal::Unreachable) if now.len() > 1 => {
                keep_push_limit(party, now.len().div_ceil(2)).await?;
                return Err(Stop::Unreachable);
            }
            Err(refusal) => return Err(refusal.into()),
        }
        if rest.is_empty() {
            return Ok(());
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
    };
    let call = Call::json("POST", "/api/v1/sync/push", json::write(&request));
    wire::ask::<PushResponse>(party.transport, call).await?;
    Ok(())
}

/// How many records a push may hold; fewer while larger pushes got no answer.
async fn push_limit(party: &Party<'_>) -> Result<usize, StoreError> {
    let kept: Option<usize> = party.store.get(Table::Meta, key::PUSH_LIMIT).await?.and_then(|limit| limit.read());
    Ok(kept.unwrap_or(PUSH_RECORDS).clamp(1, PUSH_RECORDS))
}

async fn keep_push_limit(party: &Party<'_>, limit: usize) -> Result<(), StoreError> {
    party.store.commit(vec![Op::put_text(Table::Meta, key::PUSH_LIMIT, limit.to_string())]).await
}

/// Asks again about records whose blobs were missing or that were set aside; after a restart of the server, which may have been a
/// restore from a backup, also about those that it had proven to have; or about `all`, and then it has to answer.
pub async fn ask_receipts(party: &Party<'_>, keys: &[ReceiptKey], all: bool) -> Result<(), Stop> {
    let doubt_key = key::doubt(party.account);
    let doubt = party.store.get(Table::Meta, &doubt_key).await?;
    let mut asked = outbox::entries(party.store, party.account).await?;
    asked.retain(|entry| entry.is_open() || ((all || doubt.is_some()) && !entry.is_unsent()));
    let answered = ask_about(party, keys, &asked).await?;
    if doubt.is_some() && answered {
        let guard = Guard::new(Table::Meta, doubt_key.clone(), doubt);
        party.store.commit_if(&[guard], vec![Op::Delete(Table::Meta, doubt_key)]).await?;
    }
    if answered || !all { Ok(()) } else { Err(Stop::Refused(0)) }
}

/// Asks what the server has of these records and writes down what it says; whether it answered about all of them.
pub async fn ask_about(party: &Party<'_>, keys: &[ReceiptKey], asked: &[Waiting]) -> Result<bool, Stop> {
    let mut answered = true;
    for some in asked.chunks(PUSH_RECORDS) {
        let request = ReceiptsRequest { ids: some.iter().map(|entry| entry.record.id).collect() };
        let call = Call::json("POST", "/api/v1/sync/receipts", json::write(&request));
        match wire::ask::<ReceiptsResponse>(party.transport, call).await {
            Ok(answer) => {
                take_receipts(party, keys, some, &answer.receipts).await?;
                offer_again(party, some, &answer.receipts).await?;
            }
            Err(Refusal::Refused { .. }) => answered = false,
            Err(refusal) => return Err(refusal.into()),
        }
    }
    Ok(answered)
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

async fn take_receipts(
    party: &Party<'_>,
    keys: &[ReceiptKey],
    sent: &[Waiting],
    receipts: &[Receipt],
) -> Result<(), StoreError> {
    let mut changes = Vec::new();
    for entry in sent {
        let Some(receipt) = receipts.iter().find(|receipt| receipt.id == entry.record.id) else { continue };
        let worth = signing::worth(party.verifier, keys, receipt).await;
        let after = entry.clone().with_receipt(receipt, worth);
        if after != *entry {
            changes.push((entry, after));
        }
    }
    if !changes.is_empty() {
        replace(party, &changes).await?;
        (party.progress)();
    }
    Ok(())
}

/// What the server had and does not know any more (it was restored from a backup) is offered again in the next round.
async fn offer_again(party: &Party<'_>, asked: &[Waiting], receipts: &[Receipt]) -> Result<(), StoreError> {
    let unknown = asked.iter().filter(|entry| !receipts.iter().any(|receipt| receipt.id == entry.record.id));
    let again = |entry| (entry, Waiting { custody: Custody::OnThisPhoneOnly, ..Waiting::clone(entry) });
    replace(party, &unknown.map(again).collect::<Vec<_>>()).await
}

async fn offered_in_vain(party: &Party<'_>, entry: &Waiting) -> Result<(), StoreError> {
    let after = Waiting { offers: entry.offers.saturating_add(1), ..entry.clone() };
    replace(party, &[(entry, after)]).await
}

/// Writes what became of entries, in one commit: each of its own would cost the phone a flush of its disk for every record.
async fn replace(party: &Party<'_>, changes: &[(&Waiting, Waiting)]) -> Result<(), StoreError> {
    if !replace_together(party, changes).await? && changes.len() > 1 {
        for change in changes {
            replace_together(party, std::slice::from_ref(change)).await?;
        }
    }
    Ok(())
}

/// An entry that another window has written meanwhile is left out: its word stands until the next round. False: one wrote just now.
async fn replace_together(party: &Party<'_>, changes: &[(&Waiting, Waiting)]) -> Result<bool, StoreError> {
    let (mut guards, mut ops) = (Vec::new(), Vec::new());
    for (before, after) in changes {
        let key = key::outbox(party.account, before.record.seq);
        let stored = party.store.get(Table::Outbox, &key).await?;
        let parsed: Option<Waiting> = stored.as_ref().and_then(Value::read);
        if parsed.as_ref() == Some(*before) {
            guards.push(Guard::new(Table::Outbox, key, stored));
            ops.extend(outbox::put(party.account, after));
        }
    }
    party.store.commit_if(&guards, ops).await
}

fn size_bytes(entry: &Waiting) -> usize {
    // Quotes and backslashes in the body are escaped on the wire; 550 covers the other fields and the signature.
    entry.record.body.len() + entry.record.body.bytes().filter(|byte| matches!(byte, b'"' | b'\\')).count() + 550
}
