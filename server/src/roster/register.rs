//! Finds the place that a row names, or notes it as new. Names are compared folded; numbers of grids by their value.

use crate::clock::Clock;
use crate::db::roster::{KnownPlaces, NewBuilding, NewCompound, NewDivision, NewGrid, NewPlaces, NewUnit};
use domain::id::{BuildingId, CompoundId, GridId, UnitId};
use domain::public_code::PublicCode;
use domain::roster::door::{Door, building_name};
use domain::roster::places::{Entered, KnownCompound, OWN_NUMBERS, Places};
use domain::roster::remark::Remark;
use domain::roster::row::{RosterRow, RowPlace};
use domain::roster::street::{DISTRICT, STREETS};
use domain::roster::{glyph, numeral};
use std::collections::{HashMap, HashSet};

/// Where a row belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    pub compound: CompoundId,
    pub grid: Option<GridId>,
    pub building: BuildingId,
    pub unit: UnitId,
    /// Doors of the building that belong to none of its units, when this one belongs to one.
    pub without: Option<UnitId>,
}

/// All places by what files call them.
pub struct Register {
    clock: Clock,
    places: Places,
    /// The compounds, in the order of `places`.
    compounds: Vec<CompoundId>,
    codes: HashSet<String>,
    grids: HashMap<String, GridId>,
    grid_names: HashMap<(String, String), GridId>,
    buildings: HashMap<(CompoundId, String), BuildingId>,
    units: HashMap<(BuildingId, String), UnitId>,
    /// Compounds that were there before this import.
    pub known: HashSet<CompoundId>,
    /// What has to be inserted before the next households.
    pub new: NewPlaces,
}

/// The register's places as a file is compared with them.
pub fn places_of(known: &KnownPlaces) -> Places {
    let mut places = Places::default();
    for (code, parent, level, name) in &known.divisions {
        if let (Some(street), "community") = (parent, level.as_str()) {
            places.add_community(code, street, name);
        }
    }
    let mut positions = HashMap::new();
    for (id, code, name, community) in &known.compounds {
        let (code, name, community) = (code.clone(), name.clone(), community.clone());
        positions.insert(*id, places.add_compound(KnownCompound { code, name, community, row_no: None }));
    }
    let buildings: HashMap<_, _> = known.buildings.iter().map(|(id, compound, no)| (*id, (*compound, no))).collect();
    for (_, building, unit_no) in &known.units {
        if let Some((compound, no)) = buildings.get(building)
            && let Some(at) = positions.get(compound)
        {
            places.add_unit(*at, no, unit_no);
        }
    }
    places
}

impl Register {
    /// The register as the database has it; streets that are missing are noted as new.
    pub fn new(known: KnownPlaces, clock: Clock) -> Self {
        let places = places_of(&known);
        let mut register = Self {
            clock,
            places,
            compounds: known.compounds.iter().map(|(id, ..)| CompoundId(*id)).collect(),
            codes: known.divisions.iter().map(|(code, ..)| code.clone()).collect(),
            grids: known.grids.iter().map(|(id, code, ..)| (code.clone(), GridId(*id))).collect(),
            grid_names: known
                .grids
                .into_iter()
                .map(|(id, _, community, name)| ((community, glyph::key(&name)), GridId(id)))
                .collect(),
            buildings: known
                .buildings
                .into_iter()
                .map(|(id, compound, no)| ((CompoundId(compound), no), BuildingId(id)))
                .collect(),
            units: known.units.into_iter().map(|(id, building, no)| ((BuildingId(building), no), UnitId(id))).collect(),
            known: known.compounds.iter().map(|(id, ..)| CompoundId(*id)).collect(),
            new: NewPlaces::default(),
        };
        register.add_streets();
        register
    }

    fn add_streets(&mut self) {
        let (district, name) = DISTRICT;
        self.add_division(district, None, "district", name);
        for (code, name) in STREETS {
            self.add_division(code, Some(district), "street", name);
        }
    }

    fn add_division(&mut self, code: &str, parent: Option<&str>, level: &'static str, name: &str) {
        if self.codes.insert(code.to_owned()) {
            let (code, parent_code, name) = (code.to_owned(), parent.map(str::to_owned), name.to_owned());
            self.new.divisions.push(NewDivision { code, parent_code, level, name, hidden: false });
        }
    }

    /// The compound of a row that waits: noted as new where nobody knows it yet, so that those see it who are there to look at it. The one
    /// that its code or its name means where both contradict each other.
    pub fn compound_of_held(&mut self, place: &RowPlace) -> Option<CompoundId> {
        let nearest = |register: &Self| register.places.nearest(place).map(|index| register.compounds[index]);
        self.compound(place).ok().or_else(|| nearest(self))
    }

    /// Whether a building of a compound has units, when a door leaves its unit open.
    pub fn has_units(&self, compound: CompoundId, door: &Door) -> bool {
        let at = self.compounds.iter().position(|id| *id == compound);
        at.is_some_and(|at| self.places.has_units(at, door.building_no.as_deref().unwrap_or_default()))
    }

    /// What a row would say to mean this compound.
    pub fn place_of(&self, compound: CompoundId) -> Option<RowPlace> {
        let known = self.places.compound(self.compounds.iter().position(|id| *id == compound)?);
        Some(RowPlace {
            street_code: self.places.community(&known.community)?.street_code.clone(),
            community_code: Some(known.community.clone()),
            community: String::new(),
            compound_code: Some(known.code.clone()),
            compound: known.name.clone(),
        })
    }

    /// Where a row belongs; what is new is noted.
    ///
    /// # Errors
    /// The remark that says which of its code and name belongs to another place.
    pub fn place(&mut self, row: &RosterRow) -> Result<Placed, Remark> {
        let compound = self.compound(&row.place)?;
        let at = self.places.enter(&row.place, None)?.index();
        let community = self.places.compound(at).community.clone();
        let grid = row.grid.as_ref().map(|label| self.grid(&community, label));
        let building_no = row.door.building_no.clone().unwrap_or_else(|| "0".to_owned());
        let unit_no = row.door.unit_no.clone().unwrap_or_else(|| "0".to_owned());
        let (new, clock) = (&mut self.new, &self.clock);
        let building = *self.buildings.entry((compound, building_no)).or_insert_with_key(|(_, no)| {
            let id = BuildingId(clock.new_uuid());
            new.buildings.push(NewBuilding { id, compound, no_norm: no.clone(), name: building_name(no) });
            id
        });
        let unit = *self.units.entry((building, unit_no)).or_insert_with_key(|(_, no)| {
            let id = UnitId(clock.new_uuid());
            new.units.push(NewUnit { id, building, no_norm: no.clone() });
            id
        });
        let without = self.units.get(&(building, "0".to_owned())).copied().filter(|other| *other != unit);
        Ok(Placed { compound, grid, building, unit, without })
    }

    fn grid(&mut self, community: &str, label: &str) -> GridId {
        let name_key = (community.to_owned(), glyph::key(label));
        if let Some(id) = self.grid_names.get(&name_key) {
            return *id;
        }
        let free = |code: &String| !self.grids.contains_key(code);
        let own = || (OWN_NUMBERS..).map(|number| format!("{community}{number:03}")).find(free).unwrap_or_default();
        let code = grid_code(community, &name_key.1).unwrap_or_else(own);
        let (new, clock) = (&mut self.new, &self.clock);
        let id = *self.grids.entry(code).or_insert_with_key(|code| {
            let id = GridId(clock.new_uuid());
            let (community_code, name) = (community.to_owned(), grid_name(label, code));
            new.grids.push(NewGrid { id, code: code.clone(), community_code, name });
            id
        });
        self.grid_names.insert(name_key, id);
        id
    }

    fn compound(&mut self, place: &RowPlace) -> Result<CompoundId, Remark> {
        match self.places.enter(place, None)? {
            Entered::Known(index) => Ok(self.compounds[index]),
            Entered::Coded(index) => {
                self.new.codes.push((self.compounds[index], self.places.compound(index).code.clone()));
                Ok(self.compounds[index])
            }
            Entered::New(index) => {
                let id = CompoundId(self.clock.new_uuid());
                let KnownCompound { code, name, community, .. } = self.places.compound(index).clone();
                let named = self.places.community(&community).map_or_else(String::new, |known| known.name.clone());
                self.add_division(&community, Some(&place.street_code), "community", &named);
                self.compounds.push(id);
                self.new.compounds.push(NewCompound {
                    id,
                    code,
                    name,
                    street_code: place.street_code.clone(),
                    community_code: community,
                    public_code: PublicCode::make(rand::random()).as_str().to_owned(),
                });
                Ok(id)
            }
        }
    }
}

/// 第3网格, 三网格, 03 and the full fifteen digits are the same grid.
fn grid_code(community: &str, key: &str) -> Option<String> {
    if key.len() == 15 && key.starts_with(community) && key.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(key.to_owned());
    }
    let mut runs = key.split(|glyph| !numeral::is_numeral(glyph)).filter(|run| !run.is_empty());
    let only = runs.next().filter(|_| runs.next().is_none())?;
    let number = numeral::read(only)?.parse::<u32>().ok().filter(|number| (1..OWN_NUMBERS).contains(number))?;
    Some(format!("{community}{number:03}"))
}

fn grid_name(label: &str, code: &str) -> String {
    let digits = label.bytes().all(|byte| byte.is_ascii_digit());
    if digits { format!("第{}网格", code[code.len() - 3..].trim_start_matches('0')) } else { label.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_has_one_code_however_it_is_written() {
        for label in ["第3网格", "三网格", "03", "3", "140403001001003", "第三网格"] {
            assert_eq!(grid_code("140403001001", label).as_deref(), Some("140403001001003"), "{label}");
        }
        for label in ["东片", "3-2", "0", "999"] {
            assert_eq!(grid_code("140403001001", label), None, "{label}");
        }
        assert_eq!(grid_name("3", "140403001001003"), "第3网格");
        assert_eq!(grid_name("东片", "140403001001900"), "东片");
    }
}
