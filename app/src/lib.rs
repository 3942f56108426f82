//! The screens of Doorstep: `field` for phones, `resident` and `console` for the server to render.

pub mod element;
#[cfg(test)]
mod reading;
pub mod signal;
pub mod store;
pub mod sync;
pub mod ui;
pub mod words;

#[cfg(feature = "pages")]
pub mod console;
pub mod field;
#[cfg(feature = "pages")]
pub mod resident;
