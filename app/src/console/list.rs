//! Any list: its filters, its rows, its pages, its exports.

use super::table::{Table, table};
use crate::ui::button::{ButtonLink, Kind};
use crate::ui::icon;
use crate::ui::navigation::Pagination;
use crate::ui::state::{State, StatePage};
use crate::words::{console as words, theme};
use domain::language::Language;
use leptos::prelude::*;

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
pub fn page(view: ListView) -> impl IntoView {
    let ListView { language, note, path, filters, table: rows, from, to, all, previous, next, csv, xlsx } = view;
    let numbers = [("from", from.to_string()), ("to", to.to_string()), ("all", all.to_string())];
    let places: Vec<(&str, &str)> = numbers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let shown = theme::ROWS_SHOWN.fill(language, &places);
    let empty = rows.rows.is_empty();
    view! {
        {note.map(|note| view! { <p class="quiet">{note}</p> })}
        {filter_form(filters, path, language)}
        {if empty {
            view! { <StatePage state=State::Empty title=words::NOTHING_MATCHES.text(language) text=words::NOTHING_MATCHES_TEXT.text(language)/> }.into_any()
        } else {
            view! {
                {table(rows)}
                <Pagination shown=shown nostrip:previous=previous nostrip:next=next previous_label=theme::PREVIOUS_PAGE.text(language)
                    next_label=theme::NEXT_PAGE.text(language)/>
                <div class="row">
                    <ButtonLink href=csv label=words::EXPORT_CSV.text(language) kind=Kind::Secondary glyph=icon::SHARE/>
                    <ButtonLink href=xlsx label=words::EXPORT_XLSX.text(language) kind=Kind::Secondary glyph=icon::SHARE/>
                    <span class="quiet small">{words::EXPORT_LOGGED.text(language)}</span>
                </div>
            }.into_any()
        }}
    }
}

fn filter_form(filters: Vec<Filter>, path: String, language: Language) -> impl IntoView {
    let (action, clear) = (path.clone(), path);
    let visible = filters.iter().any(|filter| !matches!(filter.kind, FilterKind::Hidden));
    let fields = filters.into_iter().map(|filter| field(filter, language)).collect_view();
    visible.then(|| {
        view! {
            <form class="desk-filters" method="get" action=action aria-label=words::FILTERS.text(language)>
                {fields}
                <button class="button">{words::SHOW.text(language)}</button>
                <ButtonLink href=clear label=words::CLEAR.text(language) kind=Kind::Quiet/>
            </form>
        }
    })
}

fn field(filter: Filter, language: Language) -> AnyView {
    let Filter { name, label, value, kind } = filter;
    let wrap = |control: AnyView| {
        view! { <label class="field"><span class="field-label">{label}</span>{control}</label> }.into_any()
    };
    match kind {
        FilterKind::Hidden => {
            (!value.is_empty()).then(|| view! { <input type="hidden" name=name value=value/> }).into_any()
        }
        FilterKind::Choice(options) => {
            let all = [(String::new(), words::ALL.text(language).to_owned())];
            wrap(select(name, all.into_iter().chain(options).collect(), value))
        }
        FilterKind::Must(options) => wrap(select(name, options, value)),
        FilterKind::Text => wrap(view! { <input class="field-input" type="search" name=name value=value/> }.into_any()),
        FilterKind::Day => wrap(view! { <input class="field-input" type="date" name=name value=value/> }.into_any()),
    }
}

fn select(name: &'static str, options: Vec<(String, String)>, chosen: String) -> AnyView {
    let options = options
        .into_iter()
        .map(|(value, label)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{label}</option> }
        })
        .collect_view();
    view! { <select class="field-input" name=name>{options}</select> }.into_any()
}
