//! Households as the console's lists show them, and the figures of coverage (calculation 3.3): both read the same predicates,
//! so a number and the rows behind it cannot differ.

use super::compound_list::PlaceFilter;
use super::select::{Page, Select, count, rows};
use super::{DbResult, Tx};
use domain::org::Scope;
use sqlx::FromRow;
use uuid::Uuid;

/// Met face to face or on the phone.
pub const CONTACTED: &str = "exists (select 1 from visits v where v.household_id = h.id
    and v.channel in ('door', 'phone', 'community_desk')
    and v.outcome in ('completed', 'partial', 'refused_now', 'refused_final', 'not_decision_maker', 'language_or_hearing'))";
/// Has an accepted response.
pub const ACCEPTED: &str =
    "exists (select 1 from survey_responses r where r.household_id = h.id and r.status = 'accepted')";
/// Vacant or demolished: by the roster, or by what was found last.
pub const VACANT: &str = "(h.usage = 'vacant' or h.occupancy = 'vacant' or coalesce((select v.outcome from visits v
    where v.household_id = h.id order by v.started_at_ms desc, v.id desc limit 1), '') in ('vacant', 'demolished'))";
/// Closed by a final refusal, or by the second "not now", and no answer since.
pub const REFUSED: &str =
    "((exists (select 1 from visits v where v.household_id = h.id and v.outcome = 'refused_final')
    or (select count(*) from visits v where v.household_id = h.id and v.outcome = 'refused_now') >= 2)
    and not exists (select 1 from survey_responses r where r.household_id = h.id and r.status = 'accepted'))";

/// Which households.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HouseholdFilter {
    pub place: PlaceFilter,
    /// `contacted`, `accepted`, `vacant` or `refused`: the rows behind the figures of coverage.
    pub survey: Option<String>,
    pub door_state: Option<String>,
    pub fee_consent: Option<String>,
    /// Building, by its normalised number.
    pub building: Option<String>,
    /// Part of the door number.
    pub door: Option<String>,
}

/// One household in a list: a door, never a name.
#[derive(Debug, Clone, FromRow)]
pub struct HouseholdLine {
    pub id: Uuid,
    pub compound: String,
    pub compound_id: Uuid,
    pub building: String,
    pub unit: String,
    pub door_no: String,
    pub area_c: Option<i64>,
    pub usage: String,
    pub occupancy: String,
    pub door_state: String,
    pub fee_consent_state: String,
    pub attempts: i64,
}

fn select(scopes: &[Scope], filter: &HouseholdFilter) -> Select {
    let mut select = Select::new(
        "from households h join compounds p on p.id = h.compound_id
         join buildings b on b.id = h.building_id join units u on u.id = h.unit_id where h.active",
    );
    select.within_households(scopes);
    filter.place.narrow(&mut select);
    select
        .and_if(filter.survey.as_deref() == Some("contacted"), CONTACTED)
        .and_if(filter.survey.as_deref() == Some("accepted"), ACCEPTED)
        .and_if(filter.survey.as_deref() == Some("vacant"), VACANT)
        .and_if(filter.survey.as_deref() == Some("refused"), REFUSED)
        .and("h.door_state =", filter.door_state.as_deref())
        .and("h.fee_consent_state =", filter.fee_consent.as_deref())
        .and("b.no_norm =", filter.building.as_deref())
        .and_contains("h.door_no", filter.door.as_deref());
    select
}

/// How many households the filter shows.
pub async fn count_listed_households(tx: &mut Tx, scopes: &[Scope], filter: &HouseholdFilter) -> DbResult<i64> {
    count(tx, &select(scopes, filter)).await
}

/// The households, by compound and door.
pub async fn list_households(
    tx: &mut Tx,
    scopes: &[Scope],
    filter: &HouseholdFilter,
    page: Page,
) -> DbResult<Vec<HouseholdLine>> {
    let columns = "h.id, p.name as compound, p.id as compound_id, b.no_raw as building, u.no_norm as unit, h.door_no,
        cast(h.area_c as bigint) as area_c, h.usage, h.occupancy, h.door_state, h.fee_consent_state,
        (select count(*) from visits v where v.household_id = h.id) as attempts";
    let order =
        "p.name, p.id, length(b.no_norm), b.no_norm, length(u.no_norm), u.no_norm, length(h.door_no), h.door_no, h.id";
    rows!(tx, select(scopes, filter), columns, order, page)
}

/// Doors by their state on the board, for a compound's page: `(door_state, households)`.
pub async fn count_doors_by_state(tx: &mut Tx, scopes: &[Scope], compound: Uuid) -> DbResult<Vec<(String, i64)>> {
    let filter = HouseholdFilter {
        place: PlaceFilter { compound: Some(compound), ..PlaceFilter::default() },
        ..HouseholdFilter::default()
    };
    let mut select = select(scopes, &filter);
    select.push(" group by h.door_state");
    rows!(tx, select, "h.door_state, count(*)", "h.door_state", Page::ALL)
}

/// The counts of survey coverage of one compound.
#[derive(Debug, Clone, FromRow)]
pub struct CoverageLine {
    pub compound_id: Uuid,
    pub compound: String,
    pub street_code: String,
    pub street: String,
    pub community_code: String,
    pub community: String,
    pub active: i64,
    pub vacant: i64,
    pub contacted: i64,
    pub accepted: i64,
    pub refused: i64,
    pub attempts: i64,
}

/// Coverage by compound.
pub async fn coverage(tx: &mut Tx, scopes: &[Scope], place: &PlaceFilter) -> DbResult<Vec<CoverageLine>> {
    let mut select = Select::new(
        "from households h join compounds p on p.id = h.compound_id
         join divisions st on st.code = p.street_code join divisions co on co.code = p.community_code where h.active",
    );
    select.within_households(scopes);
    place.narrow(&mut select);
    select.push(" group by p.id, p.name, p.street_code, st.name, p.community_code, co.name");
    let columns = format!(
        "p.id as compound_id, p.name as compound, p.street_code, st.name as street, p.community_code, co.name as community,
         count(*) as active, count(*) filter (where {VACANT}) as vacant, count(*) filter (where {CONTACTED}) as contacted,
         count(*) filter (where {ACCEPTED}) as accepted, count(*) filter (where {REFUSED}) as refused,
         (select count(*) from visits v where v.compound_id = p.id) as attempts"
    );
    rows!(tx, select, &columns, "p.street_code, p.community_code, p.name, p.id", Page::ALL)
}
