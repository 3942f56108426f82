//! Choices as large tiles, and the five faces. They are plain radio buttons and checkboxes, so a form sends them without script.

use super::field::Fault;
use super::icon::{FACES, Glyph, icon};
use crate::element::{Element, Flag, Node, Text, el, live};

/// One of several, or any of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pick {
    #[default]
    One,
    Any,
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
    drawn(tile, checked.into())
}

fn drawn(tile: Tiled, checked: Flag) -> Element {
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
    tiled(label.into(), layout, hint, fault.into(), tiles.into())
}

fn tiled(label: Text, layout: Layout, hint: &str, fault: Fault, tiles: Node) -> Element {
    let class = match layout {
        Layout::Grid => "tiles",
        Layout::List => "tiles tiles-list",
        Layout::Pair => "tiles tiles-pair",
    };
    group(label, hint, fault, el("div").class(class).child(tiles))
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
    let mut faces = el("div").class("scale5");
    for (at, word) in words.into_iter().enumerate() {
        let (chosen, value) = (chosen.clone(), at as u8 + 1);
        let input = el("input").class("tile-input").attr("type", "radio").attr("name", name.to_owned());
        let face = el("span").class("scale5-face").child(icon(FACES[at])).child(el("span").text(word));
        let input = input.attr("value", value.to_string()).checked(move || chosen() == Some(value));
        faces = faces.child(el("label").class("scale5-choice").child(input).child(face));
    }
    group(label.into(), hint, fault.into(), faces)
}
