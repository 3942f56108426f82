//! The questionnaire as its document says: no question of it is written in code.

pub mod screen;
