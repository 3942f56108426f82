//! An item of the roster that somebody has to look at.

use super::detail::{FactView, facts, section};
use super::form::press;
use crate::element::{Node, many};
use crate::ui::button::Kind;
use crate::words::console_step as step;
use domain::language::Language;

/// The page.
#[derive(Debug, Clone)]
pub struct ReviewView {
    pub language: Language,
    pub facts: Vec<FactView>,
    /// What the file said, column by column.
    pub content: Vec<FactView>,
    /// Where to post that it is settled; none when it is.
    pub settle: Option<String>,
}

/// Draws it.
pub fn page(view: ReviewView) -> Node {
    let ReviewView { language, facts: list, content, settle } = view;
    let content = (!content.is_empty()).then(|| section(step::ORIGINAL.text(language), facts(content, language)));
    let settle = settle.map(|action| press(action, step::SETTLE.text(language).into(), Kind::Primary));
    many([facts(list, language).into(), Node::from(content), Node::from(settle)])
}
