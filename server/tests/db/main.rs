//! The contract of the database layer: one story for each aggregate, told on SQLite and on Postgres.

#[path = "../support/mod.rs"]
mod support;

mod accounts;
mod complete;
mod console;
mod records;
mod resident;
mod schema;
mod work;
