//! One visit: what came of it, what was answered, which needs were named.

use super::detail::{FactView, facts, section};
use super::table::{Table, table};
use crate::words::{console as words, console_step as step};
use domain::language::Language;
use leptos::prelude::*;

/// The page.
#[derive(Debug, Clone)]
pub struct VisitView {
    pub language: Language,
    pub facts: Vec<FactView>,
    /// Question and answer; empty for those who may not read answers.
    pub answers: Vec<FactView>,
    pub needs: Table,
}

/// Draws it.
pub fn page(view: VisitView) -> impl IntoView {
    let VisitView { language, facts: list, answers, needs } = view;
    view! {
        {section(step::FACTS.text(language).into(), facts(list, language).into_any())}
        {(!answers.is_empty()).then(|| section(words::SURVEY.text(language).into(), facts(answers, language).into_any()))}
        {(!needs.rows.is_empty()).then(|| section(words::NEEDS.text(language).into(), table(needs).into_any()))}
    }
}
