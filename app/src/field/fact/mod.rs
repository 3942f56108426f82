//! Household facts: checked at the door, only what was changed is recorded, with the value that stood on the screen before.

pub mod draft;

#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod page;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod sheet;
