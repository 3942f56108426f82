//! `/console`: what waits for me, in counts that lead to their rows.

use crate::element::{Element, Node, el, many};
use crate::ui::button::{Kind, link};
use crate::ui::card::tally;
use crate::ui::notice::{Tone, notice};
use crate::words::console_step as words;
use domain::language::Language;

/// One count.
#[derive(Debug, Clone)]
pub struct Count {
    pub number: i64,
    pub label: String,
    pub href: String,
}

/// The page.
#[derive(Debug, Clone)]
pub struct HomeView {
    pub language: Language,
    /// Work that waits.
    pub waits: Vec<Count>,
    /// What is there.
    pub overview: Vec<Count>,
    /// The person works on the phone.
    pub field: bool,
}

fn tallies(title: &'static str, counts: Vec<Count>) -> Option<Element> {
    let items = counts.into_iter().map(|count| tally(count.number.to_string(), count.label, Some(count.href)));
    let items: Vec<Element> = items.collect();
    let section = |items| {
        el("section").class("section").child(el("h2").text(title)).child(el("div").class("tallies").children(items))
    };
    (!items.is_empty()).then(|| section(items))
}

/// Draws it.
pub fn page(view: HomeView) -> Node {
    let HomeView { language, waits, overview, field } = view;
    let none_waits = !waits.is_empty() && waits.iter().all(|count| count.number == 0);
    let field = field.then(|| {
        let go = link(Kind::Primary, None, "/field", words::OPEN_FIELD.text(language));
        many([el("p").text(words::WORKERS_GO.text(language)), go])
    });
    many([
        Node::from(field),
        Node::from(none_waits.then(|| notice(Tone::Good, "", words::NOTHING_WAITS.text(language)))),
        Node::from(tallies(words::WAITS.text(language), waits)),
        Node::from(tallies(words::OVERVIEW.text(language), overview)),
    ])
}
