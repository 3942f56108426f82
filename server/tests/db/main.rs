//! The contract of the database layer: one story for each aggregate, told on SQLite and on Postgres.
#![allow(clippy::unwrap_used, clippy::cloned_ref_to_slice_refs)] // a story that fails says where

#[path = "../support/mod.rs"]
mod support;

mod accounts;
mod complete;
mod console;
mod records;
mod resident;
mod schema;
mod work;
