//! A bar and its numbers, always both.

use leptos::prelude::*;

/// `done` of `all`, as "12 / 40" and as a bar.
#[component]
pub fn Progress(
    #[prop(into)] label: String,
    #[prop(into)] done: Signal<u32>,
    #[prop(into)] all: Signal<u32>,
) -> impl IntoView {
    let full = move || all.get() > 0 && done.get() >= all.get();
    view! {
        <label class="progress">
            <span class="progress-numbers"><span>{label}</span><span>{move || format!("{} / {}", done.get(), all.get())}</span></span>
            <progress class="progress-bar" class:progress-full=full max=move || all.get().max(1).to_string()
                value=move || done.get().min(all.get()).to_string()></progress>
        </label>
    }
}
