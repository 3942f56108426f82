//! Buttons and links that look like buttons. Add `on:click`, `attr:name` and so on where they are used.

#[cfg(feature = "pages")]
use super::icon::Icon;
use super::icon::{Glyph, icon};
use crate::element::{Element, Text, el};
#[cfg(feature = "pages")]
use leptos::prelude::*;

/// All kinds have one size; a refusal is as easy to press as an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    #[default]
    Primary,
    Secondary,
    Danger,
    Quiet,
}

impl Kind {
    /// The classes of a button of this kind.
    pub fn class(self, wide: bool) -> &'static str {
        match (self, wide) {
            (Self::Primary, false) => "button button-primary",
            (Self::Primary, true) => "button button-primary button-wide",
            (Self::Secondary, false) => "button",
            (Self::Secondary, true) => "button button-wide",
            (Self::Danger, false) => "button button-danger",
            (Self::Danger, true) => "button button-danger button-wide",
            (Self::Quiet, false) => "button button-quiet",
            (Self::Quiet, true) => "button button-quiet button-wide",
        }
    }
}

/// A button. `submit` sends the form around it; otherwise it does only what `on:click` says.
#[cfg(feature = "pages")]
#[component]
pub fn Button(
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] kind: Kind,
    #[prop(optional)] glyph: Option<Glyph>,
    #[prop(optional)] wide: bool,
    #[prop(optional)] submit: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <button class=kind.class(wide) type=if submit { "submit" } else { "button" } disabled=move || disabled.get()>
            {glyph.map(|glyph| view! { <Icon of=glyph/> })}
            <span>{move || label.get()}</span>
        </button>
    }
}

/// A link with the look of a button.
#[cfg(feature = "pages")]
#[component]
pub fn ButtonLink(
    #[prop(into)] label: String,
    #[prop(into)] href: String,
    #[prop(optional)] kind: Kind,
    #[prop(optional)] glyph: Option<Glyph>,
    #[prop(optional)] wide: bool,
) -> impl IntoView {
    view! {
        <a class=kind.class(wide) href=href>
            {glyph.map(|glyph| view! { <Icon of=glyph/> })}
            <span>{label}</span>
        </a>
    }
}

/// The bar at the bottom of a phone screen: one primary action, or two of the same size.
#[cfg(feature = "pages")]
#[component]
pub fn ActionBar(children: Children) -> impl IntoView {
    view! { <div class="action-bar">{children()}</div> }
}

/// A button that does only what it is told to hear. Wide ones get the class `button-wide`.
pub fn button(kind: Kind, glyph: Option<Glyph>, label: impl Into<Text>) -> Element {
    face(el("button").attr("type", "button"), kind, glyph, label.into())
}

/// A button that sends the form around it.
pub fn submit(kind: Kind, glyph: Option<Glyph>, label: impl Into<Text>) -> Element {
    face(el("button").attr("type", "submit"), kind, glyph, label.into())
}

/// A link with the look of a button.
pub fn link(kind: Kind, glyph: Option<Glyph>, href: impl Into<Text>, label: impl Into<Text>) -> Element {
    face(el("a").attr("href", href), kind, glyph, label.into())
}

fn face(element: Element, kind: Kind, glyph: Option<Glyph>, label: Text) -> Element {
    element.class(kind.class(false)).child(glyph.map(icon)).child(el("span").text(label))
}

/// The bar at the bottom of a phone screen: one primary action, or two of the same size.
pub fn action_bar() -> Element {
    el("div").class("action-bar")
}
