//! `/console/login` and `/console/password`.

use super::detail::quiet;
use super::form::{card, fault};
use crate::element::{Node, el, many};
use crate::ui::button::{Kind, link, submit};
use crate::ui::field::{Input, Typed, text_field};
use crate::words::{Word, console_step as words, failure};
use domain::finding::Finding;
use domain::language::Language;

/// The login form; what was typed as login comes back with the findings. `wait_minutes`: how long nobody may try.
pub fn login(typed: String, findings: Vec<Finding>, wait_minutes: Option<i64>, language: Language) -> Node {
    let wait = wait_minutes.map(|n| failure::TRY_IN.fill(language, &[("n", &n.to_string())]));
    let elsewhere = wait.or_else(|| fault(&findings, "", language).text());
    let name = Typed {
        name: "login".into(),
        label: words::LOGIN.text(language).into(),
        max_length: Some(60),
        required: true,
        autocomplete: Some("username"),
        ..Typed::default()
    };
    let password = Typed {
        name: "password".into(),
        label: words::PASSWORD.text(language).into(),
        input: Input::Password,
        max_length: Some(200),
        required: true,
        autocomplete: Some("current-password"),
        fault: fault(&findings, "password", language),
        ..Typed::default()
    };
    let form = card("/console/login")
        .child(elsewhere.map(|text| el("p").class("field-error").attr("role", "alert").text(text)))
        .child(text_field(name, typed))
        .child(text_field(password, ""))
        .child(submit(Kind::Primary, None, words::LOG_IN.text(language)).class_if("button-wide", true))
        .child(el("p").class("quiet small").text(words::FORGOTTEN.text(language)));
    many([
        form,
        quiet(words::WORKERS_GO.text(language)),
        link(Kind::Secondary, None, "/field", words::OPEN_FIELD.text(language)),
    ])
}

/// Changing the password; `first` says that it has to be done now.
pub fn password(first: bool, findings: Vec<Finding>, language: Language) -> Node {
    let field = |name: &str, label: Word, hint: &str, autocomplete: &'static str| {
        let typed = Typed {
            name: name.into(),
            label: label.text(language).into(),
            hint: hint.into(),
            input: Input::Password,
            max_length: Some(200),
            required: true,
            autocomplete: Some(autocomplete),
            fault: fault(&findings, name, language),
            ..Typed::default()
        };
        text_field(typed, "")
    };
    let form = card("/console/password")
        .child(field("old_password", words::OLD_PASSWORD, "", "current-password"))
        .child(field("new_password", words::NEW_PASSWORD, words::NEW_PASSWORD_HINT.text(language), "new-password"))
        .child(field("new_again", words::NEW_AGAIN, "", "new-password"))
        .child(submit(Kind::Primary, None, words::SAVE.text(language)));
    let first = first.then(|| el("p").class("lead").text(words::FIRST_PASSWORD.text(language)));
    many([Node::from(first), form.into()])
}
