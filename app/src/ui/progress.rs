//! A bar and its numbers, always both.

use crate::element::{Element, Text, el};

/// `(done, all)`, as "12 / 40" and as a bar.
pub fn progress(label: impl Into<Text>, now: impl Fn() -> (u32, u32) + Clone + 'static) -> Element {
    let (text, full, max) = (now.clone(), now.clone(), now.clone());
    let text = move || {
        let (done, all) = text();
        format!("{done} / {all}")
    };
    let bar = el("progress")
        .class("progress-bar")
        .class_if("progress-full", move || {
            let (done, all) = full();
            all > 0 && done >= all
        })
        .attr("max", move || max().1.max(1).to_string())
        .attr("value", move || {
            let (done, all) = now();
            done.min(all).to_string()
        });
    let numbers = el("span").class("progress-numbers").child(el("span").text(label)).child(el("span").text(text));
    el("label").class("progress").child(numbers).child(bar)
}
