//! The doors as plain nodes: no signal a cell, so that 500 of them stand there in one tap.

use super::arrange::{Building, Unit};
use crate::field::route::Route;
use crate::ui::door_cell::DoorLook;
use crate::words::door;
use domain::language::Language;
use domain::sync::view::HouseholdView;
use domain::visit::DoorState;
use leptos::prelude::*;

/// How a state looks.
pub fn look(state: DoorState) -> DoorLook {
    match state {
        DoorState::NotVisited => DoorLook::NotVisited,
        DoorState::NobodyHome => DoorLook::Nobody,
        DoorState::Retry => DoorLook::Retry,
        DoorState::Refused => DoorLook::Refused,
        DoorState::Answered => DoorLook::Answered,
        DoorState::Consented => DoorLook::Consented,
        DoorState::Closed => DoorLook::Closed,
    }
}

/// All buildings.
pub fn buildings(board: Vec<Building>, doors: &[HouseholdView], language: Language) -> impl IntoView + use<> {
    board.into_iter().map(|house| building(house, doors, language)).collect_view()
}

fn building(house: Building, doors: &[HouseholdView], language: Language) -> impl IntoView + use<> {
    let count: usize = house.units.iter().flat_map(|unit| &unit.floors).map(|floor| floor.doors.len()).sum();
    let count = door::DOORS.fill(language, &[("n", &count.to_string())]);
    let name = house.name;
    let units = house.units.into_iter().map(|staircase| unit(&name, staircase, doors, language)).collect_view();
    view! {
        <section class="door-building">
            <h2>{name}" "<small class="quiet">{count}</small></h2>
            <div class="door-units">{units}</div>
        </section>
    }
}

fn unit(building: &str, unit: Unit, doors: &[HouseholdView], language: Language) -> impl IntoView + use<> {
    let title = (unit.no != "0").then(|| door::UNIT.fill(language, &[("no", &unit.no)]));
    let floors = unit.floors.into_iter().map(|floor| {
        let number = floor.number.map_or_else(String::new, |number| number.to_string());
        let cells = floor.doors.iter().map(|index| cell(building, &doors[*index], language)).collect_view();
        view! {
            <div class="door-floor"><span class="door-floor-number" aria-hidden="true">{number}</span><div class="door-row">{cells}</div></div>
        }
    });
    view! {
        <div class="door-unit">
            {title.map(|title| view! { <h3>{title}</h3> })}
            {floors.collect_view()}
        </div>
    }
}

fn cell(building: &str, household: &HouseholdView, language: Language) -> impl IntoView + use<> {
    let state = door::state(household.door_state).text(language);
    let spoken = format!("{} {}，{state}", place(building, &household.unit, language), household.door);
    view! {
        <a class=look(household.door_state).class() href=Route::Door(household.id).path() aria-label=spoken>
            {household.door.clone()}
        </a>
    }
}

/// `3号楼 2单元`, without the unit where there is none.
pub fn place(building: &str, unit: &str, language: Language) -> String {
    if unit == "0" { building.to_owned() } else { format!("{building} {}", door::UNIT.fill(language, &[("no", unit)])) }
}
