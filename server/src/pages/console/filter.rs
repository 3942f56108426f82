//! Filters that several lists ask for.

use super::desk::Desk;
use super::query::SIZES;
use crate::db::{self, Tx};
use crate::error::ApiResult;
use app::console::list::{Filter, FilterKind};
use app::words::{Word, console as words};
use domain::language::Language;
use domain::org::Role;

/// More compounds than this are searched by name instead of chosen from a list.
const CHOICE_LIMIT: i64 = 80;

/// Street, compound and, from links, community.
pub async fn place(desk: &Desk, tx: &mut Tx, roles: &[Role]) -> ApiResult<Vec<Filter>> {
    let (language, scopes) = (desk.language(), desk.scopes(roles));
    let value = |name: &str| desk.query.text(name);
    let mut filters = Vec::new();
    let streets = db::compound_list::streets_within(tx, &scopes).await?;
    if streets.len() > 1 {
        filters.push(choice("street", words::STREET, value("street"), streets, language));
    }
    filters.push(super::listing::hidden("community", value("community")));
    let names = db::compound_list::names_within(tx, &scopes, CHOICE_LIMIT + 1).await?;
    if names.len() as i64 <= CHOICE_LIMIT {
        let options = names.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
        filters.push(choice("compound", words::COMPOUND, value("compound"), options, language));
    } else {
        filters.push(super::listing::hidden("compound", value("compound")));
        let label = words::COMPOUND_NAME.text(language).to_owned();
        filters.push(Filter { name: "q", label, value: value("q"), kind: FilterKind::Text });
    }
    Ok(filters)
}

/// The note that says to which area a link has narrowed a list, where no filter shows it.
pub async fn narrowed(desk: &Desk, tx: &mut Tx) -> ApiResult<Option<String>> {
    let language = desk.language();
    let mut parts = Vec::new();
    if let Some(code) = desk.query.place().community
        && let Some(name) = db::compound_list::division_name(tx, &code).await?
    {
        parts.push(format!("{}：{name}", words::COMMUNITY.text(language)));
    }
    if let Some(id) = desk.query.id("compound")
        && let Some(name) = db::compound_list::compound_name(tx, id).await?
    {
        parts.push(format!("{}：{name}", words::COMPOUND.text(language)));
    }
    Ok((!parts.is_empty()).then(|| parts.join(" · ")))
}

/// A choice with "all" before it.
pub fn choice(
    name: &'static str,
    label: Word,
    value: String,
    options: Vec<(String, String)>,
    language: Language,
) -> Filter {
    Filter { name, label: label.text(language).to_owned(), value, kind: FilterKind::Choice(options) }
}

/// A choice among the values of a wire type.
pub fn wire<T: Copy>(
    desk: &Desk,
    name: &'static str,
    label: Word,
    all: &[T],
    wire_name: fn(T) -> &'static str,
    say: fn(T) -> Word,
) -> Filter {
    let language = desk.language();
    let options = all.iter().map(|value| (wire_name(*value).to_owned(), say(*value).text(language).to_owned()));
    choice(name, label, desk.query.text(name), options.collect(), language)
}

/// A day.
pub fn day(desk: &Desk, name: &'static str, label: Word) -> Filter {
    let label = label.text(desk.language()).to_owned();
    Filter { name, label, value: desk.query.text(name), kind: FilterKind::Day }
}

/// Rows a page.
pub fn size(desk: &Desk) -> Filter {
    let mut sizes = SIZES;
    sizes.sort_unstable();
    let options = sizes.iter().map(|size| (size.to_string(), size.to_string())).collect();
    let label = words::ROWS_A_PAGE.text(desk.language()).to_owned();
    Filter { name: "size", label, value: desk.query.size().to_string(), kind: FilterKind::Must(options) }
}
