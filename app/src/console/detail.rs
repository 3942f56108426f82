//! Parts of a page about one thing: facts, photos, what happened when.

use super::table::Cell;
use crate::element::{Element, Node, Text, el, many};
use crate::ui::card::fact;
use crate::ui::photo::photo;
use crate::words::{console as words, console_step as step};
use domain::language::Language;

/// Label and value; an empty value is shown as a dash.
pub type FactView = (String, Cell);

/// Things one below the other.
pub fn stack() -> Element {
    el("div").class("stack")
}

/// Two columns: what is told, and what can be done about it.
pub fn columns(left: Element, right: Element) -> Element {
    el("div").class("desk-columns").child(left).child(right)
}

/// A remark.
pub fn quiet(text: impl Into<Text>) -> Element {
    el("p").class("quiet").text(text)
}

/// Facts in a card.
pub fn facts(list: Vec<FactView>, language: Language) -> Element {
    let items = list.into_iter().map(|(label, cell)| {
        fact(label, if cell.text.is_empty() { words::NONE.text(language).into() } else { cell.node() })
    });
    el("dl").class("facts card").children(items)
}

/// A heading with what belongs under it.
pub fn section(title: impl Into<Text>, content: impl Into<Node>) -> Element {
    el("section").class("section stack-small").child(el("h2").text(title)).child(content)
}

/// Photos by their address.
pub fn photos(addresses: Vec<String>, language: Language) -> Element {
    if addresses.is_empty() {
        return quiet(step::NO_PHOTOS.text(language));
    }
    let items = addresses.into_iter().zip(1..).map(|(src, at)| {
        let alt = step::PHOTO_OF.fill(language, &[("n", &at.to_string())]);
        let label = format!("{} {alt}", words::SHOW.text(language));
        let whole = el("a").class("photo-whole").attr("href", src.clone()).attr("aria-label", label);
        photo(src, alt, "").child(whole)
    });
    el("ul").class("photos").children(items)
}

/// One thing that happened.
#[derive(Debug, Clone, Default)]
pub struct Happening {
    pub at: String,
    pub what: String,
    pub who: String,
    pub note: String,
    pub before: Vec<String>,
    pub after: Vec<String>,
}

/// What happened, oldest first.
pub fn history(list: Vec<Happening>, language: Language) -> Element {
    let side = |label: &'static str, addresses: Vec<String>| {
        let shown = || many([el("p").class("small quiet").text(label), photos(addresses.clone(), language)]);
        (!addresses.is_empty()).then(shown)
    };
    let items = list.into_iter().map(|one| {
        let line = el("p")
            .child(el("strong").text(one.what))
            .text(" ")
            .child(el("span").class("quiet number").text(one.at))
            .text(" ")
            .child(el("span").class("quiet").text(one.who));
        el("li")
            .class("card stack-small")
            .child(line)
            .child((!one.note.is_empty()).then(|| el("p").text(one.note)))
            .child(side(step::BEFORE.text(language), one.before))
            .child(side(step::AFTER.text(language), one.after))
    });
    el("ol").class("plain stack-small").children(items)
}
