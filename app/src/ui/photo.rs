//! Photo thumbs, and the way to add one.

#[cfg(feature = "pages")]
use super::icon::Icon;
use super::icon::{self, icon};
use crate::element::{Element, Text, el, live};
#[cfg(feature = "pages")]
use leptos::prelude::*;

/// A thumb with an optional word on how far it has come. Removing is an extra button beside it, given as child.
#[cfg(feature = "pages")]
#[component]
pub fn Photo(
    #[prop(into)] src: String,
    #[prop(into)] alt: String,
    #[prop(optional, into)] state: Signal<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <li class="photo">
            <img src=src alt=alt loading="lazy"/>
            {move || (!state.get().is_empty()).then(|| view! { <span class="photo-state">{state.get()}</span> })}
            {children.map(|children| children())}
        </li>
    }
}

/// A file input that looks like an empty photo. `on:change` on it hears the input.
#[cfg(feature = "pages")]
#[component]
pub fn PhotoAdd(#[prop(into)] name: String, #[prop(into)] label: String) -> impl IntoView {
    view! {
        <label class="photo-add">
            <Icon of=icon::CAMERA/>
            <span>{label}</span>
            <input class="hidden-label" type="file" name=name accept="image/jpeg,image/png,image/webp"/>
        </label>
    }
}

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
