//! A QR code that the server drew.

#[cfg(feature = "pages")]
use leptos::prelude::*;

/// The code in its frame; `svg` is a whole `<svg>` element.
#[cfg(feature = "pages")]
#[component]
pub fn QrCode(svg: String, #[prop(into)] label: String) -> impl IntoView {
    view! { <div class="poster-code" role="img" aria-label=label inner_html=svg></div> }
}
