//! Cards, facts and tallies.

#[cfg(feature = "pages")]
use super::icon::Icon;
use super::icon::{self, Glyph, icon};
use crate::element::{Element, Node, Text, el};
#[cfg(feature = "pages")]
use leptos::prelude::*;

/// A card that leads somewhere: a whole line as target.
#[cfg(feature = "pages")]
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
#[cfg(feature = "pages")]
#[component]
pub fn Fact(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! { <div class="fact"><dt>{label}</dt><dd>{children()}</dd></div> }
}

/// A big number with its word; with an address it leads to the rows that it counts. Put several into `<div class="tallies">`.
#[cfg(feature = "pages")]
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

/// A card that leads somewhere: a whole line as target. No `text`, no second line.
pub fn card_link(
    glyph: Option<Glyph>,
    href: impl Into<Text>,
    title: impl Into<Text>,
    text: impl Into<String>,
) -> Element {
    let text = text.into();
    let words = el("span")
        .class("card-text")
        .child(el("span").class("card-title").text(title))
        .child((!text.is_empty()).then(|| el("span").class("quiet").text(text)));
    el("a").class("card card-link").attr("href", href).child(glyph.map(icon)).child(words).child(icon(icon::NEXT))
}

/// One label with its value; put several into `<dl class="facts">`.
pub fn fact(label: impl Into<Text>, value: impl Into<Node>) -> Element {
    el("div").class("fact").child(el("dt").text(label)).child(el("dd").child(value))
}

/// A big number with its word; with an address it leads to the rows that it counts. Put several into `<div class="tallies">`.
pub fn tally(number: impl Into<Text>, label: impl Into<Text>, href: Option<String>) -> Element {
    let outside = match href {
        Some(href) => el("a").attr("href", href),
        None => el("div"),
    };
    outside
        .class("tally")
        .child(el("span").class("tally-number").text(number))
        .child(el("span").class("tally-label").text(label))
}
