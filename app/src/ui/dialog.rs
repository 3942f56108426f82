//! A question that must be answered before anything else. Opened with `show_modal`, closed by its buttons.

use crate::element::{Element, Text, el};

/// The dialog; its buttons go into `<div class="dialog-actions">`.
pub fn dialog(title: impl Into<Text>) -> Element {
    el("dialog").class("dialog").child(el("h2").text(title))
}
