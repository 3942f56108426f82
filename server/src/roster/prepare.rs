//! Reads and seals rows on a thread of its own, while the database takes the rows before them.

use super::file::{FileError, RosterFile};
use super::preview::{Preview, Taken, take};
use crate::seal::Seal;
use domain::roster::header::{Column, Layout};
use domain::roster::row::{RosterContext, RosterRow, RowPlace, RowRemark};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::sync::mpsc;

/// Rows that travel together.
const BATCH_ROWS: usize = 2_000;
/// Batches that may wait for the database.
const WAITING: usize = 3;

/// A row to be applied.
pub struct Prepared {
    pub row: RosterRow,
    pub person: Option<SealedPerson>,
    pub review: Review,
    pub has_remarks: bool,
    pub reason: &'static str,
}

/// A row to be held.
pub struct Held {
    pub place: Option<RowPlace>,
    pub review: Review,
    pub reason: &'static str,
}

/// A name and a phone that nobody can read without the server's key.
pub struct SealedPerson {
    pub name_sealed: String,
    pub phone_sealed: Option<String>,
    pub phone_hash: Option<String>,
}

/// What the review list shows about a row.
pub struct Review {
    /// The same for the same row, whenever it comes.
    pub source_ref: String,
    pub content: Value,
}

/// Some rows, in the order of the file.
#[derive(Default)]
pub struct Batch {
    pub prepared: Vec<Prepared>,
    pub held: Vec<Held>,
    pub permille: u16,
}

/// Starts reading; batches come until the file ends or breaks off.
pub fn batches(
    file: RosterFile,
    context: RosterContext,
    preview: Arc<Preview>,
    seal: Arc<Seal>,
) -> mpsc::Receiver<Result<Batch, FileError>> {
    let (sender, receiver) = mpsc::channel(WAITING);
    tokio::task::spawn_blocking(move || {
        let mut batch = Batch::default();
        let read = take(&file, &context, &preview, &mut |row, taken| {
            batch.permille = row.permille;
            match taken {
                Taken::Row(read, remarks) => {
                    batch.prepared.push(prepared(&seal, &file.layout, row.cells, *read, &remarks))
                }
                Taken::Held(place, remarks) => batch.held.push(held(&seal, &file.layout, row.cells, place, &remarks)),
            }
            if batch.prepared.len() + batch.held.len() >= BATCH_ROWS {
                let full = std::mem::take(&mut batch);
                sender.blocking_send(Ok(full)).map_err(|_| FileError::Unreadable("stopped".to_owned()))?;
            }
            Ok(())
        });
        let last = read.map(|()| Batch { permille: 1000, ..batch });
        // Nobody listens any more when the import was given up: then there is nobody to tell.
        let _ = sender.blocking_send(last);
    });
    receiver
}

/// The person that a row names.
pub(super) fn sealed_person(seal: &Seal, row: &RosterRow) -> Option<SealedPerson> {
    (row.name.is_some() || row.phone.is_some()).then(|| SealedPerson {
        name_sealed: seal.seal(row.name.as_deref().unwrap_or_default()),
        phone_sealed: row.phone.as_deref().map(|phone| seal.seal(phone)),
        phone_hash: row.phone.as_deref().map(|phone| hex(&seal.digest("phone", phone))),
    })
}

fn prepared(seal: &Seal, layout: &Layout, cells: &[String], row: RosterRow, remarks: &[RowRemark]) -> Prepared {
    let person = sealed_person(seal, &row);
    Prepared {
        person,
        review: review(seal, layout, cells, remarks),
        has_remarks: !remarks.is_empty(),
        reason: reason(remarks),
        row,
    }
}

fn held(seal: &Seal, layout: &Layout, cells: &[String], place: Option<RowPlace>, remarks: &[RowRemark]) -> Held {
    Held { place, review: review(seal, layout, cells, remarks), reason: reason(remarks) }
}

/// The heaviest remark.
fn reason(remarks: &[RowRemark]) -> &'static str {
    remarks.iter().max_by_key(|remark| remark.remark.weight()).map_or("", |remark| remark.remark.name())
}

/// What the row said, column by column, sealed; and what is doubtful about it. Columns that nobody reads are not kept: neither is an
/// identity number.
fn review(seal: &Seal, layout: &Layout, cells: &[String], remarks: &[RowRemark]) -> Review {
    let read = layout.columns.iter().zip(cells).filter_map(|(column, cell)| Some(((*column)?, cell.trim())));
    let said: Vec<(Column, &str)> =
        read.filter(|(column, cell)| *column != Column::IdentityNumber && !cell.is_empty()).collect();
    let said = serde_json::to_string(&said).unwrap_or_default();
    let remarks = remarks.iter().map(|remark| json!({ "code": remark.remark, "column": remark.column, "row_no": remark.row_no, "other_row_no": remark.other_row_no }));
    let remarks = remarks.collect::<Vec<_>>();
    let content = json!({ "remarks": remarks, "cells_sealed": seal.seal(&said) });
    Review { source_ref: hex(&seal.digest("roster row", &said)), content }
}

fn hex(bytes: &[u8]) -> String {
    domain::hash::Hash::of(bytes).to_string()
}
