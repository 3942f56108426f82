//! One household: facts, history, consents with their events; phones masked, revealed one by one with a purpose.

use super::detail::{FactView, Happening, facts, history, section};
use super::form::with_choice;
use super::table::{Table, table};
use crate::ui::button::Kind;
use crate::ui::notice::{Notice, Tone};
use crate::words::{console as words, console_step as step};
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
}

/// Draws it.
pub fn page(view: HouseholdView) -> impl IntoView {
    let HouseholdView { language, facts: list, people, revealed, reveal, visits, consents } = view;
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
            </div>
        </div>
    }
}
