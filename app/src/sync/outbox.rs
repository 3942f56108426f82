//! The outbox on the phone: how a record is made, numbered, chained and kept, in one commit with all that belongs to it.

use super::signing::Signer;
use crate::store::{Guard, Later, Op, Store, StoreError, Table, Value, key};
use domain::hash::Hash;
use domain::id::{AccountId, DeviceId, RecordId};
use domain::json::{self, FromJson, ToJson};
use domain::sync::outbox::Waiting;
use domain::sync::record::{Record, RecordKind};
#[cfg(test)]
use serde::{Deserialize, Serialize};

/// The end of the phone's chain: number and hash of the last record made on this phone, by whomever.
#[derive(Debug, Clone, PartialEq, Eq, FromJson, ToJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
pub struct Head {
    /// This phone.
    pub device: DeviceId,
    /// Number of the last record; 0 before the first.
    pub seq: u64,
    /// Its hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<Hash>,
}

/// A record to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRecord {
    /// Made beforehand, so that other records of the same batch can point to it.
    pub id: RecordId,
    /// What the body is.
    pub kind: RecordKind,
    /// JSON of the kind's type.
    pub body: String,
    /// Photos and signatures that it refers to; their bytes lie in the blobs table or come with the batch.
    pub blobs: Vec<Hash>,
}

/// Who makes it, and when.
#[derive(Clone, Copy)]
pub struct Making<'a> {
    /// The account logged in.
    pub author: AccountId,
    /// The phone's clock, ms UTC.
    pub at_ms: i64,
    /// Name of this phone, should it have none yet.
    pub fresh_device: DeviceId,
    /// The account's key on this phone; none while there is none.
    pub signer: Option<&'a dyn Signer>,
}

/// Puts records into the outbox: numbers, chain, entries and `also` (optimistic views, blobs, the draft's end) in one commit.
/// Another window that numbers records at the same moment makes this one read again: no number is given twice.
pub async fn record_all(
    store: &dyn Store,
    making: Making<'_>,
    new: &[NewRecord],
    also: &[Op],
) -> Result<Vec<Waiting>, StoreError> {
    record_as(store, making, None, new, also).await
}

/// The same; with `repairs`, in the place of a record that was set aside. That one stays, word for word, until the server says what became
/// of it: only one of the two ever counts.
pub async fn record_as(
    store: &dyn Store,
    making: Making<'_>,
    repairs: Option<RecordId>,
    new: &[NewRecord],
    also: &[Op],
) -> Result<Vec<Waiting>, StoreError> {
    let offset_ms = store.get(Table::Meta, key::OFFSET).await?.and_then(|offset| offset.read());
    loop {
        let stored = store.get(Table::Meta, key::HEAD).await?;
        let mut head = match &stored {
            Some(Value::Text(text)) => from_json(text)?,
            _ => Head { device: making.fresh_device, seq: 0, hash: None },
        };
        let mut entries: Vec<Waiting> =
            new.iter().map(|new| next(&mut head, making, (offset_ms, repairs), new)).collect();
        if let Some(signer) = making.signer {
            for entry in &mut entries {
                entry.signature = signer.sign(entry.record.hash()).await;
            }
        }
        let mut ops = vec![Op::put_text(Table::Meta, key::HEAD, json::write(&head))];
        for entry in &entries {
            ops.extend(put(making.author, entry));
        }
        ops.extend_from_slice(also);
        if store.commit_if(&[Guard::new(Table::Meta, key::HEAD, stored)], ops).await? {
            return Ok(entries);
        }
    }
}

fn next(
    head: &mut Head,
    making: Making<'_>,
    (offset_ms, repairs): (Option<i64>, Option<RecordId>),
    new: &NewRecord,
) -> Waiting {
    let record = Record {
        id: new.id,
        kind: new.kind,
        device: head.device,
        seq: head.seq + 1,
        author: making.author,
        recorded_at_ms: making.at_ms,
        offset_ms,
        prev_hash: head.hash,
        repairs,
        body: new.body.clone(),
    };
    head.seq = record.seq;
    head.hash = Some(record.hash());
    Waiting::new(record, new.blobs.clone())
}

/// The writes that keep an entry, and its number among those that are unsent.
pub fn put(account: AccountId, entry: &Waiting) -> [Op; 2] {
    let kept = Op::put_text(Table::Outbox, key::outbox(account, entry.record.seq), json::write(entry));
    [kept, list(entry)]
}

fn list(entry: &Waiting) -> Op {
    let name = key::unsent(entry.record.seq);
    match entry.is_unsent() {
        true => Op::put_text(Table::Meta, name, entry.record.recorded_at_ms.to_string()),
        false => Op::Delete(Table::Meta, name),
    }
}

/// Numbers of the unsent records of every account on this phone, in order, and when each was made.
pub fn unsent(store: &dyn Store) -> Later<'_, Result<Vec<(u64, i64)>, StoreError>> {
    Box::pin(async move {
        let rows = store.range(Table::Meta, key::UNSENT).await?;
        let row = |(name, value): &(String, Value)| {
            Some((name.get(key::UNSENT.len()..)?.parse().ok()?, value.as_text()?.parse().ok()?))
        };
        Ok(rows.iter().filter_map(row).collect())
    })
}

/// Lists what an app of before the list had not listed, or what was listed in a table that is gone. Notes `done` in the same commit.
pub async fn list_unsent(store: &dyn Store, prefix: &str, done: &[Op]) -> Result<(), StoreError> {
    loop {
        let (mut guards, mut ops) = (Vec::new(), done.to_vec());
        for (name, value) in store.range(Table::Outbox, prefix).await? {
            if let Some(entry) = value.read().filter(Waiting::is_unsent) {
                ops.push(list(&entry));
                // Sent by another window meanwhile: not listed for ever.
                guards.push(Guard::new(Table::Outbox, name, Some(value)));
            }
        }
        if store.commit_if(&guards, ops).await? {
            return Ok(());
        }
    }
}

/// All entries of an account, in the order of their numbers. What cannot be read stays where it is and is left out.
pub async fn entries(store: &dyn Store, account: AccountId) -> Result<Vec<Waiting>, StoreError> {
    let rows = store.range(Table::Outbox, &key::of(account)).await?;
    Ok(rows.iter().filter_map(|(_, value)| value.read()).collect())
}

/// The name of this phone; given now if it has none yet, so that it can announce itself before its first record.
pub async fn device(store: &dyn Store, fresh: DeviceId) -> Result<DeviceId, StoreError> {
    loop {
        let stored = store.get(Table::Meta, key::HEAD).await?;
        if let Some(Value::Text(text)) = &stored {
            return from_json::<Head>(text).map(|head| head.device);
        }
        let head = json::write(&Head { device: fresh, seq: 0, hash: None });
        let guard = Guard::new(Table::Meta, key::HEAD, stored);
        if store.commit_if(&[guard], vec![Op::put_text(Table::Meta, key::HEAD, head)]).await? {
            return Ok(fresh);
        }
    }
}

/// What a key says in JSON; one that cannot be read counts as absent. For tests: on the phone each type that is read so weighs half a kilobyte.
#[cfg(test)]
pub async fn read<T: FromJson>(store: &dyn Store, table: Table, key: &str) -> Result<Option<T>, StoreError> {
    Ok(store.get(table, key).await?.and_then(|value| value.read()))
}

fn from_json<T: FromJson>(text: &str) -> Result<T, StoreError> {
    json::read(text).map_err(|error| StoreError::Failed(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::contract::now;
    use crate::store::memory::MemoryStore;

    fn making(who: u8) -> Making<'static> {
        let fresh_device = DeviceId::new(1, [9; 10]);
        Making { author: AccountId::new(1, [who; 10]), at_ms: 5, fresh_device, signer: None }
    }

    fn new(number: u8) -> NewRecord {
        let body = format!("{{\"number\":{number}}}");
        NewRecord { id: RecordId::new(1, [number; 10]), kind: RecordKind::Visit, body, blobs: vec![] }
    }

    #[test]
    fn both_readers_agree_on_the_head() {
        use crate::reading::{HASH, ID, agree_and_write};
        agree_and_write::<Head>(&serde_json::json!({"device": ID, "seq": 7, "hash": HASH}));
    }

    #[test]
    fn records_are_numbered_without_gaps_and_chained_over_all_accounts_of_a_phone() {
        let store = MemoryStore::default();
        let first = now(record_all(&store, making(1), &[new(1), new(2)], &[])).unwrap();
        let second = now(record_all(&store, making(2), &[new(3)], &[])).unwrap();
        let all: Vec<&Record> = first.iter().chain(&second).map(|entry| &entry.record).collect();
        assert_eq!(all.iter().map(|record| record.seq).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(all[0].prev_hash, None);
        assert_eq!(all[1].prev_hash, Some(all[0].hash()));
        assert_eq!(all[2].prev_hash, Some(all[1].hash()));
        assert_eq!(now(entries(&store, making(1).author)).unwrap(), first, "each account sees its own");
        assert_eq!(now(entries(&store, making(2).author)).unwrap(), second);
    }

    #[test]
    fn a_record_its_blobs_and_the_end_of_its_draft_are_one_commit() {
        let store = MemoryStore::default();
        let draft = key::draft(making(1).author, "visit/1");
        now(store.commit(vec![Op::put_text(Table::Drafts, &draft, "{}")])).unwrap();
        let also = [Op::Delete(Table::Drafts, draft.clone()), Op::Put(Table::Blobs, "h".into(), Value::Bytes(vec![1]))];
        now(record_all(&store, making(1), &[new(1)], &also)).unwrap();
        assert_eq!(now(store.get(Table::Drafts, &draft)), Ok(None));
        assert_eq!(now(store.get(Table::Blobs, "h")), Ok(Some(Value::Bytes(vec![1]))));
    }
}
