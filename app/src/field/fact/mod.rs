//! Household facts: checked at the door, only what was changed is recorded, with the value that stood on the screen before.

pub mod record;
