//! The server: one program that keeps the records, renders the pages and answers the phones.

pub mod api;
pub mod auth;
pub mod blob;
pub mod clock;
pub mod command;
pub mod config;
pub mod db;
pub mod demo;
pub mod error;
pub mod evidence;
pub mod intake;
pub mod jobs;
pub mod key_ring;
pub mod opening;
pub mod pages;
pub mod photo;
pub mod receipt;
pub mod roster;
pub mod router;
pub mod rules;
pub mod seal;
pub mod state;
