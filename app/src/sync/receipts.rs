//! Receipts: what the server says of records that were sent or asked about. They are taken only for the very bytes sent, and written
//! only in the place of what was read.

use super::outbox;
use super::round::{Party, Stop};
use super::seen::Seen;
use super::signing;
use super::transport::Call;
use super::wire::{self, Refusal};
use crate::store::{Guard, Op, StoreError, Table, key};
use domain::json;
use domain::sync::outbox::{Custody, Waiting};
use domain::sync::protocol::{PUSH_RECORDS, Receipt, ReceiptsRequest, ReceiptsResponse};
use domain::sync::signature::{Proof, ReceiptKey};

/// Asks again about records whose blobs were missing or that were set aside; after a restart of the server, which may have been a
/// restore from a backup, also about those that it had proven to have; or about `all`, and then it has to answer.
pub async fn ask_receipts(party: &Party<'_>, keys: &[ReceiptKey], seen: &mut Seen, all: bool) -> Result<(), Stop> {
    let doubt_key = key::doubt(party.account);
    let doubt = party.store.get(Table::Meta, &doubt_key).await?;
    let asked = seen.places(&|entry| entry.is_open() || ((all || doubt.is_some()) && !entry.is_unsent()));
    let answered = ask_about(party, keys, seen, &asked).await?;
    if doubt.is_some() && answered {
        let guard = Guard::new(Table::Meta, doubt_key.clone(), doubt);
        party.store.commit_if(&[guard], vec![Op::Delete(Table::Meta, doubt_key)]).await?;
    }
    if answered || !all { Ok(()) } else { Err(Stop::Refused(0)) }
}

/// Asks what the server has of these records and writes down what it says; whether it answered about all of them.
pub async fn ask_about(party: &Party<'_>, keys: &[ReceiptKey], seen: &mut Seen, asked: &[usize]) -> Result<bool, Stop> {
    let mut answered = true;
    for some in asked.chunks(PUSH_RECORDS) {
        let request = ReceiptsRequest { ids: some.iter().map(|at| seen.own[*at].record.id).collect() };
        let call = Call::json("POST", "/api/v1/sync/receipts", json::write(&request));
        match wire::ask::<ReceiptsResponse>(party.transport, call).await {
            Ok(answer) => {
                if take_receipts(party, keys, seen, some, (&answer.receipts, None)).await? {
                    (party.progress)();
                }
                offer_again(party, seen, some, &answer.receipts).await?;
            }
            Err(Refusal::Refused { .. }) => answered = false,
            Err(refusal) => return Err(refusal.into()),
        }
    }
    Ok(answered)
}

/// Writes down what the server says of records that were sent; whether it said anything new.
pub async fn take_receipts(
    party: &Party<'_>,
    keys: &[ReceiptKey],
    seen: &mut Seen,
    sent: &[usize],
    (receipts, proof): (&[Receipt], Option<Proof>),
) -> Result<bool, StoreError> {
    let worths = signing::worths(party.verifier, keys, receipts, proof).await;
    let mut changes = Vec::new();
    for at in sent {
        let is_its = |(receipt, _): &(&Receipt, _)| receipt.id == seen.own[*at].record.id;
        let Some((receipt, worth)) = receipts.iter().zip(&worths).find(is_its) else { continue };
        let after = seen.own[*at].clone().with_receipt_for(seen.hashes[*at], receipt, *worth);
        if after != seen.own[*at] {
            changes.push((*at, after));
        }
    }
    if !changes.is_empty() {
        replace(party, seen, &changes).await?;
    }
    Ok(!changes.is_empty())
}

/// What the server had and does not know any more (it was restored from a backup) is offered again in the next round.
async fn offer_again(
    party: &Party<'_>,
    seen: &mut Seen,
    asked: &[usize],
    receipts: &[Receipt],
) -> Result<(), StoreError> {
    let is_unknown = |at: &&usize| !receipts.iter().any(|receipt| receipt.id == seen.own[**at].record.id);
    let again = |at: &usize| (*at, Waiting { custody: Custody::OnThisPhoneOnly, ..seen.own[*at].clone() });
    let changes: Vec<_> = asked.iter().filter(is_unknown).map(again).collect();
    replace(party, seen, &changes).await
}

/// Notes that a record was offered and that the server could not take it.
pub async fn offered_in_vain(party: &Party<'_>, seen: &mut Seen, at: usize) -> Result<(), StoreError> {
    let after = Waiting { offers: seen.own[at].offers.saturating_add(1), ..seen.own[at].clone() };
    replace(party, seen, &[(at, after)]).await
}

/// Writes what became of entries, in one commit: each of its own would cost the phone a flush of its disk for every record.
async fn replace(party: &Party<'_>, seen: &mut Seen, changes: &[(usize, Waiting)]) -> Result<(), StoreError> {
    if !replace_together(party, seen, changes).await? && changes.len() > 1 {
        for change in changes {
            replace_together(party, seen, std::slice::from_ref(change)).await?;
        }
    }
    Ok(())
}

/// False, and nothing is written: another window has written one of them meanwhile. Its word stands until the next round.
async fn replace_together(
    party: &Party<'_>,
    seen: &mut Seen,
    changes: &[(usize, Waiting)],
) -> Result<bool, StoreError> {
    let (mut guards, mut ops) = (Vec::new(), Vec::new());
    for (at, after) in changes {
        guards.push(seen.guard(party.account, *at));
        ops.extend(outbox::put(party.account, after));
    }
    let is_written = party.store.commit_if(&guards, ops).await?;
    if is_written {
        for (at, after) in changes {
            seen.own[*at] = after.clone();
            seen.stored[*at] = json::write(after);
        }
    }
    Ok(is_written)
}
