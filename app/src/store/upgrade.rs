//! Seals what an earlier app left in plain, a few rows at a time. At every step each row is readable as it lies there, plain or
//! sealed, so it may end anywhere and go on at the next start.

use super::sealed::{SealedStore, is_sealed};
use super::{Guard, Op, Store, StoreError, Table, key};
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
    list_unsent(store.inside(), "", &[Op::put_text(Table::Meta, key::UNSENT_LISTED, "1")]).await
}

/// Seals everything of the account whose key is at hand. What another window writes meanwhile is sealed by itself.
pub async fn seal_all(store: &SealedStore, account: AccountId) -> Result<(), StoreError> {
    let (done, own, session) = (key::sealed(account), key::of(account), key::session(account));
    if store.get(Table::Meta, &done).await?.is_some() {
        return Ok(());
    }
    list_unsent(store, &own, &[]).await?;
    // What is most personal first.
    let parts = [(Table::Outbox, &own), (Table::Drafts, &own), (Table::Meta, &session), (Table::Entities, &own)];
    let mut is_any = true;
    while std::mem::take(&mut is_any) {
        for (table, prefix) in parts {
            is_any |= seal_rows(store, table, prefix).await?;
        }
    }
    seal_blobs(store, &own).await?;
    store.commit(vec![Op::put_text(Table::Meta, done, "1")]).await
}

/// Says whether there was a plain row.
async fn seal_rows(store: &SealedStore, table: Table, prefix: &str) -> Result<bool, StoreError> {
    let mut plain = store.inside().range(table, prefix).await?;
    plain.retain(|(_, value)| !is_sealed(value));
    for rows in plain.chunks(ROWS) {
        let (mut guards, mut ops) = (Vec::new(), Vec::new());
        for (key, value) in rows {
            guards.push(Guard::new(table, key, Some(value.clone())));
            ops.push(Op::Put(table, key.clone(), value.clone()));
        }
        // Written over meanwhile: the next time round looks again.
        store.commit_if(&guards, ops).await?;
    }
    Ok(!plain.is_empty())
}

/// One by one: all of them together may be more than the phone's memory.
async fn seal_blobs(store: &SealedStore, own: &str) -> Result<(), StoreError> {
    let mut ownerless = Vec::new();
    for key in store.inside().keys(Table::Blobs, "").await? {
        if key.starts_with(own) {
            seal_rows(store, Table::Blobs, &key).await?;
        } else if !key.contains('/') {
            ownerless.push(key);
        }
    }
    if ownerless.is_empty() {
        return Ok(());
    }
    let (mut ours, mut theirs) = (String::new(), String::new());
    for table in [Table::Outbox, Table::Drafts] {
        for (_, value) in store.range(table, own).await? {
            ours.push_str(value.as_text().unwrap_or_default());
        }
        for (key, value) in store.inside().range(table, "").await? {
            if !key.starts_with(own) {
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
        let mut ops = vec![Op::Put(Table::Blobs, [own, &hash].concat(), bytes)];
        if !is_theirs {
            ops.push(Op::Delete(Table::Blobs, hash));
        }
        store.commit(ops).await?;
    }
    Ok(())
}
