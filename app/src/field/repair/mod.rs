//! A record that the server set aside: why, what of it can be put right, and sending it once more. The first one stays word for word;
//! only one of the two ever counts.

pub mod piece;

#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod page;
