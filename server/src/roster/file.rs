//! A roster file whose kind, encoding and header are known, and whose rows can be read again and again.

use super::{comma, sheet};
use domain::roster::header::{Column, HEADER_ROWS, HeaderError, Layout, find_header};
use domain::roster::row::broken_cell;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Why a file cannot be read at all. The codes are for the words; what is missing goes into `detail`.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Nothing in it.
    #[error("file_empty")]
    Empty,
    /// The old binary format of Excel, or a workbook with a password.
    #[error("file_is_old_excel")]
    OldExcel,
    /// Neither UTF-8 nor GB18030 nor UTF-16 with its mark.
    #[error("encoding_unknown")]
    Encoding,
    /// Unpacked it would be larger than any roster.
    #[error("file_too_large")]
    TooLarge,
    /// The header is not there or not whole.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// Damaged.
    #[error("file_unreadable")]
    Unreadable(String),
}

impl FileError {
    /// The columns that are missing or double, or what the reader said.
    pub fn detail(&self) -> String {
        let names = |columns: &[Column]| columns.iter().map(|column| column.name()).collect::<Vec<_>>().join(", ");
        match self {
            Self::Header(HeaderError::ColumnsMissing(columns)) => names(columns),
            Self::Header(HeaderError::Twice(column)) => names(&[*column]),
            Self::Unreadable(reason) => reason.clone(),
            _ => String::new(),
        }
    }
}

impl From<std::io::Error> for FileError {
    fn from(error: std::io::Error) -> Self {
        Self::Unreadable(error.to_string())
    }
}

/// How the rows are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Sheet(sheet::Sheet),
    Comma(comma::Comma),
}

/// A roster file ready to be read.
#[derive(Debug, Clone)]
pub struct RosterFile {
    path: PathBuf,
    kind: Kind,
    /// Which column is what.
    pub layout: Layout,
    /// Sheets that were not read: hidden ones, and visible ones after the first with a header.
    pub unread_sheets: Vec<String>,
}

/// One row below the header.
pub struct FileRow<'a> {
    /// Counted from 1, as a spreadsheet does.
    pub row_no: u32,
    /// As texts.
    pub cells: &'a [String],
    /// How much of the file is read, 0 to 1000.
    pub permille: u16,
    /// The cell in which lines have run together, or which is open to the end of the file.
    pub broken: Option<usize>,
}

/// What a reader of rows may answer: go on, or stop with an error of its own.
pub type Each<'a> = &'a mut dyn FnMut(FileRow<'_>) -> Result<(), FileError>;

/// Receives every row, also those above the header, and answers whether to go on.
pub(super) type EachCells<'a> = &'a mut dyn FnMut(FileRow<'_>) -> Result<bool, FileError>;

impl RosterFile {
    /// Looks at a file: what it is, and where its header is.
    ///
    /// # Errors
    /// [`FileError`], when no table can be read from it.
    pub fn open(path: &Path) -> Result<Self, FileError> {
        let mut start = [0; 8];
        let size = std::fs::File::open(path)?.read(&mut start)?;
        match &start[..size] {
            [] => Err(FileError::Empty),
            [b'P', b'K', 3, 4, ..] => {
                let (found, layout, unread_sheets) = sheet::find(path)?;
                Ok(Self { path: path.to_owned(), kind: Kind::Sheet(found), layout, unread_sheets })
            }
            [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(FileError::OldExcel),
            _ => {
                let (found, layout) = comma::find(path)?;
                Ok(Self { path: path.to_owned(), kind: Kind::Comma(found), layout, unread_sheets: Vec::new() })
            }
        }
    }

    /// Reads every row below the header, in order.
    ///
    /// # Errors
    /// The file's own, or the one that `each` answers.
    pub fn rows(&self, each: Each<'_>) -> Result<(), FileError> {
        let header_index = self.layout.header_index;
        let mut seen = 0;
        let is_lines = matches!(self.kind, Kind::Comma(_));
        let mut pass = |row: FileRow<'_>| {
            seen += 1;
            if seen > header_index + 1 {
                let broken = is_lines.then(|| broken_cell(&self.layout, row.cells, row.broken)).flatten();
                each(FileRow { broken, ..row })?;
            }
            Ok(true)
        };
        match &self.kind {
            Kind::Sheet(sheet) => sheet::rows(&self.path, sheet, &mut pass),
            Kind::Comma(comma) => comma::rows(&self.path, comma, &mut pass),
        }
    }

    /// What kind of file it is: `xlsx`, or `csv` with its encoding.
    pub fn kind(&self) -> String {
        match &self.kind {
            Kind::Sheet(_) => "xlsx".to_owned(),
            Kind::Comma(comma) => format!("csv {}", comma.encoding.name()),
        }
    }
}

/// The header among the first rows that a reader gives.
pub(super) fn header_of(read: impl FnOnce(EachCells<'_>) -> Result<(), FileError>) -> Result<Layout, FileError> {
    let mut first = Vec::with_capacity(HEADER_ROWS);
    read(&mut |row| {
        first.push(row.cells.to_vec());
        Ok(first.len() < HEADER_ROWS)
    })?;
    Ok(find_header(&first)?)
}
