//! The program from outside: its routes in process, against a world with two of everything.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "../support/mod.rs"]
mod support;

mod blobs;
mod body;
mod columns;
mod conflict;
mod consent;
mod denial;
mod erasure;
mod evidence;
mod evidence_file;
mod faults;
mod forged;
mod keys;
mod own_home;
mod permission;
mod poster;
mod push;
mod rescue;
mod scope;
mod sessions;
mod signatures;
mod tampering;
mod void;
mod work;
