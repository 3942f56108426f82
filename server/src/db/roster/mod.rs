//! Places and households from a roster: many rows in few statements, all inside the caller's transaction.

use super::{DbResult, Tx, on};
use domain::household_code::HouseholdCode;
use domain::id::{BuildingId, CompoundId, GridId, HouseholdId, UnitId};
use std::collections::HashSet;
use uuid::Uuid;

mod import;
mod place;
mod register;

pub use import::{
    Import, ImportStatus, count_imports, import_by_id, imports_of_page, insert_import, list_imports, set_import,
};
pub use place::{NewBuilding, NewCompound, NewDivision, NewGrid, NewPlaces, NewUnit, insert_places};
pub use register::{KnownHousehold, KnownPlaces, Registered, households_of, known_places, registered};

/// SQLite takes 32,766 values in a statement; this many rows of the widest table stay well below.
const CHUNK: usize = 500;

/// A household of the register, with who lives there when the roster says so.
#[derive(Debug, Clone)]
pub struct NewHousehold {
    pub id: HouseholdId,
    pub compound: CompoundId,
    pub grid: Option<GridId>,
    pub building: BuildingId,
    pub unit: UnitId,
    pub door_no: String,
    pub door_raw: String,
    pub floor: Option<i64>,
    pub area_c: Option<i64>,
    pub usage: &'static str,
    pub occupancy: &'static str,
    /// Code for the slip that makes a rating count.
    pub code: String,
    pub person: Option<NewPerson>,
}

/// A person of the roster, sealed before it comes here.
#[derive(Debug, Clone)]
pub struct NewPerson {
    pub id: Uuid,
    pub residency_id: Uuid,
    pub name_sealed: String,
    pub phone_sealed: Option<String>,
    pub phone_hash: Option<String>,
    pub relation: &'static str,
    pub from_on: Option<String>,
}

/// Something that a person has to look at.
#[derive(Debug, Clone)]
pub struct NewReviewItem {
    pub id: Uuid,
    pub kind: &'static str,
    pub compound: Option<CompoundId>,
    pub household: Option<HouseholdId>,
    /// The same item offered twice is stored once: this tells it.
    pub source_ref: String,
    pub reason: &'static str,
    pub content: serde_json::Value,
    pub at_ms: i64,
}

/// Inserts households with their codes, persons and residencies.
pub async fn insert_households(tx: &mut Tx, households: &[NewHousehold]) -> DbResult<()> {
    for chunk in households.chunks(CHUNK) {
        insert_rows(tx, chunk).await?;
        insert_codes(tx, chunk).await?;
        insert_people(tx, chunk).await?;
    }
    Ok(())
}

async fn insert_rows(tx: &mut Tx, chunk: &[NewHousehold]) -> DbResult<()> {
    on!(tx, c => {
        let mut query = sqlx::QueryBuilder::new(
            "insert into households (id, compound_id, grid_id, building_id, unit_id, door_no, door_raw, floor, area_c, area_source,
             usage, occupancy, occupancy_seq, active, door_state, fee_consent_state) ",
        );
        query.push_values(chunk, |mut row, new| {
            row.push_bind(new.id.0).push_bind(new.compound.0).push_bind(new.grid.map(|id| id.0)).push_bind(new.building.0)
                .push_bind(new.unit.0).push_bind(&new.door_no).push_bind(&new.door_raw).push_bind(new.floor)
                .push_bind(new.area_c).push_bind(new.area_c.map(|_| "roster")).push_bind(new.usage).push_bind(new.occupancy)
                .push_bind(1_i64).push_bind(true).push_bind("not_visited").push_bind("none");
        });
        query.build().execute(c).await.map(|_| ())
    })
}

/// Each household gets the code that was drawn for it, or another one if somebody has that already: among 400,000 codes of 31⁸ two are the
/// same in one district of ten.
async fn insert_codes(tx: &mut Tx, chunk: &[NewHousehold]) -> DbResult<()> {
    let mut wanted = chunk.iter().map(|new| (new.id.0, new.code.clone())).collect::<Vec<_>>();
    while !wanted.is_empty() {
        let given: Vec<Uuid> = on!(tx, c => {
            let mut query = sqlx::QueryBuilder::new("insert into household_codes (code, household_id, occupancy_seq) ");
            query.push_values(&wanted, |mut row, (household, code)| {
                row.push_bind(code).push_bind(household).push_bind(1_i64);
            });
            query.push(" on conflict (code) do nothing returning household_id");
            query.build_query_scalar().fetch_all(c).await?
        });
        if given.len() == wanted.len() {
            return Ok(());
        }
        let given = given.into_iter().collect::<HashSet<_>>();
        wanted.retain(|(household, _)| !given.contains(household));
        for (_, code) in &mut wanted {
            *code = HouseholdCode::make(rand::random()).plain();
        }
    }
    Ok(())
}

async fn insert_people(tx: &mut Tx, chunk: &[NewHousehold]) -> DbResult<()> {
    let people = chunk.iter().filter_map(|new| Some((new.id, new.person.as_ref()?))).collect::<Vec<_>>();
    if people.is_empty() {
        return Ok(());
    }
    on!(tx, c => {
        let mut query = sqlx::QueryBuilder::new("insert into persons (id, name_sealed, phone_sealed, phone_hash) ");
        query.push_values(&people, |mut row, (_, person)| {
            row.push_bind(person.id).push_bind(&person.name_sealed).push_bind(&person.phone_sealed).push_bind(&person.phone_hash);
        });
        query.build().execute(&mut *c).await?;
        let mut query = sqlx::QueryBuilder::new(
            "insert into residencies (id, person_id, household_id, occupancy_seq, relation, evidence, from_on) ",
        );
        query.push_values(&people, |mut row, (household, person)| {
            row.push_bind(person.residency_id).push_bind(person.id).push_bind(household.0).push_bind(1_i64)
                .push_bind(person.relation).push_bind("roster").push_bind(&person.from_on);
        });
        query.build().execute(c).await.map(|_| ())
    })
}

/// Puts items on the review list; one that is there already (same source and kind) is left alone. Answers how many are new.
pub async fn insert_review_items(tx: &mut Tx, items: &[NewReviewItem]) -> DbResult<u64> {
    let mut new = 0;
    for chunk in items.chunks(CHUNK) {
        new += on!(tx, c => {
            let mut query = sqlx::QueryBuilder::new(
                "insert into review_items (id, kind, compound_id, household_id, source, source_ref, reason, content, status, created_at_ms) ",
            );
            query.push_values(chunk, |mut row, item| {
                row.push_bind(item.id).push_bind(item.kind).push_bind(item.compound.map(|id| id.0))
                    .push_bind(item.household.map(|id| id.0)).push_bind("roster").push_bind(&item.source_ref)
                    .push_bind(item.reason).push_bind(sqlx::types::Json(&item.content)).push_bind("open").push_bind(item.at_ms);
            });
            query.push(" on conflict (source, source_ref, kind) do nothing");
            query.build().execute(c).await?.rows_affected()
        });
    }
    Ok(new)
}

/// Writes many entries of the change log at once; numbers are taken in the order given. For things that are new.
pub async fn note_new(tx: &mut Tx, changed: &[super::change::Changed]) -> DbResult<()> {
    for chunk in changed.chunks(CHUNK) {
        let first = super::change::take_numbers(tx, i64::try_from(chunk.len()).unwrap_or(i64::MAX)).await?;
        on!(tx, c => {
            let mut query = sqlx::QueryBuilder::new("insert into changes (entity_kind, entity_id, seq, compound_id, grid_id, company_id) ");
            query.push_values((first..).zip(chunk), |mut row, (seq, change)| {
                row.push_bind(change.kind).push_bind(&change.id).push_bind(seq).push_bind(change.compound.map(|id| id.0))
                    .push_bind(change.grid.map(|id| id.0)).push_bind(change.company.map(|id| id.0));
            });
            query.push(" on conflict (entity_kind, entity_id) do update set seq = excluded.seq");
            query.build().execute(c).await?.rows_affected()
        });
    }
    Ok(())
}
