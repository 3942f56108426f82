//! Rosters on both databases: a file goes in once, whatever happens; and compounds come under management.

#[path = "../support/mod.rs"]
#[allow(unused_macros)]
mod support;

mod demo;
mod import;
mod onboarding;
mod page;
