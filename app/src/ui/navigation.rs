//! The way that led here, the pages of a list, and filter chips: plain links, for pages without script.

use crate::element::{Element, Text, el};

/// `(address, label)` from the outermost in; the last one is where one is, its address is not used.
pub fn breadcrumb(trail: Vec<(String, String)>) -> Element {
    let last = trail.len().saturating_sub(1);
    let items = trail.into_iter().enumerate().map(|(at, (href, label))| {
        if at == last {
            el("li").attr("aria-current", "page").text(label)
        } else {
            el("li").child(el("a").attr("href", href).text(label))
        }
    });
    el("nav").child(el("ol").class("breadcrumb").children(items))
}

/// An address of a neighbouring page, if there is one, and the word on its link.
pub type Neighbour = (Option<String>, &'static str);

/// One page of a list: what is shown of how many ("第 1–50 条，共 312 条", already in words), and its neighbours.
pub fn pagination(shown: String, previous: Neighbour, next: Neighbour) -> Element {
    let way = |rel: &'static str, (href, label): Neighbour| {
        href.map(|href| el("a").class("button").attr("rel", rel).attr("href", href).text(label))
    };
    el("nav")
        .class("pagination")
        .attr("aria-label", shown.clone())
        .child(el("span").class("quiet number").text(shown))
        .child(el("span").class("row").child(way("prev", previous)).child(way("next", next)))
}

/// One filter as a link; the one in force is marked by more than colour.
pub fn chip(href: impl Into<Text>, label: impl Into<Text>, is_on: bool, count: Option<u64>) -> Element {
    el("a")
        .class("chip")
        .attr("href", href)
        .attr_maybe("aria-current", is_on.then_some("true"))
        .text(label)
        .child(count.map(|count| el("span").class("chip-count").text(count.to_string())))
}
