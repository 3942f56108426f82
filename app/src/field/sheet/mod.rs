//! Sheets of fields on which a worker writes down what stands at a door: facts of a household, or a door that is on no board. Every
//! keystroke is kept, one commit makes the record and shows what it says.

pub mod draft;

#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod fields;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod page;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod save;
