//! A technician's tasks: seen and worked on without a network; each step is a record, the server's state machine has the last word.

pub mod step;

#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod list;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod page;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod work;
