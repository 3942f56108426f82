//! The questionnaire as its document says: no question of it is written in code.

pub mod screen;

#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod ask;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod info;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod typed;
