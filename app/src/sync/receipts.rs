//! Receipts: what the server says of records that were sent or asked about. They are taken only for the very bytes sent, and written
//! only in the place of what was read.

use super::outbox;
use super::round::{Party, Stop};
use super::seen::{Seen, look};
use super::signing;
use super::transport::Call;
use super::wire::{self, Refusal};
use crate::store::{Op, StoreError, Table, key};
use domain::json;
use domain::sync::outbox::{Custody, Waiting};
use domain::sync::protocol::{PUSH_RECORDS, Receipt, ReceiptsRequest, ReceiptsResponse};
use domain::sync::signature::{Proof, ReceiptKey};

/// Asks again about records that are open; after a restart of the server, which may have been a restore from a backup, also about those
/// that it had proven to have; or about `all`, and then it has to answer.
pub async fn ask_receipts(party: &Party<'_>, keys: &[ReceiptKey], seen: &mut Seen, all: bool) -> Result<(), Stop> {
    // Another run was met since the outbox was read. No window writes any more what an earlier run said: what is read now is all that it
    // has proven.
    if party.store.get(Table::Meta, &key::run(party.account)).await? != seen.run {
        *seen = look(party.store, party.account).await?;
    }
    let sure_key = key::sure(party.account);
    let in_doubt = party.store.get(Table::Meta, &sure_key).await? != seen.run;
    let asked = seen.places(&|entry| entry.is_open() || ((all || in_doubt) && !entry.is_unsent()));
    let answered = ask_about(party, keys, seen, &asked).await?;
    if let (true, true, Some(run)) = (in_doubt, answered, &seen.run) {
        let sure = Op::Put(Table::Meta, sure_key, run.clone());
        party.store.commit_if(&[seen.run_guard(party.account)], vec![sure]).await?;
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

/// False, and nothing is written: another window has written one of them meanwhile, or has met another run of the server than the one
/// that said this. Its word stands until the next round.
async fn replace_together(
    party: &Party<'_>,
    seen: &mut Seen,
    changes: &[(usize, Waiting)],
) -> Result<bool, StoreError> {
    let (mut guards, mut ops) = (vec![seen.run_guard(party.account)], Vec::new());
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

#[cfg(not(target_arch = "wasm32"))]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::memory::MemoryStore;
    use crate::sync::tests::{as_party, entries, make, server, worker};
    use domain::sync::protocol::ReceiptState;

    /// A window's answer to a push comes back; meanwhile another window may have met another run of the server.
    fn is_written(other_run: bool) -> bool {
        let (store, server) = (MemoryStore::default(), server());
        make(&store, &server, 1, &[]).unwrap();
        as_party(worker(), &store, &server, async |party| {
            let mut seen = look(party.store, party.account).await.unwrap();
            if other_run {
                let met = Op::put_text(Table::Meta, key::run(party.account), "restored");
                party.store.commit(vec![met]).await.unwrap();
            }
            let receipt = Receipt {
                id: seen.own[0].record.id,
                hash: seen.hashes[0],
                state: ReceiptState::Accepted,
                missing_blobs: vec![],
                findings: vec![],
                received_at_ms: 1,
                proof: None,
            };
            take_receipts(party, &[], &mut seen, &[0], (&[receipt], None)).await.unwrap();
        });
        !entries(&store)[0].is_unsent()
    }

    #[test]
    fn what_an_earlier_run_of_the_server_said_is_not_written_once_another_is_known() {
        assert!(is_written(false));
        assert!(!is_written(true), "it is offered again");
    }
}
