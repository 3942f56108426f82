//! The frame around a signature canvas. Drawing on it belongs to whoever holds the strokes.

#[cfg(all(feature = "field", target_arch = "wasm32"))]
use crate::element::{Element, Slot, el, live};
#[cfg(feature = "pages")]
use leptos::html::Canvas;
#[cfg(feature = "pages")]
use leptos::prelude::*;

/// A white sheet with a dotted line; the hint goes away once there are strokes.
#[cfg(feature = "pages")]
#[component]
pub fn SignatureFrame(
    /// The canvas, for the one who draws.
    canvas: NodeRef<Canvas>,
    #[prop(into)] label: String,
    #[prop(into)] hint: String,
    #[prop(into)] signed: Signal<bool>,
) -> impl IntoView {
    view! {
        <div class="signature" class:signature-signed=move || signed.get()>
            <canvas class="signature-canvas" node_ref=canvas role="img" aria-label=label></canvas>
            {move || (!signed.get()).then(|| view! { <span class="signature-hint">{hint.clone()}</span> })}
        </div>
    }
}

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
