//! The driver says when: at the start, when the network comes back, after each record, every few minutes, and when asked.
//! After a failure it waits longer, never for ever.

use super::http::Http;
use super::round::{self, Party, Stop};
use super::second_web::WebSecond;
use super::session::Session;
use super::signing::Signer;
use super::web_crypto::{self, WebCrypto};
use crate::field::browser;
use crate::store::sealed::SealedStore;
use domain::calendar::shanghai_day;
use domain::config::Config;
use domain::id::{AccountId, DeviceId};
use domain::sync::schedule::wait_ms;
use gloo::timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;

/// How long a verified record stays on the phone [A].
const GRACE_MS: i64 = 7 * 86_400_000;

/// What the driver tells the screens.
pub enum News {
    /// A round begins.
    Started,
    /// Something in the store has changed.
    Progress,
    /// The round is over.
    Ended(Result<Session, Stop>),
}

/// One per window. Two windows may both drive: every step is safe to be done twice.
#[derive(Clone)]
pub struct Driver {
    inner: Rc<Inner>,
}

struct Inner {
    store: SealedStore,
    account: Box<dyn Fn() -> Option<AccountId>>,
    tell: Box<dyn Fn(News)>,
    is_running: Cell<bool>,
    is_wanted_again: Cell<bool>,
    failures: Cell<u32>,
    timer: RefCell<Option<Timeout>>,
}

impl Driver {
    /// A driver that syncs whoever `account` says is logged in.
    pub fn new(
        store: SealedStore,
        account: impl Fn() -> Option<AccountId> + 'static,
        tell: impl Fn(News) + 'static,
    ) -> Self {
        let inner = Inner {
            store,
            account: Box::new(account),
            tell: Box::new(tell),
            is_running: Cell::new(false),
            is_wanted_again: Cell::new(false),
            failures: Cell::new(0),
            timer: RefCell::new(None),
        };
        Self { inner: Rc::new(inner) }
    }

    /// A round now; if one is running, another one right after it.
    pub fn kick(&self) {
        if self.inner.is_running.replace(true) {
            self.inner.is_wanted_again.set(true);
            return;
        }
        self.inner.timer.take();
        let driver = self.clone();
        spawn_local(async move { driver.drive().await });
    }

    async fn drive(self) {
        loop {
            self.inner.is_wanted_again.set(false);
            // Also of nobody: a phone that waits for its PIN, or for a login, may have been ordered to be wiped.
            let account = (self.inner.account)();
            if account.is_some() {
                (self.inner.tell)(News::Started);
            }
            let result = self.round(account.unwrap_or(AccountId(Uuid::nil()))).await;
            let failures = if result.is_ok() { 0 } else { self.inner.failures.get().saturating_add(1) };
            self.inner.failures.set(failures);
            if account.is_some() || result == Err(Stop::Wiped) {
                (self.inner.tell)(News::Ended(result));
            }
            // Whoever asks while a round fails, because somebody has logged in or the network is back, does not wait for the next try.
            if !self.inner.is_wanted_again.get() {
                break;
            }
        }
        self.inner.is_running.set(false);
        let [high, low, ..] = browser::random();
        let wait = wait_ms(self.inner.failures.get(), u16::from_be_bytes([high, low]) % 1_000);
        let driver = self.clone();
        self.inner.timer.replace(Some(Timeout::new(wait, move || driver.kick())));
    }

    async fn round(&self, account: AccountId) -> Result<Session, Stop> {
        let key = match account.0.is_nil() {
            true => None,
            false => web_crypto::make_worker_key(&self.inner.store, account).await,
        };
        let party = Party {
            store: &self.inner.store,
            transport: &Http,
            account,
            app: env!("CARGO_PKG_VERSION"),
            fresh_device: DeviceId(browser::new_id()),
            now_ms: &browser::now_ms,
            progress: &|| (self.inner.tell)(News::Progress),
            second: &WebSecond,
            verifier: &WebCrypto,
            key: key.as_deref().map(|key| key.announced),
            signer: key.as_deref().map(|key| key as &dyn Signer),
            roster_days: Config::shipped_on(shanghai_day(browser::now_ms())).roster_expiry_days,
            grace_ms: GRACE_MS,
        };
        round::run(&party).await
    }
}
