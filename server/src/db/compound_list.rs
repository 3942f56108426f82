//! Compounds as lists show them: where, in which stage, who serves them, how many doors.

use super::select::{Page, Select, count, rows};
use super::{DbResult, Tx, on};
use domain::id::CompoundId;
use domain::org::Scope;
use sqlx::FromRow;
use uuid::Uuid;

/// Which part of the district a list shows. Every list of things in compounds takes one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaceFilter {
    pub street: Option<String>,
    pub community: Option<String>,
    pub compound: Option<Uuid>,
    /// Part of a compound's name.
    pub name: Option<String>,
}

impl PlaceFilter {
    /// Narrows a query whose compounds have the alias `p`.
    pub fn narrow(&self, select: &mut Select) {
        select
            .and("p.street_code =", self.street.as_deref())
            .and("p.community_code =", self.community.as_deref())
            .and("p.id =", self.compound)
            .and_contains("p.name", self.name.as_deref());
    }
}

/// Which compounds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompoundFilter {
    pub place: PlaceFilter,
    /// Only those of the zero-clearing baseline.
    pub baseline: bool,
    /// The day on which stages are read, `YYYY-MM-DD`.
    pub on_day: String,
    /// In this stage on the day; `none` for compounds without a recorded one.
    pub stage: Option<String>,
    /// `net` (cleared on the day), `gross` (cleared on or before it).
    pub cleared: Option<String>,
    /// Served by this company now.
    pub company: Option<Uuid>,
    pub management_mode: Option<String>,
}

/// One compound in a list.
#[derive(Debug, Clone, FromRow)]
pub struct CompoundLine {
    pub id: Uuid,
    pub code: String,
    pub name: String,
    pub street: String,
    pub community: String,
    pub management_mode: String,
    pub in_zero_clearing_baseline: bool,
    pub stage: Option<String>,
    pub company: Option<String>,
    pub company_id: Option<Uuid>,
    pub last_free_on: Option<String>,
    pub households: i64,
}

const CLEARED: &str = "('trial_running', 'fee_phase', 'stable')";

fn stage_on(select: &mut Select, day: &str) {
    select
        .push("(select e.stage from stage_events e where e.compound_id = p.id and e.on_day <= ")
        .bind(day)
        .push(" order by e.on_day desc, e.recorded_at_ms desc, e.id desc limit 1)");
}

fn select(scopes: &[Scope], filter: &CompoundFilter) -> Select {
    let mut select = Select::new(
        "from compounds p
         join divisions st on st.code = p.street_code join divisions co on co.code = p.community_code
         left join service_assignments s on s.compound_id = p.id and s.to_on is null
         left join companies cp on cp.id = s.company_id left join trials t on t.assignment_id = s.id
         where 1 = 1",
    );
    select.within(scopes);
    filter.place.narrow(&mut select);
    select
        .and_if(filter.baseline, "p.in_zero_clearing_baseline")
        .and("s.company_id =", filter.company)
        .and("p.management_mode =", filter.management_mode.as_deref());
    if let Some(stage) = &filter.stage {
        select.push(" and coalesce(");
        stage_on(&mut select, &filter.on_day);
        select.push(", 'none') = ").bind(stage.as_str());
    }
    match filter.cleared.as_deref() {
        Some("net") => {
            select.push(" and ");
            stage_on(&mut select, &filter.on_day);
            select.push(" in ").push(CLEARED);
        }
        Some("gross") => {
            select
                .push(" and exists (select 1 from stage_events e where e.compound_id = p.id and e.stage in ")
                .push(CLEARED)
                .push(" and e.on_day <= ")
                .bind(filter.on_day.as_str())
                .push(")");
        }
        _ => {}
    }
    select
}

/// How many compounds the filter shows.
pub async fn count_listed_compounds(tx: &mut Tx, scopes: &[Scope], filter: &CompoundFilter) -> DbResult<i64> {
    count(tx, &select(scopes, filter)).await
}

/// The compounds, by street and name.
pub async fn list_compounds(
    tx: &mut Tx,
    scopes: &[Scope],
    filter: &CompoundFilter,
    page: Page,
) -> DbResult<Vec<CompoundLine>> {
    let mut select = select(scopes, filter);
    let mut stage = Select { sql: String::new(), args: std::mem::take(&mut select.args) };
    stage_on(&mut stage, &filter.on_day);
    select.args = stage.args;
    let columns = format!(
        "p.id, p.code, p.name, st.name as street, co.name as community, p.management_mode, p.in_zero_clearing_baseline,
         {} as stage, cp.name as company, cp.id as company_id, t.last_free_on,
         (select count(*) from households h where h.compound_id = p.id and h.active) as households",
        stage.sql
    );
    rows!(tx, select, &columns, "p.street_code, p.community_code, p.name, p.id", page)
}

/// A compound's page.
#[derive(Debug, Clone, FromRow)]
pub struct CompoundDetail {
    pub id: Uuid,
    pub code: String,
    pub name: String,
    pub street: String,
    pub community: String,
    pub management_mode: String,
    pub origin_kind: Option<String>,
    pub built_year: Option<i64>,
    pub total_area_c: Option<i64>,
    pub household_count_declared: Option<i64>,
    pub in_zero_clearing_baseline: bool,
    pub public_code: String,
    pub company: Option<String>,
    pub company_phone: Option<String>,
    pub assigned_on: Option<String>,
    pub trial_status: Option<String>,
    pub start_on: Option<String>,
    pub last_free_on: Option<String>,
    pub rate_mill: Option<i64>,
}

/// Everything a compound's page says about it.
pub async fn compound_detail(tx: &mut Tx, id: CompoundId) -> DbResult<Option<CompoundDetail>> {
    let sql = "select p.id, p.code, p.name, st.name as street, co.name as community, p.management_mode, p.origin_kind,
          cast(p.built_year as bigint) as built_year, cast(p.total_area_c as bigint) as total_area_c,
          cast(p.household_count_declared as bigint) as household_count_declared, p.in_zero_clearing_baseline,
          p.public_code, cp.name as company, cp.phone as company_phone, s.from_on as assigned_on,
          t.status as trial_status, t.start_on, t.last_free_on,
          (select cast(f.rate_mill as bigint) from fee_standards f where f.compound_id = p.id and f.status = 'published'
           order by f.effective_from desc limit 1) as rate_mill
        from compounds p
        join divisions st on st.code = p.street_code join divisions co on co.code = p.community_code
        left join service_assignments s on s.compound_id = p.id and s.to_on is null
        left join companies cp on cp.id = s.company_id left join trials t on t.assignment_id = s.id
        where p.id = $1";
    on!(tx, c => sqlx::query_as(sql).bind(id.0).fetch_optional(c).await)
}

/// One step of a compound's way.
#[derive(Debug, Clone, FromRow)]
pub struct StageLine {
    pub stage: String,
    pub on_day: String,
    pub evidence: String,
}

/// The stages of a compound, oldest first.
pub async fn stages_of(tx: &mut Tx, id: CompoundId) -> DbResult<Vec<StageLine>> {
    let sql =
        "select stage, on_day, evidence from stage_events where compound_id = $1 order by on_day, recorded_at_ms, id";
    on!(tx, c => sqlx::query_as(sql).bind(id.0).fetch_all(c).await)
}

/// Streets inside the scopes, `(code, name)`.
pub async fn streets_within(tx: &mut Tx, scopes: &[Scope]) -> DbResult<Vec<(String, String)>> {
    let mut select =
        Select::new("from divisions st where exists (select 1 from compounds p where p.street_code = st.code");
    select.within(scopes).push(")");
    rows!(tx, select, "st.code, st.name", "st.code", Page::ALL)
}

/// Compounds inside the scopes, `(id, name)`; at most `limit`.
pub async fn names_within(tx: &mut Tx, scopes: &[Scope], limit: i64) -> DbResult<Vec<(Uuid, String)>> {
    let mut select = Select::new("from compounds p where 1 = 1");
    select.within(scopes);
    rows!(tx, select, "p.id, p.name", "p.name, p.id", Page { limit, offset: 0 })
}

/// A compound's name.
pub async fn compound_name(tx: &mut Tx, id: Uuid) -> DbResult<Option<String>> {
    let row: Option<(String,)> =
        on!(tx, c => sqlx::query_as("select name from compounds where id = $1").bind(id).fetch_optional(c).await?);
    Ok(row.map(|(name,)| name))
}

/// Name of a street or community.
pub async fn division_name(tx: &mut Tx, code: &str) -> DbResult<Option<String>> {
    let row: Option<(String,)> =
        on!(tx, c => sqlx::query_as("select name from divisions where code = $1").bind(code).fetch_optional(c).await?);
    Ok(row.map(|(name,)| name))
}
