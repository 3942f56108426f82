//! Rosters on both databases: a file goes in once, whatever happens; and compounds come under management.
#![allow(clippy::unwrap_used, clippy::cloned_ref_to_slice_refs)] // a story that fails says where

#[path = "../support/mod.rs"]
#[allow(unused_macros)]
mod support;

mod demo;
mod import;
mod onboarding;
mod page;
