//! A table of cells: the one way in which rows are shown; exports write the same cells.

use crate::ui::badge::{Badge, Mark};
use leptos::prelude::*;

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

    fn view(self) -> AnyView {
        let Self { text, href, mark, .. } = self;
        match (href, mark) {
            (Some(href), _) => view! { <a href=href>{text}</a> }.into_any(),
            (None, Some(mark)) => view! { <Badge mark=mark label=text/> }.into_any(),
            (None, None) => text.into_any(),
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
pub fn table(table: Table) -> impl IntoView {
    let Table { label, heads, rows, total } = table;
    let is_number = |at: usize| rows.first().and_then(|row| row.get(at)).is_some_and(|cell| cell.number);
    let head = heads
        .iter()
        .enumerate()
        .map(|(at, head)| view! { <th scope="col" class:number=is_number(at)>{head.clone()}</th> })
        .collect_view();
    let body = rows.into_iter().map(|row| line(row, &heads)).collect_view();
    let foot = total.map(|row| view! { <tfoot>{line(row, &heads)}</tfoot> });
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label=label>
            <table class="table table-cards">
                <thead><tr>{head}</tr></thead>
                <tbody>{body}</tbody>
                {foot}
            </table>
        </div>
    }
}

fn line(row: Vec<Cell>, heads: &[String]) -> impl IntoView + use<> {
    let labels: Vec<String> = heads.to_vec();
    let cells = row
        .into_iter()
        .zip(labels)
        .enumerate()
        .map(|(at, (cell, label))| {
            let number = cell.number;
            if at == 0 {
                view! { <th scope="row">{cell.view()}</th> }.into_any()
            } else {
                view! { <td class:number=number data-label=label>{cell.view()}</td> }.into_any()
            }
        })
        .collect_view();
    view! { <tr>{cells}</tr> }
}
