//! The change log: for each thing a phone may hold, the number of its latest change. Numbers follow commit order.

use super::{DbResult, Tx, batch, on};
use domain::id::{CompanyId, CompoundId, GridId};
use sqlx::AssertSqlSafe;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

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

/// Takes the place of this transaction in the order of all that change what phones hold. Whoever reads first and writes then calls
/// it before reading, so that two of them at once see each other's work (on SQLite there is one writer anyway).
pub async fn lock_order(tx: &mut Tx) -> DbResult<()> {
    match tx {
        Tx::Sqlite(_) => Ok(()),
        Tx::Postgres(tx) => sqlx::query("select last_seq from change_counter where id = 1 for update")
            .execute(&mut **tx)
            .await
            .map(|_| ()),
    }
}

/// The number of the last change.
pub async fn last_number(tx: &mut Tx) -> DbResult<i64> {
    let sql = "select last_seq from change_counter where id = 1";
    let (last,): (i64,) = on!(tx, c => sqlx::query_as(sql).fetch_one(c).await?);
    Ok(last)
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
    let last: HashMap<(&str, &str), usize> =
        changed.iter().enumerate().map(|(at, change)| ((change.kind, change.id.as_str()), at)).collect();
    let is_last = |(at, change): &(usize, &Changed)| last.get(&(change.kind, change.id.as_str())) == Some(at);
    let latest: Vec<&Changed> = changed.iter().enumerate().filter(is_last).map(|(_, change)| change).collect();
    note_departures(tx, &latest).await?;
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

/// A thing that leaves a grid or a company is named to those phones once more, as gone; one that comes back is there again.
async fn note_departures(tx: &mut Tx, changed: &[&Changed]) -> DbResult<()> {
    for part in batch::portions(changed) {
        // The kinds too, or Postgres reads the whole table: the index begins with them.
        let kinds: BTreeSet<&str> = part.iter().map(|change| change.kind).collect();
        let sql = AssertSqlSafe(format!(
            "select entity_kind, entity_id, grid_id, company_id from changes where entity_kind in ({}) and entity_id in ({})",
            batch::places(1, kinds.len()),
            batch::places(1 + kinds.len(), part.len())
        ));
        let before: Vec<(String, String, Option<Uuid>, Option<Uuid>)> = on!(tx, c => {
            let mut query = sqlx::query_as(sql);
            for kind in &kinds {
                query = query.bind(*kind);
            }
            for change in part {
                query = query.bind(&change.id);
            }
            query.fetch_all(c).await?
        });
        let known: HashMap<(&str, &str), (Option<Uuid>, Option<Uuid>)> =
            before.iter().map(|(kind, id, grid, company)| ((kind.as_str(), id.as_str()), (*grid, *company))).collect();
        for change in part {
            let Some((grid, company)) = known.get(&(change.kind, change.id.as_str())) else { continue };
            let now = [change.grid.map(|id| id.0), change.company.map(|id| id.0)];
            if now != [*grid, *company] {
                depart(tx, change, [*grid, *company], now).await?;
            }
        }
    }
    Ok(())
}

async fn depart(tx: &mut Tx, change: &Changed, before: [Option<Uuid>; 2], now: [Option<Uuid>; 2]) -> DbResult<()> {
    for left in before.into_iter().flatten().filter(|left| !now.contains(&Some(*left))) {
        let seq = take_numbers(tx, 1).await?;
        let sql = "insert into departures (entity_kind, entity_id, scope_id, seq) values ($1, $2, $3, $4)
                   on conflict (entity_kind, entity_id, scope_id) do update set seq = excluded.seq";
        on!(tx, c => sqlx::query(sql).bind(change.kind).bind(&change.id).bind(left).bind(seq).execute(c).await?
            .rows_affected());
    }
    for here in now.into_iter().flatten() {
        let sql = "delete from departures where entity_kind = $1 and entity_id = $2 and scope_id = $3";
        on!(tx, c => sqlx::query(sql).bind(change.kind).bind(&change.id).bind(here).execute(c).await?.rows_affected());
    }
    Ok(())
}
