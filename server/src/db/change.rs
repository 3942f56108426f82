//! The change log: for each thing a phone may hold, the number of its latest change. Numbers follow commit order.

use super::{DbResult, Tx, batch, on};
use domain::id::{CompanyId, CompoundId, GridId};
use sqlx::AssertSqlSafe;

/// A thing that changed, and who may have it on a phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Wire name of the entity kind, such as `household`.
    pub kind: &'static str,
    /// The id as text.
    pub id: String,
    pub compound: Option<CompoundId>,
    pub grid: Option<GridId>,
    pub company: Option<CompanyId>,
}

/// Takes `count` numbers. The counter's row stays locked until the transaction ends, so numbers commit in order.
pub async fn take_numbers(tx: &mut Tx, count: i64) -> DbResult<i64> {
    let sql = "update change_counter set last_seq = last_seq + $1 where id = 1 returning last_seq";
    let (last,): (i64,) = on!(tx, c => sqlx::query_as(sql).bind(count).fetch_one(c).await?);
    Ok(last - count + 1)
}

/// Writes down what changed, in the order given.
pub async fn note_changes(tx: &mut Tx, changed: &[Changed]) -> DbResult<()> {
    if changed.is_empty() {
        return Ok(());
    }
    // One statement meets a thing once: its latest change counts.
    let mut latest: Vec<&Changed> = Vec::with_capacity(changed.len());
    for (at, change) in changed.iter().enumerate() {
        if !changed[at + 1..].iter().any(|later| (later.kind, &later.id) == (change.kind, &change.id)) {
            latest.push(change);
        }
    }
    let mut seq = take_numbers(tx, latest.len() as i64).await?;
    for part in batch::portions(&latest) {
        let sql = AssertSqlSafe(format!(
            "insert into changes (entity_kind, entity_id, seq, compound_id, grid_id, company_id) values {}
             on conflict (entity_kind, entity_id) do update set
               seq = excluded.seq, compound_id = excluded.compound_id, grid_id = excluded.grid_id,
               company_id = excluded.company_id",
            batch::values(part.len(), 6)
        ));
        on!(tx, c => {
            let mut query = sqlx::query(sql);
            for (at, change) in (seq..).zip(part) {
                query = query.bind(change.kind).bind(&change.id).bind(at).bind(change.compound.map(|id| id.0))
                    .bind(change.grid.map(|id| id.0)).bind(change.company.map(|id| id.0));
            }
            query.execute(c).await?.rows_affected()
        });
        seq += part.len() as i64;
    }
    Ok(())
}
