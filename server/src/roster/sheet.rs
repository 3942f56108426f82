//! Rows of an XLSX workbook, cell by cell, so that a sheet of half a million rows needs no memory of its size.

use super::file::{EachCells, FileError, FileRow, header_of};
use calamine::{DataRef, Dimensions, Reader, SheetVisible, Xlsx, XlsxError, open_workbook};
use domain::roster::header::{HeaderError, Layout};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// A roster has some twenty columns; what stands further right is no part of it.
const COLUMNS: u32 = 200;
/// Unpacked parts of a workbook: 421,000 rows need about 400 MB; a zip bomb wants more.
const UNPACKED_BYTES: u64 = 2 << 30;

/// The sheet to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sheet {
    name: String,
    merged: Vec<Merged>,
}

/// A region in which only the first cell holds the value.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Merged {
    first_row: u32,
    last_row: u32,
    column: u32,
}

impl From<XlsxError> for FileError {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::Password => Self::OldExcel,
            other => Self::Unreadable(other.to_string()),
        }
    }
}

fn open(path: &Path) -> Result<Xlsx<BufReader<File>>, FileError> {
    let mut unpacked = zip::ZipArchive::new(BufReader::new(File::open(path)?))
        .map_err(|error| FileError::Unreadable(error.to_string()))?;
    let sizes = (0..unpacked.len()).map(|index| unpacked.by_index_raw(index).map_or(u64::MAX, |part| part.size()));
    if sizes.fold(0, u64::saturating_add) > UNPACKED_BYTES {
        return Err(FileError::TooLarge);
    }
    open_workbook(path).map_err(|error: XlsxError| error.into())
}

/// The first visible sheet with a header; hidden sheets are never read.
pub(super) fn find(path: &Path) -> Result<(Sheet, Layout, Vec<String>), FileError> {
    let mut book = open(path)?;
    let (mut found, mut unread, mut reason) = (None, Vec::new(), None);
    for meta in book.sheets_metadata().to_vec() {
        if found.is_some() || meta.visible != SheetVisible::Visible {
            unread.push(meta.name);
            continue;
        }
        match header_of(|each| cells(&mut book, &meta.name, &[], each)) {
            Ok(layout) => found = Some((meta.name, layout)),
            Err(error) => {
                let tells_more = !matches!(error, FileError::Header(HeaderError::Missing));
                unread.push(meta.name);
                if tells_more || reason.is_none() {
                    reason = Some(error);
                }
            }
        }
    }
    let (name, layout) = found.ok_or_else(|| reason.unwrap_or(FileError::Empty))?;
    let merged = merged(&book.merge_cells_by_sheet_name(&name)?);
    Ok((Sheet { name, merged }, layout, unread))
}

/// Merged cells below one another, by their first row.
fn merged(regions: &[Dimensions]) -> Vec<Merged> {
    let tall = regions.iter().filter(|region| region.end.0 > region.start.0 && region.start.1 == region.end.1);
    let mut merged = tall
        .map(|region| Merged { first_row: region.start.0, last_row: region.end.0, column: region.start.1 })
        .collect::<Vec<_>>();
    merged.sort_by_key(|region| region.first_row);
    merged
}

pub(super) fn rows(path: &Path, sheet: &Sheet, each: EachCells<'_>) -> Result<(), FileError> {
    cells(&mut open(path)?, &sheet.name, &sheet.merged, each)
}

/// Gathers cells into rows. Empty rows are given too, so that rows can be counted.
fn cells(
    book: &mut Xlsx<BufReader<File>>,
    name: &str,
    merged: &[Merged],
    each: EachCells<'_>,
) -> Result<(), FileError> {
    let mut reader = book.worksheet_cells_reader(name)?;
    let last_row = u64::from(reader.dimensions().end.0).max(1);
    let mut filling = Filling { waiting: merged, open: BTreeMap::new() };
    let (mut row, mut cells) = (0, Vec::<String>::new());
    let mut give = |row: u32, cells: &mut Vec<String>| {
        filling.fill(row, cells);
        let permille = u16::try_from(u64::from(row) * 1000 / last_row).unwrap_or(1000).min(1000);
        let go_on = each(FileRow { row_no: row + 1, cells, permille, broken: None });
        cells.iter_mut().for_each(String::clear);
        go_on
    };
    while let Some(cell) = reader.next_cell_with_formula()? {
        let (at, column) = cell.pos;
        let text = text(&cell.value, cell.formula.as_deref());
        if text.is_empty() || column >= COLUMNS || at < row {
            continue;
        }
        if at > row {
            if !give(row, &mut cells)? {
                return Ok(());
            }
            for empty in row + 1..at.min(row + 1 + EMPTY_ROWS) {
                if !give(empty, &mut cells)? {
                    return Ok(());
                }
            }
            row = at;
        }
        let index = column as usize;
        if cells.len() <= index {
            cells.resize(index + 1, String::new());
        }
        cells[index] = text;
    }
    give(row, &mut cells).map(|_| ())
}

/// More empty rows than this in a row are not counted one by one: a single cell may stand in row 1,048,576.
const EMPTY_ROWS: u32 = 1000;

/// Fills merged cells downwards: the file itself says that the value holds for all of them.
struct Filling<'a> {
    waiting: &'a [Merged],
    open: BTreeMap<u32, (u32, String)>,
}

impl Filling<'_> {
    fn fill(&mut self, row: u32, cells: &mut Vec<String>) {
        self.open.retain(|_, (last_row, _)| *last_row >= row);
        for (column, (_, value)) in &self.open {
            let index = *column as usize;
            if cells.len() <= index {
                cells.resize(index + 1, String::new());
            }
            if cells[index].is_empty() {
                cells[index].clone_from(value);
            }
        }
        while let Some((region, rest)) = self.waiting.split_first() {
            if region.first_row > row {
                break;
            }
            self.waiting = rest;
            if let Some(value) = cells.get(region.column as usize).filter(|value| !value.is_empty()) {
                self.open.insert(region.column, (region.last_row, value.clone()));
            }
        }
    }
}

/// A cell as text. A formula is data: its cached value, or else its text.
fn text(value: &DataRef<'_>, formula: Option<&str>) -> String {
    match value {
        DataRef::Empty => formula.map_or_else(String::new, |formula| format!("={formula}")),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => decimal(*number),
        DataRef::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
    }
}

/// 501.0 is 501; 68.47 stays; a phone number keeps all its digits.
fn decimal(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 { format!("{number:.0}") } else { number.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_text_and_a_formula_without_a_value_is_its_own_text() {
        assert_eq!(text(&DataRef::Empty, Some("1+1")), "=1+1");
        assert_eq!(text(&DataRef::Float(502.0), Some("500+2")), "502");
        assert_eq!(text(&DataRef::Float(68.47), None), "68.47");
        assert_eq!(text(&DataRef::Float(13_800_000_001.0), None), "13800000001");
        assert_eq!(text(&DataRef::Empty, None), "");
    }
}
