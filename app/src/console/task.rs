//! One task: what, where, photos before and after, its history, and the step that is mine.

use super::detail::{FactView, Happening, facts, history, photos, section};
use super::form::{Words, press_with, with_choice, with_words};
use crate::ui::button::Kind;
use crate::words::console_step as step;
use domain::language::Language;
use leptos::prelude::*;

/// The page.
#[derive(Debug, Clone)]
pub struct TaskView {
    pub language: Language,
    pub facts: Vec<FactView>,
    pub photos: Vec<String>,
    pub history: Vec<Happening>,
    /// Where steps are posted.
    pub path: String,
    /// Staff it may be given to, `(id, name)`; none when assigning is not mine.
    pub staff: Option<Vec<(String, String)>>,
    /// Steps without words: wire name and label.
    pub presses: Vec<(&'static str, String)>,
    /// Steps that need words: wire name, label.
    pub worded: Vec<(&'static str, String)>,
    /// Error of the step that was tried, by its wire name, and the words typed.
    pub tried: Option<(String, String, String)>,
}

/// Draws it.
pub fn page(view: TaskView) -> impl IntoView {
    let TaskView { language, facts: list, photos: addresses, history: past, path, staff, presses, worded, tried } =
        view;
    let none = staff.is_none() && presses.is_empty() && worded.is_empty();
    let presses = presses
        .into_iter()
        .map(|(name, label)| press_with(path.clone(), vec![("action", name.to_owned())], label, Kind::Primary))
        .collect_view();
    let worded = worded
        .into_iter()
        .map(|(name, label)| {
            let (value, error) = match &tried {
                Some((action, typed, error)) if action == name => (typed.clone(), Some(error.clone())),
                _ => (String::new(), None),
            };
            with_words(Words {
                action: path.clone(),
                hidden: Some(("action", name.to_owned())),
                name: "text",
                label: format!("{label} · {}", crate::words::console::REASON.text(language)),
                hint: String::new(),
                value,
                error,
                max_length: 300,
                button: label,
                kind: Kind::Secondary,
            })
        })
        .collect_view();
    let assign = staff.map(|staff| {
        let label = step::ASSIGN_TO.text(language);
        with_choice(
            format!("{path}/assign"),
            "assignee",
            label.into(),
            String::new(),
            staff,
            label.into(),
            Kind::Primary,
        )
    });
    view! {
        <div class="desk-columns">
            <div class="stack">
                {facts(list, language)}
                {section(step::PHOTOS.text(language).into(), photos(addresses, language))}
                {section(step::HISTORY.text(language).into(), history(past, language).into_any())}
            </div>
            <div class="stack">
                <h2>{step::NEXT_STEP.text(language)}</h2>
                {none.then(|| view! { <p class="quiet">{step::NO_STEP.text(language)}</p> })}
                {presses}
                {assign}
                {worded}
            </div>
        </div>
    }
}
