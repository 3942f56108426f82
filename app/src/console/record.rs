//! A record that waits for a person: why, what to do, and the original.

use super::detail::{FactView, facts, section};
use super::form::press;
use crate::element::{Node, el, many};
use crate::ui::button::Kind;
use crate::ui::notice::{Tone, notice};
use crate::words::{console_conflict as conflict, console_step as step};
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
    /// Where to try it again; none when there is nothing to try or no right.
    pub retry: Option<String>,
}

/// Draws it.
pub fn page(view: RecordView) -> Node {
    let RecordView { language, facts: list, reasons, body, retry } = view;
    let reasons = el("ul").children(reasons.into_iter().map(|reason| el("li").text(reason)));
    let retry = retry.map(|action| press(action, conflict::RETRY.text(language).into(), Kind::Primary));
    let body = (!body.is_empty())
        .then(|| section(step::ORIGINAL.text(language), el("pre").class("card pre").attr("tabindex", "0").text(body)));
    many([
        notice(Tone::Info, "", step::NOT_LOST.text(language)).into(),
        section(step::WHAT_TO_DO.text(language), reasons).into(),
        facts(list, language).into(),
        Node::from(retry),
        Node::from(body),
    ])
}
