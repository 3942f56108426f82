//! One visit: what came of it, what was answered, which needs were named.

use super::detail::{FactView, facts, section};
use super::table::{Table, table};
use crate::element::{Node, many};
use crate::words::{console as words, console_step as step};
use domain::language::Language;

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
pub fn page(view: VisitView) -> Node {
    let VisitView { language, facts: list, answers, needs } = view;
    let answers = (!answers.is_empty()).then(|| section(words::SURVEY.text(language), facts(answers, language)));
    let needs = (!needs.rows.is_empty()).then(|| section(words::NEEDS.text(language), table(needs)));
    let list = section(step::FACTS.text(language), facts(list, language));
    many([list.into(), Node::from(answers), Node::from(needs)])
}
