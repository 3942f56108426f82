//! What a person sees when something cannot be done: which thing, and what to do next. In both languages, because the page
//! may meet somebody who chose none.

use crate::ui::button::{ButtonLink, Kind};
use crate::ui::state::{State, StatePage};
use crate::words::console_finding::{finding, title};
use crate::words::console_step as step;
use domain::language::Language;
use leptos::prelude::*;

/// The page.
#[derive(Debug, Clone)]
pub struct FailureView {
    pub language: Language,
    pub status: u16,
    /// Code of what went wrong.
    pub code: String,
    /// Where to go next.
    pub home: String,
}

/// Draws it: the reader's language first, the other one below.
pub fn page(view: FailureView) -> impl IntoView {
    let FailureView { language, status, code, home } = view;
    let other = match language {
        Language::Zh => Language::En,
        Language::En => Language::Zh,
    };
    let typed = matches!(status, 409 | 413 | 422 | 429 | 500..)
        .then(|| view! { <p class="quiet">{step::GO_BACK_HINT.text(language)}</p> });
    view! {
        <main class="main" id="main">
            <h1 class="hidden-label">{title(status).text(language)}</h1>
            <StatePage state=State::Error title=title(status).text(language) text=finding(&code).text(language)>
                {typed}
                <p class="quiet small" lang=other.tag()>{finding(&code).text(other)}</p>
                <ButtonLink href=home label=step::GO_HOME.text(language) kind=Kind::Primary/>
            </StatePage>
        </main>
    }
}
