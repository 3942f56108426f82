//! The field app: what a grid worker or a technician holds in the hand. Mounted into a static shell; works with no network.

pub mod route;

#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod browser;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod context;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod shell;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod start;
