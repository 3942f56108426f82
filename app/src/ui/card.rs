//! Cards, facts and tallies.

use super::icon::{self, Glyph, Icon};
use leptos::prelude::*;

/// A card that leads somewhere: a whole line as target.
#[component]
pub fn CardLink(
    #[prop(into)] href: String,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: String,
    #[prop(optional)] glyph: Option<Glyph>,
) -> impl IntoView {
    view! {
        <a class="card card-link" href=href>
            {glyph.map(|glyph| view! { <Icon of=glyph/> })}
            <span class="card-text">
                <span class="card-title">{title}</span>
                {(!text.is_empty()).then(|| view! { <span class="quiet">{text}</span> })}
            </span>
            <Icon of=icon::NEXT/>
        </a>
    }
}

/// One label with its value; put several into `<dl class="facts">`.
#[component]
pub fn Fact(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! { <div class="fact"><dt>{label}</dt><dd>{children()}</dd></div> }
}

/// A big number with its word; with an address it leads to the rows that it counts. Put several into `<div class="tallies">`.
#[component]
pub fn Tally(
    #[prop(into)] number: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] href: Option<String>,
) -> impl IntoView {
    let inside = view! { <span class="tally-number">{number}</span><span class="tally-label">{label}</span> };
    match href {
        Some(href) => view! { <a class="tally" href=href>{inside}</a> }.into_any(),
        None => view! { <div class="tally">{inside}</div> }.into_any(),
    }
}
