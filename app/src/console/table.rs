//! A table of cells: the one way in which rows are shown; exports write the same cells.

use crate::element::{Element, Node, el};
use crate::ui::badge::{Mark, badge};

/// One cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    /// Where it leads: to the thing, or to the rows that a number counts.
    pub href: Option<String>,
    /// Shown as a badge.
    pub mark: Option<Mark>,
    pub number: bool,
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A number.
    pub fn number(number: impl ToString) -> Self {
        Self { text: number.to_string(), number: true, ..Self::default() }
    }

    /// A state as a badge.
    pub fn badge(mark: Mark, text: impl Into<String>) -> Self {
        Self { text: text.into(), mark: Some(mark), ..Self::default() }
    }

    /// Leads somewhere.
    pub fn to(self, href: impl Into<String>) -> Self {
        Self { href: Some(href.into()), ..self }
    }

    /// What stands in it.
    pub fn node(self) -> Node {
        let Self { text, href, mark, .. } = self;
        match (href, mark) {
            (Some(href), _) => el("a").attr("href", href).text(text).into(),
            (None, Some(mark)) => badge(mark, text).into(),
            (None, None) => text.into(),
        }
    }
}

/// A table: heads, rows, and a closing row where there are totals. The first cell of a row names it.
#[derive(Debug, Clone, Default)]
pub struct Table {
    pub label: String,
    /// Head and whether its column holds numbers.
    pub heads: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
    pub total: Option<Vec<Cell>>,
}

/// Draws it; on a narrow screen each row becomes a card.
pub fn table(table: Table) -> Element {
    let Table { label, heads, rows, total } = table;
    let is_number = |at: usize| rows.first().and_then(|row| row.get(at)).is_some_and(|cell| cell.number);
    let head = heads
        .iter()
        .enumerate()
        .map(|(at, head)| el("th").attr("scope", "col").class_if("number", is_number(at)).text(head.clone()));
    let head = el("thead").child(el("tr").children(head));
    let foot = total.map(|row| el("tfoot").child(line(row, &heads)));
    let body = el("tbody").children(rows.into_iter().map(|row| line(row, &heads)));
    el("div")
        .class("table-frame")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", label)
        .child(el("table").class("table table-cards").child(head).child(body).child(foot))
}

fn line(row: Vec<Cell>, heads: &[String]) -> Element {
    let cells = row.into_iter().zip(heads).enumerate().map(|(at, (cell, head))| {
        let element = if at == 0 {
            el("th").attr("scope", "row")
        } else {
            el("td").attr("data-label", head.clone()).class_if("number", cell.number)
        };
        element.child(cell.node())
    });
    el("tr").children(cells)
}
