//! The homes that people declared as their own, looked up once for all that shares an intake.

use domain::id::{AccountId, HouseholdId};
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What was looked up so far.
#[derive(Default)]
pub(super) struct OwnHomes(Mutex<HashMap<AccountId, HashSet<HouseholdId>>>);

impl OwnHomes {
    fn known(&self) -> MutexGuard<'_, HashMap<AccountId, HashSet<HouseholdId>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a home is somebody's own; `None` when nobody has asked about them yet.
    pub(super) fn knows(&self, account: AccountId, household: HouseholdId) -> Option<bool> {
        self.known().get(&account).map(|homes| homes.contains(&household))
    }

    pub(super) fn learn(&self, account: AccountId, homes: HashSet<HouseholdId>) {
        self.known().insert(account, homes);
    }
}
