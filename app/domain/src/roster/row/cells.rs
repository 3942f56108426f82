//! Which door the cells of a row name together.

use super::super::door::{Door, DoorCells, DoorReading, read_cells};
use super::super::glyph;
use super::super::header::Column;
use super::super::remark::Remark;
use super::Marks;

/// The door from its columns; an address column fills in when there is no door, and must not say something else.
pub(super) fn read_door(marks: &mut Marks<'_>) -> Option<Door> {
    let (door, address) = (marks.cell(Column::Door), marks.cell(Column::Address));
    let address = behind_compound(address, marks.cell(Column::Compound));
    let cells = |door| DoorCells {
        building: marks.cell(Column::Building),
        unit: marks.cell(Column::Unit),
        floor: marks.cell(Column::Floor),
        door,
    };
    let column = if door.trim().is_empty() && !address.trim().is_empty() { Column::Address } else { Column::Door };
    let reading = read_cells(cells(if column == Column::Address { address } else { door }));
    let by_address = if column == Column::Door && !address.trim().is_empty() {
        Some(read_cells(DoorCells { door: address, ..DoorCells::default() }))
    } else {
        None
    };
    match (reading, by_address) {
        (DoorReading::NeedsReview { reason, .. }, _) => {
            marks.mark(column_of(marks, reason, column), reason);
            None
        }
        (DoorReading::Read(door), Some(DoorReading::Read(other)))
            if other.building_no.is_some() && other.norm() != door.norm() =>
        {
            marks.mark(Column::Address, Remark::ColumnsDisagree);
            None
        }
        (DoorReading::Read(door), _) if door.building_no.is_none() => {
            marks.mark(Column::Building, Remark::BuildingMissing);
            None
        }
        (DoorReading::Read(door), _) => Some(door),
    }
}

fn column_of(marks: &Marks<'_>, reason: Remark, door: Column) -> Column {
    let formula = |column: &Column| glyph::fold(marks.cell(*column)).starts_with(['=', '+', '@']);
    match reason {
        Remark::FormulaText => {
            let columns = [Column::Building, Column::Unit, Column::Floor];
            columns.into_iter().find(formula).unwrap_or(door)
        }
        Remark::BuildingUnclear => Column::Building,
        Remark::UnitUnclear => Column::Unit,
        Remark::FloorUnclear | Remark::FloorDisagrees => Column::Floor,
        _ => door,
    }
}

/// What an address says after the compound's name.
fn behind_compound<'a>(address: &'a str, compound: &str) -> &'a str {
    let compound = compound.trim();
    match address.rfind(compound) {
        Some(start) if !compound.is_empty() => &address[start + compound.len()..],
        _ => address,
    }
}
