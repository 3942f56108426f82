//! The doors as elements. None follows a signal of its own: one run over all of them hides what does not pass, so that 500 stand there
//! in one tap and follow every keystroke.

use super::arrange::{Building, Floor, Unit};
use crate::element::dom::attribute;
use crate::element::{Element, el};
use crate::field::route::Route;
use crate::field::signal::*;
use crate::ui::door_cell::DoorLook;
use crate::words::{door, new_door};
use domain::language::Language;
use domain::sync::view::HouseholdView;
use domain::visit::DoorState;
use std::cell::RefCell;
use std::rc::Rc;

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

/// A cell, or a floor, a unit, a building of cells: shown while one of its doors passes.
struct Part {
    doors: Vec<usize>,
    dom: web_sys::Element,
    is_shown: bool,
}

/// Everything on the board that may have to be hidden.
#[derive(Clone, Default)]
pub struct Parts(Rc<RefCell<Vec<Part>>>);

impl Parts {
    fn add(&self, element: Element, doors: Vec<usize>) -> Element {
        let parts = self.0.clone();
        element.mounted(move |dom| parts.borrow_mut().push(Part { doors, dom, is_shown: true }))
    }

    /// Shows the doors that pass, and of their houses what holds one.
    pub fn show(&self, passing: &[bool]) {
        for part in self.0.borrow_mut().iter_mut() {
            let is_shown = part.doors.iter().any(|door| passing[*door]);
            if part.is_shown != is_shown {
                part.is_shown = is_shown;
                attribute(&part.dom, "hidden", (!is_shown).then_some(""));
            }
        }
    }
}

/// What the cells are made of.
pub struct Cells<'a> {
    pub doors: &'a [HouseholdView],
    /// Of each door whether it passes.
    pub passing: Signal<Vec<bool>>,
    pub parts: Parts,
    pub language: Language,
}

impl Cells<'_> {
    /// One building with the number of its doors that pass.
    pub fn building(&self, house: &Building) -> Element {
        let mut doors = Vec::new();
        for unit in &house.units {
            doors.append(&mut doors_of(unit));
        }
        let (passing, language, counted) = (self.passing, self.language, doors.clone());
        let count = move || {
            let count = passing.with(|passing| counted.iter().filter(|door| passing[**door]).count());
            door::DOORS.fill(language, &[("n", &count.to_string())])
        };
        let name = el("h2").text(format!("{} ", house.name)).child(el("small").class("quiet").text(count));
        let mut units = el("div").class("door-units");
        for unit in &house.units {
            units = units.child(self.unit(&house.name, unit));
        }
        self.parts.add(el("section").class("door-building").child(name).child(units), doors)
    }

    fn unit(&self, building: &str, unit: &Unit) -> Element {
        let title = (unit.no != "0").then(|| el("h3").text(door::UNIT.fill(self.language, &[("no", &unit.no)])));
        let place = place(building, &unit.no, self.language);
        let mut floors = el("div").class("door-unit").child(title);
        for floor in &unit.floors {
            floors = floors.child(self.floor(&place, floor));
        }
        self.parts.add(floors, doors_of(unit))
    }

    fn floor(&self, place: &str, floor: &Floor) -> Element {
        let number = floor.number.map(|number| number.to_string()).unwrap_or_default();
        let mut row = el("div").class("door-row");
        for index in &floor.doors {
            row = row.child(self.cell(place, *index));
        }
        let line = el("div")
            .class("door-floor")
            .child(el("span").class("door-floor-number").attr("aria-hidden", "true").text(number))
            .child(row);
        self.parts.add(line, floor.doors.clone())
    }

    fn cell(&self, place: &str, index: usize) -> Element {
        let household = &self.doors[index];
        let state = door::state(household.door_state).text(self.language);
        // Every door of the register has a code.
        let is_new = household.household_code.is_none();
        let news = if is_new { ["，", new_door::WAITING.text(self.language)].concat() } else { String::new() };
        let cell = el("a")
            .class(look(household.door_state).class())
            .attr("href", Route::Door(household.id).path())
            .class_if("door-new", is_new)
            .attr("aria-label", format!("{place} {}，{state}{news}", household.door))
            .text(household.door.clone());
        self.parts.add(cell, vec![index])
    }
}

fn doors_of(unit: &Unit) -> Vec<usize> {
    let mut doors = Vec::new();
    for floor in &unit.floors {
        doors.extend_from_slice(&floor.doors);
    }
    doors
}

/// `3号楼 2单元`, without the unit where there is none.
pub fn place(building: &str, unit: &str, language: Language) -> String {
    if unit == "0" { building.to_owned() } else { format!("{building} {}", door::UNIT.fill(language, &[("no", unit)])) }
}
