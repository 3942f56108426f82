//! Seals what an earlier app left in plain, a few rows at a time. At every step each row is readable as it lies there, plain or
//! sealed, so it may end anywhere and go on at the next start.

use super::sealed::{SealedStore, is_sealed};
use super::{Guard, Op, Store, StoreError, Table, Value, key};
use crate::sync::outbox::list_unsent;
use domain::id::AccountId;
use domain::text::holds;

/// So many rows in one commit.
const ROWS: usize = 64;

/// Lists the unsent records of all accounts of a phone of before: only while they lie there in plain everybody can read them.
pub async fn list_all(store: &SealedStore) -> Result<(), StoreError> {
    if store.get(Table::Meta, key::UNSENT_LISTED).await?.is_some() {
        return Ok(());
    }
    list_unsent(store.inside(), "", Some(Op::put_text(Table::Meta, key::UNSENT_LISTED, "1"))).await
}

/// Seals everything of the account whose key is at hand. What another window writes meanwhile is sealed by itself.
pub async fn seal_all(store: &SealedStore, account: AccountId) -> Result<(), StoreError> {
    let done = key::sealed(account);
    if store.get(Table::Meta, &done).await?.is_some() {
        return Ok(());
    }
    list_unsent(store, &key::of(account), None).await?;
    // What is most personal first.
    while seal_rows(store, Table::Outbox, &key::of(account)).await?
        | seal_rows(store, Table::Drafts, &key::of(account)).await?
        | seal_rows(store, Table::Meta, &key::session(account)).await?
        | seal_rows(store, Table::Entities, &key::of(account)).await?
    {}
    seal_blobs(store, account).await?;
    store.commit(vec![Op::put_text(Table::Meta, done, "1")]).await
}

/// Says whether there was a plain row.
async fn seal_rows(store: &SealedStore, table: Table, prefix: &str) -> Result<bool, StoreError> {
    let mut plain = store.inside().range(table, prefix).await?;
    plain.retain(|(_, value)| !is_sealed(value));
    for rows in plain.chunks(ROWS) {
        let guard = |(key, value): &(String, Value)| Guard::new(table, key, Some(value.clone()));
        let guards: Vec<Guard> = rows.iter().map(guard).collect();
        let ops = rows.iter().map(|(key, value)| Op::Put(table, key.clone(), value.clone())).collect();
        // Written over meanwhile: the next time round looks again.
        store.commit_if(&guards, ops).await?;
    }
    Ok(!plain.is_empty())
}

/// One by one: all of them together may be more than the phone's memory.
async fn seal_blobs(store: &SealedStore, account: AccountId) -> Result<(), StoreError> {
    let own = key::of(account);
    let (owned, ownerless): (Vec<String>, Vec<String>) =
        store.inside().keys(Table::Blobs, "").await?.into_iter().partition(|key| key.contains('/'));
    for key in owned.iter().filter(|key| key.starts_with(&own)) {
        seal_rows(store, Table::Blobs, key).await?;
    }
    if ownerless.is_empty() {
        return Ok(());
    }
    let (mut ours, mut theirs) = (String::new(), String::new());
    for table in [Table::Outbox, Table::Drafts] {
        for (_, value) in store.range(table, &own).await? {
            ours.push_str(value.as_text().unwrap_or_default());
        }
        for (key, value) in store.inside().range(table, "").await? {
            if !key.starts_with(&own) {
                theirs.push_str(value.as_text().unwrap_or_default());
            }
        }
    }
    for hash in ownerless {
        let is_theirs = holds(&theirs, &hash);
        if is_theirs && !holds(&ours, &hash) {
            continue;
        }
        let Some(bytes) = store.inside().get(Table::Blobs, &hash).await? else { continue };
        let mut ops = vec![Op::Put(Table::Blobs, [own.as_str(), &hash].concat(), bytes)];
        if !is_theirs {
            ops.push(Op::Delete(Table::Blobs, hash));
        }
        store.commit(ops).await?;
    }
    Ok(())
}
