//! Records that could not be used at once: tried again by themselves, later each time and never for the last time, as soon as what
//! they wait for comes, and whenever a clerk asks.

use super::{Intake, repair};
use crate::auth::Actor;
use crate::db::{self, Tx};
use crate::error::ApiResult;
use crate::state::AppState;
use domain::finding::Finding;
use domain::id::{CompoundId, RecordId};
use domain::org::Whereabouts;
use domain::sync::body::{Body, Subject};
use domain::sync::plan::Repaired;
use domain::sync::protocol::ReceiptState;
use domain::sync::record::Record;
use domain::sync::schedule::hold_ms;
use std::borrow::Cow;
use uuid::Uuid;

/// At most so many in one transaction.
const BATCH: i64 = 200;

/// Tries held records whose time has come. Returns how many found their place.
pub async fn retry_held(state: &AppState) -> ApiResult<u64> {
    let intake = Intake::new(state);
    let mut placed = 0;
    loop {
        let mut tx = state.db.write().await?;
        db::change::lock_order(&mut tx).await?;
        let due = db::hold::due_records(&mut tx, intake.now_ms, BATCH).await?;
        for record in &due {
            placed += u64::from(intake.retry(&mut tx, record).await? == ReceiptState::Accepted);
        }
        tx.commit().await?;
        if due.is_empty() {
            return Ok(placed);
        }
    }
}

impl Intake<'_> {
    /// Tries a stored record again and keeps what came of it.
    pub async fn retry(&self, tx: &mut Tx, record: &Record) -> ApiResult<ReceiptState> {
        let held = db::hold::tries_of(tx, record.id).await?;
        let (tries, compound) = (held.map_or(0, |(tries, _)| tries), None);
        let fate = repair::fate(tx, record).await?;
        // While it waited another one took the place that it wanted: nothing is left to do about it.
        let is_late = held.is_some() && fate == Some(Repaired::Already);
        if is_late || db::record::repair_of(tx, record.id).await?.is_some() {
            db::record::mark_repaired(tx, record.id).await?;
            db::hold::release(tx, record.id).await?;
            self.look_again(tx, record).await?;
            return Ok(ReceiptState::SetAside);
        }
        if let Some(code) = fate.and_then(Repaired::objection) {
            return self.lay_aside(tx, record.id, vec![Finding::new(code, "repairs")], compound).await;
        }
        let mut body: Cow<'_, Body> = match Body::of(record) {
            Ok(body) => Cow::Owned(body),
            Err(finding) => return self.lay_aside(tx, record.id, vec![finding], compound).await,
        };
        // What is wrong wherever it belongs is said at once, as when a record comes in: a phone takes "held" for settled.
        let wrong = body.findings(&self.config, self.now_ms);
        let Some(place) = self.place_by_any_name(tx, &mut body).await? else {
            if !wrong.is_empty() {
                return self.lay_aside(tx, record.id, wrong, compound).await;
            }
            return self.keep_held(tx, record.id, Some(&body), tries, "not_placed").await;
        };
        let Some(author) = self.author_of(tx, record).await? else {
            return self.keep_held(tx, record.id, Some(&body), tries, "server_could_not_use_it").await;
        };
        let mut findings = self.findings(tx, &author, record, &body, &place).await?;
        if findings.is_empty() && !self.reaches(tx, &author, record, &place).await? {
            findings.push(Finding::new("out_of_scope", ""));
        }
        if !findings.is_empty() {
            return self.lay_aside(tx, record.id, findings, Some(place.compound)).await;
        }
        self.flush(tx).await?;
        tx.savepoint().await?;
        match self.apply_at_once(tx, &author, record, &body, &place).await {
            Ok(said) => {
                db::record::set_status(tx, record.id, ReceiptState::Accepted, &said, Some(place.compound)).await?;
                repair::settle(tx, record).await?;
                self.look_again(tx, record).await?;
                tx.release_savepoint().await?;
                db::hold::release(tx, record.id).await?;
                Box::pin(self.wake(tx, record.id.0)).await?;
                Ok(ReceiptState::Accepted)
            }
            Err(error) if error.is_out_of_reach() => Err(error),
            Err(error) => {
                tx.rollback_to_savepoint().await?;
                if let Some(later) = &self.later {
                    later.take_rows();
                }
                error.log();
                self.keep_held(tx, record.id, None, tries, "server_could_not_use_it").await
            }
        }
    }

    /// Everything that follows from a record is written when this returns, or nothing of it waits to be.
    async fn apply_at_once(
        &self,
        tx: &mut Tx,
        author: &Actor,
        record: &Record,
        body: &Body,
        place: &Whereabouts,
    ) -> ApiResult<Vec<Finding>> {
        let said = self.apply(tx, author, record, body, place).await?;
        self.flush(tx).await?;
        Ok(said)
    }

    /// Tries everything that waits for a thing which is here now.
    pub async fn wake(&self, tx: &mut Tx, thing: Uuid) -> ApiResult<()> {
        for record in db::hold::waiting_for(tx, thing).await? {
            self.retry(tx, &record).await?;
        }
        Ok(())
    }

    /// Notes that a record is held, and when it is tried next.
    pub(super) async fn hold(&self, tx: &mut Tx, id: RecordId, body: Option<&Body>, tries: i64) -> ApiResult<()> {
        self.flush(tx).await?;
        let waits_for = body.map(|body| match body.subject() {
            Subject::Household(id) => id.0,
            Subject::Compound(id) => id.0,
            Subject::Task(id) => id.0,
        });
        let chance = rand::random::<u16>() % 1_000;
        Ok(db::hold::hold(tx, id, waits_for, tries, self.now_ms + hold_ms(tries, chance)).await?)
    }

    async fn keep_held(
        &self,
        tx: &mut Tx,
        id: RecordId,
        body: Option<&Body>,
        tries: i64,
        code: &str,
    ) -> ApiResult<ReceiptState> {
        db::record::set_status(tx, id, ReceiptState::Held, &[Finding::new(code, "")], None).await?;
        self.hold(tx, id, body, tries + 1).await?;
        Ok(ReceiptState::Held)
    }

    async fn lay_aside(
        &self,
        tx: &mut Tx,
        id: RecordId,
        findings: Vec<Finding>,
        compound: Option<CompoundId>,
    ) -> ApiResult<ReceiptState> {
        db::record::set_status(tx, id, ReceiptState::SetAside, &findings, compound).await?;
        db::hold::release(tx, id).await?;
        Ok(ReceiptState::SetAside)
    }

    /// The author as of now; what was within reach when it was recorded still is.
    pub(super) async fn author_of(&self, tx: &mut Tx, record: &Record) -> ApiResult<Option<Actor>> {
        let Some(account) = db::account::account_by_id(tx, record.author).await? else { return Ok(None) };
        Ok(Some(Actor {
            account: record.author,
            login: account.login,
            name: account.name,
            company: account.company_id.map(Into::into),
            must_change_password: false,
            grants: super::grants_then(tx, record.author, self.now_ms).await?,
            session: String::new(),
        }))
    }
}
