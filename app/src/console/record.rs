//! A record that waits for a person: why, what to do, and the original.

use super::detail::{FactView, facts, section};
use crate::element::{Node, el, many};
use crate::ui::notice::{Tone, notice};
use crate::words::console_step as step;
use domain::language::Language;

/// The page.
#[derive(Debug, Clone)]
pub struct RecordView {
    pub language: Language,
    pub facts: Vec<FactView>,
    /// In plain words.
    pub reasons: Vec<String>,
    /// The body, as the phone sent it; empty for those who may not read it.
    pub body: String,
}

/// Draws it.
pub fn page(view: RecordView) -> Node {
    let RecordView { language, facts: list, reasons, body } = view;
    let reasons = el("ul").children(reasons.into_iter().map(|reason| el("li").text(reason)));
    let body = (!body.is_empty())
        .then(|| section(step::ORIGINAL.text(language), el("pre").class("card pre").attr("tabindex", "0").text(body)));
    many([
        notice(Tone::Info, "", step::NOT_LOST.text(language)).into(),
        section(step::WHAT_TO_DO.text(language), reasons).into(),
        facts(list, language).into(),
        Node::from(body),
    ])
}
