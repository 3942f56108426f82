//! The roster: what a spreadsheet of doors says, row by row, and what is doubtful about it (model 2.2, 2.15).
//!
//! [`header::find_header`] finds the columns, [`row::read_row`] reads one row by itself, [`ledger::Ledger`] compares the rows.

pub mod door;
mod facts;
pub mod field;
pub mod glyph;
pub mod header;
pub mod ledger;
pub mod name;
pub mod numeral;
pub mod phone;
pub mod places;
pub mod remark;
pub mod row;
pub mod street;
#[cfg(test)]
mod tests;
pub mod text;
pub mod uscc;
