//! A question that must be answered before anything else. Opened by its `NodeRef` (`show_modal`), closed by its buttons.

use crate::element::{Element, el};
#[cfg(feature = "pages")]
use leptos::html;
#[cfg(feature = "pages")]
use leptos::prelude::*;

/// The dialog; its buttons go into `<div class="dialog-actions">`.
#[cfg(feature = "pages")]
#[component]
pub fn Dialog(node: NodeRef<html::Dialog>, #[prop(into)] title: String, children: Children) -> impl IntoView {
    view! {
        <dialog class="dialog" node_ref=node>
            <h2>{title}</h2>
            {children()}
        </dialog>
    }
}

/// The dialog; its buttons go into `<div class="dialog-actions">`. The phone opens it with `show_modal`.
pub fn dialog(title: impl Into<crate::element::Text>) -> Element {
    el("dialog").class("dialog").child(el("h2").text(title))
}
