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
use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// What is known beforehand, and what is left for the end.
#[derive(Default)]
pub(super) struct Later(Mutex<Known>);

#[derive(Default)]
struct Known {
    stored: HashMap<RecordId, Hash>,
    places: HashMap<Uuid, Whereabouts>,
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
        let known = Known {
            stored: db::record::stored_hashes(tx, &ids).await?,
            places: db::place::whereabouts_of_households(tx, &Vec::from_iter(households)).await?,
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
            (Some(later), Subject::Household(id)) => Ok(later.known().places.get(&id.0).cloned()),
            _ => place_of(tx, subject).await,
        }
    }
}
