//! One request of a resident, and its triage: make a task, reject with a reason, merge into another.

use super::detail::{FactView, columns, facts, photos, section, stack};
use super::form::{Groups, Words, card, grouped_choice, with_choice, with_words};
use crate::element::{Element, Node, el, many};
use crate::ui::button::{Kind, submit};
use crate::words::{console as words, console_step as step};
use domain::language::Language;

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
    /// By code: those of the resident's icon first.
    pub categories: Groups,
    /// Requests it may be merged into, `(id, label)`.
    pub others: Vec<(String, String)>,
    pub reason: String,
    pub error: Option<String>,
}

/// Draws it.
pub fn page(view: RequestView) -> Element {
    let RequestView { language, facts: list, photos: addresses, triage } = view;
    let told =
        stack().child(facts(list, language)).child(section(step::PHOTOS.text(language), photos(addresses, language)));
    columns(told, stack().child(triage.map(|triage| steps(triage, language))))
}

fn steps(triage: Triage, language: Language) -> Node {
    let Triage { path, categories, others, reason, error } = triage;
    let hint = step::TRIAGE_HINT.text(language);
    let task = card(format!("{path}/triage"))
        .child(grouped_choice("code", words::CATEGORY.text(language), hint, categories, ""))
        .child(submit(Kind::Primary, None, step::MAKE_TASK.text(language)));
    let merge = (!others.is_empty()).then(|| {
        let (label, button) = (step::MERGE_WITH.text(language).into(), step::MERGE.text(language).into());
        with_choice(format!("{path}/merge"), "into", label, String::new(), others, button, Kind::Secondary)
    });
    let reject = with_words(Words {
        action: format!("{path}/reject"),
        name: "reason",
        label: words::REASON.text(language).into(),
        hint: step::REJECT_HINT.text(language).into(),
        value: reason,
        error,
        max_length: 200,
        button: step::REJECT.text(language).into(),
        kind: Kind::Secondary,
        hidden: None,
    });
    let title = el("h2").text(step::TRIAGE.text(language));
    many([title.into(), task.into(), Node::from(merge), reject.into()])
}
