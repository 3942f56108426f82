//! Where one is: steps of a form, or how far a request has come; and a number with minus and plus.

use super::icon;
#[cfg(feature = "pages")]
use super::icon::Icon;
use crate::element::{Element, el};
#[cfg(feature = "pages")]
use leptos::prelude::*;

/// Steps in order; those before `here` (0-based) are done. `here == steps.len()` means all are done.
#[cfg(feature = "pages")]
#[component]
pub fn Steps(steps: Vec<String>, here: usize) -> impl IntoView {
    let items = steps.into_iter().enumerate().map(|(at, label)| {
        let class = match at.cmp(&here) {
            std::cmp::Ordering::Less => "step step-done",
            std::cmp::Ordering::Equal => "step step-here",
            std::cmp::Ordering::Greater => "step",
        };
        view! { <li class=class aria-current=(at == here).then_some("step")>{label}</li> }
    });
    view! { <ol class="steps">{items.collect_view()}</ol> }
}

/// A whole number between two bounds, changed by two large buttons.
#[cfg(feature = "pages")]
#[component]
pub fn Stepper(
    #[prop(into)] label: String,
    value: RwSignal<u32>,
    min: u32,
    max: u32,
    /// Spoken names of minus and plus.
    minus: &'static str,
    plus: &'static str,
) -> impl IntoView {
    let step = move |by: i64| {
        value.update(|value| *value = (i64::from(*value) + by).clamp(i64::from(min), i64::from(max)) as u32);
    };
    view! {
        <fieldset class="field">
            <legend class="field-label">{label}</legend>
            <div class="counter">
                <button type="button" class="button" aria-label=minus disabled=move || { value.get() <= min }
                    on:click=move |_| step(-1)><Icon of=icon::MINUS/></button>
                <output aria-live="polite">{move || value.get()}</output>
                <button type="button" class="button" aria-label=plus disabled=move || { value.get() >= max }
                    on:click=move |_| step(1)><Icon of=icon::PLUS/></button>
            </div>
        </fieldset>
    }
}

/// Steps in order; those before `here` (0-based) are done. `here == steps.len()` means all are done.
pub fn steps(steps: Vec<String>, here: usize) -> Element {
    let items = steps.into_iter().enumerate().map(|(at, label)| {
        let class = match at.cmp(&here) {
            std::cmp::Ordering::Less => "step step-done",
            std::cmp::Ordering::Equal => "step step-here",
            std::cmp::Ordering::Greater => "step",
        };
        el("li").class(class).attr_maybe("aria-current", (at == here).then_some("step")).text(label)
    });
    el("ol").class("steps").children(items)
}
