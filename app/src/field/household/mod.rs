//! One door (住户): what is known, what was promised, what can be done.

pub mod behind;
mod known;
pub mod page;
pub mod slip;
