//! The first pass over a file: counts and every doubt by row. Nothing is written anywhere.

use super::file::{FileError, FileRow, RosterFile};
use super::report::Found;
use domain::roster::ledger::{Counts, Ledger, Verdict};
use domain::roster::remark::Remark;
use domain::roster::row::{
    RosterContext, RosterRow, RowPlace, RowReading, RowRemark, broken_row, is_beside_the_table, read_row,
};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Remarks beyond this many are only counted, so that a file of nonsense cannot fill the memory.
const REMARKS: usize = 1_000_000;

/// Says how far a pass has come.
pub trait Progress {
    /// `rows` rows read, `permille` of the file done.
    fn at(&mut self, rows: u32, permille: u16);
}

impl<F: FnMut(u32, u16)> Progress for F {
    fn at(&mut self, rows: u32, permille: u16) {
        self(rows, permille);
    }
}

/// Progress is told once for this many rows.
const PROGRESS_ROWS: u32 = 5_000;

/// What an import of a file would do.
pub struct Preview {
    /// How many rows of each kind.
    pub counts: Counts,
    /// Every remark, by row.
    pub remarks: Vec<RowRemark>,
    /// How often each was made; also those beyond what is kept.
    pub by_remark: BTreeMap<Remark, u32>,
    ledger: Ledger,
}

impl Preview {
    /// Whether the file may be applied: no row has an error and at least one is taken.
    pub fn is_applicable(&self) -> bool {
        self.counts.error == 0 && self.counts.accepted + self.counts.noted + self.counts.review > 0
    }

    /// What the report says: at most `limit` of the remarks.
    pub fn found(&self, limit: usize) -> Found<'_> {
        let remarks = &self.remarks[..limit.min(self.remarks.len())];
        let all = self.by_remark.values().map(|count| *count as usize).sum::<usize>();
        Found { remarks: Cow::Borrowed(remarks), left_out: all - remarks.len() }
    }
}

/// Reads the whole file once.
///
/// # Errors
/// [`FileError`] when the file breaks off; doubtful rows are no errors here.
pub fn preview(file: &RosterFile, context: &RosterContext, progress: &mut dyn Progress) -> Result<Preview, FileError> {
    let mut ledger = Ledger::knowing(&context.places);
    let (mut remarks, mut by_remark, mut about_others) = (Vec::new(), BTreeMap::new(), Vec::new());
    let mut rows = 0;
    file.rows(&mut |row| {
        rows += 1;
        if rows % PROGRESS_ROWS == 0 {
            progress.at(rows, row.permille);
        }
        let Some(mut reading) = read(file, context, &row) else {
            ledger.skip();
            return Ok(());
        };
        ledger.enter(&mut reading, &mut about_others);
        for remark in reading.remarks.drain(..).chain(about_others.drain(..)) {
            *by_remark.entry(remark.remark).or_insert(0) += 1;
            if remarks.len() < REMARKS {
                remarks.push(remark);
            }
        }
        Ok(())
    })?;
    progress.at(rows, 1000);
    remarks.sort_by_key(|remark: &RowRemark| remark.row_no);
    Ok(Preview { counts: ledger.counts(), remarks, by_remark, ledger })
}

/// A row of the table; none for a line beside it.
fn read(file: &RosterFile, context: &RosterContext, row: &FileRow<'_>) -> Option<RowReading> {
    if let Some(index) = row.broken {
        return Some(broken_row(&file.layout, row.row_no, row.cells, index));
    }
    let beside = is_beside_the_table(&file.layout, row.cells);
    (!beside).then(|| read_row(context, &file.layout, row.row_no, row.cells))
}

/// A row as the import takes it in the second pass.
pub enum Taken {
    /// To be applied; its remarks, if any, go to the review list beside it.
    Row(Box<RosterRow>, Vec<RowRemark>),
    /// To be kept for review: nobody knows for sure which door it is, or two rows contradict each other.
    Held(Option<RowPlace>, Vec<RowRemark>),
}

/// Reads the whole file again and gives every row with its final verdict, which may depend on later rows.
///
/// # Errors
/// The file's own, or the one that `each` answers.
pub fn take(
    file: &RosterFile,
    context: &RosterContext,
    preview: &Preview,
    each: &mut dyn FnMut(FileRow<'_>, Taken) -> Result<(), FileError>,
) -> Result<(), FileError> {
    let mut ledger = Ledger::knowing(&context.places);
    file.rows(&mut |row| {
        let Some(mut reading) = read(file, context, &row) else { return Ok(()) };
        let verdict = ledger.enter(&mut reading, &mut Vec::new());
        // This ledger has just looked the compound up, and knows it still.
        let held = |row: &RosterRow| preview.ledger.holds(ledger.position(row)?, row);
        let holds = reading.row.as_ref().and_then(held);
        let taken = match (verdict, reading.row) {
            (Verdict::Duplicate, _) if holds.is_none() => return Ok(()),
            (Verdict::Accepted | Verdict::Noted, Some(row_read)) if holds.is_none() => {
                Taken::Row(Box::new(row_read), reading.remarks)
            }
            _ => {
                let unsaid = holds.filter(|(why, _)| reading.remarks.iter().all(|said| said.remark != *why));
                reading.remarks.extend(unsaid.map(|(remark, column)| RowRemark {
                    row_no: row.row_no,
                    remark,
                    column,
                    cell: String::new(),
                    other_row_no: None,
                }));
                Taken::Held(reading.place, reading.remarks)
            }
        };
        each(row, taken)
    })
}
