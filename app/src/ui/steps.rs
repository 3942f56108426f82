//! Where one is: steps of a form, or how far a request has come.

use crate::element::{Element, el};

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
