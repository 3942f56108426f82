//! The phone's real client code against the whole real program, over a line that breaks: nothing lost, nothing doubled.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "../support/mod.rs"]
mod support;

mod line;
mod loops;
mod shelf;
