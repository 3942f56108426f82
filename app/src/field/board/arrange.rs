//! Doors in the order of the house: buildings by number, units side by side, the top floor on top. Pure.

use crate::field::order::in_order;
use domain::sync::view::HouseholdView;
use domain::text::holds;
use domain::visit::DoorState;
use std::cmp::Reverse;

/// What is shown of the compound's doors.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sieve {
    /// What was typed: a door, a building, `3-2-501`, a masked name.
    pub search: String,
    /// Only this state.
    pub state: Option<DoorState>,
}

impl Sieve {
    /// Of each door whether it passes.
    pub fn pass(&self, doors: &[HouseholdView]) -> Vec<bool> {
        let needle = Needle::new(&self.search);
        let fits = |door: &HouseholdView| self.state.is_none_or(|state| door.door_state == state) && needle.fits(door);
        doors.iter().map(fits).collect()
    }
}

/// What somebody looks for, cut into building, unit and door where it can be cut.
#[derive(PartialEq)]
pub struct Needle(Vec<String>);

impl Needle {
    /// Cuts what was typed.
    pub fn new(typed: &str) -> Self {
        let plain: String = typed.chars().map(narrow).collect();
        let (mut parts, mut part, mut rest) = (Vec::new(), String::new(), plain.as_str());
        while let Some(letter) = rest.chars().next() {
            if let Some(after) = ["-", "号楼", "单元"].iter().find_map(|mark| rest.strip_prefix(mark)) {
                parts.push(std::mem::take(&mut part));
                rest = after;
            } else {
                part.push(letter);
                rest = rest.get(letter.len_utf8()..).unwrap_or_default();
            }
        }
        parts.push(part);
        parts.retain(|part| !part.is_empty());
        Self(parts)
    }

    fn fits(&self, door: &HouseholdView) -> bool {
        let named = |part: &str| door.name_masked.as_deref().is_some_and(|name| holds(&lower(name), part));
        let number = lower(&door.door);
        let in_building = |part: &str| match leading_number(part) {
            Some(_) => same_number(&door.building, part),
            None => holds(&lower(&door.building), part),
        };
        match self.0.as_slice() {
            [] => true,
            [part] => holds(&number, part) || in_building(part) || named(part),
            [building, last] => in_building(building) && (number.starts_with(last.as_str()) || named(last)),
            [building, unit, last, ..] => {
                same_number(&door.building, building)
                    && same_number(&door.unit, unit)
                    && number.starts_with(last.as_str())
            }
        }
    }
}

/// Small letters; names and doors have none but Latin ones.
fn lower(text: &str) -> String {
    text.to_ascii_lowercase()
}

/// Full-width digits and letters as plain small ones, everything that separates as a dash.
fn narrow(letter: char) -> char {
    let plain = match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        other => other,
    };
    match plain {
        '—' | '–' | ' ' | '\u{3000}' | '#' | '/' | '栋' | '室' | '户' => '-',
        other => other.to_ascii_lowercase(),
    }
}

fn same_number(place: &str, part: &str) -> bool {
    place == part || (leading_number(place).is_some() && leading_number(place) == leading_number(part))
}

fn leading_number(text: &str) -> Option<u32> {
    let mut number: Option<u32> = None;
    for letter in text.chars() {
        match letter.to_digit(10) {
            Some(digit) => number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(digit)?),
            None if number.is_some() => break,
            None => {}
        }
    }
    number
}

/// `2` before `10`, and what has no number last.
fn natural(text: &str) -> (u32, &str) {
    (leading_number(text).unwrap_or(u32::MAX), text)
}

/// One building of the board.
#[derive(Debug, PartialEq, Eq)]
pub struct Building {
    /// As people call it.
    pub name: String,
    /// Side by side.
    pub units: Vec<Unit>,
}

/// One staircase.
#[derive(Debug, PartialEq, Eq)]
pub struct Unit {
    /// `0` where there is none.
    pub no: String,
    /// The top one first; what has no floor last.
    pub floors: Vec<Floor>,
}

/// The doors of one floor, left to right, by their place in the list that was arranged.
#[derive(Debug, PartialEq, Eq)]
pub struct Floor {
    /// Unknown for some doors.
    pub number: Option<i32>,
    /// Indexes.
    pub doors: Vec<usize>,
}

/// Puts the doors into the shape of their houses.
pub fn arrange(doors: &[HouseholdView]) -> Vec<Building> {
    let key = |index: usize| {
        let door = &doors[index];
        let below = Reverse(door.floor.unwrap_or(i32::MIN));
        (natural(&door.building), door.building_id, natural(&door.unit), door.unit_id, below, natural(&door.door))
    };
    let sorted = in_order(doors.len(), &|left, right| key(left).cmp(&key(right)));
    let mut buildings: Vec<Building> = Vec::new();
    let mut before: Option<&HouseholdView> = None;
    for index in sorted {
        let door = &doors[index];
        let same_building = before.is_some_and(|last| last.building_id == door.building_id);
        let same_unit = same_building && before.is_some_and(|last| last.unit_id == door.unit_id);
        let same_floor = same_unit && before.is_some_and(|last| last.floor == door.floor);
        if !same_building {
            buildings.push(Building { name: door.building.clone(), units: Vec::new() });
        }
        let Some(building) = buildings.last_mut() else { continue };
        if !same_unit {
            building.units.push(Unit { no: door.unit.clone(), floors: Vec::new() });
        }
        let Some(unit) = building.units.last_mut() else { continue };
        if !same_floor {
            unit.floors.push(Floor { number: door.floor, doors: Vec::new() });
        }
        if let Some(floor) = unit.floors.last_mut() {
            floor.doors.push(index);
        }
        before = Some(door);
    }
    buildings
}

/// How many doors are in a state.
pub fn count(doors: &[HouseholdView], state: DoorState) -> usize {
    doors.iter().filter(|door| door.door_state == state).count()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use domain::consent::FeeConsentState;
    use domain::id::{BuildingId, CompoundId, HouseholdId, UnitId};
    use domain::place::{Occupancy, Usage};

    pub(crate) fn door(building: u8, unit: u8, floor: Option<i32>, no: &str) -> HouseholdView {
        HouseholdView {
            id: HouseholdId::new(1, [building; 10]),
            compound: CompoundId::new(1, [1; 10]),
            building_id: BuildingId::new(1, [building; 10]),
            building: format!("{building}号楼"),
            unit_id: UnitId::new(i64::from(building), [unit; 10]),
            unit: unit.to_string(),
            floor,
            door: no.to_owned(),
            area_c: None,
            area_source: None,
            usage: Usage::Residence,
            occupancy: Occupancy::Unknown,
            occupancy_seq: 1,
            name_masked: Some("王*".into()),
            household_code: None,
            door_state: DoorState::NotVisited,
            fee_consent: FeeConsentState::None,
            consent_mark: None,
            visits: vec![],
            attempts: 0,
            promises: vec![],
        }
    }

    #[test]
    fn the_top_floor_is_on_top_and_building_two_comes_before_ten() {
        let doors = [
            door(10, 1, Some(1), "101"),
            door(2, 1, Some(1), "102"),
            door(2, 1, Some(6), "601"),
            door(2, 1, Some(1), "101"),
        ];
        let board = arrange(&doors);
        assert_eq!(board.iter().map(|b| b.name.as_str()).collect::<Vec<_>>(), ["2号楼", "10号楼"]);
        let floors = &board[0].units[0].floors;
        assert_eq!(floors[0], Floor { number: Some(6), doors: vec![2] });
        assert_eq!(floors[1], Floor { number: Some(1), doors: vec![3, 1] });
    }

    #[test]
    fn a_door_without_a_floor_stands_last_and_none_is_lost() {
        let doors = [door(1, 1, None, "地下室3"), door(1, 2, Some(2), "201"), door(1, 1, Some(-1), "车库")];
        let board = arrange(&doors);
        assert_eq!(board[0].units.len(), 2);
        assert_eq!(board[0].units[0].floors.iter().map(|f| f.number).collect::<Vec<_>>(), [Some(-1), None]);
    }

    #[test]
    fn a_search_finds_a_door_however_it_is_written() {
        let doors = [door(3, 2, Some(5), "501"), door(3, 1, Some(5), "502"), door(13, 2, Some(5), "501")];
        let cases: [(&str, &[usize]); 9] = [
            ("", &[0, 1, 2]),
            ("501", &[0, 2]),
            ("3-2-501", &[0]),
            ("３－２－５０１", &[0]),
            ("3号楼2单元501室", &[0]),
            ("3号楼 50", &[0, 1]),
            ("13号楼", &[2]),
            ("王", &[0, 1, 2]),
            ("李", &[]),
        ];
        for (typed, found) in cases {
            let sieve = Sieve { search: typed.into(), state: None };
            let passing = sieve.pass(&doors);
            let places: Vec<usize> = (0..doors.len()).filter(|place| passing[*place]).collect();
            assert_eq!(places, found, "{typed}");
        }
    }
}
