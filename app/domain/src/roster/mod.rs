//! The roster: what a spreadsheet of doors says, row by row, and what is doubtful about it (model 2.2, 2.15).

pub mod door;
pub mod glyph;
pub mod numeral;
pub mod remark;
