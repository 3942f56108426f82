//! What every test of the server stands on: a database of its own, a small world with two of everything, and the
//! whole program in process.
#![allow(dead_code, unused_imports, clippy::unwrap_used)] // each test program uses its own part

pub mod app;
pub mod base;
mod ground;
pub mod phone;
pub mod world;

pub use app::{Answer, TestApp};
pub use base::Base;
pub use phone::Phone;
pub use world::World;
