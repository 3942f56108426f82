//! One compound: facts, service, stages, doors by state, the way to its poster.

use super::detail::{FactView, facts, section};
use super::table::{Table, table};
use crate::ui::button::{ButtonLink, Kind};
use crate::ui::card::Tally;
use crate::ui::icon;
use crate::words::console_step as step;
use domain::language::Language;
use leptos::prelude::*;

/// The page.
#[derive(Debug, Clone)]
pub struct CompoundView {
    pub language: Language,
    pub facts: Vec<FactView>,
    pub service: Vec<FactView>,
    pub stages: Table,
    /// Door state, households, address of the rows; empty for those who may not see doors.
    pub doors: Vec<(String, i64, String)>,
    /// Address of the residents' page.
    pub public: String,
    /// Address of the poster; none for those who may not print it.
    pub poster: Option<String>,
}

/// Draws it.
pub fn page(view: CompoundView) -> impl IntoView {
    let CompoundView { language, facts: list, service, stages, doors, public, poster } = view;
    let tallies = doors
        .into_iter()
        .map(|(label, n, href)| view! { <Tally number=n.to_string() label=label href=href/> })
        .collect::<Vec<_>>();
    view! {
        <div class="row">
            {poster.map(|href| view! { <ButtonLink href=href label=step::POSTER.text(language) glyph=icon::PRINT/> })}
            <ButtonLink href=public label=step::PUBLIC_PAGE.text(language) kind=Kind::Secondary/>
        </div>
        {(!tallies.is_empty()).then(|| section(
            step::DOORS.text(language).into(), view! { <div class="tallies">{tallies}</div> }.into_any(),
        ))}
        <div class="desk-columns">
            <div class="stack">
                {section(step::FACTS.text(language).into(), facts(list, language).into_any())}
                {(!stages.rows.is_empty()).then(|| section(step::STAGES.text(language).into(), table(stages).into_any()))}
            </div>
            <div class="stack">{section(step::SERVICE.text(language).into(), facts(service, language).into_any())}</div>
        </div>
    }
}
