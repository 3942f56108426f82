//! One row that waited: a person has said which door it is, and it goes into the register with what the roster said of it.

use super::apply::{Work, household_of_row};
use super::prepare::sealed_person;
use super::register::Register;
use crate::clock::Clock;
use crate::db::roster as db;
use crate::db::{DbResult, Tx, new_door};
use crate::seal::Seal;
use domain::id::{CompoundId, GridId, HouseholdId};
use domain::new_household::DoorKey;
use domain::roster::door::{DoorCells, DoorReading, read_cells};
use domain::roster::header::Column;
use domain::roster::remark::Remark;
use domain::roster::row::settled_row;

/// A row and the door that it is.
pub struct OneRow {
    /// In which compound.
    pub compound: CompoundId,
    /// What the row said.
    pub cells: Vec<(Column, String)>,
    /// Building, unit, floor and door as they were typed.
    pub typed: [String; 4],
}

/// What became of it; with the door in normal form.
pub enum Settled {
    /// A new household.
    Entered(HouseholdId, String),
    /// The household was there already and stays as it is.
    Known(HouseholdId, String),
    /// The door can still not be read.
    Unclear(Remark),
}

/// Enters it.
///
/// # Errors
/// The database's.
pub async fn enter(tx: &mut Tx, seal: &Seal, clock: &Clock, one: OneRow) -> DbResult<Settled> {
    let [building, unit, floor, door] = &one.typed;
    let door = match read_cells(DoorCells { building, unit, floor, door }) {
        DoorReading::NeedsReview { reason, .. } => return Ok(Settled::Unclear(reason)),
        DoorReading::Read(door) if door.building_no.is_none() => return Ok(Settled::Unclear(Remark::BuildingMissing)),
        DoorReading::Read(door) => door,
    };
    let mut register = Register::new(db::known_places(tx).await?, clock.clone());
    if !door.unit_is_said && register.has_units(one.compound, &door) {
        return Ok(Settled::Unclear(Remark::UnitMissing));
    }
    let or_zero = |text: &Option<String>| text.clone().unwrap_or_else(|| "0".to_owned());
    let key = DoorKey {
        building_no: or_zero(&door.building_no),
        unit_no: or_zero(&door.unit_no),
        door_no: door.door_no.clone(),
    };
    if let Some(known) = new_door::household_at(tx, one.compound, &key).await? {
        return Ok(Settled::Known(known, door.norm()));
    }
    let neighbours = new_door::staircase_at(tx, one.compound, &key).await?.and_then(|at| at.grid_id).map(GridId);
    let Some(place) = register.place_of(one.compound) else { return Ok(Settled::Unclear(Remark::CompoundMissing)) };
    let norm = door.norm();
    let row = settled_row(place, door, &one.cells);
    let Ok(mut placed) = register.place(&row) else { return Ok(Settled::Unclear(Remark::CompoundElsewhere)) };
    placed.grid = placed.grid.or(neighbours);
    let new = household_of_row(clock, &placed, &row, sealed_person(seal, &row).as_ref());
    let household = new.id;
    Work::new(register, seal, clock).write(tx, vec![new], Vec::new()).await?;
    Ok(Settled::Entered(household, norm))
}
