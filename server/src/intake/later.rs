//! What one push does once instead of once for each record: looking up, recomputing households, numbering changes.

use super::{Intake, place_of};
use crate::db::{self, Tx};
use crate::error::ApiResult;
use crate::state::AppState;
use domain::hash::Hash;
use domain::id::{HouseholdId, RecordId};
use domain::org::Whereabouts;
use domain::sync::body::{Body, Subject};
use domain::sync::record::Record;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
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
}

impl<'a> Intake<'a> {
    /// An intake for a whole push: what its records need is looked up at once.
    pub(super) async fn for_push(state: &'a AppState, tx: &mut Tx, now_ms: i64, records: &[Record]) -> ApiResult<Self> {
        let ids: Vec<Uuid> = records.iter().map(|record| record.id.0).collect();
        let household = |record: &Record| match Body::of(record).ok()?.subject() {
            Subject::Household(id) => Some(id.0),
            _ => None,
        };
        let households: BTreeSet<Uuid> = records.iter().filter_map(household).collect();
        // A record and its repair in one push: then the database is asked.
        let repaired_here = records.iter().filter_map(|record| record.repairs);
        let known = Known {
            stored: db::record::stored_hashes(tx, &ids).await?,
            places: db::place::whereabouts_of_households(tx, &Vec::from_iter(households)).await?,
            repaired: db::record::repaired_among(tx, &ids).await?.into_iter().chain(repaired_here).collect(),
            ..Known::default()
        };
        Ok(Self { later: Some(Later(Mutex::new(known))), ..Self::at(state, now_ms) })
    }

    /// The hash already stored under an id.
    pub(super) async fn stored_hash(&self, tx: &mut Tx, id: RecordId) -> ApiResult<Option<Hash>> {
        match &self.later {
            Some(later) => Ok(later.known().stored.get(&id).copied()),
            None => Ok(db::record::stored_hash(tx, id).await?),
        }
    }

    /// The push itself may bring a record twice.
    pub(super) fn note_stored(&self, id: RecordId, hash: Hash) {
        if let Some(later) = &self.later {
            later.known().stored.insert(id, hash);
        }
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
    pub(super) async fn place_by_any_name(&self, tx: &mut Tx, body: &mut Body) -> ApiResult<Option<Whereabouts>> {
        if let Some(place) = self.place_of(tx, body.subject()).await? {
            return Ok(Some(place));
        }
        let Some(household) = body.household_mut() else { return Ok(None) };
        let Some(known) = db::new_door::alias_of(tx, *household).await? else { return Ok(None) };
        *household = known;
        place_of(tx, Subject::Household(known)).await
    }

    /// Whether another record stands in the place of this one.
    pub(super) async fn is_repaired(&self, tx: &mut Tx, id: RecordId) -> ApiResult<bool> {
        let may_be = self.later.as_ref().is_none_or(|later| later.known().repaired.contains(&id));
        Ok(may_be && db::record::repair_of(tx, id).await?.is_some())
    }
}
