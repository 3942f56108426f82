//! Bringing a compound under management: facts, company, assignment, trial, fee, and the evidence rows its stage follows from.

use super::{DbResult, Tx, on};
use domain::id::{AccountId, CompanyId, CompoundId, GridId, ServiceAssignmentId};
use domain::place::{ManagementMode, ZeroClearingState};
use uuid::Uuid;

/// A company.
#[derive(Debug, Clone)]
pub struct NewCompany {
    pub id: CompanyId,
    pub uscc: String,
    pub name: String,
    pub phone: String,
}

/// What the centre knows of a compound beside its place.
#[derive(Debug, Clone)]
pub struct CompoundFacts {
    pub management_mode: ManagementMode,
    pub origin_kind: &'static str,
    pub built_year: i64,
    pub household_count_declared: i64,
    pub is_three_none: bool,
    pub in_zero_clearing_baseline: bool,
}

/// A span of service; the days are `YYYY-MM-DD`.
#[derive(Debug, Clone)]
pub struct NewAssignment {
    pub id: ServiceAssignmentId,
    pub compound: CompoundId,
    pub company: CompanyId,
    pub from_on: String,
    pub to_on: Option<String>,
}

/// A trial; first and last free day.
#[derive(Debug, Clone)]
pub struct NewTrial {
    pub id: Uuid,
    pub assignment: ServiceAssignmentId,
    pub status: &'static str,
    pub start_on: String,
    pub last_free_on: String,
}

/// Opens a company; one with the same credit code is left alone.
pub async fn insert_company(tx: &mut Tx, new: &NewCompany) -> DbResult<bool> {
    let sql = "insert into companies (id, uscc, name, phone, status) values ($1, $2, $3, $4, 'active') on conflict (uscc) do nothing";
    let count = on!(tx, c => sqlx::query(sql).bind(new.id.0).bind(&new.uscc).bind(&new.name).bind(&new.phone)
        .execute(c).await?.rows_affected());
    Ok(count == 1)
}

/// Sets what the centre knows of a compound.
pub async fn set_compound_facts(tx: &mut Tx, id: CompoundId, facts: &CompoundFacts) -> DbResult<()> {
    let sql = "update compounds set management_mode = $2, origin_kind = $3, built_year = $4, household_count_declared = $5,
                 has_no_company = $6, has_no_right_unit = $6, has_no_self_management = $6, in_zero_clearing_baseline = $7
               where id = $1";
    on!(tx, c => sqlx::query(sql).bind(id.0).bind(facts.management_mode.name()).bind(facts.origin_kind).bind(facts.built_year)
        .bind(facts.household_count_declared).bind(facts.is_three_none).bind(facts.in_zero_clearing_baseline)
        .execute(c).await.map(|_| ()))
}

/// Who works in a grid.
pub async fn set_grid_workers(tx: &mut Tx, id: GridId, primary: AccountId, backup: Option<AccountId>) -> DbResult<()> {
    let sql = "update grids set primary_worker_id = $2, backup_worker_id = $3 where id = $1";
    on!(tx, c => sqlx::query(sql).bind(id.0).bind(primary.0).bind(backup.map(|id| id.0)).execute(c).await.map(|_| ()))
}

/// A phone for a community's slips and consent texts.
pub async fn set_division_phone(tx: &mut Tx, code: &str, phone: &str) -> DbResult<()> {
    let sql = "update divisions set phone = $2 where code = $1";
    on!(tx, c => sqlx::query(sql).bind(code).bind(phone).execute(c).await.map(|_| ()))
}

/// Starts (or records) a span of service.
pub async fn insert_assignment(tx: &mut Tx, new: &NewAssignment) -> DbResult<()> {
    let sql = "insert into service_assignments (id, compound_id, company_id, kind, from_on, to_on) values ($1, $2, $3, 'red_property', $4, $5)";
    on!(tx, c => sqlx::query(sql).bind(new.id.0).bind(new.compound.0).bind(new.company.0).bind(&new.from_on).bind(&new.to_on)
        .execute(c).await.map(|_| ()))
}

/// Records a trial.
pub async fn insert_trial(tx: &mut Tx, new: &NewTrial) -> DbResult<()> {
    let sql = "insert into trials (id, assignment_id, status, rule, start_on, last_free_on) values ($1, $2, $3, 'printed', $4, $5)";
    on!(tx, c => sqlx::query(sql).bind(new.id).bind(new.assignment.0).bind(new.status).bind(&new.start_on).bind(&new.last_free_on)
        .execute(c).await.map(|_| ()))
}

/// Records a published fee.
pub async fn insert_fee_standard(
    tx: &mut Tx,
    id: Uuid,
    compound: CompoundId,
    rate_mill: i64,
    published_on: &str,
) -> DbResult<()> {
    let sql = "insert into fee_standards (id, compound_id, rate_mill, status, published_on, effective_from)
               values ($1, $2, $3, 'published', $4, $4)";
    on!(tx, c => sqlx::query(sql).bind(id).bind(compound.0).bind(rate_mill).bind(published_on).execute(c).await.map(|_| ()))
}

/// Records that a compound reached a stage, and by what evidence.
pub async fn insert_stage_event(
    tx: &mut Tx,
    id: Uuid,
    compound: CompoundId,
    stage: ZeroClearingState,
    on_day: &str,
    evidence: &str,
    at_ms: i64,
) -> DbResult<()> {
    let sql = "insert into stage_events (id, compound_id, stage, on_day, evidence, recorded_at_ms) values ($1, $2, $3, $4, $5, $6)";
    on!(tx, c => sqlx::query(sql).bind(id).bind(compound.0).bind(stage.name()).bind(on_day).bind(evidence).bind(at_ms)
        .execute(c).await.map(|_| ()))
}

/// A compound's public code and the code of one of its households, for showing how the public page works.
pub async fn codes_of(tx: &mut Tx, id: CompoundId) -> DbResult<Option<(String, String)>> {
    let sql = "select p.public_code, k.code from compounds p join households h on h.compound_id = p.id
               join household_codes k on k.household_id = h.id and k.occupancy_seq = h.occupancy_seq and k.revoked_at_ms is null
               where p.id = $1 and h.active order by h.door_no, k.code limit 1";
    on!(tx, c => sqlx::query_as(sql).bind(id.0).fetch_optional(c).await)
}
