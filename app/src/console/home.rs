//! `/console`: what waits for me, in counts that lead to their rows.

use crate::ui::button::ButtonLink;
use crate::ui::card::Tally;
use crate::ui::notice::{Notice, Tone};
use crate::words::console_step as words;
use domain::language::Language;
use leptos::prelude::*;

/// One count.
#[derive(Debug, Clone)]
pub struct Count {
    pub number: i64,
    pub label: String,
    pub href: String,
}

/// The page.
#[derive(Debug, Clone)]
pub struct HomeView {
    pub language: Language,
    /// Work that waits.
    pub waits: Vec<Count>,
    /// What is there.
    pub overview: Vec<Count>,
    /// The person works on the phone.
    pub field: bool,
}

fn tallies(counts: Vec<Count>) -> impl IntoView {
    let items = counts
        .into_iter()
        .map(|count| view! { <Tally number=count.number.to_string() label=count.label href=count.href/> })
        .collect_view();
    view! { <div class="tallies">{items}</div> }
}

/// Draws it.
pub fn page(view: HomeView) -> impl IntoView {
    let HomeView { language, waits, overview, field } = view;
    let quiet = !waits.is_empty() && waits.iter().all(|count| count.number == 0);
    view! {
        {field.then(|| view! {
            <p>{words::WORKERS_GO.text(language)}</p>
            <ButtonLink href="/field" label=words::OPEN_FIELD.text(language)/>
        })}
        {quiet.then(|| view! { <Notice tone=Tone::Good>{words::NOTHING_WAITS.text(language)}</Notice> })}
        {(!waits.is_empty()).then(|| view! { <section class="section"><h2>{words::WAITS.text(language)}</h2>{tallies(waits)}</section> })}
        {(!overview.is_empty()).then(|| view! { <section class="section"><h2>{words::OVERVIEW.text(language)}</h2>{tallies(overview)}</section> })}
    }
}
