//! The console from outside: each page for its role, nothing outside a scope, numbers that are their rows, neutral exports.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "../support/mod.rs"]
mod support;

mod arrival;
mod devices;
mod pages;
mod secret;
mod sight;
mod steps;
