//! Noes that were not taken as they came: nothing falls due while one of them is open.

use super::consent::LONGEST_CHAIN;
use super::record::REPAIRED;
use super::{DbResult, Tx, on};
use domain::calendar::shanghai_day;
use domain::consent::ConsentAction::{self, Refused, Withdrawn};
use domain::consent::OpenNo;
use domain::hash::Hash;
use domain::id::{HouseholdId, RecordId};
use sqlx::FromRow;
use uuid::Uuid;

/// A no as it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewOpenNo {
    pub record: RecordId,
    /// Of the record: another one under its id settles nothing.
    pub hash: Hash,
    /// As the phone names it: it may have made the id itself.
    pub household: HouseholdId,
    pub occupancy_seq: Option<u32>,
    pub said_at_ms: i64,
    pub received_at_ms: i64,
}

#[derive(FromRow)]
struct Row {
    record_id: Uuid,
    occupancy_seq: Option<i64>,
    said_at_ms: i64,
    received_at_ms: i64,
    status: Option<String>,
}

/// A consent record that was never taken: id and hash, its words, when it was recorded and received.
pub type NotTaken = ((RecordId, Hash), String, i64, i64);

/// Consent records that were never taken, each with its hash and times.
pub async fn consents_not_taken_with_times(tx: &mut Tx) -> DbResult<Vec<NotTaken>> {
    let sql = "select id, hash, body, recorded_at_ms, received_at_ms from records
               where kind = 'consent_event' and status <> 'accepted' and body <> ''";
    let rows: Vec<(Uuid, String, String, i64, i64)> = on!(tx, c => sqlx::query_as(sql).fetch_all(c).await?);
    let read = |(id, hash, body, recorded, received): (Uuid, String, String, i64, i64)| {
        Some(((RecordId(id), hash.parse().ok()?), body, recorded, received))
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Keeps a no; the same twice is one. Says whether it is new.
pub async fn insert_open_no(tx: &mut Tx, new: &NewOpenNo) -> DbResult<bool> {
    let sql = "insert into open_noes (record_id, hash, household_id, occupancy_seq, said_at_ms, received_at_ms)
               values ($1, $2, $3, $4, $5, $6) on conflict (record_id, hash) do nothing";
    on!(tx, c => sqlx::query(sql).bind(new.record.0).bind(new.hash.to_string()).bind(new.household.0)
        .bind(new.occupancy_seq.map(i64::from)).bind(new.said_at_ms).bind(new.received_at_ms)
        .execute(c).await.map(|done| done.rows_affected() > 0))
}

/// The noes of a household, by any of its names, that neither count nor were put right by a no.
pub async fn open_noes_of(tx: &mut Tx, household: HouseholdId) -> DbResult<Vec<OpenNo>> {
    let sql = "select n.record_id, n.occupancy_seq, n.said_at_ms, n.received_at_ms, r.status
               from open_noes n left join records r on r.id = n.record_id and r.hash = n.hash
               where (n.household_id = $1
                   or n.household_id in (select a.alias_id from household_aliases a where a.household_id = $1))
                 and (r.status is null or r.status <> 'accepted')
               order by n.received_at_ms, n.record_id";
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(sql).bind(household.0).fetch_all(c).await?);
    let mut open = Vec::with_capacity(rows.len());
    for row in rows {
        if row.status.as_deref() == Some(REPAIRED) && is_put_right(tx, row.record_id).await? {
            continue;
        }
        open.push(OpenNo {
            id: row.record_id.into(),
            occupancy_seq: row.occupancy_seq.and_then(|family| u32::try_from(family).ok()),
            day: shanghai_day(row.said_at_ms.min(row.received_at_ms)),
        });
    }
    Ok(open)
}

/// Whether what stands in the place of a no is a no, too: a yes is no correction of it.
async fn is_put_right(tx: &mut Tx, no: Uuid) -> DbResult<bool> {
    let sql = "select r.id, e.action from records r left join consent_events e on e.id = r.id
               where r.repairs = $1 and r.status in ('accepted', 'repaired') order by r.status";
    let mut next = Some(no);
    for _ in 0..LONGEST_CHAIN {
        let Some(id) = next else { break };
        let rows: Vec<(Uuid, Option<String>)> = on!(tx, c => sqlx::query_as(sql).bind(id).fetch_all(c).await?);
        let said = |action: &str| matches!(ConsentAction::from_name(action), Some(Refused | Withdrawn));
        if rows.iter().any(|(_, action)| action.as_deref().is_some_and(said)) {
            return Ok(true);
        }
        next = rows.iter().find(|(_, action)| action.is_none()).map(|(id, _)| *id);
    }
    Ok(false)
}
