//! What phones hold: which things changed for an account since a number, and how each looks now.

use super::{DbResult, Tx, on};
use domain::id::{CompanyId, GridId};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

mod compound;
mod household;
mod task;

pub use compound::{compound_views, grid_views};
pub use household::household_views;
pub use task::task_views;

/// What an account may hold on a phone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// Grids of a grid worker: their doors.
    pub grids: Vec<GridId>,
    /// Companies of a technician or a manager: their tasks.
    pub companies: Vec<CompanyId>,
    /// Compounds that follow from the two.
    pub compounds: Vec<Uuid>,
}

/// A thing that changed.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ChangedRow {
    pub entity_kind: String,
    pub entity_id: String,
    pub seq: i64,
    /// It left the account's reach.
    pub gone: bool,
}

/// `$from, $from+1, …` for an `in` list; `null` when it is empty, which matches nothing.
pub(super) fn places(from: usize, count: usize) -> String {
    if count == 0 {
        return "null".to_owned();
    }
    (from..from + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

/// Completes a reach with its compounds: those with doors in the grids, those served by the companies today.
pub async fn reach(tx: &mut Tx, grids: Vec<GridId>, companies: Vec<CompanyId>) -> DbResult<Reach> {
    let sql = AssertSqlSafe(format!(
        "select distinct compound_id from households where grid_id in ({})
         union select compound_id from service_assignments where to_on is null and company_id in ({})",
        places(1, grids.len()),
        places(1 + grids.len(), companies.len())
    ));
    let ids = grids.iter().map(|id| id.0).chain(companies.iter().map(|id| id.0)).collect::<Vec<_>>();
    let rows: Vec<(Uuid,)> = on!(tx, c => {
        let mut query = sqlx::query_as(sql);
        for id in &ids {
            query = query.bind(*id);
        }
        query.fetch_all(c).await?
    });
    let mut compounds: Vec<Uuid> = rows.into_iter().map(|(id,)| id).collect();
    compounds.sort_unstable();
    Ok(Reach { grids, companies, compounds })
}

/// The next changes after a number, in order, at most `limit`. One part for each kind, so that each finds its rows by an index.
pub async fn changes_after(tx: &mut Tx, reach: &Reach, after: i64, limit: i64) -> DbResult<Vec<ChangedRow>> {
    let (grids, companies, compounds) = (reach.grids.len(), reach.companies.len(), reach.compounds.len());
    let sql = AssertSqlSafe(format!(
        "select entity_kind, entity_id, seq, (1 = 0) as gone from changes
           where entity_kind in ('household', 'grid') and grid_id in ({grid_ids}) and seq > $1
         union all
         select entity_kind, entity_id, seq, (1 = 0) as gone from changes
           where entity_kind = 'task' and company_id in ({company_ids}) and seq > $1
         union all
         select entity_kind, entity_id, seq, (1 = 0) as gone from changes
           where entity_kind = 'compound' and entity_id in ({compound_names}) and seq > $1
         union all
         select entity_kind, entity_id, seq, (1 = 0) as gone from changes where entity_kind = 'document' and seq > $1
         union all
         select d.entity_kind, d.entity_id, d.seq, (1 = 1) as gone from departures d
           where d.seq > $1 and d.scope_id in ({grid_ids}, {company_ids}) and not exists (
             select 1 from changes here where here.entity_kind = d.entity_kind and here.entity_id = d.entity_id
               and (here.grid_id in ({grid_ids}) or here.company_id in ({company_ids})))
         order by seq limit $2",
        compound_names = places(3 + grids + companies, compounds),
        grid_ids = places(3, grids),
        company_ids = places(3 + grids, companies),
    ));
    let ids: Vec<Uuid> = reach.grids.iter().map(|id| id.0).chain(reach.companies.iter().map(|id| id.0)).collect();
    on!(tx, c => {
        let mut query = sqlx::query_as(sql).bind(after).bind(limit);
        for id in &ids {
            query = query.bind(*id);
        }
        for id in &reach.compounds {
            query = query.bind(id.to_string());
        }
        query.fetch_all(c).await
    })
}
