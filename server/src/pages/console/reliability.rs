//! How reliable the way from phone to server is, week by week, from what phones announced and what arrived.

use super::desk::Desk;
use super::listing::Loaded;
use super::text;
use crate::db::reliability::ArrivalsRow;
use crate::db::select::Page;
use crate::db::{self, Tx};
use crate::error::ApiResult;
use app::console::table::{Cell, Table};
use app::words::console_device as words;
use domain::calendar::{Day, day_start_ms, plus_days, week_start};
use domain::language::Language;
use domain::org::Scope;
use domain::sync::reliability::sort_out;
use std::collections::BTreeMap;

const DAY_MS: i64 = 86_400_000;
const WEEKS: i64 = 12;

/// One week.
#[derive(Debug, Clone, Copy, Default)]
struct Week {
    made: i64,
    arrived: i64,
    lost: i64,
    doubled: i64,
    delays_ms: Option<(i64, i64)>,
}

/// A page of it: the latest week on top.
pub async fn load(desk: &Desk, tx: &mut Tx, page: Page) -> ApiResult<Loaded> {
    let (language, config) = (desk.language(), desk.config());
    let first = plus_days(week_start(desk.today()), -7 * (WEEKS - 1));
    let from_ms = day_start_ms(first);
    let lost_before_ms = desk.now_ms - i64::from(config.lost_after_days) * DAY_MS;
    let mut weeks: BTreeMap<i64, Week> = (0..WEEKS).map(|week| (week, Week::default())).collect();
    for ArrivalsRow { week, records, p50_ms, p95_ms } in db::reliability::weekly_arrivals(tx, from_ms).await? {
        let week = weeks.entry(week).or_default();
        (week.made, week.arrived, week.delays_ms) = (records, records, Some((p50_ms, p95_ms)));
    }
    for (week, doubled) in db::reliability::weekly_doubled(tx, from_ms).await? {
        weeks.entry(week).or_default().doubled = doubled;
    }
    let mut on_the_way = 0;
    for (week, incomplete) in db::reliability::weekly_incomplete(tx, from_ms).await? {
        weeks.entry(week).or_default().made += incomplete;
        on_the_way += u64::try_from(incomplete).unwrap_or(0);
    }
    // Each phone once: it speaks for all of its workers.
    let lines = db::device_list::list_devices(tx, &[Scope::District]).await?;
    for line in lines.into_iter().filter(|line| line.is_latest) {
        let missing = sort_out(&line.gaps, line.facts.unsent_count, lost_before_ms);
        on_the_way += missing.on_the_way;
        for (known_at_ms, count) in missing.lost.into_iter().filter(|(at_ms, _)| *at_ms >= from_ms) {
            let week = weeks.entry((known_at_ms - from_ms) / (7 * DAY_MS)).or_default();
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            week.lost = week.lost.saturating_add(count);
            week.made = week.made.saturating_add(count);
        }
    }
    let values = [("way", on_the_way.to_string()), ("days", config.lost_after_days.to_string())];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let note = words::RELIABILITY_NOTE.fill(language, &values);
    let all = i64::try_from(weeks.len()).unwrap_or(i64::MAX);
    Ok(Loaded { note: Some(note), filters: vec![], table: table(&weeks, first, page, language), all })
}

fn table(weeks: &BTreeMap<i64, Week>, first: Day, page: Page, language: Language) -> Table {
    let heads = [words::WEEK, words::MADE, words::ARRIVED, words::LOST, words::DOUBLED, words::HALF, words::MOST];
    let row = |name: String, week: Week| {
        let delay = |ms: Option<i64>| Cell::text(ms.map(|ms| text::span(ms, language)).unwrap_or_default());
        let [made, arrived, lost, doubled] = [week.made, week.arrived, week.lost, week.doubled].map(Cell::number);
        let numbers = [made, arrived, lost, if week.doubled > 0 { doubled.to("/console/clashes") } else { doubled }];
        let delays = [week.delays_ms.map(|(half, _)| half), week.delays_ms.map(|(_, most)| most)].map(delay);
        [Cell::text(name)].into_iter().chain(numbers).chain(delays).collect::<Vec<Cell>>()
    };
    let sum = |part: fn(&Week) -> i64| weeks.values().map(part).sum();
    let total = Week {
        made: sum(|week| week.made),
        arrived: sum(|week| week.arrived),
        lost: sum(|week| week.lost),
        doubled: sum(|week| week.doubled),
        delays_ms: None,
    };
    let rows = weeks.iter().rev().map(|(at, week)| row(plus_days(first, at * 7).to_string(), *week));
    let rows = rows.skip(usize::try_from(page.offset).unwrap_or(0));
    Table {
        label: words::RELIABILITY.text(language).into(),
        heads: heads.map(|head| head.text(language).to_owned()).into(),
        rows: rows.take(usize::try_from(page.limit).unwrap_or(usize::MAX)).collect(),
        total: Some(row(words::ALL_WEEKS.text(language).to_owned(), total)),
    }
}
