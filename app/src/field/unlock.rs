//! Locking and unlocking: the key of the worker in this window, when it comes and when it goes.

use super::browser;
use super::context::Phone;
use super::signal::*;
use super::standing::Standing;
use crate::store::lock::{self, Attempt, DataKey, Locksmith};
use crate::store::sealed::{Cipher, is_sealed};
use crate::store::web_cipher::{self, WebSmith};
use crate::store::{Op, Store, StoreError, Table, key, upgrade, web};
use crate::sync::expiry;
use crate::sync::second::{self, Second};
use crate::sync::second_web::WebSecond;
use crate::sync::session::Session;
use crate::sync::wipe::WIPED;
use domain::id::AccountId;
use domain::json;
use domain::pin::Pin;
use std::rc::Rc;

const MINUTE_MS: i64 = 60_000;

/// A login for which there is no PIN yet: kept in this window only.
pub struct Pending {
    /// Who logged in.
    pub session: Session,
    /// What is to be kept of it. It names the key, and is sealed with it.
    pub text: String,
    /// The key to be put behind the PIN.
    pub key: DataKey,
}

impl Phone {
    /// At the start: whoever was here last, if the key is still at hand or was never needed.
    pub(super) async fn resume(self) -> Result<(), StoreError> {
        let store = self.store();
        second::wake(store, &WebSecond).await?;
        upgrade::list_all(store).await?;
        // Also on a phone that nobody opens any more.
        expiry::expire(store, self.now_ms(), self.config().roster_expiry_days).await?;
        let Some(account) = self.last_account().await? else {
            // Killed in the middle of a wipe.
            if WebSecond.word(WIPED).is_some() {
                let _ = web::forget_open(true).await;
            }
            return Ok(());
        };
        if store.get(Table::Meta, &key::lock(account)).await?.is_none() {
            // From before there were keys, or where there can be none. One whose key has gone logs in.
            let session = store.inside().get(Table::Meta, &key::session(account)).await?;
            if session.is_some_and(|session| !is_sealed(&session)) {
                store.open_plain(account);
                self.session.set(self.kept_session(account).await?);
            }
            return Ok(());
        }
        match web_cipher::cipher(web::still_open(&account.to_string(), self.now_ms() as f64).await) {
            Some(cipher) => self.open_with(account, cipher).await,
            None => {
                self.locked.set(true);
                Ok(())
            }
        }
    }

    async fn last_account(self) -> Result<Option<AccountId>, StoreError> {
        Ok(self.store().get(Table::Meta, key::ACCOUNT).await?.and_then(|account| account.read()))
    }

    async fn kept_session(self, account: AccountId) -> Result<Option<Session>, StoreError> {
        Ok(self.store().get(Table::Meta, &key::session(account)).await?.and_then(|session| session.read()))
    }

    async fn open_with(self, account: AccountId, cipher: Rc<dyn Cipher>) -> Result<(), StoreError> {
        self.store().open(account, cipher);
        self.entered(account, self.kept_session(account).await?);
        Ok(())
    }

    fn entered(self, account: AccountId, session: Option<Session>) {
        self.locked.set(false);
        self.session.set(session);
        self.stay_open();
        self.recount();
        self.sync_now();
        // Ends early if the phone dies or the storage fails; the next time goes on.
        spawn_local(async move { drop(upgrade::seal_all(self.store(), account).await) });
    }

    /// Tries a PIN; opens with it.
    pub(super) async fn unlock(self, pin: Pin) -> Result<Attempt, StoreError> {
        let Some(account) = self.last_account().await? else { return Ok(Attempt::Gone) };
        let clock = (self.now_ms(), &self.config());
        let attempt = lock::attempt(self.store(), &WebSmith, account, &pin, clock).await?;
        if let Attempt::Open(cipher) = &attempt {
            self.open_with(account, cipher.clone()).await?;
        }
        Ok(attempt)
    }

    /// Puts the key of the login behind a PIN; from here on everything of this worker is sealed.
    pub(super) async fn choose_pin(self, pin: Pin) -> Result<(), StoreError> {
        let Some(pending) = self.pending.get_untracked() else { return Ok(()) };
        // Opened with the PIN once before anything depends on it.
        let opened = match WebSmith.wrap(&pin, self.config().pin_rounds, &pending.key).await {
            Some(lock) => WebSmith.unwrap(&pin, &lock).await.map(|cipher| (lock, cipher)),
            None => None,
        };
        let Some((lock, cipher)) = opened else { return Err(StoreError::Failed("WebCrypto".to_owned())) };
        let account = pending.session.account;
        self.store().open(account, cipher);
        let ops = vec![
            lock::put(account, &lock),
            Op::put_text(Table::Meta, key::ACCOUNT, json::write(&account)),
            Op::put_text(Table::Meta, key::session(account), &*pending.text),
        ];
        self.store().commit(ops).await?;
        self.pending.set(None);
        self.entered(account, Some(pending.session.clone()));
        Ok(())
    }

    /// Nobody can read anything here until the PIN comes; a page that is shown is gone, what was typed is a draft.
    pub(super) fn lock(self) {
        if self.store().unlocked().is_some() {
            self.close();
            self.locked.set(true);
        }
    }

    /// The key goes, here and for the next page.
    pub(super) fn close(self) {
        self.store().close();
        self.session.set(None);
        self.standing.update(Standing::forget);
        self.locked.set(false);
        spawn_local(async { drop(web::forget_open(false).await) });
    }

    /// The next page of this phone needs no PIN for some minutes.
    fn stay_open(self) {
        let Some(account) = self.store().unlocked() else { return };
        let now_ms = self.now_ms();
        let until_ms = now_ms + i64::from(self.config().pin_resume_minutes) * MINUTE_MS;
        spawn_local(async move { drop(web::keep_open(&account.to_string(), now_ms as f64, until_ms as f64).await) });
    }

    /// Looks twice a minute, and whenever the phone is taken in the hand again, whether anybody is there.
    pub(super) fn watch_idleness(self) {
        let touched_ms = Signal::new(self.now_ms());
        let look = move || {
            let idle_ms = self.now_ms().abs_diff(touched_ms.get_untracked());
            match idle_ms < u64::from(self.config().pin_lock_minutes) * MINUTE_MS as u64 {
                true => self.stay_open(),
                false => self.lock(),
            }
        };
        for event in ["pointerdown", "keydown"] {
            browser::on_window(event, move || touched_ms.set(self.now_ms()));
        }
        browser::on_window("focus", look);
        browser::every(30_000, look);
    }
}
