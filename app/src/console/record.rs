//! A record that waits for a person: why, what to do, and the original.

use super::detail::{FactView, facts, section};
use super::form::press;
use crate::ui::button::Kind;
use crate::ui::notice::Notice;
use crate::words::{console_conflict as conflict, console_step as step};
use domain::language::Language;
use leptos::prelude::*;

/// The page.
#[derive(Debug, Clone)]
pub struct RecordView {
    pub language: Language,
    pub facts: Vec<FactView>,
    /// In plain words.
    pub reasons: Vec<String>,
    /// The body, as the phone sent it; empty for those who may not read it.
    pub body: String,
    /// Where to try it again; none when there is nothing to try or no right.
    pub retry: Option<String>,
}

/// Draws it.
pub fn page(view: RecordView) -> impl IntoView {
    let RecordView { language, facts: list, reasons, body, retry } = view;
    let reasons = reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view();
    view! {
        <Notice>{step::NOT_LOST.text(language)}</Notice>
        {section(step::WHAT_TO_DO.text(language).into(), view! { <ul>{reasons}</ul> }.into_any())}
        {facts(list, language)}
        {retry.map(|action| press(action, conflict::RETRY.text(language).into(), Kind::Primary))}
        {(!body.is_empty()).then(|| section(
            step::ORIGINAL.text(language).into(),
            view! { <pre class="card pre" tabindex="0">{body}</pre> }.into_any(),
        ))}
    }
}
