//! The pages behind a compound's QR code: plain HTML and forms, no script, for any web view of the last ten years.
//!
//! One page a file: a `…View` with the values goes in, HTML comes out. What was typed comes back in a `…Draft` together with the
//! findings, so that nothing typed is ever lost.

pub mod ask;
pub mod compound;
pub mod draft;
pub mod follow;
pub mod form;
pub mod home;
pub mod invalid;
pub mod place;
pub mod poster;
pub mod rate;
