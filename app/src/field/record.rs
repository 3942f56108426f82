//! What a person makes: drafts kept on every keystroke, photos kept before they are shown, records kept in one commit.

use super::browser;
use super::context::Phone;
use super::signal::spawn_local;
use crate::store::{Op, Store, StoreError, Table, Value, key};
use crate::sync::outbox::{self, Making, NewRecord};
use crate::sync::second;
use crate::sync::second_web::WebSecond;
use crate::sync::signing::Signer;
use crate::sync::web_crypto;
use domain::hash::Hash;
use domain::id::{AccountId, DeviceId, RecordId};
use domain::sync::outbox::Waiting;
use domain::sync::record::{Record, RecordKind};

impl Phone {
    /// Keeps a half-filled form, on every keystroke; later calls overwrite earlier ones in order. Durable a few ms later;
    /// the future is only for who has to be sure (before the camera opens).
    pub async fn save_draft(self, name: &str, json: String) -> Result<(), StoreError> {
        let key = key::draft(self.owner(), name);
        self.store().commit(vec![Op::put_text(Table::Drafts, key, json)]).await
    }

    /// A form left half-filled.
    pub async fn draft(self, name: &str) -> Result<Option<String>, StoreError> {
        let value = self.store().get(Table::Drafts, &key::draft(self.owner(), name)).await?;
        Ok(value.as_ref().and_then(Value::as_text).map(str::to_owned))
    }

    /// Names of the drafts that start so, in order.
    pub async fn draft_names(self, prefix: &str) -> Result<Vec<String>, StoreError> {
        let account = self.owner();
        let keys = self.store().keys(Table::Drafts, &key::draft(account, prefix)).await?;
        let own = key::of(account).len();
        Ok(keys.iter().filter_map(|key| key.get(own..)).map(str::to_owned).collect())
    }

    /// Gives a form up. (A recorded one ends with its record: see [`Phone::end_draft`].)
    pub async fn drop_draft(self, name: &str) -> Result<(), StoreError> {
        self.store().commit(vec![self.end_draft(name)]).await
    }

    /// The write that ends a draft, for the batch of its record.
    pub fn end_draft(self, name: &str) -> Op {
        Op::Delete(Table::Drafts, key::draft(self.owner(), name))
    }

    /// Keeps a photo or strokes before there is a record, for a draft to refer to.
    pub async fn save_blob(self, bytes: Vec<u8>) -> Result<Hash, StoreError> {
        let hash = Hash::of(&bytes);
        self.store().commit(vec![put_blob(self.owner(), hash, bytes)]).await?;
        Ok(hash)
    }

    /// The bytes of a photo or strokes.
    pub async fn blob(self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(match self.store().get(Table::Blobs, &key::blob(self.owner(), hash)).await? {
            Some(Value::Bytes(bytes)) => Some(bytes),
            _ => None,
        })
    }

    /// Makes one record: see [`Phone::record_all`].
    pub async fn record(
        self,
        kind: RecordKind,
        body: String,
        blobs: Vec<(Hash, Vec<u8>)>,
        mut also: Vec<Op>,
    ) -> Result<RecordId, StoreError> {
        let id = self.new_id();
        let new = NewRecord { id, kind, body, blobs: blobs.iter().map(|(hash, _)| *hash).collect() };
        let account = self.owner();
        also.extend(blobs.into_iter().map(|(hash, bytes)| put_blob(account, hash, bytes)));
        self.record_all(vec![new], also).await?;
        Ok(id)
    }

    /// Makes records: numbers, chain, outbox entries, and `also` (optimistic views, blobs, the end of the draft) in one commit.
    /// When it returns, nothing of it can be lost; sending starts by itself.
    pub fn record_all(self, new: Vec<NewRecord>, also: Vec<Op>) -> impl Future<Output = Result<(), StoreError>> {
        self.make(None, new, also)
    }

    /// Makes the record that takes the place of one that was set aside, and ends the draft it was typed in.
    pub async fn repair(self, broken: &Waiting, body: String, draft: &str) -> Result<(), StoreError> {
        let Record { id, kind, .. } = broken.record;
        let new = NewRecord { id: self.new_id(), kind, body, blobs: broken.blobs.clone() };
        self.make(Some(id), vec![new], vec![self.end_draft(draft)]).await
    }

    async fn make(self, repairs: Option<RecordId>, new: Vec<NewRecord>, also: Vec<Op>) -> Result<(), StoreError> {
        let author = self.need_account()?;
        let key = web_crypto::worker_key(author).await;
        let signer = key.as_deref().map(|key| key as &dyn Signer);
        let making = Making { author, at_ms: self.now_ms(), fresh_device: DeviceId(browser::new_id()), signer };
        outbox::record_as(self.store(), making, repairs, &new, &also).await?;
        self.touch();
        // Beside, so that the next door need not wait for it. The first copy is safe.
        spawn_local(async move {
            let _ = second::complete(self.store(), &WebSecond, author, key.map(|key| key.announced)).await;
            self.touch();
            self.sync_now();
        });
        Ok(())
    }
}

/// The write that keeps a blob, for a record's batch.
pub fn put_blob(account: AccountId, hash: Hash, bytes: Vec<u8>) -> Op {
    Op::Put(Table::Blobs, key::blob(account, hash), Value::Bytes(bytes))
}
