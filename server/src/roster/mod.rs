//! Roster files: reading them (XLSX, CSV), previewing what an import would do, reporting every doubt by row.
//!
//! What a row means is decided in `domain::roster`; here are only files.

pub mod apply;
#[cfg(test)]
mod apply_tests;
mod comma;
pub mod file;
pub mod job;
pub mod neutral;
pub mod one;
mod prepare;
pub mod preview;
pub mod register;
pub mod report;
mod sheet;
#[cfg(test)]
mod tests;
pub mod underway;
