//! Where a phone stands, as far as the server can know: which numbers are missing, what is still out there and since when, and what a
//! supervisor has to look at (field pain 7: a queue that never drains and nobody notices).

use crate::config::Config;
use crate::org::wire_names;
use serde::{Deserialize, Serialize};
use std::fmt;

const HOUR_MS: i64 = 3_600_000;

/// Record numbers of a phone, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SeqRange {
    /// First number.
    pub from: u64,
    /// Last number.
    pub to: u64,
}

impl SeqRange {
    /// How many numbers it holds.
    pub fn count(self) -> u64 {
        self.to.saturating_sub(self.from).saturating_add(1)
    }
}

impl fmt::Display for SeqRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.from == self.to { write!(f, "{}", self.from) } else { write!(f, "{}–{}", self.from, self.to) }
    }
}

/// What is known of a phone: what it said at its last contact, and which numbers the server holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeviceFacts {
    /// Highest number it announced.
    pub highest_seq: u64,
    /// Records it said it had not sent.
    pub unsent_count: u64,
    /// When the oldest of them was made, phone clock.
    pub oldest_unsent_ms: Option<i64>,
    /// Server time minus phone time at the last contact.
    pub offset_ms: i64,
    /// The last contact, server time.
    pub contact_at_ms: i64,
    /// Gaps between the numbers held, in order, the one before the first included.
    pub inner_gaps: Vec<SeqRange>,
    /// Highest number held; 0: none.
    pub highest_held: u64,
    /// Numbers of what is kept beside the records (unreadable, or under a taken id).
    pub beside: Vec<u64>,
    /// Records that are here without all of their photos and signatures.
    pub incomplete: u64,
    /// When the first of them came, server time.
    pub incomplete_since_ms: Option<i64>,
}

wire_names!(DeviceFlag {
    /// 有超时未传: its oldest unsent record is too old.
    OldUnsent = "old_unsent",
    /// 失联: silent, and known to hold unsent records.
    Silent = "silent",
    /// 缺号: numbers are missing that it does not hold either.
    Gap = "gap",
    /// 时间不准: its clock is off.
    ClockOff = "clock_off",
});

/// Where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceStanding {
    /// Every number up to the highest that the server does not hold.
    pub missing: Vec<SeqRange>,
    /// How many of them the phone said it still has, and how many are here without all of their photos.
    pub out_there: u64,
    /// Since when, server time; none when nothing is out there.
    pub out_there_since_ms: Option<i64>,
    /// How many are neither here nor announced as unsent.
    pub unaccounted: u64,
    /// What a supervisor has to look at; empty: all is well.
    pub flags: Vec<DeviceFlag>,
}

/// Every number up to the highest that the server does not hold.
pub fn missing(facts: &DeviceFacts) -> Vec<SeqRange> {
    let tail = SeqRange { from: facts.highest_held.saturating_add(1), to: facts.highest_seq };
    let tail = (tail.from <= tail.to).then_some(tail);
    let mut ranges: Vec<SeqRange> = facts.inner_gaps.iter().copied().chain(tail).collect();
    for seq in &facts.beside {
        ranges = ranges.into_iter().flat_map(|range| without(range, *seq)).collect();
    }
    ranges
}

/// A range without one number.
fn without(range: SeqRange, seq: u64) -> impl Iterator<Item = SeqRange> {
    let is_inside = (range.from..=range.to).contains(&seq);
    let before = SeqRange { to: if is_inside { seq.saturating_sub(1) } else { range.to }, ..range };
    let after = SeqRange { from: seq.saturating_add(1), ..range };
    let before = (before.from <= before.to && before.to > 0).then_some(before);
    before.into_iter().chain((is_inside && after.from <= after.to).then_some(after))
}

/// Judges a phone. What it announced as unsent may have arrived with the same contact: only what is missing can be out there.
pub fn standing(facts: &DeviceFacts, config: &Config, now_ms: i64) -> DeviceStanding {
    let missing = missing(facts);
    let missing_count = missing.iter().fold(0u64, |sum, range| sum.saturating_add(range.count()));
    let unsent = missing_count.min(facts.unsent_count);
    let (out_there, unaccounted) = (unsent.saturating_add(facts.incomplete), missing_count - unsent);
    let oldest_ms = facts.oldest_unsent_ms.map(|at_ms| at_ms.saturating_add(facts.offset_ms).min(facts.contact_at_ms));
    let unsent_since_ms = (unsent > 0).then(|| oldest_ms.unwrap_or(facts.contact_at_ms));
    let incomplete_since_ms = facts.incomplete_since_ms.filter(|_| facts.incomplete > 0);
    let out_there_since_ms = unsent_since_ms.into_iter().chain(incomplete_since_ms).min();
    let older = |at_ms: i64, hours: u16| now_ms.saturating_sub(at_ms) > i64::from(hours) * HOUR_MS;
    let cases = [
        (DeviceFlag::OldUnsent, out_there_since_ms.is_some_and(|at_ms| older(at_ms, config.unsent_flag_hours))),
        (DeviceFlag::Silent, out_there > 0 && older(facts.contact_at_ms, config.silence_flag_hours)),
        (DeviceFlag::Gap, unaccounted > 0),
        (DeviceFlag::ClockOff, facts.offset_ms.unsigned_abs() > config.skew_flag_ms.unsigned_abs()),
    ];
    let flags = cases.into_iter().filter(|(_, applies)| *applies).map(|(flag, _)| flag).collect();
    DeviceStanding { missing, out_there, out_there_since_ms, unaccounted, flags }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW_MS: i64 = 1_000 * HOUR_MS;

    fn range(from: u64, to: u64) -> SeqRange {
        SeqRange { from, to }
    }

    fn calm() -> DeviceFacts {
        DeviceFacts { highest_seq: 9, highest_held: 9, contact_at_ms: NOW_MS - HOUR_MS, ..DeviceFacts::default() }
    }

    #[test]
    fn every_missing_number_is_named() {
        let cases: [(DeviceFacts, &[SeqRange]); 8] = [
            (DeviceFacts::default(), &[]),
            (calm(), &[]),
            (DeviceFacts { highest_held: 0, ..calm() }, &[range(1, 9)]),
            (
                DeviceFacts { highest_held: 7, inner_gaps: vec![range(1, 2), range(5, 5)], ..calm() },
                &[range(1, 2), range(5, 5), range(8, 9)],
            ),
            (DeviceFacts { inner_gaps: vec![range(3, 5)], beside: vec![4], ..calm() }, &[range(3, 3), range(5, 5)]),
            (DeviceFacts { inner_gaps: vec![range(4, 4)], beside: vec![4, 6], ..calm() }, &[]),
            (DeviceFacts { highest_held: 0, beside: vec![1, 9], ..calm() }, &[range(2, 8)]),
            // Older numbers than announced: the phone was set back, nothing is missing.
            (DeviceFacts { highest_seq: 3, ..calm() }, &[]),
        ];
        for (facts, expected) in cases {
            assert_eq!(missing(&facts), expected, "{facts:?}");
        }
    }

    #[test]
    fn a_phone_stands_in_the_list_for_a_reason() {
        use DeviceFlag::{ClockOff, Gap, OldUnsent, Silent};
        let config = Config::shipped_on("2026-03-02".parse().unwrap());
        let waiting = |hours_ago: i64, contact: i64| DeviceFacts {
            highest_held: 7,
            unsent_count: 2,
            oldest_unsent_ms: Some(NOW_MS - hours_ago * HOUR_MS),
            contact_at_ms: NOW_MS - contact * HOUR_MS,
            ..calm()
        };
        let lacking = |hours_ago: i64| DeviceFacts {
            incomplete: 2,
            incomplete_since_ms: Some(NOW_MS - hours_ago * HOUR_MS),
            ..calm()
        };
        let cases: [(&str, DeviceFacts, u64, u64, &[DeviceFlag]); 12] = [
            ("photos that may yet come", lacking(23), 2, 0, &[]),
            ("photos that did not come", lacking(25), 2, 0, &[OldUnsent]),
            ("records and photos", DeviceFacts { unsent_count: 2, highest_held: 7, ..lacking(25) }, 4, 0, &[OldUnsent]),
            ("all is well", calm(), 0, 0, &[]),
            ("away for a month with nothing", DeviceFacts { contact_at_ms: 0, ..calm() }, 0, 0, &[]),
            ("two young records", waiting(3, 1), 2, 0, &[]),
            ("an old one", waiting(25, 1), 2, 0, &[OldUnsent]),
            ("silent since this morning", waiting(10, 9), 2, 0, &[Silent]),
            ("silent for days", waiting(60, 50), 2, 0, &[OldUnsent, Silent]),
            ("it does not know either", DeviceFacts { unsent_count: 1, ..waiting(3, 1) }, 1, 1, &[Gap]),
            (
                "announced, and arrived with the same contact",
                DeviceFacts { unsent_count: 5, oldest_unsent_ms: Some(0), ..calm() },
                0,
                0,
                &[],
            ),
            ("a clock of another time", DeviceFacts { offset_ms: -600_001, ..calm() }, 0, 0, &[ClockOff]),
        ];
        for (name, facts, out_there, unaccounted, flags) in cases {
            let standing = standing(&facts, &config, NOW_MS);
            assert_eq!((standing.out_there, standing.unaccounted), (out_there, unaccounted), "{name}");
            assert_eq!(standing.flags, flags, "{name}");
            assert_eq!(standing.out_there_since_ms.is_some(), out_there > 0, "{name}");
        }
    }

    #[test]
    fn since_when_is_said_in_server_time() {
        let config = Config::shipped_on("2026-03-02".parse().unwrap());
        let off_by_years = DeviceFacts {
            highest_held: 8,
            unsent_count: 1,
            oldest_unsent_ms: Some(50 * HOUR_MS),
            offset_ms: NOW_MS - 52 * HOUR_MS,
            ..calm()
        };
        assert_eq!(standing(&off_by_years, &config, NOW_MS).out_there_since_ms, Some(NOW_MS - 2 * HOUR_MS));
        let in_the_future = DeviceFacts { oldest_unsent_ms: Some(NOW_MS * 2), offset_ms: 0, ..off_by_years };
        assert_eq!(standing(&in_the_future, &config, NOW_MS).out_there_since_ms, Some(calm().contact_at_ms));
    }
}
