//! `/console/login` and `/console/password`.

use crate::ui::button::{Button, ButtonLink, Kind};
use crate::ui::field::{Input, TextField};
use crate::words::{console_finding::finding, console_step as words};
use domain::finding::Finding;
use domain::language::Language;
use leptos::prelude::*;

fn error_of(findings: &[Finding], field: &str, language: Language) -> Signal<Option<String>> {
    let found = findings.iter().find(|one| one.field == field);
    Signal::stored(found.map(|one| finding(&one.code).text(language).to_owned()))
}

/// The login form; what was typed as login comes back with the findings.
pub fn login(typed: String, findings: Vec<Finding>, language: Language) -> impl IntoView {
    let elsewhere = findings.iter().find(|one| one.field.is_empty()).map(|one| finding(&one.code).text(language));
    view! {
        <form class="card stack-small" method="post" action="/console/login">
            {elsewhere.map(|text| view! { <p class="field-error" role="alert">{text}</p> })}
            <TextField name="login" label=words::LOGIN.text(language) value=typed required=true autocomplete="username" max_length=60/>
            <TextField name="password" label=words::PASSWORD.text(language) input=Input::Password required=true
                autocomplete="current-password" error=error_of(&findings, "password", language) max_length=200/>
            <Button submit=true wide=true label=words::LOG_IN.text(language)/>
            <p class="quiet small">{words::FORGOTTEN.text(language)}</p>
        </form>
        <p class="quiet">{words::WORKERS_GO.text(language)}</p>
        <ButtonLink href="/field" label=words::OPEN_FIELD.text(language) kind=Kind::Secondary/>
    }
}

/// Changing the password; `first` says that it has to be done now.
pub fn password(first: bool, findings: Vec<Finding>, language: Language) -> impl IntoView {
    let field = |name: &'static str, label: &'static str, hint: &'static str, complete: &'static str| {
        view! {
            <TextField name=name label=label hint=hint input=Input::Password required=true autocomplete=complete
                error=error_of(&findings, name, language) max_length=200/>
        }
    };
    view! {
        {first.then(|| view! { <p class="lead">{words::FIRST_PASSWORD.text(language)}</p> })}
        <form class="card stack-small" method="post" action="/console/password">
            {field("old_password", words::OLD_PASSWORD.text(language), "", "current-password")}
            {field("new_password", words::NEW_PASSWORD.text(language), words::NEW_PASSWORD_HINT.text(language), "new-password")}
            {field("new_again", words::NEW_AGAIN.text(language), "", "new-password")}
            <Button submit=true label=words::SAVE.text(language)/>
        </form>
    }
}
