//! One compound: facts, service, stages, doors by state, the way to its poster.

use super::detail::{FactView, columns, facts, section, stack};
use super::table::{Table, table};
use crate::element::{Node, el, many};
use crate::ui::button::{Kind, link};
use crate::ui::card::tally;
use crate::ui::icon;
use crate::words::console_step as step;
use domain::language::Language;

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
pub fn page(view: CompoundView) -> Node {
    let CompoundView { language, facts: list, service, stages, doors, public, poster } = view;
    let poster = poster.map(|href| link(Kind::Primary, Some(icon::PRINT), href, step::POSTER.text(language)));
    let public = link(Kind::Secondary, None, public, step::PUBLIC_PAGE.text(language));
    let doors = (!doors.is_empty()).then(|| {
        let tallies = doors.into_iter().map(|(label, n, href)| tally(n.to_string(), label, Some(href)));
        section(step::DOORS.text(language), el("div").class("tallies").children(tallies))
    });
    let stages = (!stages.rows.is_empty()).then(|| section(step::STAGES.text(language), table(stages)));
    let told = stack().child(section(step::FACTS.text(language), facts(list, language))).child(stages);
    let service = section(step::SERVICE.text(language), facts(service, language));
    many([
        el("div").class("row").child(poster).child(public).into(),
        Node::from(doors),
        columns(told, stack().child(service)).into(),
    ])
}
