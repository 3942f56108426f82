//! What the address of a list says: filters, page, size. Values nobody knows are left out, never passed on.

use crate::db::compound_list::PlaceFilter;
use crate::db::select::Page;
use domain::calendar::{Day, day_start_ms, plus_days};
use domain::place::code_has_level;
use std::str::FromStr;
use uuid::Uuid;

/// Sizes a reader may choose.
pub const SIZES: [i64; 4] = [50, 20, 100, 200];

/// The query of an address, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads it; empty values are as if they were not there.
    pub fn read(text: &str) -> Self {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(text).unwrap_or_default();
        Self(pairs.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect())
    }

    /// A value as it stands.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim())
    }

    /// A value, or nothing.
    pub fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_owned()
    }

    /// A value that its type knows by name.
    pub fn known<T>(&self, name: &str, read: fn(&str) -> Option<T>) -> Option<String> {
        self.get(name).filter(|value| read(value).is_some()).map(str::to_owned)
    }

    /// A value of a short list.
    pub fn one_of(&self, name: &str, values: &[&str]) -> Option<String> {
        self.get(name).filter(|value| values.contains(value)).map(str::to_owned)
    }

    /// A value that reads as `T`.
    pub fn parsed<T: FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.parse().ok()
    }

    /// An id.
    pub fn id(&self, name: &str) -> Option<Uuid> {
        self.parsed(name)
    }

    /// Whether a flag is set.
    pub fn flag(&self, name: &str) -> bool {
        self.get(name) == Some("1")
    }

    /// Begin of a day in ms UTC, moved by some days.
    pub fn day_ms(&self, name: &str, days: i64) -> Option<i64> {
        self.parsed::<Day>(name).map(|day| day_start_ms(plus_days(day, days)))
    }

    /// The part of the district.
    pub fn place(&self) -> PlaceFilter {
        PlaceFilter {
            street: self.get("street").filter(|code| code_has_level(code, 9)).map(str::to_owned),
            community: self.get("community").filter(|code| code_has_level(code, 12)).map(str::to_owned),
            compound: self.id("compound"),
            name: self.get("q").map(|text| text.chars().take(40).collect()),
        }
    }

    /// How many rows a page has.
    pub fn size(&self) -> i64 {
        self.parsed("size").filter(|size| SIZES.contains(size)).unwrap_or(SIZES[0])
    }

    /// Number of the page, from 1.
    pub fn page_no(&self) -> i64 {
        self.parsed("page").unwrap_or(1).clamp(1, 1_000_000)
    }

    /// The rows of the page.
    pub fn page(&self) -> Page {
        Page { limit: self.size(), offset: (self.page_no() - 1) * self.size() }
    }

    /// The query with one value replaced.
    pub fn with(&self, name: &str, value: &str) -> String {
        let others = self.0.iter().filter(|(key, _)| key != name).cloned();
        let all: Vec<(String, String)> = others.chain([(name.to_owned(), value.to_owned())]).collect();
        serde_urlencoded::to_string(all).unwrap_or_default()
    }

    /// The query without paging: what the export and its watermark say.
    pub fn filters(&self) -> String {
        let kept: Vec<&(String, String)> =
            self.0.iter().filter(|(key, _)| !matches!(key.as_str(), "page" | "size" | "said")).collect();
        serde_urlencoded::to_string(kept).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_knows_is_no_filter() {
        let query = Query::read("outcome=flew_away&compound=x&page=-3&size=7&street=1%27--&q=&hazard=1");
        assert_eq!(query.known("outcome", domain::visit::VisitOutcome::from_name), None);
        assert_eq!(query.place(), PlaceFilter::default());
        assert_eq!((query.page().offset, query.page().limit), (0, 50));
        assert!(query.flag("hazard"));
    }

    #[test]
    fn a_page_keeps_the_filters_of_its_list() {
        let query = Query::read("street=140403001&page=2");
        assert_eq!(query.with("page", "3"), "street=140403001&page=3");
        assert_eq!(query.filters(), "street=140403001");
    }
}
