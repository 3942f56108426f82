//! Visits as the console lists them.

use super::compound_list::PlaceFilter;
use super::select::{Page, Select, count, rows};
use super::{DbResult, Tx, on};
use domain::org::Scope;
use sqlx::FromRow;
use uuid::Uuid;

/// Which visits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VisitFilter {
    pub place: PlaceFilter,
    pub household: Option<Uuid>,
    pub outcome: Option<String>,
    pub worker: Option<Uuid>,
    /// Started at or after, ms UTC.
    pub from_ms: Option<i64>,
    /// Started before, ms UTC.
    pub until_ms: Option<i64>,
}

/// One visit in a list.
#[derive(Debug, Clone, FromRow)]
pub struct VisitLine {
    pub id: Uuid,
    pub household_id: Uuid,
    pub compound_id: Uuid,
    pub compound: String,
    pub building: String,
    pub unit: String,
    pub door_no: String,
    pub worker: String,
    pub outcome: String,
    pub channel: String,
    pub content: String,
    pub started_at_ms: i64,
    pub ended_at_ms: i64,
    pub received_at_ms: i64,
}

const COLUMNS: &str = "v.id, v.household_id, v.compound_id, p.name as compound, b.no_raw as building, u.no_norm as unit,
    h.door_no, a.name as worker, v.outcome, v.channel, cast(v.content as text) as content, v.started_at_ms, v.ended_at_ms,
    v.received_at_ms";

fn select(scopes: &[Scope], filter: &VisitFilter) -> Select {
    let mut select = Select::new(
        "from visits v join compounds p on p.id = v.compound_id join households h on h.id = v.household_id
         join buildings b on b.id = h.building_id join units u on u.id = h.unit_id
         join accounts a on a.id = v.account_id where 1 = 1",
    );
    select.within_households(scopes);
    filter.place.narrow(&mut select);
    select
        .and("v.household_id =", filter.household)
        .and("v.outcome =", filter.outcome.as_deref())
        .and("v.account_id =", filter.worker)
        .and("v.started_at_ms >=", filter.from_ms)
        .and("v.started_at_ms <", filter.until_ms);
    select
}

/// How many visits the filter shows.
pub async fn count_listed_visits(tx: &mut Tx, scopes: &[Scope], filter: &VisitFilter) -> DbResult<i64> {
    count(tx, &select(scopes, filter)).await
}

/// The visits, latest first.
pub async fn list_visits(tx: &mut Tx, scopes: &[Scope], filter: &VisitFilter, page: Page) -> DbResult<Vec<VisitLine>> {
    rows!(tx, select(scopes, filter), COLUMNS, "v.started_at_ms desc, v.id", page)
}

/// One visit, if the scopes reach it.
pub async fn visit_within(tx: &mut Tx, scopes: &[Scope], id: Uuid) -> DbResult<Option<VisitLine>> {
    let mut select = select(scopes, &VisitFilter::default());
    select.and("v.id =", Some(id));
    let lines: Vec<VisitLine> = rows!(tx, select, COLUMNS, "v.id", Page { limit: 1, offset: 0 })?;
    Ok(lines.into_iter().next())
}

/// Who made visits within the scopes, `(account, name)`.
pub async fn workers_within(tx: &mut Tx, scopes: &[Scope]) -> DbResult<Vec<(Uuid, String)>> {
    let mut select = self::select(scopes, &VisitFilter::default());
    select.push(" group by a.id, a.name");
    rows!(tx, select, "a.id, a.name", "a.name, a.id", Page::ALL)
}

/// The answers given in a visit, as JSON texts with their questionnaire and version.
pub async fn responses_of_visit(tx: &mut Tx, visit: Uuid) -> DbResult<Vec<(String, i64, String, String)>> {
    let sql = "select questionnaire_code, cast(questionnaire_version as bigint), status, cast(content as text)
               from survey_responses where visit_id = $1 order by received_at_ms, id";
    on!(tx, c => sqlx::query_as(sql).bind(visit).fetch_all(c).await)
}
