//! One request of a resident, and its triage: make a task, reject with a reason, merge into another.

use super::detail::{FactView, facts, photos, section};
use super::form::{Words, with_choice, with_words};
use crate::ui::button::{Button, Kind};
use crate::words::{console as words, console_step as step};
use domain::language::Language;
use leptos::prelude::*;

/// The page.
#[derive(Debug, Clone)]
pub struct RequestView {
    pub language: Language,
    pub facts: Vec<FactView>,
    pub photos: Vec<String>,
    pub triage: Option<Triage>,
}

/// What the clerk may choose from.
#[derive(Debug, Clone)]
pub struct Triage {
    /// Address of the steps, without the step's name.
    pub path: String,
    /// Groups of `(code, label)`: those of the resident's icon first.
    pub categories: Vec<(String, Vec<(String, String)>)>,
    /// Requests it may be merged into, `(id, label)`.
    pub others: Vec<(String, String)>,
    pub reason: String,
    pub error: Option<String>,
}

/// Draws it.
pub fn page(view: RequestView) -> impl IntoView {
    let RequestView { language, facts: list, photos: addresses, triage } = view;
    view! {
        <div class="desk-columns">
            <div class="stack">
                {facts(list, language)}
                {section(step::PHOTOS.text(language).into(), photos(addresses, language))}
            </div>
            <div class="stack">{triage.map(|triage| steps(triage, language))}</div>
        </div>
    }
}

fn steps(triage: Triage, language: Language) -> impl IntoView {
    let Triage { path, categories, others, reason, error } = triage;
    let groups = categories
        .into_iter()
        .map(|(label, options)| {
            let options =
                options.into_iter().map(|(code, label)| view! { <option value=code>{label}</option> }).collect_view();
            view! { <optgroup label=label>{options}</optgroup> }
        })
        .collect_view();
    view! {
        <h2>{step::TRIAGE.text(language)}</h2>
        <form class="card stack-small" method="post" action=format!("{path}/triage")>
            <label class="field">
                <span class="field-label">{words::CATEGORY.text(language)}</span>
                <span class="field-hint">{step::TRIAGE_HINT.text(language)}</span>
                <select class="field-input" name="code">{groups}</select>
            </label>
            <Button submit=true label=step::MAKE_TASK.text(language)/>
        </form>
        {(!others.is_empty()).then(|| with_choice(
            format!("{path}/merge"), "into", step::MERGE_WITH.text(language).into(), String::new(), others,
            step::MERGE.text(language).into(), Kind::Secondary,
        ))}
        {with_words(Words {
            action: format!("{path}/reject"), name: "reason", label: words::REASON.text(language).into(),
            hint: step::REJECT_HINT.text(language).into(), value: reason, error, max_length: 200,
            button: step::REJECT.text(language).into(), kind: Kind::Secondary, hidden: None,
        })}
    }
}
