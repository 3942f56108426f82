//! The signature (签名笔迹): strokes with their timing, and the canvas they are drawn on.

pub mod pen;

#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod pad;
