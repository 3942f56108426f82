//! Phones as supervisors list them: what each announced, which numbers are missing, whose signatures are wrong.

use super::record::FOREIGN;
use super::{DbResult, Tx, batch, on};
use domain::org::Scope;
use domain::sync::device::{DeviceFacts, SeqRange};
use domain::sync::reliability::Gap;
use sqlx::{AssertSqlSafe, FromRow};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// A phone with one of its workers.
#[derive(Debug, Clone)]
pub struct DeviceLine {
    pub id: Uuid,
    pub worker_id: Uuid,
    pub worker: String,
    /// Whether no worker had a later contact with it.
    pub is_latest: bool,
    /// Build of the app.
    pub app: String,
    pub facts: DeviceFacts,
    /// Gaps between the numbers held and behind them, with the time since which each is known.
    pub gaps: Vec<Gap>,
    /// Records of the phone with a wrong or missing signature.
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
    is_latest: bool,
}

/// Every phone of a worker whom the scopes cover (the whole district, or workers of grids in a community), with each such worker, in no
/// order.
pub async fn list_devices(tx: &mut Tx, scopes: &[Scope]) -> DbResult<Vec<DeviceLine>> {
    let sql = AssertSqlSafe(format!(
        "select w.device_id as id, w.account_id, a.name, w.app, w.highest_seq, w.highest_at_ms, w.unsent_count,
           w.oldest_unsent_ms, w.offset_ms, w.contact_at_ms,
           (select r.device_seq from records r where r.device_id = w.device_id and not ({FOREIGN})
            order by r.device_seq desc limit 1) as highest_held,
           not exists (select 1 from device_workers o where o.device_id = w.device_id
             and (o.contact_at_ms, o.account_id) > (w.contact_at_ms, w.account_id)) as is_latest
         from device_workers w join accounts a on a.id = w.account_id"
    ));
    let mut rows: Vec<Row> = on!(tx, c => sqlx::query_as(sql).fetch_all(c).await?);
    if !scopes.contains(&Scope::District) {
        let workers = workers_of(tx, scopes).await?;
        rows.retain(|row| workers.contains(&row.account_id));
    }
    let mut ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    ids.sort();
    ids.dedup();
    let known = Known {
        inner: inner_gaps(tx, &ids).await?,
        foreign: foreign_numbers(tx, &ids).await?,
        beside: numbers_beside(tx, &ids).await?,
        bad: bad_signatures(tx, &ids).await?,
        incomplete: incomplete(tx, &ids).await?,
    };
    Ok(rows.into_iter().map(|row| line(row, &known)).collect())
}

/// What the server holds of the phones.
struct Known {
    inner: HashMap<Uuid, Vec<Gap>>,
    foreign: HashMap<Uuid, Vec<Gap>>,
    beside: HashMap<Uuid, Vec<u64>>,
    bad: HashMap<Uuid, i64>,
    incomplete: HashMap<(Uuid, Uuid), (i64, i64)>,
}

fn line(row: Row, known: &Known) -> DeviceLine {
    let highest_held = number(row.highest_held.unwrap_or(0));
    // An earlier worker's word says nothing of the numbers that came after it.
    let last = if row.is_latest { u64::MAX } else { number(row.highest_seq) };
    let gaps = gaps_up_to(highest_held.min(last), row.id, known);
    let incomplete = known.incomplete.get(&(row.id, row.account_id));
    let facts = DeviceFacts {
        highest_seq: number(row.highest_seq),
        unsent_count: number(row.unsent_count),
        oldest_unsent_ms: row.oldest_unsent_ms,
        offset_ms: row.offset_ms,
        contact_at_ms: row.contact_at_ms,
        inner_gaps: gaps.iter().map(|gap| gap.range).collect(),
        highest_held,
        beside: known.beside.get(&row.id).cloned().unwrap_or_default(),
        incomplete: incomplete.map_or(0, |(count, _)| number(*count)),
        incomplete_since_ms: incomplete.map(|(_, since_ms)| *since_ms),
    };
    // Numbers kept beside are no gaps; what is left keeps the time of the gap it was part of.
    let known_at = |range: SeqRange| {
        let outer = gaps.iter().find(|gap| gap.range.from <= range.from && range.to <= gap.range.to);
        Gap { range, known_at_ms: outer.map_or(row.highest_at_ms, |gap| gap.known_at_ms) }
    };
    let gaps = domain::sync::device::missing(&facts).into_iter().map(known_at).collect();
    let bad_signatures = known.bad.get(&row.id).copied().unwrap_or(0);
    DeviceLine {
        id: row.id,
        worker_id: row.account_id,
        worker: row.name,
        is_latest: row.is_latest,
        app: row.app,
        facts,
        gaps,
        bad_signatures,
    }
}

/// The gaps of a phone up to a number. A number that only another phone brought is none that this one sent.
fn gaps_up_to(last: u64, device: Uuid, known: &Known) -> Vec<Gap> {
    let of = |map: &HashMap<Uuid, Vec<Gap>>| map.get(&device).cloned().unwrap_or_default();
    let mut gaps = [of(&known.inner), of(&known.foreign)].concat();
    gaps.retain(|gap| gap.range.from <= last);
    gaps.sort_by_key(|gap| gap.range);
    let mut whole: Vec<Gap> = vec![];
    for gap in gaps {
        let to = gap.range.to.min(last);
        match whole.last_mut() {
            Some(before) if before.range.to.checked_add(1) == Some(gap.range.from) => {
                before.range.to = to;
                before.known_at_ms = before.known_at_ms.min(gap.known_at_ms);
            }
            _ => whole.push(Gap { range: SeqRange { to, ..gap.range }, ..gap }),
        }
    }
    whole
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

/// Numbers that the server has from another phone alone.
async fn foreign_numbers(tx: &mut Tx, ids: &[Uuid]) -> DbResult<HashMap<Uuid, Vec<Gap>>> {
    let sql = format!(
        "select f.device_id, f.device_seq, min(f.received_at_ms) from
           (select r.device_id, r.device_seq, r.received_at_ms from records r where {FOREIGN} and r.device_id in ($ids)) f
         where not exists (select 1 from records r
           where r.device_id = f.device_id and r.device_seq = f.device_seq and not ({FOREIGN}))
         group by f.device_id, f.device_seq"
    );
    let rows: Vec<(Uuid, i64, i64)> = batch::rows_in(tx, &sql, ids).await?;
    let mut numbers: HashMap<Uuid, Vec<Gap>> = HashMap::new();
    for (device, seq, known_at_ms) in rows {
        let range = SeqRange { from: number(seq), to: number(seq) };
        numbers.entry(device).or_default().push(Gap { range, known_at_ms });
    }
    Ok(numbers)
}

/// Records that are here without all of their photos and signatures, by phone and author: how many, and since when the first.
async fn incomplete(tx: &mut Tx, ids: &[Uuid]) -> DbResult<HashMap<(Uuid, Uuid), (i64, i64)>> {
    let sql = "select r.device_id, r.author_id, count(distinct r.id), min(r.received_at_ms)
               from record_blobs rb join records r on r.id = rb.record_id left join blobs b on b.sha256 = rb.sha256
               where b.arrived_at_ms is null and r.status <> 'repaired' and r.device_id in ($ids)
               group by r.device_id, r.author_id";
    let rows: Vec<(Uuid, Uuid, i64, i64)> = batch::rows_in(tx, sql, ids).await?;
    Ok(rows.into_iter().map(|(device, author, count, since_ms)| ((device, author), (count, since_ms))).collect())
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
