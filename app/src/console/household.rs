//! One household: facts, history, consents with their events; phones masked, revealed one by one with a purpose.

use super::detail::{FactView, Happening, facts, history, section};
use super::form::with_choice;
use super::table::{Table, table};
use crate::ui::button::{Button, Kind};
use crate::ui::field::{Select, TextArea, TextField};
use crate::ui::notice::{Notice, Tone};
use crate::words::{console as words, console_conflict as conflict, console_step as step, console_value as value};
use domain::consent::Relation;
use domain::language::Language;
use leptos::prelude::*;

/// The page.
#[derive(Debug, Clone)]
pub struct HouseholdView {
    pub language: Language,
    pub facts: Vec<FactView>,
    /// Masked name, relation, masked phone.
    pub people: Table,
    /// Full numbers, only in the answer to a reveal: name, phone.
    pub revealed: Vec<(String, String)>,
    /// Where to reveal, how often still today; none when there is no phone or no right.
    pub reveal: Option<(String, i64)>,
    pub visits: Table,
    pub consents: Vec<Happening>,
    /// Where to record a withdrawal declared at the desk; none when nothing stands.
    pub withdraw: Option<String>,
}

/// Draws it.
pub fn page(view: HouseholdView) -> impl IntoView {
    let HouseholdView { language, facts: list, people, revealed, reveal, visits, consents, withdraw } = view;
    let shown = (!revealed.is_empty()).then(|| {
        let lines = revealed
            .into_iter()
            .map(|(name, phone)| view! { <p class="lead number">{name}" "<a href=format!("tel:{phone}")>{phone.clone()}</a></p> })
            .collect_view();
        view! { <Notice tone=Tone::Warn title=step::REVEALED.text(language)>{lines}</Notice> }
    });
    let ask = reveal.map(|(action, left)| {
        let options = step::PURPOSES.iter().map(|(value, word)| ((*value).to_owned(), word.text(language).to_owned()));
        let hint = step::REVEAL_HINT.fill(language, &[("n", &left.to_string())]);
        let label = step::PURPOSE.text(language).into();
        with_choice(
            action,
            "purpose",
            label,
            hint,
            options.collect(),
            step::REVEAL.text(language).into(),
            Kind::Secondary,
        )
    });
    view! {
        {shown}
        <div class="desk-columns">
            <div class="stack">
                {facts(list, language)}
                {(!visits.rows.is_empty()).then(|| section(words::VISITS.text(language).into(), table(visits).into_any()))}
                {(!consents.is_empty()).then(|| section(step::CONSENT_EVENTS.text(language).into(), history(consents, language).into_any()))}
            </div>
            <div class="stack">
                {(!people.rows.is_empty()).then(|| section(step::PEOPLE.text(language).into(), table(people).into_any()))}
                {ask}
                {withdraw.map(|action| withdrawal(action, language))}
            </div>
        </div>
    }
}

/// What a household says at the desk; nothing but the press of a button is needed.
fn withdrawal(action: String, language: Language) -> impl IntoView {
    let relations =
        Relation::ALL.iter().map(|one| (one.name().to_owned(), value::relation(*one).text(language).to_owned()));
    view! {
        <form class="card stack-small" method="post" action=action>
            <h2>{conflict::WITHDRAW_TITLE.text(language)}</h2>
            <p>{conflict::WITHDRAW_HINT.text(language)}</p>
            <Select name="relation" label=conflict::WHO_SAYS.text(language) options=relations.collect()/>
            <TextField name="paper_no" label=conflict::PAPER_NO.text(language) max_length=40/>
            <TextArea name="note" label=step::NOTE_OPTIONAL.text(language) max_length=200/>
            <Button submit=true kind=Kind::Secondary label=conflict::WITHDRAW.text(language)/>
        </form>
    }
}
