//! One row of a roster: parsed once, with everything that is doubtful about it.

use super::door::Door;
use super::header::{Column, Layout};
use super::places::Places;
use super::remark::{Remark, Weight};
use super::street::{Street, find_street};
use super::{field, glyph, name, phone, text};
use crate::area::AreaC;
use crate::calendar::Day;
use crate::place::{Occupancy, Usage, code_has_level};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

mod cells;

/// What is doubtful about one cell of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowRemark {
    /// Row in the file, counted from 1 as spreadsheets do.
    pub row_no: u32,
    /// What is doubtful.
    pub remark: Remark,
    /// In which column.
    pub column: Column,
    /// What stands there, at most 80 characters.
    pub cell: String,
    /// The row it contradicts or repeats.
    pub other_row_no: Option<u32>,
}

/// Where a row says its compound lies.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RowPlace {
    /// Nine digits.
    pub street_code: String,
    /// Twelve digits, when the row or the import says them.
    pub community_code: Option<String>,
    /// Name of the community, empty when only its code is given.
    pub community: String,
    /// Code of the compound, when the row says it.
    pub compound_code: Option<String>,
    /// Name of the compound.
    pub compound: String,
}

/// A row whose door is beyond doubt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterRow {
    /// Where.
    pub place: RowPlace,
    /// The grid as the file names it.
    pub grid: Option<String>,
    /// Which door; its building is always known.
    pub door: Door,
    /// Floor area.
    pub area_c: Option<AreaC>,
    /// What the home is used for, when the file says it.
    pub usage: Option<Usage>,
    /// Who lives there, when the file says it.
    pub occupancy: Option<Occupancy>,
    /// Name of the householder.
    pub name: Option<String>,
    /// Phone number, digits.
    pub phone: Option<String>,
    /// Since when.
    pub moved_in_on: Option<Day>,
    /// A note, cleaned.
    pub note: String,
}

/// What became of one row by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowReading {
    /// Row in the file, counted from 1.
    pub row_no: u32,
    /// Where its compound lies, also when the door is in doubt.
    pub place: Option<RowPlace>,
    /// The row, when nothing about its place is in doubt.
    pub row: Option<RosterRow>,
    /// Everything doubtful.
    pub remarks: Vec<RowRemark>,
}

/// What the import itself says about rows that leave it out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RosterContext {
    /// The district's streets.
    pub streets: Vec<Street>,
    /// Community of all rows that name none.
    pub community_code: Option<String>,
    /// What the register has already.
    pub places: Arc<Places>,
}

impl RowReading {
    /// The heaviest weight of all remarks; `None` for a row without any.
    pub fn weight(&self) -> Option<Weight> {
        self.remarks.iter().map(|remark| remark.remark.weight()).max()
    }
}

const SHOWN_GLYPHS: usize = 80;

struct Marks<'a> {
    row_no: u32,
    cells: &'a [String],
    layout: &'a Layout,
    remarks: Vec<RowRemark>,
}

impl<'a> Marks<'a> {
    fn cell(&self, column: Column) -> &'a str {
        self.layout.cell(self.cells, column)
    }

    fn mark(&mut self, column: Column, remark: Remark) {
        let cell = self.cell(column).chars().take(SHOWN_GLYPHS).collect();
        self.remarks.push(RowRemark { row_no: self.row_no, remark, column, cell, other_row_no: None });
    }

    fn take<T>(&mut self, column: Column, read: Result<T, Remark>) -> Option<T> {
        read.map_err(|remark| self.mark(column, remark)).ok()
    }
}

/// Whether lines of a text file have run together in this row: a cell that holds a whole line, or a place, a door or a name with a line
/// break. `swallows`: the cell in which a quotation mark is open to the end of the file.
pub fn broken_cell(layout: &Layout, cells: &[String], swallows: Option<usize>) -> Option<usize> {
    let plain = |index: usize| !matches!(layout.columns.get(index), Some(Some(Column::Note) | None) | None);
    let least = (layout.columns.len() / 2).max(3);
    let a_line = |cell: &str| [',', ';', '\t'].iter().any(|mark| cell.matches(*mark).count() >= least);
    let mut broken = cells.iter().enumerate().filter(|(_, cell)| cell.trim().contains('\n'));
    swallows.or_else(|| {
        broken
            .find(|(index, cell)| a_line(cell) || (plain(*index) && !is_beside_the_table(layout, cells)))
            .map(|(index, _)| index)
    })
}

/// A row of which nobody knows where it ends: it keeps the file from being applied.
pub fn broken_row(layout: &Layout, row_no: u32, cells: &[String], index: usize) -> RowReading {
    let column = layout.columns.get(index).copied().flatten().unwrap_or(Column::Note);
    let cell = cells.get(index).map_or("", String::as_str);
    let cell = cell.chars().map(|glyph| if glyph == '\n' { ' ' } else { glyph }).take(SHOWN_GLYPHS).collect();
    let remark = RowRemark { row_no, remark: Remark::RowBroken, column, cell, other_row_no: None };
    RowReading { row_no, place: None, row: None, remarks: vec![remark] }
}

/// Whether a row holds no household: empty, a sum, or a line of remarks below the table.
pub fn is_beside_the_table(layout: &Layout, cells: &[String]) -> bool {
    let filled = || cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let sum = filled()
        .next()
        .is_some_and(|cell| ["合计", "总计", "小计"].iter().any(|word| glyph::key(cell).starts_with(word)));
    let placed = [Column::Building, Column::Door, Column::Address]
        .iter()
        .any(|column| !layout.cell(cells, *column).trim().is_empty());
    let nowhere = layout.cell(cells, Column::Compound).trim().is_empty();
    filled().next().is_none() || (sum && nowhere) || (!placed && filled().take(3).count() < 3)
}

/// Reads one row. `cells` are texts; a formula is its cached value or its text, never run.
pub fn read_row(context: &RosterContext, layout: &Layout, row_no: u32, cells: &[String]) -> RowReading {
    let mut marks = Marks { row_no, cells, layout, remarks: Vec::new() };
    if cells.iter().skip(layout.columns.len()).any(|cell| !cell.trim().is_empty()) {
        marks.mark(Column::Note, Remark::RowBroken);
    }
    let place = read_place(context, &mut marks);
    let door = cells::read_door(&mut marks);
    let name = marks.take(Column::Name, name::read_name(marks.cell(Column::Name))).flatten();
    let phone = marks.take(Column::Phone, phone::read_phone(marks.cell(Column::Phone))).flatten();
    let area_c = marks.take(Column::Area, field::read_area(marks.cell(Column::Area))).flatten();
    let usage = marks.take(Column::Usage, field::read_usage(marks.cell(Column::Usage)));
    let occupancy = marks.take(Column::Occupancy, field::read_occupancy(marks.cell(Column::Occupancy)));
    let moved_in_on = marks.take(Column::MovedIn, field::read_day(marks.cell(Column::MovedIn))).flatten();
    let grid = marks.take(Column::Grid, text::read_place(marks.cell(Column::Grid))).flatten();
    let (note, about_note) = text::read_note(marks.cell(Column::Note));
    about_note.into_iter().for_each(|remark| marks.mark(Column::Note, remark));
    let row = place.clone().zip(door).map(|(place, door)| RosterRow {
        place,
        grid,
        door,
        area_c,
        usage: usage.flatten(),
        occupancy: occupancy.flatten(),
        name,
        phone,
        moved_in_on,
        note,
    });
    RowReading { row_no, place, row, remarks: marks.remarks }
}

/// A row whose door a person has settled, with what its cells say beyond doubt of the household.
pub fn settled_row(place: RowPlace, door: Door, cells: &[(Column, String)]) -> RosterRow {
    let cell = |column: Column| cells.iter().find(|(said, _)| *said == column).map_or("", |(_, cell)| cell.as_str());
    RosterRow {
        place,
        grid: text::read_place(cell(Column::Grid)).ok().flatten(),
        door,
        area_c: field::read_area(cell(Column::Area)).ok().flatten(),
        usage: field::read_usage(cell(Column::Usage)).ok().flatten(),
        occupancy: field::read_occupancy(cell(Column::Occupancy)).ok().flatten(),
        name: name::read_name(cell(Column::Name)).ok().flatten(),
        phone: phone::read_phone(cell(Column::Phone)).ok().flatten(),
        moved_in_on: field::read_day(cell(Column::MovedIn)).ok().flatten(),
        note: text::read_note(cell(Column::Note)).0,
    }
}

fn read_place(context: &RosterContext, marks: &mut Marks<'_>) -> Option<RowPlace> {
    let community_code = read_community_code(context, marks);
    let street_code = read_street(context, marks, community_code.as_ref().ok().and_then(Option::as_deref));
    let community = marks.take(Column::Community, text::read_place(marks.cell(Column::Community)));
    let compound = marks.take(Column::Compound, text::read_place(marks.cell(Column::Compound)));
    let compound_code = marks.take(Column::CompoundCode, text::read_place(marks.cell(Column::CompoundCode)));
    if compound == Some(None) {
        marks.mark(Column::Compound, Remark::CompoundMissing);
    }
    let community_code = community_code.ok()?;
    if community == Some(None) && community_code.is_none() {
        marks.mark(Column::Community, Remark::CommunityMissing);
        return None;
    }
    Some(RowPlace {
        street_code: street_code?,
        community_code,
        community: community?.unwrap_or_default(),
        compound_code: compound_code?,
        compound: compound??,
    })
}

fn read_community_code(context: &RosterContext, marks: &mut Marks<'_>) -> Result<Option<String>, ()> {
    let code = glyph::key(marks.cell(Column::CommunityCode));
    if code.is_empty() {
        let named = !marks.cell(Column::Community).trim().is_empty();
        let of_import = context.community_code.as_deref().filter(|_| !named);
        let of_import = of_import.map(|code| community_code(&context.streets, code)).transpose();
        return of_import.map_err(|remark| marks.mark(Column::CommunityCode, remark));
    }
    community_code(&context.streets, &code).map(Some).map_err(|remark| marks.mark(Column::CommunityCode, remark))
}

/// A community's code as somebody types it: twelve digits in one of these streets.
///
/// # Errors
/// [`Remark::CommunityCodeWrong`].
pub fn community_code(streets: &[Street], typed: &str) -> Result<String, Remark> {
    let code = glyph::key(typed);
    let known = streets.iter().any(|street| code.starts_with(&street.code));
    if code_has_level(&code, 12) && known { Ok(code) } else { Err(Remark::CommunityCodeWrong) }
}

fn read_street(context: &RosterContext, marks: &mut Marks<'_>, community_code: Option<&str>) -> Option<String> {
    let column = [Column::StreetCode, Column::Street].into_iter().find(|column| !marks.cell(*column).trim().is_empty());
    let Some(column) = column else {
        let street =
            context.streets.iter().find(|street| community_code.is_some_and(|code| code.starts_with(&street.code)));
        if street.is_none() {
            marks.mark(Column::Street, Remark::StreetMissing);
        }
        return street.map(|street| street.code.clone());
    };
    let cell = marks.cell(column);
    let street = if cell.len() < 200 { find_street(&context.streets, cell) } else { None };
    match street {
        None => marks.mark(column, Remark::StreetUnknown),
        Some(street) if community_code.is_some_and(|code| !code.starts_with(&street.code)) => {
            marks.mark(Column::CommunityCode, Remark::CommunityCodeWrong);
            return None;
        }
        Some(_) => {}
    }
    street.map(|street| street.code.clone())
}
