//! Buttons and links that look like buttons. One as wide as its place gets the class `button-wide`.

use super::icon::{Glyph, icon};
use crate::element::{Element, Text, el};

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
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Secondary => "button",
            Self::Danger => "button button-danger",
            Self::Quiet => "button button-quiet",
        }
    }
}

/// A button that does only what it is told to hear.
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
    element.class(kind.class()).child(glyph.map(icon)).child(el("span").text(label))
}

/// The bar at the bottom of a phone screen: one primary action, or two of the same size.
pub fn action_bar() -> Element {
    el("div").class("action-bar")
}
