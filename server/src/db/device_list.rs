//! Phones as supervisors list them: what each announced, which numbers are missing, whose signatures are wrong.

use super::{DbResult, Tx, batch, on};
use domain::org::Scope;
use domain::sync::device::{DeviceFacts, SeqRange};
use domain::sync::reliability::Gap;
use sqlx::FromRow;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// A phone with the worker who used it last.
#[derive(Debug, Clone)]
pub struct DeviceLine {
    pub id: Uuid,
    pub worker_id: Uuid,
    pub worker: String,
    /// Build of the app.
    pub app: String,
    pub facts: DeviceFacts,
    /// Gaps between the numbers held and behind them, with the time since which each is known.
    pub gaps: Vec<Gap>,
    /// Records with a wrong or missing signature.
    pub bad_signatures: i64,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    account_id: Uuid,
    name: String,
    app: String,
    highest_seq: i64,
    highest_at_ms: i64,
    unsent_count: i64,
    oldest_unsent_ms: Option<i64>,
    offset_ms: i64,
    contact_at_ms: i64,
    highest_held: Option<i64>,
}

/// Every phone of a worker whom the scopes cover (the whole district, or workers of grids in a community), in no order.
pub async fn list_devices(tx: &mut Tx, scopes: &[Scope]) -> DbResult<Vec<DeviceLine>> {
    let sql = "select d.id, d.account_id, a.name, d.app, d.highest_seq, d.highest_at_ms, d.unsent_count,
                 d.oldest_unsent_ms, d.offset_ms, d.contact_at_ms,
                 (select max(r.device_seq) from records r where r.device_id = d.id) as highest_held
               from devices d join accounts a on a.id = d.account_id";
    let mut rows: Vec<Row> = on!(tx, c => sqlx::query_as(sql).fetch_all(c).await?);
    if !scopes.contains(&Scope::District) {
        let workers = workers_of(tx, scopes).await?;
        rows.retain(|row| workers.contains(&row.account_id));
    }
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut inner = inner_gaps(tx, &ids).await?;
    let mut beside = numbers_beside(tx, &ids).await?;
    let bad = bad_signatures(tx, &ids).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let gaps = inner.remove(&row.id).unwrap_or_default();
            line(row.id, row, gaps, &mut beside, &bad)
        })
        .collect())
}

fn line(
    id: Uuid,
    row: Row,
    mut gaps: Vec<Gap>,
    beside: &mut HashMap<Uuid, Vec<u64>>,
    bad: &HashMap<Uuid, i64>,
) -> DeviceLine {
    gaps.sort_by_key(|gap| gap.range);
    let facts = DeviceFacts {
        highest_seq: number(row.highest_seq),
        unsent_count: number(row.unsent_count),
        oldest_unsent_ms: row.oldest_unsent_ms,
        offset_ms: row.offset_ms,
        contact_at_ms: row.contact_at_ms,
        inner_gaps: gaps.iter().map(|gap| gap.range).collect(),
        highest_held: number(row.highest_held.unwrap_or(0)),
        beside: beside.remove(&id).unwrap_or_default(),
    };
    // Numbers kept beside are no gaps; what is left keeps the time of the gap it was part of.
    let known = |range: SeqRange| {
        let outer = gaps.iter().find(|gap| gap.range.from <= range.from && range.to <= gap.range.to);
        Gap { range, known_at_ms: outer.map_or(row.highest_at_ms, |gap| gap.known_at_ms) }
    };
    let gaps = domain::sync::device::missing(&facts).into_iter().map(known).collect();
    let bad_signatures = bad.get(&id).copied().unwrap_or(0);
    DeviceLine { id, worker_id: row.account_id, worker: row.name, app: row.app, facts, gaps, bad_signatures }
}

/// Workers with a right to a grid in the scopes, now or before: what they left on their phones still counts.
async fn workers_of(tx: &mut Tx, scopes: &[Scope]) -> DbResult<HashSet<Uuid>> {
    let grids: Vec<(Uuid, String)> =
        on!(tx, c => sqlx::query_as("select id, community_code from grids").fetch_all(c).await?);
    let covers = |grid: Uuid, community: &str| {
        scopes.iter().any(|scope| match scope {
            Scope::District => true,
            Scope::Street(code) => community.starts_with(code.as_str()),
            Scope::Community(code) => community == code,
            Scope::Grid(id) => id.0 == grid,
            Scope::Compound(_) | Scope::Company(_) => false,
        })
    };
    let covered: HashSet<String> =
        grids.into_iter().filter(|(id, community)| covers(*id, community)).map(|(id, _)| id.to_string()).collect();
    let sql = "select account_id, scope_at from grants where role = 'grid_worker' and scope_kind = 'grid'";
    let grants: Vec<(Uuid, String)> = on!(tx, c => sqlx::query_as(sql).fetch_all(c).await?);
    Ok(grants.into_iter().filter(|(_, grid)| covered.contains(grid)).map(|(account, _)| account).collect())
}

/// Gaps before and between the numbers held, read off the index alone.
async fn inner_gaps(tx: &mut Tx, ids: &[Uuid]) -> DbResult<HashMap<Uuid, Vec<Gap>>> {
    let sql = "select g.device_id, g.before, g.device_seq,
                 (select min(n.received_at_ms) from records n
                  where n.device_id = g.device_id and n.device_seq = g.device_seq) as known_at_ms
               from (select device_id, device_seq, coalesce(lag(device_seq)
                       over (partition by device_id order by device_seq), 0) as before
                     from records where device_id in ($ids)) g
               where g.device_seq > g.before + 1";
    let rows: Vec<(Uuid, i64, i64, i64)> = batch::rows_in(tx, sql, ids).await?;
    let mut gaps: HashMap<Uuid, Vec<Gap>> = HashMap::new();
    for (device, before, after, known_at_ms) in rows {
        let range = SeqRange { from: number(before) + 1, to: number(after) - 1 };
        gaps.entry(device).or_default().push(Gap { range, known_at_ms });
    }
    Ok(gaps)
}

async fn numbers_beside(tx: &mut Tx, ids: &[Uuid]) -> DbResult<HashMap<Uuid, Vec<u64>>> {
    let sql = "select device_id, device_seq from record_clashes where device_id in ($ids)";
    let rows: Vec<(Uuid, i64)> = batch::rows_in(tx, sql, ids).await?;
    let mut numbers: HashMap<Uuid, Vec<u64>> = HashMap::new();
    for (device, seq) in rows {
        numbers.entry(device).or_default().push(number(seq));
    }
    Ok(numbers)
}

async fn bad_signatures(tx: &mut Tx, ids: &[Uuid]) -> DbResult<HashMap<Uuid, i64>> {
    let sql = "select device_id, count(*) from records
               where signature_state in ('missing', 'wrong') and device_id in ($ids) group by device_id";
    let rows: Vec<(Uuid, i64)> = batch::rows_in(tx, sql, ids).await?;
    Ok(rows.into_iter().collect())
}

fn number(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
