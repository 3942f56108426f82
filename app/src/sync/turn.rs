//! Whose turn it is in a push, and how much goes into one.

use super::round::Party;
use super::seen::Seen;
use crate::store::{Op, StoreError, Table, key};
use domain::sync::outbox::Waiting;
use domain::sync::protocol::PUSH_RECORDS;

/// The places of what is unsent, in the order of their numbers, as the store's keys are; what was offered in vain goes behind what was
/// never tried, the least tried first: it stops nobody.
pub fn in_turn(seen: &Seen) -> Vec<usize> {
    let mut unsent = seen.places(&Waiting::is_unsent);
    // Nearly always in order already; the library's sort would be 2 kB on the phone.
    for end in 1..unsent.len() {
        let mut at = end;
        while at > 0 && seen.own[unsent[at - 1]].offers > seen.own[unsent[at]].offers {
            unsent.swap(at - 1, at);
            at -= 1;
        }
    }
    unsent
}

/// How many records a push may hold; fewer while larger pushes got no answer.
pub async fn push_limit(party: &Party<'_>) -> Result<usize, StoreError> {
    let kept: Option<usize> = party.store.get(Table::Meta, key::PUSH_LIMIT).await?.and_then(|limit| limit.read());
    Ok(kept.unwrap_or(PUSH_RECORDS).clamp(1, PUSH_RECORDS))
}

/// Remembers how many.
pub async fn keep_push_limit(party: &Party<'_>, limit: usize) -> Result<(), StoreError> {
    party.store.commit(vec![Op::put_text(Table::Meta, key::PUSH_LIMIT, limit.to_string())]).await
}

/// About what a record takes on the wire.
pub fn size_bytes(entry: &Waiting) -> usize {
    // Quotes and backslashes in the body are escaped on the wire; 550 covers the other fields and the signature.
    entry.record.body.len() + entry.record.body.bytes().filter(|byte| matches!(byte, b'"' | b'\\')).count() + 550
}
