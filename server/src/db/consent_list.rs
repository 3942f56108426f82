//! Fee consents as the console lists them: the signed events, each with the state its household is in.

use super::compound_list::PlaceFilter;
use super::select::{Page, Select, count, rows};
use super::{DbResult, Tx, on};
use domain::org::Scope;
use sqlx::FromRow;
use uuid::Uuid;

/// Which consents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConsentFilter {
    pub place: PlaceFilter,
    pub household: Option<Uuid>,
    /// State of the household's fee consent; `pending_confirmation` is the clerk's work list.
    pub state: Option<String>,
}

/// One signed fee consent.
#[derive(Debug, Clone, FromRow)]
pub struct ConsentLine {
    pub id: Uuid,
    pub household_id: Uuid,
    pub compound_id: Uuid,
    pub compound: String,
    pub building: String,
    pub unit: String,
    pub door_no: String,
    pub kind: String,
    pub action: String,
    pub occupancy_seq: i64,
    pub current_seq: i64,
    pub worker_id: Option<Uuid>,
    pub worker: Option<String>,
    pub state: String,
    pub content: String,
    pub recorded_at_ms: i64,
    pub received_at_ms: i64,
    /// When somebody last called and nothing was confirmed.
    pub called_at_ms: Option<i64>,
}

const COLUMNS: &str =
    "e.id, e.household_id, e.compound_id, p.name as compound, b.no_raw as building, u.no_norm as unit,
    h.door_no, e.kind, e.action, cast(e.occupancy_seq as bigint) as occupancy_seq,
    cast(h.occupancy_seq as bigint) as current_seq, e.account_id as worker_id, a.name as worker,
    h.fee_consent_state as state, cast(e.content as text) as content, e.recorded_at_ms, e.received_at_ms,
    (select max(k.at_ms) from consent_callbacks k where k.consent_id = e.id) as called_at_ms";

const FROM: &str =
    "from consent_events e join compounds p on p.id = e.compound_id join households h on h.id = e.household_id
    join buildings b on b.id = h.building_id join units u on u.id = h.unit_id
    left join accounts a on a.id = e.account_id where 1 = 1";

/// The latest signature of the family that lives there now: one line a household.
const LATEST_GIVEN: &str = "e.kind = 'fee_paid' and e.action = 'given' and e.occupancy_seq = h.occupancy_seq
    and not exists (select 1 from consent_events l where l.household_id = e.household_id and l.kind = e.kind
      and l.action = e.action and l.occupancy_seq = e.occupancy_seq
      and (l.received_at_ms > e.received_at_ms or (l.received_at_ms = e.received_at_ms and l.id > e.id)))";

fn select(scopes: &[Scope], filter: &ConsentFilter) -> Select {
    let mut select = Select::new(FROM);
    select.and_if(true, LATEST_GIVEN).within_households(scopes);
    filter.place.narrow(&mut select);
    select.and("h.fee_consent_state =", filter.state.as_deref()).and("e.household_id =", filter.household);
    select
}

/// How many consents the filter shows.
pub async fn count_listed_consents(tx: &mut Tx, scopes: &[Scope], filter: &ConsentFilter) -> DbResult<i64> {
    count(tx, &select(scopes, filter)).await
}

/// The consents, oldest first: who signed first is called first.
pub async fn list_consents(
    tx: &mut Tx,
    scopes: &[Scope],
    filter: &ConsentFilter,
    page: Page,
) -> DbResult<Vec<ConsentLine>> {
    rows!(tx, select(scopes, filter), COLUMNS, "e.received_at_ms, e.id", page)
}

/// One event of any kind, if the scopes reach it.
pub async fn consent_within(tx: &mut Tx, scopes: &[Scope], id: Uuid) -> DbResult<Option<ConsentLine>> {
    let mut select = Select::new(FROM);
    select.within_households(scopes).and("e.id =", Some(id));
    let lines: Vec<ConsentLine> = rows!(tx, select, COLUMNS, "e.id", Page { limit: 1, offset: 0 })?;
    Ok(lines.into_iter().next())
}

/// One event in a household's history.
#[derive(Debug, Clone, FromRow)]
pub struct ConsentEventLine {
    pub id: Uuid,
    pub kind: String,
    pub action: String,
    pub occupancy_seq: i64,
    pub refers_to: Option<Uuid>,
    pub who: Option<String>,
    pub content: String,
    pub recorded_at_ms: i64,
    pub received_at_ms: i64,
}

/// Everything that was ever said about consent in a household, oldest first.
pub async fn consent_history(tx: &mut Tx, household: Uuid) -> DbResult<Vec<ConsentEventLine>> {
    let sql =
        "select e.id, e.kind, e.action, cast(e.occupancy_seq as bigint) as occupancy_seq, e.refers_to, a.name as who,
                 cast(e.content as text) as content, e.recorded_at_ms, e.received_at_ms
               from consent_events e left join accounts a on a.id = e.account_id
               where e.household_id = $1 order by e.received_at_ms, e.id";
    on!(tx, c => sqlx::query_as(sql).bind(household).fetch_all(c).await)
}

/// What came of calling back once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, FromRow)]
pub struct Callback {
    pub at_ms: i64,
    pub who: String,
    /// The confirmation; `None` when the signer did not confirm. Its note lies sealed.
    pub confirmation: Option<Uuid>,
    pub note: String,
}

/// What came of calling back, oldest first.
pub async fn callbacks_of(tx: &mut Tx, consent: Uuid) -> DbResult<Vec<Callback>> {
    let sql = "select c.at_ms, coalesce(a.name, '') as who, c.id as confirmation, c.note from consent_confirmations c
               left join accounts a on a.id = c.account_id where c.consent_id = $1";
    let mut all: Vec<Callback> = on!(tx, c => sqlx::query_as(sql).bind(consent).fetch_all(c).await?);
    let sql = "select k.at_ms, coalesce(a.name, ''), k.note from consent_callbacks k
               left join accounts a on a.id = k.account_id where k.consent_id = $1";
    let no: Vec<(i64, String, String)> = on!(tx, c => sqlx::query_as(sql).bind(consent).fetch_all(c).await?);
    all.extend(no.into_iter().map(|(at_ms, who, note)| Callback { at_ms, who, confirmation: None, note }));
    all.sort();
    Ok(all)
}
