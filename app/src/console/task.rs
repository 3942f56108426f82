//! One task: what, where, photos before and after, its history, and the step that is mine.

use super::detail::{FactView, Happening, columns, facts, history, photos, quiet, section, stack};
use super::form::{Words, press_with, with_choice, with_words};
use crate::element::{Element, el};
use crate::ui::button::Kind;
use crate::words::{console, console_step as step};
use domain::language::Language;

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
pub fn page(view: TaskView) -> Element {
    let TaskView { language, facts: list, photos: addresses, history: past, path, staff, presses, worded, tried } =
        view;
    let none = staff.is_none() && presses.is_empty() && worded.is_empty();
    let presses = presses
        .into_iter()
        .map(|(name, label)| press_with(path.clone(), vec![("action", name.to_owned())], label, Kind::Primary));
    let worded = worded.into_iter().map(|(name, label)| {
        let (value, error) = match &tried {
            Some((action, typed, error)) if action == name => (typed.clone(), Some(error.clone())),
            _ => (String::new(), None),
        };
        with_words(Words {
            action: path.clone(),
            hidden: Some(("action", name.to_owned())),
            name: "text",
            label: format!("{label} · {}", console::REASON.text(language)),
            hint: String::new(),
            value,
            error,
            max_length: 300,
            button: label,
            kind: Kind::Secondary,
        })
    });
    let assign = staff.map(|staff| {
        let label = step::ASSIGN_TO.text(language).to_owned();
        let action = format!("{path}/assign");
        with_choice(action, "assignee", label.clone(), String::new(), staff, label, Kind::Primary)
    });
    let told = stack()
        .child(facts(list, language))
        .child(section(step::PHOTOS.text(language), photos(addresses, language)))
        .child(section(step::HISTORY.text(language), history(past, language)));
    let steps = stack()
        .child(el("h2").text(step::NEXT_STEP.text(language)))
        .child(none.then(|| quiet(step::NO_STEP.text(language))))
        .children(presses)
        .child(assign)
        .children(worded);
    columns(told, steps)
}
