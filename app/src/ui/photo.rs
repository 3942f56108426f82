//! Photo thumbs, and the way to add one.

use super::icon::{self, icon};
use crate::element::{Element, Text, el, live};

/// A thumb with a word on how far it has come; without a word, none. Removing is an extra button beside it, given as child.
pub fn photo(src: impl Into<Text>, alt: impl Into<Text>, state: impl Into<Text>) -> Element {
    let state = state.into();
    let word = live(move || {
        let word = state.now().into_owned();
        (!word.is_empty()).then(|| el("span").class("photo-state").text(word))
    });
    el("li").class("photo").child(el("img").attr("src", src).attr("alt", alt).attr("loading", "lazy")).child(word)
}

/// A file input that looks like an empty photo. A listener on it hears the input.
pub fn photo_add(name: &'static str, label: impl Into<Text>) -> Element {
    let input = el("input").class("hidden-label").attr("type", "file").attr("name", name);
    el("label")
        .class("photo-add")
        .child(icon(icon::CAMERA))
        .child(el("span").text(label))
        .child(input.attr("accept", "image/jpeg,image/png,image/webp"))
}
