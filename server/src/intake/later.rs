//! What pushes that share a transaction do once instead of once for each record: looking up, writing rows, recomputing households,
//! numbering changes.

use super::push::Push;
use super::rows::Rows;
use super::{Intake, place_of};
use crate::db::{self, Tx, change::Changed};
use crate::error::ApiResult;
use crate::state::AppState;
use domain::finding::Finding;
use domain::hash::Hash;
use domain::id::{AccountId, HouseholdId, RecordId};
use domain::org::Whereabouts;
use domain::questionnaire::Questionnaire;
use domain::sync::body::{Body, Subject};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// What is known beforehand, and what is left for the end.
#[derive(Default)]
pub(super) struct Later(Mutex<Known>);

#[derive(Default)]
struct Known {
    stored: HashMap<RecordId, Hash>,
    places: HashMap<Uuid, Whereabouts>,
    /// Records in whose place another one stands.
    repaired: HashSet<RecordId>,
    /// Blobs that are here, with what is wrong with them.
    blobs: HashMap<Hash, Vec<Finding>>,
    /// Who knocked where, and when.
    attempts: HashMap<HouseholdId, Vec<(AccountId, i64)>>,
    /// Households that answered a questionnaire.
    answered: HashSet<HouseholdId>,
    questionnaires: HashMap<(String, u16), Option<Arc<Questionnaire>>>,
    rows: Rows,
    changed: Vec<Changed>,
    /// Households whose states have to be computed again.
    refresh: BTreeSet<Uuid>,
    /// Households that phones have to hear of.
    noted: BTreeSet<Uuid>,
}

impl Later {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Leaves a household for the end.
    pub(super) fn leave(&self, household: HouseholdId, refresh: bool) {
        let mut known = self.known();
        known.noted.insert(household.0);
        if refresh {
            known.refresh.insert(household.0);
        }
    }

    /// The households left: all of them, and those to be computed again.
    pub(super) fn left(&self) -> (Vec<Uuid>, BTreeSet<Uuid>) {
        let mut known = self.known();
        (std::mem::take(&mut known.noted).into_iter().collect(), std::mem::take(&mut known.refresh))
    }

    pub(super) fn leave_change(&self, changed: Changed) {
        self.known().changed.push(changed);
    }

    pub(super) fn take_changes(&self) -> Vec<Changed> {
        std::mem::take(&mut self.known().changed)
    }

    pub(super) fn with_rows(&self, change: impl FnOnce(&mut Rows)) {
        change(&mut self.known().rows);
    }

    pub(super) fn take_rows(&self) -> Rows {
        std::mem::take(&mut self.known().rows)
    }

    /// Whether somebody was at this door within so many ms before or after; from now on this visit counts too.
    pub(super) fn was_near(&self, door: HouseholdId, author: AccountId, at_ms: i64, within_ms: i64) -> bool {
        let mut known = self.known();
        let attempts = known.attempts.entry(door).or_default();
        let near =
            attempts.iter().any(|(who, when)| *who == author && when.abs_diff(at_ms) <= within_ms.unsigned_abs());
        attempts.push((author, at_ms));
        near
    }

    /// Whether a household answered before; from now on it has.
    pub(super) fn has_answered(&self, household: HouseholdId) -> bool {
        !self.known().answered.insert(household)
    }
}

impl<'a> Intake<'a> {
    /// An intake for whole pushes: what their records need is looked up at once.
    pub(super) async fn for_pushes(state: &'a AppState, tx: &mut Tx, now_ms: i64, pushes: &[&Push]) -> ApiResult<Self> {
        let records = || pushes.iter().flat_map(|push| &push.request.records);
        let bodies = || pushes.iter().flat_map(|push| &push.read).filter_map(|read| read.body.as_ref().ok());
        let ids: Vec<Uuid> = records().map(|record| record.id.0).collect();
        let all = households(bodies());
        let visited = households(bodies().filter(|body| matches!(body, Body::Visit(_))));
        let asked = households(bodies().filter(|body| matches!(body, Body::SurveyResponse(_))));
        let blobs = BTreeSet::from_iter(bodies().flat_map(Body::blobs).map(|blob| blob.sha256));
        // A record and its repair in one push: then the database is asked.
        let repaired_here = records().filter_map(|record| record.repairs);
        let mut known = Known {
            stored: db::record::stored_hashes(tx, &ids).await?,
            places: db::place::whereabouts_of_households(tx, &all).await?,
            repaired: db::record::repaired_among(tx, &ids).await?.into_iter().chain(repaired_here).collect(),
            blobs: db::blob::arrived_among(tx, &Vec::from_iter(blobs)).await?.into_iter().collect(),
            answered: db::survey::households_that_answered(tx, &asked).await?.into_iter().collect(),
            ..Known::default()
        };
        for (household, author, at_ms) in db::visit::attempts_at(tx, &visited).await? {
            known.attempts.entry(household).or_default().push((author, at_ms));
        }
        Ok(Self { later: Some(Later(Mutex::new(known))), ..Self::at(state, now_ms) })
    }

    /// The hash already stored under an id.
    pub(super) async fn stored_hash(&self, tx: &mut Tx, id: RecordId) -> ApiResult<Option<Hash>> {
        match &self.later {
            Some(later) => Ok(later.known().stored.get(&id).copied()),
            None => Ok(db::record::stored_hash(tx, id).await?),
        }
    }

    /// The pushes themselves may bring a record twice.
    pub(super) fn note_stored(&self, id: RecordId, hash: Hash) {
        if let Some(later) = &self.later {
            later.known().stored.insert(id, hash);
        }
    }

    /// What is wrong with a blob that is here; none: it is not.
    pub(super) fn findings_of_blob(&self, hash: Hash) -> Option<Vec<Finding>> {
        self.later.as_ref().and_then(|later| later.known().blobs.get(&hash).cloned())
    }

    /// A published questionnaire; looked up once for all records that answer it.
    pub(super) async fn questionnaire(
        &self,
        tx: &mut Tx,
        code: &str,
        version: u16,
    ) -> ApiResult<Option<Arc<Questionnaire>>> {
        let key = (code.to_owned(), version);
        if let Some(known) = self.later.as_ref().and_then(|later| later.known().questionnaires.get(&key).cloned()) {
            return Ok(known);
        }
        let found = db::document::document(tx, "questionnaire", code, version.into()).await?;
        let read = found.and_then(|content| serde_json::from_value(content).ok()).map(Arc::new);
        if let Some(later) = &self.later {
            later.known().questionnaires.insert(key, read.clone());
        }
        Ok(read)
    }

    /// Where a record's subject lies.
    pub(super) async fn place_of(&self, tx: &mut Tx, subject: Subject) -> ApiResult<Option<Whereabouts>> {
        match (&self.later, subject) {
            (Some(later), Subject::Household(id)) if later.known().places.contains_key(&id.0) => {
                Ok(later.known().places.get(&id.0).cloned())
            }
            _ => place_of(tx, subject).await,
        }
    }

    /// Where a record's subject lies. A household may be named by the id that a phone made for a door which is another household of
    /// the register; then the body names that one from here on.
    pub(super) async fn place_by_any_name(
        &self,
        tx: &mut Tx,
        body: &mut Cow<'_, Body>,
    ) -> ApiResult<Option<Whereabouts>> {
        let subject = body.subject();
        if let Some(place) = self.place_of(tx, subject).await? {
            return Ok(Some(place));
        }
        let Subject::Household(named) = subject else { return Ok(None) };
        let Some(known) = db::new_door::alias_of(tx, named).await? else { return Ok(None) };
        if let Some(household) = body.to_mut().household_mut() {
            *household = known;
        }
        place_of(tx, Subject::Household(known)).await
    }

    /// Whether another record stands in the place of this one.
    pub(super) async fn is_repaired(&self, tx: &mut Tx, id: RecordId) -> ApiResult<bool> {
        if self.later.as_ref().is_some_and(|later| !later.known().repaired.contains(&id)) {
            return Ok(false);
        }
        self.flush(tx).await?;
        Ok(db::record::repair_of(tx, id).await?.is_some())
    }
}

/// The households that bodies are about, each once.
fn households<'b>(bodies: impl Iterator<Item = &'b Body>) -> Vec<Uuid> {
    let household = |body: &Body| match body.subject() {
        Subject::Household(id) => Some(id.0),
        _ => None,
    };
    BTreeSet::from_iter(bodies.filter_map(household)).into_iter().collect()
}
