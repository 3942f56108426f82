//! Logging in and out. What a person made stays on the phone whatever happens to the session.

use super::browser;
use super::context::Phone;
use super::signal::*;
use super::unlock::Pending;
use crate::store::{Op, Store, StoreError, Table, key, web};
use crate::sync::http::Http;
use crate::sync::second::{self, Second};
use crate::sync::second_web::WebSecond;
use crate::sync::session::Session;
use crate::sync::transport::{Body, Call, Transport};
use crate::sync::wipe;
use crate::sync::wire::{self, Refusal};
use domain::finding::Finding;
use domain::json::{self, Raw};
use domain::sync::protocol::{LoginRequest, PasswordRequest};
use std::rc::Rc;

impl Phone {
    /// Asks the server for a session and keeps it.
    pub(super) async fn log_in(self, login: String, password: String) -> Result<(), Refusal> {
        let request = json::write(&LoginRequest { login, password });
        self.begin_session(Call::json("POST", "/api/v1/session", request)).await?;
        browser::ask_to_persist();
        Ok(())
    }

    /// Changes the password; asks for the session again to be sure that it worked.
    pub(super) async fn change_password(self, old_password: String, new_password: String) -> Result<(), Refusal> {
        let request = json::write(&PasswordRequest { old_password, new_password });
        let call = Call { method: "PUT", path: "/api/v1/session/password".to_owned(), body: Some(Body::Json(request)) };
        let reply = Http.call(call).await.map_err(|_| Refusal::Unreachable)?;
        if reply.status != 204 {
            wire::answer::<Raw>(&reply)?;
        }
        self.begin_session(Call::get("/api/v1/session")).await
    }

    /// Asks for a session, keeps it and works under it from now on.
    async fn begin_session(self, call: Call) -> Result<(), Refusal> {
        let (mut session, text) = Session::ask(&Http, call).await?;
        second::take_key(&WebSecond, &session.opening_keys);
        WebSecond.set_word(wipe::WIPED, None);
        if self.store().unlocked() != Some(session.account) {
            let before = self.pending.get_untracked().filter(|before| before.session.account == session.account);
            self.close();
            self.pending.set(None);
            match session.data_key.take().or(before.map(|before| before.key.clone())) {
                Some(key) if web::able() => {
                    self.pending.set(Some(Rc::new(Pending { session, text, key })));
                    return Ok(());
                }
                _ => self.store().open_plain(session.account),
            }
        }
        let account = json::write(&session.account);
        let ops = vec![
            Op::put_text(Table::Meta, key::ACCOUNT, account),
            Op::put_text(Table::Meta, key::session(session.account), text),
        ];
        self.store().commit(ops).await.map_err(storage)?;
        self.session.set(Some(session));
        self.sync_now();
        Ok(())
    }

    /// Ends the session here, and on the server if it can be reached. The downloaded doors and the key go; drafts,
    /// records and photos stay, sealed.
    pub(super) async fn log_out(self) -> Result<(), StoreError> {
        if let Some(account) = self.account() {
            let ops = vec![
                Op::Delete(Table::Meta, key::ACCOUNT.to_owned()),
                Op::Delete(Table::Meta, key::session(account)),
                Op::Delete(Table::Meta, key::lock(account)),
                Op::Delete(Table::Meta, key::pull(account)),
                Op::DeletePrefix(Table::Entities, key::of(account)),
            ];
            self.store().commit(ops).await?;
        }
        self.close();
        // No network: the session ends by itself on the server.
        let _ = Http.call(Call { method: "DELETE", path: "/api/v1/session".to_owned(), body: None }).await;
        Ok(())
    }

    /// After a wipe: every key of every worker goes, and the session.
    pub(super) fn wiped(self) {
        spawn_local(async move {
            let _ = web::forget_open(true).await;
            let _ = self.log_out().await;
        });
    }
}

fn storage(error: StoreError) -> Refusal {
    Refusal::Refused { status: 0, findings: vec![Finding::new(&error.to_string(), "")] }
}
