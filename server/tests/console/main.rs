//! The console from outside: each page for its role, nothing outside a scope, numbers that are their rows, neutral exports.
#![allow(clippy::unwrap_used, clippy::cloned_ref_to_slice_refs)] // a story that fails says where

#[path = "../support/mod.rs"]
mod support;

mod pages;
mod steps;
