//! Sync on the phone: the outbox keeps, a round sends and fetches, the driver says when, the transport says how. What is decided
//! is decided in `domain::sync`; store and transport are traits, so that tests stand in for both.

pub mod blob;
pub mod changes;
pub mod expiry;
pub mod mark;
pub mod outbox;
pub mod push;
pub mod receipts;
pub mod round;
pub mod second;
pub mod seen;
pub mod session;
pub mod signing;
pub mod transport;
mod turn;
pub mod wipe;
pub mod wire;

#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod driver;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod http;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod second_web;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod web_crypto;

#[cfg(not(target_arch = "wasm32"))]
#[cfg(test)]
mod changes_tests;
#[cfg(not(target_arch = "wasm32"))]
#[cfg(test)]
pub mod fake;
#[cfg(not(target_arch = "wasm32"))]
#[cfg(test)]
mod fake_server;
#[cfg(not(target_arch = "wasm32"))]
#[cfg(test)]
mod library;
#[cfg(not(target_arch = "wasm32"))]
#[cfg(test)]
mod line_tests;
#[cfg(not(target_arch = "wasm32"))]
#[cfg(test)]
mod mortal;
#[cfg(not(target_arch = "wasm32"))]
#[cfg(test)]
pub(crate) mod second_memory;
#[cfg(not(target_arch = "wasm32"))]
#[cfg(test)]
mod simulation;
#[cfg(not(target_arch = "wasm32"))]
#[cfg(test)]
pub(crate) mod tests;
