//! The driver says when: at the start, when the network comes back, after each record, every few minutes, and when asked.
//! After a failure it waits longer, never for ever.

use super::http::Http;
use super::round::{self, Party, Stop};
use super::second_web::WebSecond;
use super::session::Session;
use super::web_crypto::{self, WebCrypto};
use super::wipe;
use crate::field::browser;
use crate::store::sealed::SealedStore;
use domain::calendar::shanghai_day;
use domain::config::Config;
use domain::id::{AccountId, DeviceId};
use domain::sync::schedule::wait_ms;
use gloo::timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
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
            let Some(account) = (self.inner.account)() else {
                if let Err(Stop::Wiped) = self.round(None).await {
                    (self.inner.tell)(News::Ended(Err(Stop::Wiped)));
                }
                break;
            };
            (self.inner.tell)(News::Started);
            let result = self.round(Some(account)).await;
            let failures = if result.is_ok() { 0 } else { self.inner.failures.get().saturating_add(1) };
            self.inner.failures.set(failures);
            (self.inner.tell)(News::Ended(result));
            if failures > 0 || !self.inner.is_wanted_again.get() {
                break;
            }
        }
        self.inner.is_running.set(false);
        let [high, low, ..] = browser::random();
        let wait = wait_ms(self.inner.failures.get(), u16::from_be_bytes([high, low]) % 1_000);
        let driver = self.clone();
        self.inner.timer.replace(Some(Timeout::new(wait, move || driver.kick())));
    }

    /// A round of an account; of nobody: only what needs no login.
    async fn round(&self, account: Option<AccountId>) -> Result<Session, Stop> {
        let key = match account {
            Some(account) => web_crypto::make_worker_key(&self.inner.store, account).await,
            None => None,
        };
        let party = Party {
            store: &self.inner.store,
            transport: &Http,
            account: account.unwrap_or(AccountId(uuid::Uuid::nil())),
            app: env!("CARGO_PKG_VERSION"),
            fresh_device: DeviceId(browser::new_id()),
            now_ms: &browser::now_ms,
            progress: &|| (self.inner.tell)(News::Progress),
            second: &WebSecond,
            verifier: &WebCrypto,
            key: key.map(|key| key.announced),
            roster_days: Config::shipped_on(shanghai_day(browser::now_ms())).roster_expiry_days,
            grace_ms: GRACE_MS,
        };
        if account.is_none() {
            wipe::locked(&party).await?;
            return Err(Stop::LoggedOut);
        }
        round::run(&party).await
    }
}
