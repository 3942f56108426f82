//! Taking in what people recorded: one decision for each record, then its consequences, all in the push's transaction.
//!
//! What is wrong with one record never stops the next: each runs in a savepoint of its own, and whatever goes wrong the
//! record itself is kept, word for word, with the reason.

use crate::auth::Actor;
use crate::db::{self, Tx};
use crate::error::ApiResult;
use crate::evidence::append::Notary;
use crate::state::AppState;
use domain::config::Config;
use domain::finding::Finding;
use domain::id::AccountId;
use domain::org::{Grant, Role, Whereabouts, may};
use domain::sync::body::{Body, Subject};
use domain::sync::plan::{Arrival, Incoming, plan};
use domain::sync::protocol::{Receipt, ReceiptState};
use domain::sync::record::Record;
use domain::sync::signature::SignatureState;
use std::borrow::Cow;

mod apply;
mod check;
pub mod declared;
pub mod document;
pub mod door;
pub mod fact;
pub mod household;
mod later;
pub mod like;
pub mod open_no;
mod own;
pub mod photo;
pub mod push;
mod read;
mod repair;
pub mod rescue;
pub mod retry;
pub mod review;
mod rows;
mod store;
pub mod task;
pub mod writer;

pub use read::Read;
pub use retry::retry_held;

/// A record with all that is known of it. The body may name a household otherwise than the record does.
struct Taken<'t> {
    record: &'t Record,
    read: &'t Read,
    body: Option<&'t Body>,
}

/// What every step needs: the clock's reading and the numbers of the day, taken once for a whole push.
pub struct Intake<'a> {
    /// Database-independent parts of the program.
    pub state: &'a AppState,
    /// Server time of the push.
    pub now_ms: i64,
    /// The configuration of today.
    pub config: Config,
    /// What is done once for many pushes; none: everything at once, each record in a savepoint of its own.
    later: Option<later::Later>,
    own_homes: own::OwnHomes,
}

impl<'a> Intake<'a> {
    /// An intake of this moment.
    pub fn new(state: &'a AppState) -> Self {
        Self::at(state, state.clock.now_ms())
    }

    /// Who writes on the evidence chains.
    pub fn notary(&self) -> Notary<'_> {
        Notary { seal: &self.state.seal, clock: &self.state.clock }
    }

    /// An intake of another moment.
    pub fn at(state: &'a AppState, now_ms: i64) -> Self {
        Self { state, now_ms, config: state.rules.on_ms(now_ms), later: None, own_homes: Default::default() }
    }

    /// Takes in one record and says what became of it. Whatever its signature is worth, the record is kept.
    ///
    /// # Errors
    /// Only when the database itself fails: then nothing of the push is kept and the phone offers it again.
    pub async fn take(&self, tx: &mut Tx, sender: &Actor, record: &Record, read: &Read) -> ApiResult<Receipt> {
        if !read.is_text {
            db::record::insert_clash(tx, record, sender.account, self.now_ms).await?;
            self.keep_open_no(tx, record, read.hash).await?;
            return Ok(self.set_aside(record, read.hash, vec![Finding::new("unreadable", "body")]));
        }
        if !rows::waits(record) {
            self.flush(tx).await?;
        }
        let stored = self.stored_hash(tx, record.id).await?;
        let mut body = read.body.as_ref().map(Cow::Borrowed);
        let place = match &mut body {
            Ok(body) if stored.is_none() => self.place_by_any_name(tx, body).await?,
            _ => None,
        };
        let findings = match (&body, &place) {
            (Err(finding), _) => vec![(*finding).clone()],
            (Ok(body), Some(place)) => self.findings(tx, sender, record, body, place).await?,
            (Ok(body), None) => body.findings(&self.config, self.now_ms),
        };
        let in_scope = match &place {
            Some(place) => self.reaches(tx, sender, record, place).await?,
            None => false,
        };
        let own = record.author == sender.account;
        let is_repaired = stored.is_none() && self.is_repaired(tx, record.id).await?;
        let repairs = if stored.is_none() { repair::fate(tx, record).await? } else { None };
        let placed = place.is_some();
        let arrival = Arrival { hash: read.hash, stored, own, findings, placed, in_scope, is_repaired, repairs };
        let mut decided = (plan(arrival), place);
        if read.is_elsewhere && stored.is_none() {
            let by_another = (!own).then(|| Finding::new("other_author", "author"));
            let elsewhere = Finding::new("other_device", "device");
            decided.0 = Incoming::SetAside(by_another.into_iter().chain([elsewhere]).collect());
        }
        self.carry_out(tx, sender, &Taken { record, read, body: body.ok().as_deref() }, decided).await
    }

    async fn carry_out(
        &self,
        tx: &mut Tx,
        sender: &Actor,
        taken: &Taken<'_>,
        (incoming, place): (Incoming, Option<Whereabouts>),
    ) -> ApiResult<Receipt> {
        let record = taken.record;
        let compound = place.as_ref().map(|place| place.compound);
        match (incoming, taken.body) {
            (Incoming::Repeat, _) => self.repeat(tx, sender, taken).await,
            (Incoming::Clash, _) => {
                db::record::insert_clash(tx, record, sender.account, self.now_ms).await?;
                self.keep_open_no(tx, record, taken.read.hash).await?;
                Ok(self.set_aside(record, taken.read.hash, vec![Finding::new("id_taken", "id")]))
            }
            (Incoming::Insert, Some(body)) => self.insert(tx, sender, taken, body, place).await,
            (Incoming::Repaired, _) => {
                self.store(tx, taken, ReceiptState::SetAside, &[], compound).await?;
                self.flush(tx).await?;
                db::record::mark_repaired(tx, record.id).await?;
                self.look_again(tx, record).await?;
                self.repeat(tx, sender, taken).await
            }
            (Incoming::Hold(finding), body) => {
                let receipt = self.store(tx, taken, ReceiptState::Held, &[finding], compound).await?;
                self.hold(tx, record.id, body, 0).await?;
                Ok(receipt)
            }
            (Incoming::SetAside(findings), _) => {
                self.store(tx, taken, ReceiptState::SetAside, &findings, compound).await
            }
            (Incoming::Insert, None) => {
                let unreadable = [Finding::new("unreadable", "body")];
                self.store(tx, taken, ReceiptState::SetAside, &unreadable, None).await
            }
        }
    }

    /// Answers for a record that is here. One that somebody else or another phone brought counts as soon as its author brings it too, from
    /// its own phone.
    async fn repeat(&self, tx: &mut Tx, sender: &Actor, taken: &Taken<'_>) -> ApiResult<Receipt> {
        let (record, hash) = (taken.record, taken.read.hash);
        self.flush(tx).await?;
        // By another account, or from another phone.
        let by_another = |receipt: &Receipt| {
            let code = |finding: &Finding| finding.code == "other_author" || finding.code == "other_device";
            receipt.findings.iter().any(code)
        };
        let known = db::record::receipt_of(tx, record.id, sender.account).await?;
        let waits = known.as_ref().is_some_and(by_another);
        let is_own = known.is_some() && record.author == sender.account && !taken.read.is_elsewhere;
        // Whoever brought it first may have known less of its author's keys.
        if is_own && (waits || taken.read.signed.state == SignatureState::Signed) {
            db::record::set_signature(tx, record.id, taken.read.signed).await?;
        }
        if is_own && waits {
            self.retry(tx, record).await?;
        }
        let known = db::record::receipt_of(tx, record.id, sender.account).await?;
        Ok(known.unwrap_or_else(|| self.set_aside(record, hash, vec![Finding::new("other_author", "author")])))
    }

    /// Stores the record and makes it part of the whole; when that fails in a way nobody foresaw, holds it instead.
    async fn insert(
        &self,
        tx: &mut Tx,
        sender: &Actor,
        taken: &Taken<'_>,
        body: &Body,
        place: Option<Whereabouts>,
    ) -> ApiResult<Receipt> {
        let Some(place) = place else {
            return self.store(tx, taken, ReceiptState::Held, &[], None).await;
        };
        if self.later.is_some() {
            // If this fails, the whole push is taken again, record by record.
            return self.store_and_apply(tx, sender, taken, body, &place).await;
        }
        tx.savepoint().await?;
        let applied = self.store_and_apply(tx, sender, taken, body, &place).await;
        match applied {
            Ok(receipt) => {
                tx.release_savepoint().await?;
                Ok(receipt)
            }
            Err(error) if error.is_out_of_reach() => Err(error),
            Err(error) => {
                tx.rollback_to_savepoint().await?;
                error.log();
                let held = [Finding::new("server_could_not_use_it", "")];
                let receipt = self.store(tx, taken, ReceiptState::Held, &held, Some(place.compound)).await?;
                self.hold(tx, taken.record.id, None, 0).await?;
                Ok(receipt)
            }
        }
    }

    async fn store_and_apply(
        &self,
        tx: &mut Tx,
        sender: &Actor,
        taken: &Taken<'_>,
        body: &Body,
        place: &Whereabouts,
    ) -> ApiResult<Receipt> {
        let record = taken.record;
        let mut receipt = self.store(tx, taken, ReceiptState::Accepted, &[], Some(place.compound)).await?;
        let said = self.apply(tx, sender, record, body, place).await?;
        if !said.is_empty() {
            // A phone that lost the answer is told the same when it asks again.
            receipt.findings.extend(said);
            let (state, findings) = (ReceiptState::Accepted, &receipt.findings);
            db::record::set_status(tx, record.id, state, findings, Some(place.compound)).await?;
        }
        if record.repairs.is_some() {
            repair::settle(tx, record).await?;
            self.look_again(tx, record).await?;
        }
        if matches!(body, Body::NewHousehold(_)) {
            Box::pin(self.wake(tx, record.id.0)).await?;
        }
        Ok(receipt)
    }

    /// Whether the author's rights reach the place: those of now, or those of when it was recorded.
    async fn reaches(&self, tx: &mut Tx, sender: &Actor, record: &Record, place: &Whereabouts) -> ApiResult<bool> {
        let roles = roles_for(record);
        if may(&sender.grants, roles, place) {
            return Ok(true);
        }
        let recorded_ms = record.recorded_at_ms.saturating_add(record.offset_ms.unwrap_or(0)).min(self.now_ms);
        Ok(may(&grants_then(tx, sender.account, recorded_ms).await?, roles, place))
    }
}

async fn grants_then(tx: &mut Tx, account: AccountId, at_ms: i64) -> ApiResult<Vec<Grant>> {
    Ok(db::account::grants_of(tx, account, at_ms).await?)
}

/// Who makes records of a kind (appendix A).
fn roles_for(record: &Record) -> &'static [Role] {
    use domain::sync::record::RecordKind::{
        ConsentEvent, HouseholdFacts, Need, NewHousehold, SurveyResponse, TaskEvent, Visit,
    };
    match record.kind {
        Visit | SurveyResponse | Need | ConsentEvent | HouseholdFacts | NewHousehold => &[Role::GridWorker],
        TaskEvent => &[Role::CompanyStaff, Role::CompanyManager],
    }
}

async fn place_of(tx: &mut Tx, subject: Subject) -> ApiResult<Option<Whereabouts>> {
    Ok(match subject {
        Subject::Household(id) => db::place::whereabouts_of_household(tx, id).await?,
        Subject::Compound(id) => db::place::whereabouts(tx, id).await?,
        Subject::Task(id) => match db::task::task_compound(tx, id).await? {
            Some(compound) => db::place::whereabouts(tx, compound).await?,
            None => None,
        },
    })
}
