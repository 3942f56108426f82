//! The program from outside: its routes in process, against a world with two of everything.
#![allow(clippy::unwrap_used, clippy::cloned_ref_to_slice_refs)] // a story that fails says where

#[path = "../support/mod.rs"]
mod support;

mod blobs;
mod consent;
mod permission;
mod poster;
mod push;
mod scope;
mod sessions;
mod work;
