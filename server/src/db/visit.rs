//! Visits.

use super::{DbResult, Tx, batch, on};
use domain::id::{AccountId, CompoundId, GridId, HouseholdId, RecordId};
use domain::visit::{PastVisit, Visit, VisitOutcome};
use sqlx::AssertSqlSafe;
use sqlx::types::Json;
use std::collections::HashMap;
use uuid::Uuid;

/// A visit with its author and place.
#[derive(Debug, Clone)]
pub struct NewVisit {
    pub id: RecordId,
    pub visit: Visit,
    pub author: AccountId,
    pub compound: CompoundId,
    pub grid: Option<GridId>,
    pub received_at_ms: i64,
}

/// Adds visits.
pub async fn insert_visits(tx: &mut Tx, all: &[NewVisit]) -> DbResult<()> {
    for part in batch::portions(all) {
        let sql = AssertSqlSafe(format!(
            "insert into visits (id, household_id, compound_id, grid_id, account_id, outcome, channel, content,
               started_at_ms, ended_at_ms, received_at_ms) values {}",
            batch::values(part.len(), 11)
        ));
        on!(tx, c => {
            let mut query = sqlx::query(sql);
            for new in part {
                let visit = &new.visit;
                query = query.bind(new.id.0).bind(visit.household.0).bind(new.compound.0)
                    .bind(new.grid.map(|id| id.0)).bind(new.author.0).bind(visit.outcome.name())
                    .bind(visit.channel.name()).bind(Json(visit)).bind(visit.started_at_ms).bind(visit.ended_at_ms)
                    .bind(new.received_at_ms);
            }
            query.execute(c).await?.rows_affected()
        });
    }
    Ok(())
}

/// Who knocked at these doors, and when.
pub async fn attempts_at(tx: &mut Tx, households: &[Uuid]) -> DbResult<Vec<(HouseholdId, AccountId, i64)>> {
    let sql = "select household_id, account_id, started_at_ms from visits where household_id in ($ids)";
    let rows: Vec<(Uuid, Uuid, i64)> = batch::rows_in(tx, sql, households).await?;
    Ok(rows
        .into_iter()
        .map(|(household, account, at_ms)| (HouseholdId(household), AccountId(account), at_ms))
        .collect())
}

/// The attempts at a household's door, oldest first.
pub async fn past_visits(tx: &mut Tx, household: HouseholdId) -> DbResult<Vec<PastVisit>> {
    let sql = "select outcome, started_at_ms from visits where household_id = $1 order by started_at_ms, id";
    let rows: Vec<(String, i64)> = on!(tx, c => sqlx::query_as(sql).bind(household.0).fetch_all(c).await?);
    let past = |(outcome, at_ms): (String, i64)| Some(PastVisit { outcome: VisitOutcome::from_name(&outcome)?, at_ms });
    Ok(rows.into_iter().filter_map(past).collect())
}

/// The same for many households.
pub async fn past_visits_of(tx: &mut Tx, households: &[Uuid]) -> DbResult<HashMap<Uuid, Vec<PastVisit>>> {
    let sql = "select household_id, outcome, started_at_ms, id from visits where household_id in ($ids)";
    let mut rows: Vec<(Uuid, String, i64, Uuid)> = batch::rows_in(tx, sql, households).await?;
    rows.sort_by_key(|(_, _, at_ms, id)| (*at_ms, *id));
    let mut visits: HashMap<Uuid, Vec<PastVisit>> = HashMap::new();
    for (household, outcome, at_ms, _) in rows {
        if let Some(outcome) = VisitOutcome::from_name(&outcome) {
            visits.entry(household).or_default().push(PastVisit { outcome, at_ms });
        }
    }
    Ok(visits)
}

/// A worker's visits at a door between two instants, with their ids.
pub async fn visits_near(
    tx: &mut Tx,
    household: HouseholdId,
    author: AccountId,
    (from_ms, to_ms): (i64, i64),
) -> DbResult<Vec<(Uuid, Visit)>> {
    let sql =
        "select id, content from visits where household_id = $1 and account_id = $2 and started_at_ms between $3 and $4
               order by started_at_ms, id";
    let rows: Vec<(Uuid, Json<Visit>)> = on!(tx, c => sqlx::query_as(sql).bind(household.0).bind(author.0).bind(from_ms)
        .bind(to_ms).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(id, Json(visit))| (id, visit)).collect())
}
