//! Households as grid workers hold them.

use super::places;
use crate::db::{DbResult, Tx, on};
use domain::consent::FeeConsentState;
use domain::place::{Occupancy, Usage};
use domain::sync::view::{HouseholdView, PromiseBrief, VisitBrief};
use domain::task::TaskStatus;
use domain::visit::{DoorState, Visit, VisitOutcome};
use sqlx::types::Json;
use sqlx::{AssertSqlSafe, FromRow};
use std::collections::HashMap;
use uuid::Uuid;

const SHOWN_VISITS: usize = 3;
const SHOWN_PROMISES: usize = 5;

#[derive(FromRow)]
struct Row {
    id: Uuid,
    compound_id: Uuid,
    building_id: Uuid,
    building: String,
    building_alias: Option<String>,
    unit_id: Uuid,
    unit: String,
    floor: Option<i64>,
    door_no: String,
    area_c: Option<i64>,
    area_source: Option<String>,
    usage: String,
    occupancy: String,
    occupancy_seq: i64,
    household_code: Option<String>,
    door_state: String,
    fee_consent_state: String,
    consent_link: Option<String>,
}

/// Views of households; `mask` opens a sealed name and masks it.
pub async fn household_views(
    tx: &mut Tx,
    ids: &[Uuid],
    mask: impl Fn(&str) -> Option<String>,
) -> DbResult<Vec<HouseholdView>> {
    let sql = AssertSqlSafe(format!(
        "select h.id, h.compound_id, h.building_id, b.no_norm as building, b.name_alias as building_alias, h.unit_id,
           u.no_norm as unit, h.floor, h.door_no, h.area_c, h.area_source, h.usage, h.occupancy, h.occupancy_seq,
           (select k.code from household_codes k where k.household_id = h.id and k.occupancy_seq = h.occupancy_seq
              and k.revoked_at_ms is null limit 1) as household_code,
           h.door_state, h.fee_consent_state,
           (select l.hash from evidence_links l where l.household_id = h.id and l.kind = 'event'
              order by l.household_seq desc limit 1) as consent_link
         from households h join buildings b on b.id = h.building_id join units u on u.id = h.unit_id
         where h.active and h.id in ({})",
        places(1, ids.len())
    ));
    let rows: Vec<Row> = on!(tx, c => {
        let mut query = sqlx::query_as(sql);
        for id in ids {
            query = query.bind(*id);
        }
        query.fetch_all(c).await?
    });
    let names = sealed_names(tx, ids).await?;
    let mut visits = visits(tx, ids).await?;
    let mut promises = promises(tx, ids).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let past = visits.remove(&row.id).unwrap_or_default();
            let name_masked = names.get(&row.id).and_then(|sealed| mask(sealed));
            let promises = promises.remove(&row.id).unwrap_or_default();
            view(row, name_masked, past, promises)
        })
        .collect())
}

fn view(row: Row, name_masked: Option<String>, past: Vec<VisitBrief>, promises: Vec<PromiseBrief>) -> HouseholdView {
    let attempts = u32::try_from(past.len()).unwrap_or(u32::MAX);
    HouseholdView {
        id: row.id.into(),
        compound: row.compound_id.into(),
        building_id: row.building_id.into(),
        building: row.building_alias.unwrap_or(row.building),
        unit_id: row.unit_id.into(),
        unit: row.unit,
        floor: row.floor.and_then(|floor| i32::try_from(floor).ok()),
        door: row.door_no,
        area_c: row.area_c.and_then(|area| u32::try_from(area).ok()),
        area_source: row.area_source,
        usage: Usage::from_name(&row.usage).unwrap_or(Usage::Other),
        occupancy: Occupancy::from_name(&row.occupancy).unwrap_or(Occupancy::Unknown),
        occupancy_seq: u32::try_from(row.occupancy_seq).unwrap_or(0),
        name_masked,
        household_code: row.household_code,
        door_state: DoorState::from_name(&row.door_state).unwrap_or(DoorState::NotVisited),
        fee_consent: FeeConsentState::from_name(&row.fee_consent_state).unwrap_or(FeeConsentState::None),
        consent_mark: row.consent_link.as_deref().and_then(mark_of),
        visits: past.into_iter().take(SHOWN_VISITS).collect(),
        attempts,
        promises: promises.into_iter().take(SHOWN_PROMISES).collect(),
    }
}

/// The mark of a link by its hash.
fn mark_of(hash: &str) -> Option<u32> {
    hash.parse().ok().map(domain::chain::mark)
}

async fn sealed_names(tx: &mut Tx, ids: &[Uuid]) -> DbResult<HashMap<Uuid, String>> {
    let sql = AssertSqlSafe(format!(
        "select h.id, p.name_sealed from households h
         join residencies r on r.household_id = h.id and r.occupancy_seq = h.occupancy_seq and r.to_on is null
         join persons p on p.id = r.person_id where h.id in ({}) order by r.id desc",
        places(1, ids.len())
    ));
    let rows: Vec<(Uuid, String)> = on!(tx, c => {
        let mut query = sqlx::query_as(sql);
        for id in ids {
            query = query.bind(*id);
        }
        query.fetch_all(c).await?
    });
    Ok(rows.into_iter().collect())
}

async fn visits(tx: &mut Tx, ids: &[Uuid]) -> DbResult<HashMap<Uuid, Vec<VisitBrief>>> {
    let sql = AssertSqlSafe(format!(
        "select household_id, outcome, started_at_ms, content from visits where household_id in ({})
         order by household_id, started_at_ms desc, id desc",
        places(1, ids.len())
    ));
    let rows: Vec<(Uuid, String, i64, Json<Visit>)> = on!(tx, c => {
        let mut query = sqlx::query_as(sql);
        for id in ids {
            query = query.bind(*id);
        }
        query.fetch_all(c).await?
    });
    let mut found: HashMap<Uuid, Vec<VisitBrief>> = HashMap::new();
    for (household, outcome, at_ms, Json(visit)) in rows {
        if let Some(outcome) = VisitOutcome::from_name(&outcome) {
            let note = visit.note.unwrap_or_default();
            found.entry(household).or_default().push(VisitBrief { at_ms, outcome, note });
        }
    }
    Ok(found)
}

async fn promises(tx: &mut Tx, ids: &[Uuid]) -> DbResult<HashMap<Uuid, Vec<PromiseBrief>>> {
    let sql = AssertSqlSafe(format!(
        "select household_id, code, place_text, status, created_at_ms from tasks where household_id in ({})
         order by household_id, created_at_ms desc",
        places(1, ids.len())
    ));
    let rows: Vec<(Uuid, String, String, String, i64)> = on!(tx, c => {
        let mut query = sqlx::query_as(sql);
        for id in ids {
            query = query.bind(*id);
        }
        query.fetch_all(c).await?
    });
    let mut found: HashMap<Uuid, Vec<PromiseBrief>> = HashMap::new();
    for (household, code, place_text, status, at_ms) in rows {
        if let Some(status) = TaskStatus::from_name(&status) {
            found.entry(household).or_default().push(PromiseBrief { code, place_text, status, at_ms });
        }
    }
    Ok(found)
}
