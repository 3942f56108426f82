//! `/console/zero-clearing`: the baseline of the programme on a day, net as headline and gross beside it (calculation 3.5).

use super::detail::quiet;
use super::list::exports;
use super::table::{Cell, Table, table};
use crate::element::{Node, el, many};
use crate::ui::card::tally;
use crate::ui::field::{Fault, field};
use crate::words::{Word, console as words};
use domain::coverage::{Permyriad, ZeroClearing};
use domain::language::Language;

/// The page.
#[derive(Debug, Clone)]
pub struct ZeroClearingView {
    pub language: Language,
    /// `YYYY-MM-DD`.
    pub day: String,
    pub counts: ZeroClearing,
    /// Compounds of the baseline by stage on the day.
    pub stages: Table,
    pub csv: String,
    pub xlsx: String,
}

/// Address of the compounds behind a figure.
pub fn rows_of(cleared: &str, day: &str) -> String {
    format!("/console/compounds?baseline=1&cleared={cleared}&day={day}")
}

/// Draws it.
pub fn page(view: ZeroClearingView) -> Node {
    let ZeroClearingView { language, day, counts, stages, csv, xlsx } = view;
    let of =
        |n: u64| words::OF_BASELINE.fill(language, &[("n", &n.to_string()), ("all", &counts.baseline.to_string())]);
    let figure = |name: Word, rate: Option<Permyriad>, n: u64, href: String| {
        tally(share(rate), format!("{} · {}", name.text(language), of(n)), Some(href))
    };
    let stable = format!("/console/compounds?baseline=1&stage=stable&day={day}");
    let figures = [
        figure(words::NET, counts.net(), counts.now_cleared, rows_of("net", &day)),
        figure(words::GROSS, counts.gross(), counts.ever_cleared, rows_of("gross", &day)),
        figure(words::STABLE, counts.stable_progress(), counts.stable, stable),
    ];
    let on_day = el("input").class("field-input").attr("type", "date").attr("name", "day").value(day);
    let filters = el("form")
        .class("desk-filters")
        .attr("method", "get")
        .attr("action", "/console/zero-clearing")
        .child(field(words::ON_DAY.text(language), "", Fault::NONE, on_day))
        .child(el("button").class("button").text(words::SHOW.text(language)));
    let stages =
        el("section").class("section").child(el("h2").text(words::BY_STAGE.text(language))).child(table(stages));
    many([
        quiet(words::ZERO_NOTE.text(language)),
        filters,
        el("div").class("tallies headline").children(figures),
        stages,
        exports(csv, xlsx, language),
    ])
}

fn share(share: Option<Permyriad>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| share.to_string())
}

/// What leaves as a file: net, gross and stable with their shares, then how many compounds stand in each stage.
pub fn figures_and_stages(day: impl ToString, counts: &ZeroClearing, stages: Table, language: Language) -> Table {
    let text = |word: Word| word.text(language).to_owned();
    let day = day.to_string();
    let line = |name: Cell, n: String, part: String| {
        vec![name, Cell::number(n), Cell::number(counts.baseline), Cell::number(part), Cell::text(day.clone())]
    };
    let figure = |name: Word, n: u64, part: Option<Permyriad>| line(Cell::text(text(name)), n.to_string(), share(part));
    let figures = [
        figure(words::NET, counts.now_cleared, counts.net()),
        figure(words::GROSS, counts.ever_cleared, counts.gross()),
        figure(words::STABLE, counts.stable, counts.stable_progress()),
    ];
    let stage = |cells: Vec<Cell>| {
        let mut cells = cells.into_iter();
        let (name, n) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        let part = n.text.parse::<u64>().ok().and_then(|n| Permyriad::of(n, counts.baseline));
        line(name, n.text, share(part))
    };
    Table {
        label: text(words::ZERO_CLEARING),
        heads: [words::STAGE, words::COMPOUNDS, words::BASELINE, words::SHARE, words::DAY].map(text).into(),
        rows: figures.into_iter().chain(stages.rows.into_iter().map(stage)).collect(),
        total: None,
    }
}
