//! Puts the parts of all cells together: one door, or the reason why not.

use super::super::remark::Remark;
use super::part::{Kind, Loose, parts};
use super::token::tokens;
use super::{Door, DoorCells, column, folded};

/// Real numbers are not longer: building (楼号 101, 1203), unit, door. What may have run together is no building before it comes here.
const BUILDING_DIGITS: usize = 4;
/// 家属楼3; where more digits follow a name, a door may have run together with it.
const NAMED_BUILDING_DIGITS: usize = 2;
const UNIT_DIGITS: usize = 2;
const DOOR_DIGITS: usize = 4;

/// What a spreadsheet writes where it found nothing: neither number nor door, and no stroke between two doors.
const NO_VALUE: &[&str] = &["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"];

struct Known {
    building: Option<String>,
    unit: Option<String>,
}

impl Known {
    /// Two texts about the same thing must say the same.
    fn merge(slot: &mut Option<String>, text: String) -> Result<(), Remark> {
        match slot {
            Some(known) if *known != text => Err(Remark::ColumnsDisagree),
            _ => {
                *slot = Some(text);
                Ok(())
            }
        }
    }

    fn building(&mut self, text: String) -> Result<(), Remark> {
        Self::merge(&mut self.building, text)
    }

    fn unit(&mut self, text: String) -> Result<(), Remark> {
        Self::merge(&mut self.unit, text)
    }

    /// One piece before the door: a unit when the building is known, a building when the unit is known, else nobody knows.
    fn one(&mut self, piece: Loose) -> Result<(), Remark> {
        match (&self.building, &self.unit) {
            _ if piece.kind == Kind::Name => self.building(piece.text),
            (Some(_), None) => self.unit(piece.text),
            (None, Some(_)) => self.building(piece.text),
            (Some(building), Some(unit)) if *building == piece.text || *unit == piece.text => Ok(()),
            (Some(_), Some(_)) => Err(Remark::ColumnsDisagree),
            (None, None) => Err(Remark::UnitOrBuilding),
        }
    }

    fn both(&mut self, building: Loose, unit: Loose) -> Result<(), Remark> {
        self.building(building.text)?;
        self.unit(unit.text)
    }
}

/// The door of these cells, without its raw text.
pub(super) fn place(cells: DoorCells<'_>) -> Result<Door, Remark> {
    let of_building = column::building(&folded(cells.building)?)?;
    let mut known = Known { building: of_building.building, unit: of_building.unit };
    if let Some(unit) = column::unit(&folded(cells.unit)?)? {
        known.unit(unit)?;
    }
    let column_floor = column::floor(&folded(cells.floor)?)?;
    let door = folded(cells.door)?;
    if NO_VALUE.iter().any(|error| door.eq_ignore_ascii_case(error)) {
        return Err(Remark::DoorUnreadable);
    }
    let mut cell = parts(&tokens(&door)?, known.building.is_some())?;
    if let Some(building) = cell.building.take() {
        known.building(building)?;
    }
    if let Some(unit) = cell.unit.take() {
        known.unit(unit)?;
    }
    let door = assign(&mut known, cell.door.take(), cell.loose)?;
    let floor = same_floor(column_floor, cell.floor)?;
    finish(known, floor, door)
}

/// Gives every unlabelled piece its meaning, or says why that cannot be done.
fn assign(known: &mut Known, door: Option<Loose>, mut loose: Vec<Loose>) -> Result<Loose, Remark> {
    let labelled = door.is_some();
    let door = door.or_else(|| loose.pop()).ok_or(Remark::DoorMissing)?;
    let is_known = |piece: &Loose| known.building.as_ref() == Some(&piece.text);
    let long = |piece: &Loose| piece.kind == Kind::Long && !is_known(piece);
    if matches!(loose.as_slice(), [year, _] if is_year(&year.text)) {
        return Err(Remark::LooksLikeDate);
    }
    if loose.iter().skip(usize::from(is_large_building(&loose))).any(long) {
        return Err(if door.kind == Kind::Long { Remark::SeveralDoors } else { Remark::TooManyParts });
    }
    let mut loose = loose.into_iter();
    match (loose.next(), loose.next(), loose.next()) {
        (None, ..) => {}
        (Some(only), None, _) => {
            let bare = !labelled && door.kind == Kind::Short && only.text != "0";
            if bare && only.kind != Kind::Name {
                return Err(Remark::TooFewParts);
            }
            known.one(only)?;
        }
        (Some(building), Some(unit), None) => known.both(building, unit)?,
        _ => return Err(Remark::TooManyParts),
    }
    Ok(door)
}

/// 101-1-303: three parts with a unit in the middle are a building, its unit and its door, also where the building has a large number.
fn is_large_building(loose: &[Loose]) -> bool {
    match loose {
        [first, unit] => unit.kind != Kind::Long && first.text.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    }
}

/// 2022-03-02 is what a spreadsheet makes of 3-2 when nobody watches.
fn is_year(text: &str) -> bool {
    text.len() == 4
        && (text.starts_with("19") || text.starts_with("20"))
        && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn same_floor(one: Option<i16>, other: Option<i16>) -> Result<Option<i16>, Remark> {
    match (one, other) {
        (Some(one), Some(other)) if one != other => Err(Remark::FloorDisagrees),
        _ => Ok(one.or(other)),
    }
}

fn finish(known: Known, floor: Option<i16>, door: Loose) -> Result<Door, Remark> {
    let unit_is_said = known.unit.is_some();
    let present = |text: Option<String>| text.filter(|text| text != "0");
    let (building_no, unit_no) = (present(known.building), present(known.unit));
    let is_number = building_no.as_deref().is_some_and(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let building_digits = if is_number { BUILDING_DIGITS } else { NAMED_BUILDING_DIGITS };
    let too_long = |text: &Option<String>, digits| text.as_deref().is_some_and(|text| longest_number(text) > digits);
    let door_digits = longest_number(&door.text);
    if too_long(&building_no, building_digits) || too_long(&unit_no, UNIT_DIGITS) || door_digits > DOOR_DIGITS {
        return Err(Remark::NumberTooLong);
    }
    if door.text == "0" || matches!(door.kind, Kind::Name | Kind::NumberedName) {
        return Err(Remark::DoorUnreadable);
    }
    let (floor, door_no) = floor_and_door(floor, door, unit_no.is_some())?;
    Ok(Door { building_no, unit_no, unit_is_said, floor, door_no, raw: String::new() })
}

fn longest_number(text: &str) -> usize {
    text.split(|glyph: char| !glyph.is_ascii_digit()).map(str::len).max().unwrap_or(0)
}

fn leading_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// A door number of three digits says its floor; one of four digits only where the unit is known (2501 without a unit
/// may be floor 25 or unit 2, door 501). A short number or 东户 needs the floor to be one door and no other.
fn floor_and_door(floor: Option<i16>, door: Loose, unit_known: bool) -> Result<(Option<i16>, String), Remark> {
    let digits = leading_digits(&door.text);
    match door.kind {
        _ if door.kind == Kind::Compass || (door.kind == Kind::Mixed && digits == 0) => {
            let level = floor.ok_or(Remark::FloorMissing)?;
            Ok((floor, format!("{}{}", level_text(level), door.text)))
        }
        Kind::Short => match floor {
            Some(level) => Ok((floor, format!("{}{}", level_text(level), door.text))),
            None => Ok((None, door.text)),
        },
        Kind::Long if digits >= 3 => {
            let said = door.text[..digits - 2].parse::<i16>().ok();
            match floor {
                Some(level) if said != Some(level) => Err(Remark::FloorDisagrees),
                Some(_) => Ok((floor, door.text)),
                None => Ok((said.filter(|_| digits == 3 || unit_known), door.text)),
            }
        }
        _ => Ok((floor, door.text)),
    }
}

fn level_text(level: i16) -> String {
    if level < 0 { format!("负{}层", -level) } else { format!("{level}层") }
}
