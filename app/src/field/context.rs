//! The phone, as every screen knows it: store, session, language, where one is, how it stands with the server. What it reads is in
//! `entity`, what it makes in `record`.

use super::browser;
use super::language;
use super::route::Route;
use super::signal::*;
use super::standing::{Counts, Standing};
use super::unlock::Pending;
use crate::store::StoreError;
use crate::store::indexed::IndexedStore;
use crate::store::sealed::SealedStore;
use crate::sync::driver::{Driver, News};
use crate::sync::round::Stop;
use crate::sync::session::Session;
use crate::sync::{changes, outbox};
use crate::ui::preference::{self, Elder, Theme};
use crate::words::Word;
use domain::calendar::shanghai_day;
use domain::config::Config;
use domain::id::AccountId;
use domain::language::Language;
use std::cell::OnceCell;
use std::ops::Deref;
use std::rc::Rc;

/// The phone, for any closure: there is one, and it is there as long as its window.
#[derive(Clone, Copy)]
pub struct Phone(&'static Parts);

/// What a phone is made of.
pub struct Parts {
    store: SealedStore,
    driver: OnceCell<Driver>,
    /// Who is logged in; kept through restarts and offline days.
    pub session: Signal<Option<Session>>,
    /// Somebody was here whose key is behind a PIN.
    pub locked: Signal<bool>,
    /// A login that waits for its PIN.
    pub pending: Signal<Option<Rc<Pending>>>,
    /// The language of every text.
    pub language: Signal<Language>,
    /// Text size.
    pub elder: Signal<Elder>,
    /// Light or dark; none follows the phone.
    pub theme: Signal<Option<Theme>>,
    /// How the phone stands with the server.
    pub standing: Signal<Standing>,
    /// The page.
    pub route: Signal<Route>,
    /// Rises with every record made and everything fetched: read it where a list has to be read again.
    pub changed: Signal<u32>,
    /// Rises with every round of sync, whatever came of it.
    pub rounds: Signal<u32>,
}

impl Deref for Phone {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.0
    }
}

impl Phone {
    /// Opens the store and reads who was here last.
    pub async fn open() -> Result<Self, StoreError> {
        let store = SealedStore::new(IndexedStore::open("doorstep").await?);
        let elder = browser::remembered(preference::ELDER).map_or(Elder::Off, |name| Elder::from_name(&name));
        let theme = browser::remembered(preference::THEME).and_then(|name| Theme::from_name(&name));
        let parts = Parts {
            store,
            driver: OnceCell::new(),
            session: Signal::new(None),
            locked: Signal::new(false),
            pending: Signal::new(None),
            language: Signal::new(language::remembered().await),
            elder: Signal::new(elder),
            theme: Signal::new(theme),
            standing: Signal::new(Standing { is_offline: !browser::is_online(), ..Standing::default() }),
            route: Signal::new(Route::parse(&browser::path())),
            changed: Signal::new(0),
            rounds: Signal::new(0),
        };
        let phone = Self(Box::leak(Box::new(parts)));
        phone.resume().await?;
        Ok(phone)
    }

    /// Starts syncing; called once, when the app is mounted.
    pub(super) fn start_driver(self) {
        let account = move || self.account();
        self.driver.get_or_init(|| Driver::new(self.store.clone(), account, move |news| self.hear(news)));
        self.recount();
        self.sync_now();
    }

    /// A round of sync as soon as possible.
    pub fn sync_now(self) {
        if let Some(driver) = self.driver.get() {
            driver.kick();
        }
    }

    fn hear(self, news: News) {
        match news {
            News::Started => self.standing.update(|standing| standing.is_busy = true),
            News::Progress => self.touch(),
            News::Ended(result) => {
                self.rounds.update(|rounds| *rounds = rounds.wrapping_add(1));
                if !self.standing.with_untracked(|standing| standing.is_fetched) {
                    self.recount();
                }
                self.standing.update(|standing| {
                    standing.is_busy = false;
                    standing.stop = result.as_ref().err().cloned();
                    standing.done_at_ms = result.is_ok().then(browser::now_ms).or(standing.done_at_ms);
                });
                match result {
                    Ok(session) if self.account() == Some(session.account) => self.session.set(Some(session)),
                    Err(Stop::Wiped) => self.wiped(),
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
            let entries = outbox::entries(self.store(), account).await;
            let is_fetched = changes::is_complete(self.store(), account).await;
            // Somebody else may work here by now.
            if let (Ok(entries), Ok(is_fetched), true) = (entries, is_fetched, self.account() == Some(account)) {
                let counts = Counts::of(&entries);
                self.standing.update(|standing| *standing = Standing { counts, is_fetched, ..standing.clone() });
            }
        });
    }

    /// The database.
    pub fn store(self) -> &'static SealedStore {
        &self.0.store
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
        let held = |session: &Session| session.grants.iter().any(|held| roles.contains(&held.role));
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
        browser::to_top();
        self.route.set(route);
    }

    /// The account logged in, without listening for changes.
    pub fn account(self) -> Option<AccountId> {
        self.session.with_untracked(|session| session.as_ref().map(|session| session.account))
    }

    /// Whose rows are read and written; without an account nobody's, and the store has none of those to give and takes none.
    pub(super) fn owner(self) -> AccountId {
        self.account().unwrap_or(uuid::Uuid::nil().into())
    }

    pub(super) fn need_account(self) -> Result<AccountId, StoreError> {
        self.account().ok_or_else(|| StoreError::Failed("nobody is logged in".to_owned()))
    }
}
