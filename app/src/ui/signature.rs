//! The frame around a signature canvas. Drawing on it belongs to whoever holds the strokes.

use leptos::html::Canvas;
use leptos::prelude::*;

/// A white sheet with a dotted line; the hint goes away once there are strokes.
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
