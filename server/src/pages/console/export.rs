//! Every list as a file: the filters and the scope of its page, a line that says who and when, and a row in the audit log.
//! Cells are text; what a spreadsheet would run is neutralised (model 2.15, INV-21).

use super::desk::{Audit, Desk};
use super::listing::{List, Loaded};
use super::text;
use crate::db::select::Page;
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::pages::document::or_failure;
use crate::roster::neutral::neutral;
use app::console::table::{Cell, Table};
use app::words::console as words;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::language::Language;
use rust_xlsxwriter::{Workbook, XlsxError};

/// Rows are fetched in portions of this size.
const PORTION: i64 = 5_000;
/// A sheet holds 1,048,576 rows; what is longer goes out as CSV.
const SHEET_ROWS: usize = 1_000_000;
const ACTION: &str = "export";

/// How a list leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    Xlsx,
}

/// `GET` of a list as a file.
pub async fn send(list: List, format: Format, desk: Desk) -> Response {
    or_failure(&desk.state, sent(list, format, &desk)).await
}

async fn sent(list: List, format: Format, desk: &Desk) -> ApiResult<Response> {
    let file = file(list, format, desk).await?;
    let name = format!("attachment; filename=\"{}\"", file.name);
    Ok(([(header::CONTENT_TYPE, file.mime.to_owned()), (header::CONTENT_DISPOSITION, name)], file.bytes)
        .into_response())
}

/// A list as a file.
#[derive(Debug)]
pub struct File {
    pub name: String,
    pub mime: &'static str,
    pub bytes: Vec<u8>,
}

/// Makes the file and writes down that it was made.
pub async fn file(list: List, format: Format, desk: &Desk) -> ApiResult<File> {
    let language = desk.language();
    let mut tx = desk.state.db.read().await?;
    let table = whole(list, desk, &mut tx).await?;
    drop(tx);
    let rows = table.rows.len().to_string();
    let filters = desk.query.filters();
    let mark = watermark(desk, &rows, &filters, language);
    let (bytes, mime, ending) = match format {
        Format::Csv => (csv(&table, &mark), "text/csv; charset=utf-8", "csv"),
        Format::Xlsx if table.rows.len() > SHEET_ROWS => return Err(ApiError::TooLarge),
        Format::Xlsx => {
            let bytes = xlsx(&table, &mark).map_err(|error| ApiError::Internal(error.into()))?;
            (bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
        }
    };
    let mut tx = desk.state.db.write().await?;
    let audit = Audit {
        action: ACTION,
        object: list.name(),
        id: ending,
        to: Some(&rows),
        reason: Some(&filters),
        ..Audit::default()
    };
    desk.audit(&mut tx, list.roles(), audit).await?;
    tx.commit().await?;
    Ok(File { name: format!("{}-{}.{ending}", list.name(), desk.today()), mime, bytes })
}

/// Every row, portion by portion, in one reading transaction.
async fn whole(list: List, desk: &Desk, tx: &mut Tx) -> ApiResult<Table> {
    let mut table = list.load(desk, tx, Page { limit: PORTION, offset: 0 }).await?.table;
    let mut last = table.rows.len();
    while last as i64 == PORTION {
        let offset = i64::try_from(table.rows.len()).unwrap_or(i64::MAX);
        let more = list.load(desk, tx, Page { limit: PORTION, offset }).await?.table.rows;
        last = more.len();
        table.rows.extend(more);
    }
    Ok(table)
}

fn watermark(desk: &Desk, rows: &str, filters: &str, language: Language) -> String {
    let filters = if filters.is_empty() { words::NO_FILTER.text(language) } else { filters };
    let at = text::at(desk.now_ms);
    let values = [
        ("name", desk.actor.name.as_str()),
        ("login", &desk.actor.login),
        ("at", &at),
        ("n", rows),
        ("filter", filters),
    ];
    words::WATERMARK.fill(language, &values)
}

/// Lines of text: heads, rows, totals, watermark.
fn lines<'a>(table: &'a Table, mark: &'a str) -> impl Iterator<Item = Vec<&'a str>> {
    let heads: Vec<&str> = table.heads.iter().map(String::as_str).collect();
    let text = |row: &'a Vec<Cell>| row.iter().map(|cell| cell.text.as_str()).collect();
    [heads].into_iter().chain(table.rows.iter().chain(&table.total).map(text)).chain([vec![mark]])
}

fn csv(table: &Table, mark: &str) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer("\u{feff}".as_bytes().to_vec());
    for line in lines(table, mark) {
        // Writing into memory cannot fail.
        let _ = writer.write_record(line.into_iter().map(|cell| neutral(cell).into_owned()));
    }
    writer.into_inner().unwrap_or_default()
}

fn xlsx(table: &Table, mark: &str) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory()?;
    for (at, line) in (0u32..).zip(lines(table, mark)) {
        for (column, cell) in (0u16..).zip(line) {
            sheet.write_string(at, column, neutral(cell).as_ref())?;
        }
    }
    book.save_to_buffer()
}

/// The list of exports: who took what, when, with which filters.
pub async fn load(desk: &Desk, tx: &mut Tx, page: Page) -> ApiResult<Loaded> {
    let language = desk.language();
    let all = db::audit::count_audit(tx, ACTION).await?;
    let lines = db::audit::list_audit(tx, ACTION, page).await?;
    let heads = [words::WHEN, words::AUTHOR, words::LIST, words::KIND, words::N, words::FILTERS];
    let row = |line: db::audit::AuditLine| {
        vec![
            Cell::text(text::at(line.at_ms)),
            Cell::text(line.who.unwrap_or_default()),
            Cell::text(line.object_kind),
            Cell::text(line.object_id),
            Cell::number(line.to_value.unwrap_or_default()),
            Cell::text(line.reason.unwrap_or_default()),
        ]
    };
    let table = Table {
        label: words::EXPORTS.text(language).into(),
        heads: heads.map(|head| head.text(language).to_owned()).into(),
        rows: lines.into_iter().map(row).collect(),
        total: None,
    };
    Ok(Loaded { note: None, filters: vec![], table, all })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let row = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "平安"].map(Cell::text);
        Table {
            heads: ["a", "b", "c", "d", "e", "f", "g"].map(str::to_owned).into(),
            rows: vec![row.into()],
            ..Table::default()
        }
    }

    #[test]
    fn nothing_in_a_csv_starts_a_formula_and_excel_reads_it_as_utf_8() {
        let bytes = csv(&table(), "=mark");
        assert!(bytes.starts_with(&[0xef, 0xbb, 0xbf]));
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&bytes[3..]);
        for record in reader.records() {
            for cell in &record.unwrap() {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
            }
        }
    }

    #[test]
    fn a_sheet_is_made_of_strings_only() {
        use calamine::{Data, Reader as _};
        let bytes = xlsx(&table(), "mark").unwrap();
        let mut book = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        assert_eq!(sheet.get_size(), (3, 7));
        for cell in sheet.used_cells().map(|(_, _, cell)| cell) {
            assert!(matches!(cell, Data::String(text) if !text.starts_with('=')), "{cell:?}");
        }
    }
}
