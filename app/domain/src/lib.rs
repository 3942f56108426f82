//! What the words mean: the pure core that phone and server share.
//!
//! No IO, no clock, no randomness, no framework. Time, ids and data come in as arguments.
#![warn(missing_docs)]

pub mod area;
pub mod calendar;
pub mod chain;
pub mod config;
pub mod consent;
pub mod coverage;
mod decimal;
pub mod evidence;
pub mod fact;
pub mod fee;
pub mod finding;
pub mod hash;
pub mod household_code;
pub mod id;
pub mod json;
pub mod language;
pub mod map;
pub mod mask;
pub mod merge;
pub mod money;
pub mod need;
pub mod new_household;
pub mod org;
pub mod pin;
pub mod place;
pub mod public_code;
pub mod questionnaire;
pub mod rating;
pub mod request;
pub mod roster;
pub mod sync;
pub mod task;
pub mod text;
pub mod trial;
pub mod visit;
