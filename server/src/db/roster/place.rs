//! Streets, communities, grids, compounds, buildings and units that a roster names first.

use super::{CHUNK, DbResult, Tx, on};
use domain::id::{BuildingId, CompoundId, GridId, UnitId};

/// A district, street or community.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDivision {
    pub code: String,
    pub parent_code: Option<String>,
    /// `district`, `street` or `community`.
    pub level: &'static str,
    pub name: String,
    pub hidden: bool,
}

/// A grid.
#[derive(Debug, Clone)]
pub struct NewGrid {
    pub id: GridId,
    pub code: String,
    pub community_code: String,
    pub name: String,
}

/// A compound; what a roster does not say gets the neutral value.
#[derive(Debug, Clone)]
pub struct NewCompound {
    pub id: CompoundId,
    pub code: String,
    pub name: String,
    pub street_code: String,
    pub community_code: String,
    pub public_code: String,
}

/// A building.
#[derive(Debug, Clone)]
pub struct NewBuilding {
    pub id: BuildingId,
    pub compound: CompoundId,
    pub no_norm: String,
    /// As people call it.
    pub name: String,
}

/// A unit.
#[derive(Debug, Clone)]
pub struct NewUnit {
    pub id: UnitId,
    pub building: BuildingId,
    pub no_norm: String,
}

/// Places in the order in which they need each other.
#[derive(Debug, Default)]
pub struct NewPlaces {
    pub divisions: Vec<NewDivision>,
    pub grids: Vec<NewGrid>,
    pub compounds: Vec<NewCompound>,
    /// Codes that offices have given to compounds which had none.
    pub codes: Vec<(CompoundId, String)>,
    pub buildings: Vec<NewBuilding>,
    pub units: Vec<NewUnit>,
}

/// Inserts new places; a division that exists already is left alone.
pub async fn insert_places(tx: &mut Tx, places: &NewPlaces) -> DbResult<()> {
    for chunk in places.divisions.chunks(CHUNK) {
        on!(tx, c => {
            let mut query = sqlx::QueryBuilder::new("insert into divisions (code, parent_code, level, name, hidden) ");
            query.push_values(chunk, |mut row, new| {
                row.push_bind(&new.code).push_bind(&new.parent_code).push_bind(new.level).push_bind(&new.name).push_bind(new.hidden);
            });
            query.push(" on conflict (code) do nothing");
            query.build().execute(c).await?.rows_affected()
        });
    }
    for chunk in places.grids.chunks(CHUNK) {
        on!(tx, c => {
            let mut query = sqlx::QueryBuilder::new("insert into grids (id, code, community_code, name) ");
            query.push_values(chunk, |mut row, new| {
                row.push_bind(new.id.0).push_bind(&new.code).push_bind(&new.community_code).push_bind(&new.name);
            });
            query.build().execute(c).await?.rows_affected()
        });
    }
    insert_compounds(tx, &places.compounds).await?;
    for (compound, code) in &places.codes {
        let sql = "update compounds set code = $2 where id = $1";
        on!(tx, c => sqlx::query(sql).bind(compound.0).bind(code).execute(c).await?.rows_affected());
    }
    for chunk in places.buildings.chunks(CHUNK) {
        on!(tx, c => {
            let mut query = sqlx::QueryBuilder::new("insert into buildings (id, compound_id, no_raw, no_norm, name_alias) ");
            query.push_values(chunk, |mut row, new| {
                row.push_bind(new.id.0).push_bind(new.compound.0).push_bind(&new.name).push_bind(&new.no_norm).push_bind(&new.name);
            });
            query.build().execute(c).await?.rows_affected()
        });
    }
    for chunk in places.units.chunks(CHUNK) {
        on!(tx, c => {
            let mut query = sqlx::QueryBuilder::new("insert into units (id, building_id, no_norm) ");
            query.push_values(chunk, |mut row, new| {
                row.push_bind(new.id.0).push_bind(new.building.0).push_bind(&new.no_norm);
            });
            query.build().execute(c).await?.rows_affected()
        });
    }
    Ok(())
}

/// A roster says nothing about management: a new compound counts as unmanaged until the centre records otherwise.
async fn insert_compounds(tx: &mut Tx, compounds: &[NewCompound]) -> DbResult<()> {
    for chunk in compounds.chunks(CHUNK) {
        on!(tx, c => {
            let mut query = sqlx::QueryBuilder::new(
                "insert into compounds (id, code, name, street_code, community_code, management_mode, has_no_company,
                 has_no_right_unit, has_no_self_management, in_zero_clearing_baseline, public_code) ",
            );
            query.push_values(chunk, |mut row, new| {
                row.push_bind(new.id.0).push_bind(&new.code).push_bind(&new.name).push_bind(&new.street_code)
                    .push_bind(&new.community_code).push_bind("unmanaged").push_bind(false).push_bind(false).push_bind(false)
                    .push_bind(false).push_bind(&new.public_code);
            });
            query.build().execute(c).await?.rows_affected()
        });
    }
    Ok(())
}
