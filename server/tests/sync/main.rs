//! The phone's real client code against the whole real program, over a line that breaks: nothing lost, nothing doubled.
#![allow(clippy::unwrap_used, clippy::cloned_ref_to_slice_refs)] // a story that fails says where

#[path = "../support/mod.rs"]
mod support;

mod line;
mod loops;
