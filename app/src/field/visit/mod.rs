//! A visit (走访): notice, questions, needs, consents, outcome; one draft while it lasts, one commit at its end.

pub mod draft;
pub mod finish;
pub mod flow;
pub mod meaning;
pub mod needs;
pub mod step;

#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod desk;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod outcome;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod page;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod review;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod slot;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod thanks;
