//! What a compound's page may tell about what was asked and done: counts, and never one from too few households (INV-13).

use crate::db::request::AskedRow;
use app::resident::compound::AskedView;
use domain::calendar::{Day, shanghai_day};
use domain::config::Config;
use domain::need::{self, NeedIcon};
use domain::rating::may_show_cell;
use domain::request::RequestStatus;
use domain::task::TaskStatus;
use std::collections::BTreeSet;
use uuid::Uuid;

/// How many of the latest finished things are named.
const LATEST: usize = 5;

/// The counts of a compound. Secret categories (SEC-05, NBR-02) are in none of them.
pub fn asked_view(rows: &[AskedRow], since: Day, config: &Config) -> AskedView {
    let rows: Vec<&AskedRow> = rows.iter().filter(|row| is_public(row)).collect();
    let done: Vec<&AskedRow> = rows.iter().copied().filter(|row| is_done(row)).collect();
    let going: Vec<&AskedRow> = rows.iter().copied().filter(|row| !is_done(row)).collect();
    let mut groups = Vec::new();
    let mut latest: Vec<(i64, NeedIcon)> = Vec::new();
    for icon in NeedIcon::ALL {
        let of_icon = |row: &&&AskedRow| icon_of(row) == Some(*icon);
        let asked: Vec<&AskedRow> = rows.iter().filter(of_icon).copied().collect();
        let finished: Vec<&AskedRow> = done.iter().filter(of_icon).copied().collect();
        let Some(count) = cell(&asked, config).filter(|count| *count > 0) else { continue };
        let open: Vec<&AskedRow> = asked.iter().copied().filter(|row| !is_done(row)).collect();
        let (shown, _) = parts(&finished, &open, config);
        if shown.is_some() {
            latest.extend(finished.iter().map(|row| (row.changed_at_ms, *icon)));
        }
        groups.push((*icon, count, shown));
    }
    latest.sort_unstable_by_key(|(at_ms, icon)| (std::cmp::Reverse(*at_ms), *icon));
    hide_the_rest(&mut groups, &rows, config);
    hide_the_parts(&mut groups, &rows, config);
    latest.retain(|(_, icon)| groups.iter().any(|(shown, _, done)| shown == icon && done.is_some()));
    let (shown_done, shown_going) = parts(&done, &going, config);
    AskedView {
        since,
        any: !rows.is_empty(),
        asked: cell(&rows, config),
        done: shown_done,
        going: shown_going,
        groups,
        latest: latest.into_iter().take(LATEST).map(|(at_ms, icon)| (icon, shanghai_day(at_ms))).collect(),
        small_cell_k: config.small_cell_k,
    }
}

/// A number, when enough households stand behind it. Nobody knows who asks without a code: each such request is one household.
fn cell(rows: &[&AskedRow], config: &Config) -> Option<u32> {
    let known: BTreeSet<Uuid> = rows.iter().filter_map(|row| row.household_id).collect();
    let unknown = rows.iter().filter(|row| row.household_id.is_none()).count();
    let households = u32::try_from(known.len() + unknown).unwrap_or(u32::MAX);
    (rows.is_empty() || may_show_cell(households, config)).then(|| u32::try_from(rows.len()).unwrap_or(u32::MAX))
}

/// The two parts of a sum: both or neither, or the hidden one could be had by subtraction.
fn parts(done: &[&AskedRow], going: &[&AskedRow], config: &Config) -> (Option<u32>, Option<u32>) {
    match (cell(done, config), cell(going, config)) {
        (Some(done), Some(going)) => (Some(done), Some(going)),
        _ => (None, None),
    }
}

/// What is in no shown group could be had by subtraction too: the smallest groups go until enough households stand behind it.
fn hide_the_rest(groups: &mut Vec<(NeedIcon, u32, Option<u32>)>, rows: &[&AskedRow], config: &Config) {
    loop {
        let in_group = |row: &&&AskedRow| groups.iter().any(|(icon, ..)| icon_of(row) == Some(*icon));
        let rest: Vec<&AskedRow> = rows.iter().filter(|row| !in_group(row)).copied().collect();
        let smallest = groups.iter().enumerate().min_by_key(|(_, (_, count, _))| *count).map(|(at, _)| at);
        match smallest {
            Some(at) if cell(&rest, config).is_none() => groups.remove(at),
            _ => return,
        };
    }
}

/// One hidden part could be had from the total and all the others: either every group tells how many are done, or none does.
fn hide_the_parts(groups: &mut [(NeedIcon, u32, Option<u32>)], rows: &[&AskedRow], config: &Config) {
    let rest = rows.iter().copied().filter(|row| groups.iter().all(|(icon, ..)| icon_of(row) != Some(*icon)));
    let (done, going): (Vec<&AskedRow>, Vec<&AskedRow>) = rest.partition(|row| is_done(row));
    let rest_may_show = parts(&done, &going, config).0.is_some();
    if !rest_may_show || groups.iter().any(|(_, _, done)| done.is_none()) {
        groups.iter_mut().for_each(|(_, _, done)| *done = None);
    }
}

fn icon_of(row: &AskedRow) -> Option<NeedIcon> {
    NeedIcon::from_name(&row.icon).or_else(|| NeedIcon::of_code(&row.code))
}

fn is_public(row: &AskedRow) -> bool {
    let refused =
        [RequestStatus::Rejected, RequestStatus::Merged].iter().any(|status| status.name() == row.request_status);
    !refused && need::category(&row.code).is_none_or(need::Category::public_stat)
}

fn is_done(row: &AskedRow) -> bool {
    let request = RequestStatus::from_name(&row.request_status);
    let task = TaskStatus::from_name(&row.task_status);
    matches!(request, Some(RequestStatus::Confirmed | RequestStatus::AutoClosed))
        || matches!(task, Some(TaskStatus::Checked | TaskStatus::Closed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(icon: &str, code: &str, household: Option<u8>, task_status: &str) -> AskedRow {
        AskedRow {
            icon: icon.into(),
            code: code.into(),
            household_id: household.map(|number| Uuid::from_bytes([number; 16])),
            request_status: String::new(),
            task_status: task_status.into(),
            changed_at_ms: 1_795_363_200_000,
        }
    }

    fn view(rows: &[AskedRow]) -> AskedView {
        let day = "2026-11-22".parse().unwrap();
        asked_view(rows, day, &Config::shipped_on(day))
    }

    #[test]
    fn a_number_from_fewer_than_five_households_is_never_shown() {
        let four: Vec<_> = (0..4).map(|household| row("", "WAT-03", Some(household), "closed")).collect();
        let one_household: Vec<_> = (0..9).map(|_| row("", "WAT-03", Some(1), "closed")).collect();
        for rows in [four, one_household] {
            let view = view(&rows);
            assert_eq!((view.asked, view.done, view.going), (None, None, None));
            assert!(view.any && view.groups.is_empty() && view.latest.is_empty());
        }
    }

    #[test]
    fn five_households_are_counted_by_group_and_their_latest_named() {
        let mut rows: Vec<_> = (0..6).map(|household| row("", "WAT-03", Some(household), "closed")).collect();
        rows.extend((0..5).map(|_| row("green", "", None, "")));
        let view = view(&rows);
        assert_eq!((view.asked, view.done, view.going), (Some(11), Some(6), Some(5)));
        assert_eq!(view.groups, [(NeedIcon::Water, 6, Some(6)), (NeedIcon::Green, 5, Some(0))]);
        assert_eq!(view.latest.len(), LATEST);
    }

    #[test]
    fn a_hidden_number_cannot_be_had_by_subtraction() {
        let mut rows: Vec<_> = (0..6).map(|household| row("", "WAT-03", Some(household), "closed")).collect();
        rows.push(row("water", "", None, "working"));
        let view = view(&rows);
        assert_eq!((view.asked, view.done, view.going), (Some(7), None, None));
        assert_eq!(view.groups, [(NeedIcon::Water, 7, None)]);
        rows.push(row("green", "", Some(9), ""));
        assert!(self::view(&rows).groups.is_empty(), "8 - 7 would tell of one household");
        let mut rows: Vec<_> = (0..9).map(|household| row("", "WAT-03", Some(household), "closed")).collect();
        rows.push(row("water", "", None, "working"));
        rows.extend((0..9).map(|household| row("", "ELE-02", Some(household), "working")));
        let view = self::view(&rows);
        assert_eq!((view.done, view.going), (Some(9), Some(10)));
        assert_eq!(view.groups, [(NeedIcon::Water, 10, None), (NeedIcon::Power, 9, None)], "9 - 0 would tell of one");
        assert!(view.latest.is_empty());
    }

    #[test]
    fn secret_categories_are_in_no_number() {
        let rows: Vec<_> = (0..9).map(|household| row("security", "SEC-05", Some(household), "closed")).collect();
        assert!(!view(&rows).any);
    }
}
