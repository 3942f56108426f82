//! Forms of one step: post to one address, one or few fields, one button.

use super::detail::quiet;
use crate::element::{Element, Text, el};
use crate::ui::button::{Kind, submit};
use crate::ui::field::{Fault, Typed, field, hidden, select, text_area};
use crate::words::console_finding::finding;
use domain::finding::Finding;
use domain::language::Language;

/// A form that posts to `action`.
pub fn form(action: impl Into<Text>) -> Element {
    el("form").attr("method", "post").attr("action", action)
}

/// The same as a card with several fields.
pub fn card(action: impl Into<Text>) -> Element {
    form(action).class("card stack-small")
}

/// The field `file`: one file of a form that carries files.
pub fn file(label: &'static str, hint: &'static str, accept: &'static str) -> Element {
    let input = el("input")
        .class("field-input")
        .attr("id", "file")
        .attr("type", "file")
        .attr("name", "file")
        .flag("required", true)
        .attr("accept", accept)
        .attr("aria-describedby", "file-hint");
    el("div")
        .class("field")
        .child(el("label").attr("for", "file").text(label))
        .child(quiet(hint).attr("id", "file-hint"))
        .child(input)
}

/// What is wrong with a field, in words.
pub fn fault(findings: &[Finding], field: &str, language: Language) -> Fault {
    let found = findings.iter().find(|one| one.field == field);
    found.map(|one| finding(&one.code).text(language).to_owned()).into()
}

/// A step that only needs a press.
pub fn press(action: String, label: String, kind: Kind) -> Element {
    press_with(action, vec![], label, kind)
}

/// A step with hidden values.
pub fn press_with(action: String, values: Vec<(&'static str, String)>, label: String, kind: Kind) -> Element {
    let values = values.into_iter().map(|(name, value)| hidden(name, value));
    form(action).children(values).child(submit(kind, None, label))
}

/// One question with words as its answer.
#[derive(Debug, Clone, Default)]
pub struct Words {
    pub action: String,
    /// A value that says which step it is.
    pub hidden: Option<(&'static str, String)>,
    pub name: &'static str,
    pub label: String,
    pub hint: String,
    pub value: String,
    pub error: Option<String>,
    pub max_length: u16,
    pub button: String,
    pub kind: Kind,
}

/// A step with words: a reason, a note.
pub fn with_words(words: Words) -> Element {
    let typed = Typed {
        name: words.name.into(),
        label: words.label,
        hint: words.hint,
        max_length: Some(words.max_length),
        fault: words.error.into(),
        ..Typed::default()
    };
    card(words.action)
        .child(words.hidden.map(|(name, value)| hidden(name, value)))
        .child(text_area(typed, words.value))
        .child(submit(words.kind, None, words.button))
}

/// A step with a choice.
pub fn with_choice(
    action: String,
    name: &'static str,
    label: String,
    hint: String,
    options: Vec<(String, String)>,
    button: String,
    kind: Kind,
) -> Element {
    card(action).child(select(name, label, &hint, Fault::NONE, options, "")).child(submit(kind, None, button))
}

/// Kind or group, then its `(value, label)`.
pub type Groups = Vec<(String, Vec<(String, String)>)>;

/// A choice in groups.
pub fn grouped_choice(name: &'static str, label: &'static str, hint: &str, groups: Groups, chosen: &str) -> Element {
    let groups = groups.into_iter().map(|(label, options)| {
        let options = options.into_iter().map(|(value, label)| {
            let is_chosen = value == chosen;
            el("option").attr("value", value).flag("selected", is_chosen).text(label)
        });
        el("optgroup").attr("label", label).children(options)
    });
    field(label, hint, Fault::NONE, el("select").class("field-input").attr("name", name).children(groups))
}
