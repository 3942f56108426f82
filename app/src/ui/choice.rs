//! Choices as large tiles, and the five faces. They are plain radio buttons and checkboxes, so a form sends them without script.

use super::field::Fault;
#[cfg(feature = "pages")]
use super::icon::Icon;
use super::icon::{FACES, Glyph, icon};
use crate::element::{Element, Flag, Node, Text, el, live};
#[cfg(feature = "pages")]
use leptos::prelude::*;

/// One of several, or any of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pick {
    #[default]
    One,
    Any,
}

/// One tile. `on:change` on it hears the input inside.
#[cfg(feature = "pages")]
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
#[cfg(feature = "pages")]
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
#[cfg(feature = "pages")]
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

/// One tile. A listener on it hears the input inside.
#[derive(Default)]
pub struct Tiled {
    pub pick: Pick,
    /// Name of the input.
    pub name: String,
    pub value: String,
    pub label: String,
    pub glyph: Option<Glyph>,
    /// A second, smaller line.
    pub hint: String,
}

/// Draws a tile.
pub fn tile(tile: Tiled, checked: impl Into<Flag>) -> Element {
    let kind = if tile.pick == Pick::One { "radio" } else { "checkbox" };
    let input = el("input").class("tile-input").attr("type", kind).attr("name", tile.name).attr("value", tile.value);
    let hint = (!tile.hint.is_empty()).then(|| el("small").text(tile.hint));
    let face = el("span").class("tile-face").child(tile.glyph.map(icon)).child(el("span").text(tile.label).child(hint));
    el("label").class("tile").child(input.checked(checked)).child(face)
}

/// A question with its tiles; the error stands under the question that it is about.
pub fn tile_group(
    label: impl Into<Text>,
    layout: Layout,
    hint: &str,
    fault: impl Into<Fault>,
    tiles: impl Into<Node>,
) -> Element {
    let class = match layout {
        Layout::Grid => "tiles",
        Layout::List => "tiles tiles-list",
        Layout::Pair => "tiles tiles-pair",
    };
    group(label.into(), hint, fault.into(), el("div").class(class).child(tiles))
}

fn group(label: Text, hint: &str, fault: Fault, inside: Element) -> Element {
    el("fieldset")
        .class("field")
        .class_if("field-wrong", fault.is_there())
        .child(el("legend").class("field-label").text(label))
        .child((!hint.is_empty()).then(|| el("span").class("field-hint").text(hint.to_owned())))
        .child(inside)
        .child(live(move || fault.text().map(|fault| el("span").class("field-error").text(fault))))
}

/// Five faces with their words (from "very dissatisfied" to "very satisfied"); nothing is chosen until somebody chooses.
pub fn scale5(
    name: &str,
    label: impl Into<Text>,
    words: [String; 5],
    hint: &str,
    fault: impl Into<Fault>,
    chosen: impl Fn() -> Option<u8> + Clone + 'static,
) -> Element {
    let choices = (1u8..=5).zip(words).zip(FACES).map(|((value, word), face)| {
        let chosen = chosen.clone();
        let input = el("input").class("tile-input").attr("type", "radio").attr("name", name.to_owned());
        el("label")
            .class("scale5-choice")
            .child(input.attr("value", value.to_string()).checked(move || chosen() == Some(value)))
            .child(el("span").class("scale5-face").child(icon(face)).child(el("span").text(word)))
    });
    group(label.into(), hint, fault.into(), el("div").class("scale5").children(choices))
}
