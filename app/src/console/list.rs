//! Any list: its filters, its rows, its pages, its exports.

use super::detail::quiet;
use super::table::{Table, table};
use crate::element::{Element, Node, el, many};
use crate::ui::button::{Kind, link};
use crate::ui::field::{Fault, field, hidden, select};
use crate::ui::icon;
use crate::ui::navigation::pagination;
use crate::ui::state::{State, state_page};
use crate::words::{console as words, theme};
use domain::language::Language;

/// One filter.
#[derive(Debug, Clone)]
pub struct Filter {
    pub name: &'static str,
    pub label: String,
    pub value: String,
    pub kind: FilterKind,
}

/// How a filter is asked.
#[derive(Debug, Clone)]
pub enum FilterKind {
    /// `(value, label)`; "all" stands before them.
    Choice(Vec<(String, String)>),
    /// Like `Choice`, without "all".
    Must(Vec<(String, String)>),
    Text,
    Day,
    /// Kept from the link that led here.
    Hidden,
}

/// Everything on the page of a list.
#[derive(Debug, Clone)]
pub struct ListView {
    pub language: Language,
    /// What to know about the figures.
    pub note: Option<String>,
    pub path: String,
    pub filters: Vec<Filter>,
    pub table: Table,
    pub from: i64,
    pub to: i64,
    pub all: i64,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub csv: String,
    pub xlsx: String,
}

/// The page.
pub fn page(view: ListView) -> Node {
    let ListView { language, note, path, filters, table: rows, from, to, all, previous, next, csv, xlsx } = view;
    let numbers = [("from", from.to_string()), ("to", to.to_string()), ("all", all.to_string())];
    let places: Vec<(&str, &str)> = numbers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let shown = theme::ROWS_SHOWN.fill(language, &places);
    let found = if rows.rows.is_empty() {
        let (title, text) = (words::NOTHING_MATCHES.text(language), words::NOTHING_MATCHES_TEXT.text(language));
        state_page(State::Empty, title, text).into()
    } else {
        let previous = (previous, theme::PREVIOUS_PAGE.text(language));
        let next = (next, theme::NEXT_PAGE.text(language));
        many([table(rows), pagination(shown, previous, next), exports(csv, xlsx, language)])
    };
    many([Node::from(note.map(quiet)), Node::from(filter_form(filters, path, language)), found])
}

/// Where a list leaves as a file.
pub fn exports(csv: String, xlsx: String, language: Language) -> Element {
    let export = |href, label| link(Kind::Secondary, Some(icon::SHARE), href, label);
    el("div")
        .class("row")
        .child(export(csv, words::EXPORT_CSV.text(language)))
        .child(export(xlsx, words::EXPORT_XLSX.text(language)))
        .child(el("span").class("quiet small").text(words::EXPORT_LOGGED.text(language)))
}

fn filter_form(filters: Vec<Filter>, path: String, language: Language) -> Option<Element> {
    let is_visible = filters.iter().any(|filter| !matches!(filter.kind, FilterKind::Hidden));
    let fields = filters.into_iter().map(|filter| control(filter, language));
    is_visible.then(|| {
        el("form")
            .class("desk-filters")
            .attr("method", "get")
            .attr("action", path.clone())
            .attr("aria-label", words::FILTERS.text(language))
            .children(fields)
            .child(el("button").class("button").text(words::SHOW.text(language)))
            .child(link(Kind::Quiet, None, path, words::CLEAR.text(language)))
    })
}

fn control(filter: Filter, language: Language) -> Node {
    let Filter { name, label, value, kind } = filter;
    let typed = |kind: &'static str, value: String| {
        el("input").class("field-input").attr("type", kind).attr("name", name).value(value)
    };
    match kind {
        FilterKind::Hidden => (!value.is_empty()).then(|| hidden(name, value)).into(),
        FilterKind::Choice(options) => {
            let all = [(String::new(), words::ALL.text(language).to_owned())];
            select(name, label, "", Fault::NONE, all.into_iter().chain(options).collect(), value).into()
        }
        FilterKind::Must(options) => select(name, label, "", Fault::NONE, options, value).into(),
        FilterKind::Text => field(label, "", Fault::NONE, typed("search", value)).into(),
        FilterKind::Day => field(label, "", Fault::NONE, typed("date", value)).into(),
    }
}
