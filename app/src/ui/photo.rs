//! Photo thumbs, and the way to add one.

use super::icon::{self, Icon};
use leptos::prelude::*;

/// A thumb with an optional word on how far it has come. Removing is an extra button beside it, given as child.
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
