//! The report of an import: every remark by row, as a file that Excel opens, with nothing in it that Excel would run.

use super::neutral::neutral;
use app::words::roster as words;
use domain::language::Language;
use domain::roster::row::RowRemark;
use rust_xlsxwriter::{Workbook, XlsxError};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::io::Write;

/// Excel's limit less the header and a closing line.
const SHEET_ROWS: usize = 1_048_000;

/// What was found in a file: the remarks that are kept, by row, and how many more there were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found<'a> {
    pub remarks: Cow<'a, [RowRemark]>,
    pub left_out: usize,
}

fn line(remark: &RowRemark, language: Language) -> [String; 7] {
    [
        remark.row_no.to_string(),
        words::weight(remark.remark.weight()).text(language).to_owned(),
        words::column(remark.column).text(language).to_owned(),
        remark.cell.clone(),
        words::remark(remark.remark).text(language).to_owned(),
        remark.other_row_no.map_or_else(String::new, |row| row.to_string()),
        remark.remark.name().to_owned(),
    ]
}

/// Writes the report as CSV in UTF-8 with its mark, so that Excel shows Chinese.
///
/// # Errors
/// Those of `out`.
pub fn write_csv(found: &Found, language: Language, mut out: impl Write) -> std::io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(words::REPORT_HEADER.map(|word| word.text(language)))?;
    for remark in &*found.remarks {
        writer.write_record(line(remark, language).iter().map(|cell| neutral(cell).into_owned()))?;
    }
    if found.left_out > 0 {
        let more = words::MORE_REMARKS.fill(language, &[("count", &found.left_out.to_string())]);
        writer.write_record(["", "", "", "", more.as_str(), "", ""])?;
    }
    writer.flush()
}

/// The report as XLSX. Every cell is text or a number, never a formula.
///
/// # Errors
/// Those of the writer.
pub fn write_xlsx(found: &Found, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory()?;
    for (column, word) in (0_u16..).zip(words::REPORT_HEADER) {
        sheet.write_string(0, column, word.text(language))?;
    }
    for (row, remark) in (1_u32..).zip(found.remarks.iter().take(SHEET_ROWS)) {
        for (column, cell) in (0_u16..).zip(line(remark, language)) {
            match (column, cell.parse::<u32>()) {
                (0 | 5, Ok(number)) => sheet.write_number(row, column, number)?,
                _ => sheet.write_string(row, column, cell)?,
            };
        }
    }
    book.save_to_buffer()
}
