//! The contract of the database layer: one story for each aggregate, told on SQLite and on Postgres.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "../support/mod.rs"]
mod support;

mod accounts;
mod alike;
mod complete;
mod conflict;
mod console;
mod evidence;
mod history;
mod named;
mod protected;
mod records;
mod resident;
mod schema;
mod work;
