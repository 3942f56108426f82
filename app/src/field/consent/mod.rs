//! Consent at the door: the acknowledgement of the free months, and the fee consent. Silence, 先不签 and a closed page record nothing.

pub mod event;
pub mod frozen;
pub mod gate;

#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod fee;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod sheet;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod signer;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod trial;
