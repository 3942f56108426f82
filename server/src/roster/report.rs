//! The report of an import: every remark by row, as a file that Excel opens, with nothing in it that Excel would run.

use super::neutral::neutral;
use super::preview::Preview;
use app::words::roster as words;
use domain::language::Language;
use domain::roster::row::RowRemark;
use rust_xlsxwriter::{Workbook, XlsxError};
use std::io::Write;

/// Excel's limit less the header and a closing line.
const SHEET_ROWS: usize = 1_048_000;

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
pub fn write_csv(preview: &Preview, language: Language, mut out: impl Write) -> std::io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(words::REPORT_HEADER.map(|word| word.text(language)))?;
    for remark in &preview.remarks {
        writer.write_record(line(remark, language).iter().map(|cell| neutral(cell).into_owned()))?;
    }
    let left_out = preview.remarks_left_out();
    if left_out > 0 {
        let more = words::MORE_REMARKS.fill(language, &[("count", &left_out.to_string())]);
        writer.write_record(["", "", "", "", more.as_str(), "", ""])?;
    }
    writer.flush()
}

/// The report as XLSX. Every cell is text or a number, never a formula.
///
/// # Errors
/// Those of the writer.
pub fn write_xlsx(preview: &Preview, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory()?;
    for (column, word) in (0_u16..).zip(words::REPORT_HEADER) {
        sheet.write_string(0, column, word.text(language))?;
    }
    for (row, remark) in (1_u32..).zip(preview.remarks.iter().take(SHEET_ROWS)) {
        for (column, cell) in (0_u16..).zip(line(remark, language)) {
            match (column, cell.parse::<u32>()) {
                (0 | 5, Ok(number)) => sheet.write_number(row, column, number)?,
                _ => sheet.write_string(row, column, cell)?,
            };
        }
    }
    book.save_to_buffer()
}
