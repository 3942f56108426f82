//! The phone, as every screen knows it: store, session, language, where one is, and how a record is made.

use super::browser;
use super::route::Route;
use super::standing::{Counts, Standing};
use crate::store::indexed::IndexedStore;
use crate::store::{Op, Store, StoreError, Table, Value, key};
use crate::sync::driver::{Driver, News};
use crate::sync::outbox::{self, Making, NewRecord};
use crate::sync::round::Stop;
use crate::ui::preference::{self, Elder, Theme};
use crate::words::Word;
use domain::calendar::shanghai_day;
use domain::config::Config;
use domain::hash::Hash;
use domain::id::{AccountId, CompoundId, DeviceId, HouseholdId, RecordId, TaskId};
use domain::language::Language;
use domain::sync::protocol::SessionView;
use domain::sync::record::RecordKind;
use domain::sync::view::{CompoundView, DocumentView, HouseholdView, TaskView};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;

/// The phone. Small and `Copy`: take it with [`Phone::here`] and use it in any closure.
#[derive(Clone, Copy)]
pub struct Phone {
    store: StoredValue<IndexedStore, LocalStorage>,
    driver: StoredValue<Option<Driver>, LocalStorage>,
    /// Who is logged in; kept through restarts and offline days.
    pub session: RwSignal<Option<SessionView>>,
    /// The language of every text.
    pub language: RwSignal<Language>,
    /// Text size.
    pub elder: RwSignal<Elder>,
    /// Light or dark; none follows the phone.
    pub theme: RwSignal<Option<Theme>>,
    /// How the phone stands with the server.
    pub standing: RwSignal<Standing>,
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
        let language = browser::remembered(preference::LANGUAGE).map_or(Language::Zh, |tag| Language::from_tag(&tag));
        let elder = browser::remembered(preference::ELDER).map_or(Elder::Off, |name| Elder::from_name(&name));
        let theme = browser::remembered(preference::THEME).and_then(|name| Theme::from_name(&name));
        Ok(Self {
            store: StoredValue::new_local(store),
            driver: StoredValue::new_local(None),
            session: RwSignal::new(session),
            language: RwSignal::new(language),
            elder: RwSignal::new(elder),
            theme: RwSignal::new(theme),
            standing: RwSignal::new(Standing { is_offline: !browser::is_online(), ..Standing::default() }),
            route: RwSignal::new(Route::parse(&browser::path())),
            changed: RwSignal::new(0),
        })
    }

    /// The phone of the screen that asks.
    pub fn here() -> Self {
        expect_context()
    }

    /// Starts syncing; called once, when the app is mounted.
    pub(super) fn start_driver(self) {
        let account = move || self.account();
        let driver = Driver::new(self.store(), account, move |news| self.hear(news));
        self.driver.set_value(Some(driver));
        self.recount();
        self.sync_now();
    }

    /// A round of sync as soon as possible.
    pub fn sync_now(self) {
        self.driver.with_value(|driver| driver.as_ref().map(Driver::kick));
    }

    fn hear(self, news: News) {
        match news {
            News::Started => self.standing.update(|standing| standing.is_busy = true),
            News::Progress => self.touch(),
            News::Ended(result) => {
                self.standing.update(|standing| {
                    standing.is_busy = false;
                    standing.stop = result.as_ref().err().cloned();
                    standing.done_at_ms = result.is_ok().then(browser::now_ms).or(standing.done_at_ms);
                });
                match result {
                    Ok(session) if self.account() == Some(session.account) => self.session.set(Some(session)),
                    Err(Stop::PasswordMustChange) => self.session.update(|session| {
                        if let Some(session) = session {
                            session.must_change_password = true;
                        }
                    }),
                    _ => {}
                }
            }
        }
    }

    /// The phone has gained or lost its network.
    pub(super) fn network_changed(self, is_online: bool) {
        self.standing.update(|standing| standing.is_offline = !is_online);
        if is_online {
            self.sync_now();
        }
    }

    /// Something in the store has changed: lists are read again, the badge counts again.
    pub fn touch(self) {
        self.changed.update(|changed| *changed = changed.wrapping_add(1));
        self.recount();
    }

    pub(super) fn recount(self) {
        let Some(account) = self.account() else { return };
        spawn_local(async move {
            if let Ok(entries) = outbox::entries(&self.store(), account).await {
                self.standing.update(|standing| standing.counts = Counts::of(&entries));
            }
        });
    }

    /// The database.
    pub fn store(self) -> IndexedStore {
        self.store.get_value()
    }

    /// A text in the language of the moment. When the language changes, the whole page is drawn anew.
    pub fn say(self, word: Word) -> &'static str {
        word.text(self.language.get_untracked())
    }

    /// The same with its `{name}` places filled.
    pub fn fill(self, word: Word, values: &[(&str, &str)]) -> String {
        word.fill(self.language.get_untracked(), values)
    }

    /// The same with a number in the place `{count}`.
    pub fn count(self, word: Word, number: usize) -> String {
        self.fill(word, &[("count", &number.to_string())])
    }

    /// The chosen numbers of today.
    pub fn config(self) -> Config {
        Config::shipped_on(shanghai_day(self.now_ms()))
    }

    /// The phone's clock, ms UTC.
    pub fn now_ms(self) -> i64 {
        browser::now_ms()
    }

    /// A new id of any kind: `let id: RecordId = phone.new_id();`
    pub fn new_id<T: From<uuid::Uuid>>(self) -> T {
        browser::new_id().into()
    }

    /// Whether the person has one of these roles anywhere; reactive.
    pub fn has_role(self, roles: &[domain::org::Role]) -> bool {
        let held = |session: &SessionView| session.grants.iter().any(|grant| roles.contains(&grant.role));
        self.session.with(|session| session.as_ref().is_some_and(held))
    }

    /// Says whether a form is open that an update must not interrupt (`data-draft` on the document, see `public/start.js`).
    pub fn hold_updates(self, is_open: bool) {
        browser::set_root_attribute("data-draft", is_open.then_some(""));
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
        self.touch();
        self.sync_now();
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

    /// The compounds of this account, by id.
    pub async fn compounds(self) -> Result<Vec<CompoundView>, StoreError> {
        self.entities("compound", "").await
    }

    /// The doors of a compound: one range read.
    pub async fn households(self, compound: CompoundId) -> Result<Vec<HouseholdView>, StoreError> {
        self.entities("household", &format!("{compound}/")).await
    }

    /// One door, when its compound is not known (a deep link): looks through the keys only.
    pub async fn household(self, id: HouseholdId) -> Result<Option<HouseholdView>, StoreError> {
        let keys = self.store().keys(Table::Entities, &key::kind(self.need_account()?, "household")).await?;
        let end = format!("/{id}");
        match keys.iter().find(|key| key.ends_with(&end)) {
            Some(key) => outbox::read(&self.store(), Table::Entities, key).await,
            None => Ok(None),
        }
    }

    /// All tasks on this phone.
    pub async fn tasks(self) -> Result<Vec<TaskView>, StoreError> {
        self.entities("task", "").await
    }

    /// One task.
    pub async fn task(self, id: TaskId) -> Result<Option<TaskView>, StoreError> {
        self.entity("task", &id.to_string()).await
    }

    /// The newest version of a document (`questionnaire`, `consent_text`) on this phone.
    pub async fn document(self, kind: &str, code: &str) -> Result<Option<DocumentView>, StoreError> {
        let all: Vec<DocumentView> = self.entities("document", "").await?;
        let fitting = all.into_iter().filter(|document| document.kind == kind && document.code == code);
        Ok(fitting.max_by_key(|document| document.version))
    }

    /// The write that shows a household's new state at once.
    pub fn put_household(self, household: &HouseholdView) -> Result<Op, StoreError> {
        let id = format!("{}/{}", household.compound, household.id);
        self.put_entity("household", &id, outbox::to_json(household)?)
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
