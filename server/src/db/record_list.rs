//! Records of phones that could not be used as they are: set aside or held. Nothing of them is lost; a person looks.

use super::need_list::hide_records;
use super::select::{Page, Select, count, rows};
use super::{DbResult, Tx};
use domain::org::Scope;
use sqlx::FromRow;
use uuid::Uuid;

/// Which records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordFilter {
    pub status: Option<String>,
    pub kind: Option<String>,
    pub author: Option<Uuid>,
    /// Also those in whose place another one stands.
    pub also_repaired: bool,
    /// Leaves out what only the named handlers may see, of these codes.
    pub hides: Vec<&'static str>,
    /// The reader gets no bodies. What has no known place stays in the list then: nobody else might look at it.
    pub rows_only: bool,
}

/// One record that waits for a person.
#[derive(Debug, Clone, FromRow)]
pub struct RecordLine {
    pub id: Uuid,
    pub kind: String,
    pub author: String,
    pub device_id: Uuid,
    pub device_seq: i64,
    pub compound_id: Option<Uuid>,
    pub compound: Option<String>,
    pub status: String,
    pub findings: String,
    pub body: String,
    pub recorded_at_ms: i64,
    pub received_at_ms: i64,
}

const COLUMNS: &str = "r.id, r.kind, a.name as author, r.device_id, r.device_seq, r.compound_id, p.name as compound,
    r.status, cast(r.findings as text) as findings, r.body, r.recorded_at_ms, r.received_at_ms";

/// A record without a known place belongs to whoever sees a place that its author works in.
fn select(scopes: &[Scope], filter: &RecordFilter) -> Select {
    let mut select = Select::new(
        "from records r join accounts a on a.id = r.author_id left join compounds p on p.id = r.compound_id
         where r.status in ('held', 'set_aside', 'repaired')",
    );
    // What was put right stands only in the list of those.
    select.and_if(filter.status.is_none() && !filter.also_repaired, "r.status <> 'repaired'");
    if !scopes.contains(&Scope::District) {
        select.push(" and ((r.compound_id is not null").within(scopes);
        select.push(
            ") or (r.compound_id is null and exists (select 1 from grids g join compounds p on p.community_code = g.community_code
               where (g.primary_worker_id = r.author_id or g.backup_worker_id = r.author_id)",
        );
        select.within(scopes).push(")))");
    }
    select.push(if filter.rows_only { " and (r.compound_id is null or (1 = 1" } else { " and ((1 = 1" });
    hide_records(&mut select, &filter.hides);
    select.push("))");
    select
        .and("r.status =", filter.status.as_deref())
        .and("r.kind =", filter.kind.as_deref())
        .and("r.author_id =", filter.author);
    select
}

/// How many records the filter shows.
pub async fn count_listed_records(tx: &mut Tx, scopes: &[Scope], filter: &RecordFilter) -> DbResult<i64> {
    count(tx, &select(scopes, filter)).await
}

/// The records, latest first.
pub async fn list_records(
    tx: &mut Tx,
    scopes: &[Scope],
    filter: &RecordFilter,
    page: Page,
) -> DbResult<Vec<RecordLine>> {
    rows!(tx, select(scopes, filter), COLUMNS, "r.received_at_ms desc, r.id", page)
}

/// One record, if the scopes and the filter reach it; also one that was repaired.
pub async fn record_within(
    tx: &mut Tx,
    scopes: &[Scope],
    filter: &RecordFilter,
    id: Uuid,
) -> DbResult<Option<RecordLine>> {
    let mut select = select(scopes, &RecordFilter { also_repaired: true, ..filter.clone() });
    select.and("r.id =", Some(id));
    let lines: Vec<RecordLine> = rows!(tx, select, COLUMNS, "r.id", Page { limit: 1, offset: 0 })?;
    Ok(lines.into_iter().next())
}
