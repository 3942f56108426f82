//! Needs as the console lists them.

use super::compound_list::PlaceFilter;
use super::select::{Page, Select, count, rows};
use super::{DbResult, Tx};
use domain::org::Scope;
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

/// What only the named handlers may see in any list (content 7.2).
pub const SECRET_CODES: [&str; 2] = ["SEC-05", "NBR-02"];

/// Leaves out rows with these codes in a column. They are written here, never typed by anybody.
pub(super) fn hide(select: &mut Select, column: &str, codes: &[&'static str]) {
    for code in SECRET_CODES.iter().filter(|code| codes.contains(*code)) {
        select.push(&format!(" and {column} <> '{code}'"));
    }
}

/// Leaves out records (alias `r`) of needs with these codes, also those that never became a need, and those in whose place such a
/// record stands. A body is JSON as text: a quote inside a text is escaped there, so only a whole value is found.
pub(super) fn hide_records(select: &mut Select, codes: &[&'static str]) {
    for code in SECRET_CODES.iter().filter(|code| codes.contains(*code)) {
        select.push(&format!(
            " and not exists (select 1 from records sr where (sr.id = r.id or sr.repairs = r.id) and sr.kind = 'need'
               and sr.body like '%\"{code}\"%')"
        ));
    }
}

/// Which needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NeedFilter {
    pub place: PlaceFilter,
    pub household: Option<Uuid>,
    pub visit: Option<Uuid>,
    pub code: Option<String>,
    pub status: Option<String>,
    pub hazard: bool,
    /// Leaves out what only the named handlers may see, of these codes.
    pub hides: Vec<&'static str>,
}

/// One need in a list.
#[derive(Debug, Clone, FromRow)]
pub struct NeedLine {
    pub id: Uuid,
    pub visit_id: Option<Uuid>,
    pub household_id: Option<Uuid>,
    pub compound_id: Uuid,
    pub compound: String,
    pub building: Option<String>,
    pub unit: Option<String>,
    pub door_no: Option<String>,
    pub code: String,
    pub hazard: bool,
    pub place_text: String,
    pub description: String,
    pub photos: Json<Vec<String>>,
    pub status: String,
    pub recorded_at_ms: i64,
    pub task_id: Option<Uuid>,
    pub task_status: Option<String>,
}

const COLUMNS: &str = "n.id, n.visit_id, n.household_id, n.compound_id, p.name as compound, b.no_raw as building,
    u.no_norm as unit, h.door_no, n.code, n.hazard, n.place_text, n.description, n.photos, n.status, n.recorded_at_ms,
    t.id as task_id, t.status as task_status";

fn select(scopes: &[Scope], filter: &NeedFilter) -> Select {
    let mut select = Select::new(
        "from needs n join compounds p on p.id = n.compound_id left join households h on h.id = n.household_id
         left join buildings b on b.id = h.building_id left join units u on u.id = h.unit_id
         left join tasks t on t.need_id = n.id where 1 = 1",
    );
    select.within(scopes);
    filter.place.narrow(&mut select);
    select
        .and("n.household_id =", filter.household)
        .and("n.visit_id =", filter.visit)
        .and("n.code =", filter.code.as_deref())
        .and("n.status =", filter.status.as_deref())
        .and_if(filter.hazard, "n.hazard");
    hide(&mut select, "n.code", &filter.hides);
    select
}

/// How many needs the filter shows.
pub async fn count_listed_needs(tx: &mut Tx, scopes: &[Scope], filter: &NeedFilter) -> DbResult<i64> {
    count(tx, &select(scopes, filter)).await
}

/// The needs, latest first.
pub async fn list_needs(tx: &mut Tx, scopes: &[Scope], filter: &NeedFilter, page: Page) -> DbResult<Vec<NeedLine>> {
    rows!(tx, select(scopes, filter), COLUMNS, "n.recorded_at_ms desc, n.id", page)
}

/// One need, if the scopes and the filter reach it.
pub async fn need_within(tx: &mut Tx, scopes: &[Scope], filter: &NeedFilter, id: Uuid) -> DbResult<Option<NeedLine>> {
    let mut select = select(scopes, filter);
    select.and("n.id =", Some(id));
    let lines: Vec<NeedLine> = rows!(tx, select, COLUMNS, "n.id", Page { limit: 1, offset: 0 })?;
    Ok(lines.into_iter().next())
}
