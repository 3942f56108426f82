//! Photos of public parts: taken, made small, kept at once, named by their hash.

pub mod camera;
pub mod picture;
pub mod strip;
