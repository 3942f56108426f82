//! Who is asking, and what may they touch.
//!
//! The router's guard reads the session and puts an [`Actor`] into the request; a handler takes it as an argument and
//! asks it about each place it reads or writes.

pub mod actor;
pub mod address;
pub mod guard;
pub mod login;
pub mod origin;
pub mod password;
pub mod proxy;
pub mod sight;
pub mod token;

pub use actor::Actor;
