//! The door board (门户图): a compound's doors in the shape of its houses, coloured and marked by their state.

pub mod arrange;

#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod cells;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod page;
