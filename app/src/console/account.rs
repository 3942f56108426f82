//! Accounts: add one, and one account with its grants; every change takes effect at once.

use super::detail::{FactView, columns, facts, quiet, section, stack};
use super::form::{Groups, card, fault, grouped_choice, press, press_with};
use crate::element::{Element, Node, el, many};
use crate::ui::button::{Kind, submit};
use crate::ui::field::{Fault, Input, Typed, select, text_field};
use crate::words::{Word, console as words, console_step as step};
use domain::finding::Finding;
use domain::language::Language;

/// What can be chosen for a grant.
#[derive(Debug, Clone, Default)]
pub struct GrantChoices {
    pub roles: Vec<(String, String)>,
    /// By kind of place.
    pub scopes: Groups,
}

/// What was typed into the form of a new account.
#[derive(Debug, Clone, Default)]
pub struct AccountDraft {
    pub login: String,
    pub name: String,
    pub role: String,
    pub scope: String,
}

fn grant_fields(choices: GrantChoices, role: String, scope: &str, language: Language) -> Node {
    let label = step::ROLE.text(language);
    many([
        select("role", label, "", Fault::NONE, choices.roles, role),
        grouped_choice("scope", step::SCOPE.text(language), "", choices.scopes, scope),
    ])
}

fn first_password(findings: &[Finding], language: Language) -> Element {
    let typed = Typed {
        name: "new_password".into(),
        label: step::FIRST_PASSWORD_FIELD.text(language).into(),
        hint: step::FIRST_PASSWORD_HINT.text(language).into(),
        input: Input::Password,
        max_length: Some(200),
        autocomplete: Some("new-password"),
        fault: fault(findings, "new_password", language),
        ..Typed::default()
    };
    text_field(typed, "")
}

/// The form of a new account.
pub fn new_page(draft: AccountDraft, choices: GrantChoices, findings: Vec<Finding>, language: Language) -> Element {
    let line = |name: &str, label: Word, max_length: u16, value: String| {
        let typed = Typed {
            name: name.into(),
            label: label.text(language).into(),
            max_length: Some(max_length),
            autocomplete: Some("off"),
            fault: fault(&findings, name, language),
            ..Typed::default()
        };
        text_field(typed, value)
    };
    card("/console/accounts")
        .child(line("login", step::LOGIN, 40, draft.login))
        .child(line("name", step::NAME, 30, draft.name))
        .child(first_password(&findings, language))
        .child(grant_fields(choices, draft.role, &draft.scope, language))
        .child(submit(Kind::Primary, None, step::ADD_ACCOUNT.text(language)))
}

/// One account.
#[derive(Debug, Clone)]
pub struct AccountView {
    pub language: Language,
    pub facts: Vec<FactView>,
    /// Wire names of role and scope, and words.
    pub grants: Vec<(String, String, String)>,
    /// Categories that only named people may see: code, words, whether this account is named; none for who cannot be.
    pub handled: Vec<(&'static str, String, bool)>,
    pub choices: GrantChoices,
    /// Address of the steps.
    pub path: String,
    pub locked: bool,
    pub ended: bool,
    pub findings: Vec<Finding>,
}

/// Draws it.
pub fn page(view: AccountView) -> Element {
    let AccountView { language, facts: list, grants, handled, choices, path, locked, ended, findings } = view;
    let held = grants.into_iter().map(|(role, scope, words)| {
        let values = vec![("role", role), ("scope", scope)];
        let label = step::END_GRANT.text(language).into();
        let take = (!ended).then(|| press_with(format!("{path}/ungrant"), values, label, Kind::Secondary));
        el("li").class("row row-between").text(words).child(take)
    });
    let grants = el("ul").class("plain stack-small card").children(held);
    let steps = (!ended).then(|| steps(&path, choices, locked, &findings, language));
    let handled = (!handled.is_empty() && !ended)
        .then(|| section(step::HANDLER.text(language), handlers(&path, handled, language)));
    let told = stack().child(facts(list, language)).child(section(step::GRANTS.text(language), grants)).child(handled);
    columns(told, stack().child(el("h2").text(words::STATE.text(language))).child(steps))
}

/// What only named people may see, and the press that names this one.
fn handlers(path: &str, handled: Vec<(&'static str, String, bool)>, language: Language) -> Element {
    let lines = handled.into_iter().map(|(code, words, is_named)| {
        let (give, label) = if is_named { ("0", step::HANDLER_END) } else { ("1", step::HANDLER_NAME) };
        let values = vec![("code", code.to_owned()), ("give", give.to_owned())];
        let label = label.fill(language, &[("what", &words)]);
        let press = press_with(format!("{path}/handler"), values, label, Kind::Secondary);
        el("li").class("row row-between").text(words).child(press)
    });
    stack()
        .child(quiet(step::HANDLER_HINT.text(language)))
        .child(el("ul").class("plain stack-small card").children(lines))
}

fn steps(path: &str, choices: GrantChoices, locked: bool, findings: &[Finding], language: Language) -> Node {
    let (lock, lock_word) = if locked { ("unlock", step::UNLOCK) } else { ("lock", step::LOCK) };
    let own = fault(findings, "", language).text();
    let grant = card(format!("{path}/grant")).child(grant_fields(choices, String::new(), "", language)).child(submit(
        Kind::Secondary,
        None,
        step::ADD_GRANT.text(language),
    ));
    let password = card(format!("{path}/password")).child(first_password(findings, language)).child(submit(
        Kind::Secondary,
        None,
        step::SET_FIRST.text(language),
    ));
    let ends = el("div")
        .class("row")
        .child(press(format!("{path}/{lock}"), lock_word.text(language).into(), Kind::Secondary))
        .child(press(format!("{path}/end"), step::END.text(language).into(), Kind::Danger));
    many([
        quiet(step::AT_ONCE.text(language)).into(),
        Node::from(own.map(|text| el("p").class("field-error").attr("role", "alert").text(text))),
        grant.into(),
        password.into(),
        ends.into(),
    ])
}
