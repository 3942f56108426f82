//! Cards, facts and tallies.

use super::icon::{self, Glyph, icon};
use crate::element::{Element, Node, Text, el};

/// A card that leads somewhere: a whole line as target. No `text`, no second line.
pub fn card_link(
    glyph: Option<Glyph>,
    href: impl Into<Text>,
    title: impl Into<Text>,
    text: impl Into<String>,
) -> Element {
    card(glyph, href.into(), title.into(), text.into())
}

fn card(glyph: Option<Glyph>, href: Text, title: Text, text: String) -> Element {
    let words = el("span")
        .class("card-text")
        .child(el("span").class("card-title").text(title))
        .child((!text.is_empty()).then(|| el("span").class("quiet").text(text)));
    el("a").class("card card-link").attr("href", href).child(glyph.map(icon)).child(words).child(icon(icon::NEXT))
}

/// One label with its value; put several into `<dl class="facts">`.
pub fn fact(label: impl Into<Text>, value: impl Into<Node>) -> Element {
    pair(label.into(), value.into())
}

fn pair(label: Text, value: Node) -> Element {
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
