//! A door that is on no board yet: written down at the door, shown at once, visited like any other; the server says which household it is.

pub mod written;

#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod found;
