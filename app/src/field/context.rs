//! The phone, as every screen knows it: store, session, language, where one is, and how a record is made.

use super::browser;
use super::route::Route;
use crate::store::indexed::IndexedStore;
use crate::store::{Op, Store, StoreError, Table, Value, key};
use crate::sync::outbox::{self, Making, NewRecord};
use crate::words::Word;
use domain::hash::Hash;
use domain::id::{AccountId, DeviceId, RecordId};
use domain::language::Language;
use domain::sync::protocol::SessionView;
use domain::sync::record::RecordKind;
use leptos::prelude::*;
use serde::de::DeserializeOwned;

/// The phone. Small and `Copy`: take it with [`Phone::here`] and use it in any closure.
#[derive(Clone, Copy)]
pub struct Phone {
    store: StoredValue<IndexedStore, LocalStorage>,
    /// Who is logged in; kept through restarts and offline days.
    pub session: RwSignal<Option<SessionView>>,
    /// The language of every text.
    pub language: RwSignal<Language>,
    /// The page.
    pub route: RwSignal<Route>,
    /// Rises with every record made and everything fetched: read it where a list has to be read again.
    pub changed: RwSignal<u32>,
}

impl Phone {
    /// Opens the store and reads who was here last.
    pub async fn open() -> Result<Self, StoreError> {
        let store = IndexedStore::open("doorstep").await?;
        let account: Option<AccountId> = outbox::read(&store, Table::Meta, key::ACCOUNT).await?;
        let session = match account {
            Some(account) => outbox::read(&store, Table::Meta, &key::session(account)).await?,
            None => None,
        };
        let language = browser::remembered("language").map_or(Language::Zh, |tag| Language::from_tag(&tag));
        Ok(Self {
            store: StoredValue::new_local(store),
            session: RwSignal::new(session),
            language: RwSignal::new(language),
            route: RwSignal::new(Route::parse(&browser::path())),
            changed: RwSignal::new(0),
        })
    }

    /// The phone of the screen that asks.
    pub fn here() -> Self {
        expect_context()
    }

    /// The database.
    pub fn store(self) -> IndexedStore {
        self.store.get_value()
    }

    /// A text in the language of the moment; reactive.
    pub fn say(self, word: Word) -> &'static str {
        word.text(self.language.get())
    }

    /// The same with its `{name}` places filled; reactive.
    pub fn fill(self, word: Word, values: &[(&str, &str)]) -> String {
        word.fill(self.language.get(), values)
    }

    /// The phone's clock, ms UTC.
    pub fn now_ms(self) -> i64 {
        browser::now_ms()
    }

    /// A new id of any kind: `let id: RecordId = phone.new_id();`
    pub fn new_id<T: From<uuid::Uuid>>(self) -> T {
        browser::new_id().into()
    }

    /// Goes to a page.
    pub fn navigate(self, route: Route) {
        browser::push(&route.path(), false);
        self.arrive(route);
    }

    /// Goes to a page in place of this one: back leads past this one.
    pub fn replace(self, route: Route) {
        browser::push(&route.path(), true);
        self.arrive(route);
    }

    fn arrive(self, route: Route) {
        browser::window().scroll_to_with_x_and_y(0.0, 0.0);
        self.route.set(route);
    }

    /// The account logged in, without listening for changes.
    pub fn account(self) -> Option<AccountId> {
        self.session.with_untracked(|session| session.as_ref().map(|session| session.account))
    }

    fn need_account(self) -> Result<AccountId, StoreError> {
        self.account().ok_or_else(|| StoreError::Failed("nobody is logged in".to_owned()))
    }

    /// Keeps a half-filled form, on every keystroke; later calls overwrite earlier ones in order. Durable a few ms later;
    /// the future is only for who has to be sure (before the camera opens).
    pub async fn save_draft(self, name: &str, json: String) -> Result<(), StoreError> {
        let key = key::draft(self.need_account()?, name);
        self.store().commit(vec![Op::put_text(Table::Drafts, key, json)]).await
    }

    /// A form left half-filled.
    pub async fn draft(self, name: &str) -> Result<Option<String>, StoreError> {
        let value = self.store().get(Table::Drafts, &key::draft(self.need_account()?, name)).await?;
        Ok(value.as_ref().and_then(Value::as_text).map(str::to_owned))
    }

    /// Names of the drafts that start so, in order.
    pub async fn draft_names(self, prefix: &str) -> Result<Vec<String>, StoreError> {
        let account = self.need_account()?;
        let keys = self.store().keys(Table::Drafts, &key::draft(account, prefix)).await?;
        let own = key::of(account).len();
        Ok(keys.into_iter().map(|key| key[own..].to_owned()).collect())
    }

    /// Gives a form up. (A recorded one ends with its record: see [`Phone::end_draft`].)
    pub async fn drop_draft(self, name: &str) -> Result<(), StoreError> {
        self.store().commit(vec![self.end_draft(name)?]).await
    }

    /// The write that ends a draft, for the batch of its record.
    pub fn end_draft(self, name: &str) -> Result<Op, StoreError> {
        Ok(Op::Delete(Table::Drafts, key::draft(self.need_account()?, name)))
    }

    /// Keeps a photo or strokes before there is a record, for a draft to refer to.
    pub async fn save_blob(self, bytes: Vec<u8>) -> Result<Hash, StoreError> {
        let hash = Hash::of(&bytes);
        self.store().commit(vec![put_blob(hash, bytes)]).await?;
        Ok(hash)
    }

    /// The bytes of a photo or strokes.
    pub async fn blob(self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(match self.store().get(Table::Blobs, &key::blob(hash)).await? {
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
        also.extend(blobs.into_iter().map(|(hash, bytes)| put_blob(hash, bytes)));
        self.record_all(vec![new], also).await?;
        Ok(id)
    }

    /// Makes records: numbers, chain, outbox entries, and `also` (optimistic views, blobs, the end of the draft) in one commit.
    /// When it returns, nothing of it can be lost; sending starts by itself.
    pub async fn record_all(self, new: Vec<NewRecord>, also: Vec<Op>) -> Result<(), StoreError> {
        let making =
            Making { author: self.need_account()?, at_ms: self.now_ms(), fresh_device: DeviceId(browser::new_id()) };
        outbox::record_all(&self.store(), making, &new, &also).await?;
        self.changed.update(|changed| *changed += 1);
        Ok(())
    }

    /// One thing of those downloaded. A household's `id` is `compound/household`.
    pub async fn entity<T: DeserializeOwned>(self, kind: &str, id: &str) -> Result<Option<T>, StoreError> {
        outbox::read(&self.store(), Table::Entities, &key::entity(self.need_account()?, kind, id)).await
    }

    /// All things of a kind whose id starts so, in the order of their ids; for a compound's doors `prefix` is `compound/`.
    pub async fn entities<T: DeserializeOwned>(self, kind: &str, prefix: &str) -> Result<Vec<T>, StoreError> {
        let key = key::entity(self.need_account()?, kind, prefix);
        let rows = self.store().range(Table::Entities, &key).await?;
        Ok(rows.iter().filter_map(|(_, value)| serde_json::from_str(value.as_text()?).ok()).collect())
    }

    /// The write that shows a change at once, before the server has heard of it.
    pub fn put_entity(self, kind: &str, id: &str, json: String) -> Result<Op, StoreError> {
        Ok(Op::put_text(Table::Entities, key::entity(self.need_account()?, kind, id), json))
    }
}

/// The write that keeps a blob, for a record's batch.
pub fn put_blob(hash: Hash, bytes: Vec<u8>) -> Op {
    Op::Put(Table::Blobs, key::blob(hash), Value::Bytes(bytes))
}
