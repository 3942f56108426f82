//! `/console/zero-clearing`: the baseline of the programme on a day, net as headline and gross beside it (calculation 3.5).

use super::table::{Table, table};
use crate::ui::card::Tally;
use crate::words::console as words;
use domain::coverage::{Permyriad, ZeroClearing};
use domain::language::Language;
use leptos::prelude::*;

/// The page.
#[derive(Debug, Clone)]
pub struct ZeroClearingView {
    pub language: Language,
    /// `YYYY-MM-DD`.
    pub day: String,
    pub counts: ZeroClearing,
    /// Compounds of the baseline by stage on the day.
    pub stages: Table,
}

/// Address of the compounds behind a figure.
pub fn rows_of(cleared: &str, day: &str) -> String {
    format!("/console/compounds?baseline=1&cleared={cleared}&day={day}")
}

/// Draws it.
pub fn page(view: ZeroClearingView) -> impl IntoView {
    let ZeroClearingView { language, day, counts, stages } = view;
    let share = |share: Option<Permyriad>| share.map_or_else(|| "–".to_owned(), |share| share.to_string());
    let of =
        |n: u64| words::OF_BASELINE.fill(language, &[("n", &n.to_string()), ("all", &counts.baseline.to_string())]);
    let figure = |name: crate::words::Word, rate: String, n: u64, href: String| {
        view! { <Tally number=rate label=format!("{} · {}", name.text(language), of(n)) href=href/> }
    };
    view! {
        <p class="quiet">{words::ZERO_NOTE.text(language)}</p>
        <form class="desk-filters" method="get" action="/console/zero-clearing">
            <label class="field"><span class="field-label">{words::ON_DAY.text(language)}</span>
                <input class="field-input" type="date" name="day" value=day.clone()/></label>
            <button class="button">{words::SHOW.text(language)}</button>
        </form>
        <div class="tallies headline">
            {figure(words::NET, share(counts.net()), counts.now_cleared, rows_of("net", &day))}
            {figure(words::GROSS, share(counts.gross()), counts.ever_cleared, rows_of("gross", &day))}
            {figure(words::STABLE, share(counts.stable_progress()), counts.stable, format!("/console/compounds?baseline=1&stage=stable&day={day}"))}
        </div>
        <section class="section"><h2>{words::BY_STAGE.text(language)}</h2>{table(stages)}</section>
    }
}
