//! Residents' requests as the console lists them.

use super::compound_list::PlaceFilter;
use super::need_list::hide;
use super::select::{Page, Select, count, rows};
use super::{DbResult, Tx};
use domain::org::Scope;
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

/// Which requests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestFilter {
    pub place: PlaceFilter,
    pub status: Option<String>,
    pub icon: Option<String>,
    pub hazard: bool,
    /// New ones, and dangers whose task has no category yet.
    pub to_triage: bool,
    /// Leaves out what only the named handlers may see, of these codes.
    pub hides: Vec<&'static str>,
}

/// One request in a list; the phone stays sealed.
#[derive(Debug, Clone, FromRow)]
pub struct RequestLine {
    pub id: Uuid,
    pub no: String,
    pub compound_id: Uuid,
    pub compound: String,
    pub household_id: Option<Uuid>,
    pub icon: String,
    pub hazard: bool,
    pub place_text: String,
    pub description: String,
    pub photos: Json<Vec<String>>,
    pub phone_sealed: Option<String>,
    pub channel: String,
    pub status: String,
    pub rejected_reason: Option<String>,
    pub reopen_count: i64,
    pub created_at_ms: i64,
    pub task_id: Option<Uuid>,
    pub task_status: Option<String>,
}

const COLUMNS: &str = "q.id, q.no, q.compound_id, p.name as compound, q.household_id, q.icon, q.hazard, q.place_text,
    q.description, q.photos, q.phone_sealed, q.channel, q.status, q.rejected_reason,
    cast(q.reopen_count as bigint) as reopen_count, q.created_at_ms, t.id as task_id, t.status as task_status";

/// The code of the request that a request was merged into; its reason is that request's number.
const MERGED_CODE: &str = "coalesce((select mt.code from requests mq join tasks mt on mt.request_id = mq.id
    where q.status = 'merged' and mq.no = q.rejected_reason), '')";

const TO_TRIAGE: &str = "((q.status in ('submitted', 'triaged') and t.id is null)
    or (q.status = 'emergency' and t.code = 'OTH-00' and t.status <> 'closed'))";

/// Requests in reach. One whose task has a code that is hidden is left out, and so is one that was merged into such a request: it
/// tells of the same matter.
pub(super) fn within_reach(scopes: &[Scope], hides: &[&'static str]) -> Select {
    let mut select = Select::new(
        "from requests q join compounds p on p.id = q.compound_id left join tasks t on t.request_id = q.id where 1 = 1",
    );
    select.within(scopes);
    hide(&mut select, "coalesce(t.code, '')", hides);
    hide(&mut select, MERGED_CODE, hides);
    select
}

fn select(scopes: &[Scope], filter: &RequestFilter) -> Select {
    let mut select = within_reach(scopes, &filter.hides);
    filter.place.narrow(&mut select);
    select
        .and("q.status =", filter.status.as_deref())
        .and("q.icon =", filter.icon.as_deref())
        .and_if(filter.hazard, "q.hazard")
        .and_if(filter.to_triage, TO_TRIAGE);
    select
}

/// How many requests the filter shows.
pub async fn count_listed_requests(tx: &mut Tx, scopes: &[Scope], filter: &RequestFilter) -> DbResult<i64> {
    count(tx, &select(scopes, filter)).await
}

/// The requests, latest first.
pub async fn list_requests(
    tx: &mut Tx,
    scopes: &[Scope],
    filter: &RequestFilter,
    page: Page,
) -> DbResult<Vec<RequestLine>> {
    rows!(tx, select(scopes, filter), COLUMNS, "q.created_at_ms desc, q.id", page)
}

/// One request, if the scopes and the filter reach it.
pub async fn request_within(
    tx: &mut Tx,
    scopes: &[Scope],
    filter: &RequestFilter,
    id: Uuid,
) -> DbResult<Option<RequestLine>> {
    let mut select = select(scopes, filter);
    select.and("q.id =", Some(id));
    let lines: Vec<RequestLine> = rows!(tx, select, COLUMNS, "q.id", Page { limit: 1, offset: 0 })?;
    Ok(lines.into_iter().next())
}

/// Other open requests of the same compound that this one may be merged into: `(id, no, description)`, latest first.
pub async fn open_requests_beside(
    tx: &mut Tx,
    hides: &[&'static str],
    id: Uuid,
    compound: Uuid,
) -> DbResult<Vec<(Uuid, String, String)>> {
    let mut select = Select::new(
        "from requests q left join tasks t on t.request_id = q.id
         where q.status not in ('rejected', 'merged', 'confirmed', 'auto_closed', 'converted_to_complaint')",
    );
    hide(&mut select, "coalesce(t.code, '')", hides);
    select.and("q.compound_id =", Some(compound)).and("q.id <>", Some(id));
    rows!(tx, select, "q.id, q.no, q.description", "q.created_at_ms desc, q.id", Page { limit: 30, offset: 0 })
}
