//! Accounts: add one, and one account with its grants; every change takes effect at once.

use super::detail::{FactView, facts, section};
use super::form::{press, press_with};
use crate::ui::button::{Button, Kind};
use crate::ui::field::{Field, Input, Select, TextField};
use crate::words::{console as words, console_finding::finding, console_step as step};
use domain::finding::Finding;
use domain::language::Language;
use leptos::prelude::*;

/// What can be chosen for a grant.
#[derive(Debug, Clone, Default)]
pub struct GrantChoices {
    pub roles: Vec<(String, String)>,
    /// Kind of place, then `(value, label)`.
    pub scopes: Vec<(String, Vec<(String, String)>)>,
}

/// What was typed into the form of a new account.
#[derive(Debug, Clone, Default)]
pub struct AccountDraft {
    pub login: String,
    pub name: String,
    pub role: String,
    pub scope: String,
}

fn error(findings: &[Finding], field: &str, language: Language) -> Signal<Option<String>> {
    let found = findings.iter().find(|one| one.field == field);
    Signal::stored(found.map(|one| finding(&one.code).text(language).to_owned()))
}

fn grant_fields(choices: GrantChoices, role: String, scope: String, language: Language) -> impl IntoView {
    let groups = choices
        .scopes
        .into_iter()
        .map(|(label, options)| {
            let options = options
                .into_iter()
                .map(|(value, label)| {
                    let selected = value == scope;
                    view! { <option value=value selected=selected>{label}</option> }
                })
                .collect_view();
            view! { <optgroup label=label>{options}</optgroup> }
        })
        .collect_view();
    view! {
        <Select name="role" label=step::ROLE.text(language) options=choices.roles value=role/>
        <Field label=step::SCOPE.text(language)><select class="field-input" name="scope">{groups}</select></Field>
    }
}

/// The form of a new account.
pub fn new_page(
    draft: AccountDraft,
    choices: GrantChoices,
    findings: Vec<Finding>,
    language: Language,
) -> impl IntoView {
    view! {
        <form class="card stack-small" method="post" action="/console/accounts">
            <TextField name="login" label=step::LOGIN.text(language) value=draft.login error=error(&findings, "login", language) max_length=40 autocomplete="off"/>
            <TextField name="name" label=step::NAME.text(language) value=draft.name error=error(&findings, "name", language) max_length=30 autocomplete="off"/>
            <TextField name="new_password" label=step::FIRST_PASSWORD_FIELD.text(language) hint=step::FIRST_PASSWORD_HINT.text(language)
                input=Input::Password error=error(&findings, "new_password", language) max_length=200 autocomplete="new-password"/>
            {grant_fields(choices, draft.role, draft.scope, language)}
            <Button submit=true label=step::ADD_ACCOUNT.text(language)/>
        </form>
    }
}

/// One account.
#[derive(Debug, Clone)]
pub struct AccountView {
    pub language: Language,
    pub facts: Vec<FactView>,
    /// Wire names of role and scope, and words.
    pub grants: Vec<(String, String, String)>,
    pub choices: GrantChoices,
    /// Address of the steps.
    pub path: String,
    pub locked: bool,
    pub ended: bool,
    pub findings: Vec<Finding>,
}

/// Draws it.
pub fn page(view: AccountView) -> impl IntoView {
    let AccountView { language, facts: list, grants, choices, path, locked, ended, findings } = view;
    let held = grants
        .into_iter()
        .map(|(role, scope, words)| {
            let take = press_with(
                format!("{path}/ungrant"),
                vec![("role", role), ("scope", scope)],
                step::END_GRANT.text(language).into(),
                Kind::Secondary,
            );
            view! { <li class="row row-between">{words}{(!ended).then_some(take)}</li> }
        })
        .collect_view();
    let (lock, lock_word) = if locked { ("unlock", step::UNLOCK) } else { ("lock", step::LOCK) };
    let own = findings.iter().find(|one| one.field.is_empty()).map(|one| finding(&one.code).text(language));
    let steps = (!ended).then(|| {
        view! {
            <p class="quiet">{step::AT_ONCE.text(language)}</p>
            {own.map(|text| view! { <p class="field-error" role="alert">{text}</p> })}
            <form class="card stack-small" method="post" action=format!("{path}/grant")>
                {grant_fields(choices, String::new(), String::new(), language)}
                <Button submit=true kind=Kind::Secondary label=step::ADD_GRANT.text(language)/>
            </form>
            <form class="card stack-small" method="post" action=format!("{path}/password")>
                <TextField name="new_password" label=step::FIRST_PASSWORD_FIELD.text(language) hint=step::FIRST_PASSWORD_HINT.text(language)
                    input=Input::Password error=error(&findings, "new_password", language) max_length=200 autocomplete="new-password"/>
                <Button submit=true kind=Kind::Secondary label=step::SET_FIRST.text(language)/>
            </form>
            <div class="row">
                {press(format!("{path}/{lock}"), lock_word.text(language).into(), Kind::Secondary)}
                {press(format!("{path}/end"), step::END.text(language).into(), Kind::Danger)}
            </div>
        }
    });
    view! {
        <div class="desk-columns">
            <div class="stack">
                {facts(list, language)}
                {section(step::GRANTS.text(language).into(), view! { <ul class="plain stack-small card">{held}</ul> }.into_any())}
            </div>
            <div class="stack"><h2>{words::STATE.text(language)}</h2>{steps}</div>
        </div>
    }
}
