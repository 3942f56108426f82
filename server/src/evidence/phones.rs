//! The phones' own chains in the database: each record names the hash of the one with the number before.

use super::report::Report;
use crate::db::{self, Tx};
use domain::chain::{Reason, Verdict};
use domain::hash::Hash;
use domain::id::DeviceId;
use std::collections::BTreeMap;

/// Says where a phone's chain does not hold. Numbers that are not here are no matter of this check: the list of phones names them.
pub async fn phones(tx: &mut Tx, report: &mut Report) -> anyhow::Result<()> {
    for device in db::evidence_row::devices_of_records(tx).await? {
        let numbers = db::record::device_numbers(tx, device, 0, u64::MAX).await?;
        let mut known: BTreeMap<u64, Vec<Hash>> = BTreeMap::new();
        for (seq, hash) in db::evidence_row::beside_of(tx, device).await? {
            known.entry(seq).or_default().push(hash);
        }
        for (seq, hash, _) in &numbers {
            known.entry(*seq).or_default().push(*hash);
        }
        for (seq, _, prev_hash) in numbers {
            let before = seq.checked_sub(1).and_then(|seq| known.get(&seq));
            let Some((verdict, reason)) = before.and_then(|before| judged(before, prev_hash)) else { continue };
            report.say(name(device, seq), verdict, reason);
        }
    }
    Ok(())
}

/// What a phone's number is called.
pub fn name(device: DeviceId, seq: u64) -> String {
    format!("phone {device} number {seq}")
}

fn judged(before: &[Hash], prev_hash: Option<Hash>) -> Option<(Verdict, Reason)> {
    match prev_hash {
        None => Some((Verdict::Intact, Reason::BeganAnew)),
        Some(hash) if before.contains(&hash) => None,
        Some(_) => Some((Verdict::Changed, Reason::Successor)),
    }
}
