//! Rosters on both databases: a file goes in once, whatever happens; and compounds come under management.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "../support/mod.rs"]
#[allow(unused_macros)]
mod support;

mod demo;
mod import;
mod onboarding;
mod page;
