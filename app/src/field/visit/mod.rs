//! A visit (走访): notice, questions, needs, consents, outcome; one draft while it lasts, one commit at its end.

pub mod draft;
pub mod finish;
pub mod flow;
pub mod meaning;

#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod attention;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod desk;
