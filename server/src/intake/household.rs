//! A household's computed states: recomputed from its events whenever one is added, and when the calendar moves on.

use super::Intake;
use crate::db::{self, Tx, change::Changed, household::HouseholdRow};
use crate::error::ApiResult;
use crate::state::AppState;
use domain::calendar::{Day, shanghai_day};
use domain::consent::{ConsentFacts, FeeConsentState, fee_consent};
use domain::id::HouseholdId;
use domain::merge::{Meeting, Merged, ReviewKind, merge};
use domain::visit::{DoorState, door_state};
use std::collections::BTreeMap;
use uuid::Uuid;

impl Intake<'_> {
    /// Recomputes door and consent state of a household from its events; phones hear of it.
    pub async fn refresh_household(&self, tx: &mut Tx, id: HouseholdId) -> ApiResult<()> {
        if let Some(later) = &self.later {
            later.leave(id, true);
            return Ok(());
        }
        let Some(row) = db::household::household_row(tx, id).await? else { return Ok(()) };
        let (door, consent) = self.states(tx, &row).await?;
        db::household::set_states(tx, id, door, consent).await?;
        db::change::note_changes(tx, &[changed(&row)]).await?;
        self.follow_consent(tx, &row, consent).await
    }

    /// A yes and a no that did not know of each other stand on the review list until a new signed event ends it. No clerk says yes
    /// for a household.
    async fn follow_consent(&self, tx: &mut Tx, row: &HouseholdRow, state: FeeConsentState) -> ApiResult<()> {
        let about = format!("{}/{}", row.id, row.occupancy_seq);
        match merge(Meeting::Consent(state)) {
            Merged::Review(kind) => {
                let place = (row.compound(), Some(HouseholdId(row.id)));
                let waits = !db::open_no::open_noes_of(tx, HouseholdId(row.id)).await?.is_empty();
                let reason = if waits { "no_open" } else { state.name() };
                self.open_review(tx, kind, place, &about, reason, serde_json::json!({})).await
            }
            _ => self.close_review(tx, ReviewKind::ConsentInReview, &about).await,
        }
    }

    /// Tells phones that something about a household changed.
    pub async fn note_household(&self, tx: &mut Tx, id: HouseholdId) -> ApiResult<()> {
        if let Some(later) = &self.later {
            later.leave(id, false);
        } else if let Some(row) = db::household::household_row(tx, id).await? {
            db::change::note_changes(tx, &[changed(&row)]).await?;
        }
        Ok(())
    }

    /// Writes what waits and recomputes every household that the records have touched, each once.
    pub(super) async fn refresh_left(&self, tx: &mut Tx) -> ApiResult<()> {
        let Some(later) = &self.later else { return Ok(()) };
        self.flush(tx).await?;
        let (noted, refresh) = later.left();
        let rows = db::household::household_rows(tx, &noted).await?;
        let refreshed: Vec<Uuid> = refresh.iter().copied().collect();
        let with_events = db::consent::households_with_events(tx, &refreshed).await?;
        let mut visits = db::visit::past_visits_of(tx, &refreshed).await?;
        let mut moved: BTreeMap<_, (DoorState, FeeConsentState, Vec<Uuid>)> = BTreeMap::new();
        for row in rows.iter().filter(|row| refresh.contains(&row.id)) {
            let past = visits.remove(&row.id).unwrap_or_default();
            let consent = match with_events.contains(&row.id) {
                true => self.consent_state(tx, row).await?,
                false => FeeConsentState::None,
            };
            let door = door_state(&past, consent, &self.config, self.today());
            if (row.door_state.as_str(), row.fee_consent_state.as_str()) != (door.name(), consent.name()) {
                moved.entry((door.name(), consent.name())).or_insert((door, consent, vec![])).2.push(row.id);
            }
            // Where neither then nor now a yes stands against a no, no item is open and none to be opened.
            if [row.fee_consent_state.as_str(), consent.name()].contains(&FeeConsentState::InReview.name()) {
                self.follow_consent(tx, row, consent).await?;
            }
        }
        for (door, consent, ids) in moved.into_values() {
            db::household::set_states_of(tx, &ids, door, consent).await?;
        }
        let mut changes = later.take_changes();
        changes.extend(rows.iter().map(changed));
        db::change::note_changes(tx, &changes).await?;
        Ok(())
    }

    /// The fee consent of a household today.
    pub async fn consent_facts(&self, tx: &mut Tx, row: &HouseholdRow) -> ApiResult<ConsentFacts> {
        let today = self.today().to_string();
        let service = db::service::service_of(tx, row.compound(), &today).await?;
        Ok(ConsentFacts {
            occupancy_seq: u32::try_from(row.occupancy_seq).unwrap_or(0),
            last_free_day: service.as_ref().and_then(db::service::ServiceRow::last_free_day),
            ended_on: None,
            open_noes: db::open_no::open_noes_of(tx, HouseholdId(row.id)).await?,
        })
    }

    /// The Shanghai day of this intake.
    pub fn today(&self) -> Day {
        shanghai_day(self.now_ms)
    }

    async fn states(&self, tx: &mut Tx, row: &HouseholdRow) -> ApiResult<(DoorState, FeeConsentState)> {
        let consent = self.consent_state(tx, row).await?;
        let visits = db::visit::past_visits(tx, HouseholdId(row.id)).await?;
        Ok((door_state(&visits, consent, &self.config, self.today()), consent))
    }

    async fn consent_state(&self, tx: &mut Tx, row: &HouseholdRow) -> ApiResult<FeeConsentState> {
        let id = HouseholdId(row.id);
        let events = db::consent::events_of(tx, id).await?;
        let confirmations = db::consent::confirmations_of(tx, id).await?;
        let facts = self.consent_facts(tx, row).await?;
        Ok(fee_consent(&events, &confirmations, &facts, &self.config, self.today()).state)
    }
}

fn changed(row: &HouseholdRow) -> Changed {
    Changed {
        kind: "household",
        id: row.id.to_string(),
        compound: Some(row.compound()),
        grid: row.grid(),
        company: None,
    }
}

/// Recomputes every household whose state may change with the calendar alone. Returns how many changed.
pub async fn ripen(state: &AppState) -> ApiResult<u64> {
    let intake = Intake::new(state);
    let mut tx = state.db.read().await?;
    let waiting = db::household::households_that_ripen(&mut tx).await?;
    drop(tx);
    let mut count = 0;
    for chunk in waiting.chunks(200) {
        let mut tx = state.db.write().await?;
        for id in chunk {
            let Some(row) = db::household::household_row(&mut tx, *id).await? else { continue };
            let (door, consent) = intake.states(&mut tx, &row).await?;
            if (row.door_state.as_str(), row.fee_consent_state.as_str()) != (door.name(), consent.name()) {
                db::household::set_states(&mut tx, *id, door, consent).await?;
                db::change::note_changes(&mut tx, &[changed(&row)]).await?;
                intake.follow_consent(&mut tx, &row, consent).await?;
                count += 1;
            }
        }
        tx.commit().await?;
    }
    Ok(count)
}
