//! The console from outside: each page for its role, nothing outside a scope, numbers that are their rows, neutral exports.

#[path = "../support/mod.rs"]
mod support;

mod pages;
mod steps;
