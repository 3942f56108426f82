//! The phone's real client code against the whole real program, over a line that breaks: nothing lost, nothing doubled.

#[path = "../support/mod.rs"]
mod support;

mod line;
mod loops;
