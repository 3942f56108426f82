//! A QR code that the server drew.

use crate::element::{Element, Text, el};

/// The code in its frame; `svg` is a whole `<svg>` element.
pub fn qr_code(svg: String, label: impl Into<Text>) -> Element {
    el("div").class("poster-code").attr("role", "img").attr("aria-label", label).inside(svg)
}
