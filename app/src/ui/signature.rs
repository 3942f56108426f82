//! The frame around a signature canvas. Drawing on it belongs to whoever holds the strokes.

#[cfg(all(feature = "field", target_arch = "wasm32"))]
use crate::element::{Element, Slot, el, live};

/// A white sheet with a dotted line; the hint goes away once there are strokes. `canvas` is for the one who draws.
#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub fn signature_frame(
    canvas: Slot,
    label: String,
    hint: String,
    is_signed: impl Fn() -> bool + Copy + 'static,
) -> Element {
    let sheet = el("canvas").class("signature-canvas").slot(canvas).attr("role", "img").attr("aria-label", label);
    el("div")
        .class("signature")
        .class_if("signature-signed", is_signed)
        .child(sheet)
        .child(live(move || (!is_signed()).then(|| el("span").class("signature-hint").text(hint.clone()))))
}
