//! Consent at the door: the acknowledgement of the free months, and the fee consent. Silence, 先不签 and a closed page record nothing.

pub mod event;
pub mod gate;
