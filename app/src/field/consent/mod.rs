//! Consent at the door: the acknowledgement of the free months, and the fee consent. Silence, 先不签 and a closed page record nothing.

pub mod event;
pub mod gate;

#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod fee;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod signer;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod trial;

#[cfg(all(feature = "field", target_arch = "wasm32"))]
use leptos::prelude::*;

/// A consent text as paragraphs, its first line as heading; the lines that hold `big` in large letters.
#[cfg(all(feature = "field", target_arch = "wasm32"))]
fn paragraphs(text: &str, big: &str) -> AnyView {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate();
    let shown = lines.map(|(index, line)| {
        let line = line.to_owned();
        match index {
            0 => view! { <h2>{line}</h2> }.into_any(),
            _ if !big.is_empty() && line.contains(big) => view! { <p class="consent-fee">{line}</p> }.into_any(),
            _ => view! { <p>{line}</p> }.into_any(),
        }
    });
    shown.collect_view().into_any()
}
