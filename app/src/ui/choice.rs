//! Choices as large tiles, and the five faces. They are plain radio buttons and checkboxes, so a form sends them without script.

use super::icon::{FACES, Glyph, Icon};
use leptos::prelude::*;

/// One of several, or any of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pick {
    #[default]
    One,
    Any,
}

/// One tile. `on:change` on it hears the input inside.
#[component]
pub fn Tile(
    #[prop(into)] name: String,
    #[prop(into)] value: String,
    #[prop(into)] label: String,
    #[prop(optional)] pick: Pick,
    #[prop(optional)] glyph: Option<Glyph>,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] checked: Signal<bool>,
) -> impl IntoView {
    view! {
        <label class="tile">
            <input class="tile-input" type=if pick == Pick::One { "radio" } else { "checkbox" } name=name value=value
                checked=checked.get_untracked() prop:checked=move || checked.get()/>
            <span class="tile-face">
                {glyph.map(|glyph| view! { <Icon of=glyph/> })}
                <span>{label}{(!hint.is_empty()).then(|| view! { <small>{hint}</small> })}</span>
            </span>
        </label>
    }
}

/// How tiles lie beside each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// As many as fit.
    #[default]
    Grid,
    /// One below the other.
    List,
    /// Two of equal size.
    Pair,
}

/// A question with its tiles; the error stands under the question that it is about.
#[component]
pub fn TileGroup(
    #[prop(into)] label: String,
    #[prop(optional)] layout: Layout,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let tiles = match layout {
        Layout::Grid => "tiles",
        Layout::List => "tiles tiles-list",
        Layout::Pair => "tiles tiles-pair",
    };
    view! {
        <fieldset class="field" class:field-wrong=move || error.get().is_some()>
            <legend class="field-label">{label}</legend>
            {(!hint.is_empty()).then(|| view! { <span class="field-hint">{hint}</span> })}
            <div class=tiles>{children()}</div>
            {move || error.get().map(|error| view! { <span class="field-error">{error}</span> })}
        </fieldset>
    }
}

/// Five faces with their words, worst first; nothing is chosen until somebody chooses.
#[component]
pub fn Scale5(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// From "very dissatisfied" to "very satisfied".
    words: [&'static str; 5],
    #[prop(optional, into)] chosen: Signal<Option<u8>>,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let choices = (1u8..=5).zip(words).zip(FACES).map(|((value, word), face)| {
        view! {
            <label class="scale5-choice">
                <input class="tile-input" type="radio" name=name.clone() value=value.to_string()
                    checked=chosen.get_untracked() == Some(value) prop:checked=move || chosen.get() == Some(value)/>
                <span class="scale5-face"><Icon of=face/><span>{word}</span></span>
            </label>
        }
    });
    view! {
        <fieldset class="field" class:field-wrong=move || error.get().is_some()>
            <legend class="field-label">{label}</legend>
            {(!hint.is_empty()).then(|| view! { <span class="field-hint">{hint}</span> })}
            <div class="scale5">{choices.collect_view()}</div>
            {move || error.get().map(|error| view! { <span class="field-error">{error}</span> })}
        </fieldset>
    }
}
