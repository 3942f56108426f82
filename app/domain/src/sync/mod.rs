//! Sync: what a record is, what travels, and who decides what. The *how* lives in `app::sync` and `server::api`.

pub mod body;
pub mod device;
pub mod envelope;
pub mod history;
pub mod outbox;
pub mod plan;
pub mod protocol;
pub mod record;
pub mod reliability;
pub mod rescue;
pub mod schedule;
pub mod signature;
pub mod view;
pub mod wiped;
