//! Consent as evidence (存证; model 2.5): every consent event, confirmation and signature stands on its household's chain; what is
//! personal is sealed with a key of the family, so that destroying the key erases it and the chain still verifies.

pub mod append;
pub mod backfill;
pub mod behind;
pub mod blob;
pub mod check;
pub mod digest;
pub mod erase;
pub mod export;
pub mod facts;
pub mod file;
pub mod key;
pub mod open;
pub mod order;
pub mod phones;
pub mod proof;
pub mod published;
pub mod report;
pub mod signed;
pub mod verify;
pub mod vouch;
