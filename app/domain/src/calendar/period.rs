//! Months of service and quarters of rating.

use super::{Day, NotADate, plus_days, plus_months, serde_as_text};
use chrono::{Datelike, NaiveDate};
use std::fmt;
use std::str::FromStr;

/// A month of service, printed `2026-12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month {
    /// Calendar year.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
}

impl Month {
    /// The month of a day.
    pub fn of(day: Day) -> Self {
        Self { year: day.year(), month: u8::try_from(day.month()).unwrap_or(1) }
    }
    /// Its first day.
    pub fn first_day(self) -> Day {
        first_of(self.year, u32::from(self.month))
    }
    /// Its last day.
    pub fn last_day(self) -> Day {
        plus_days(plus_months(self.first_day(), 1), -1)
    }
    /// The month after.
    pub fn next(self) -> Self {
        Self::of(plus_months(self.first_day(), 1))
    }
}

/// A quarter, the period of ratings; printed `2026Q4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    /// Calendar year.
    pub year: i32,
    /// 1 to 4.
    pub quarter: u8,
}

impl Period {
    /// The quarter of a day.
    pub fn of(day: Day) -> Self {
        Self { year: day.year(), quarter: u8::try_from(day.month0() / 3 + 1).unwrap_or(1) }
    }
    /// Its first day.
    pub fn first_day(self) -> Day {
        first_of(self.year, u32::from(self.quarter) * 3 - 2)
    }
    /// Its last day.
    pub fn last_day(self) -> Day {
        plus_days(plus_months(self.first_day(), 3), -1)
    }
    /// The quarter before.
    pub fn previous(self) -> Self {
        Self::of(plus_days(self.first_day(), -1))
    }
    /// The quarter after.
    pub fn next(self) -> Self {
        Self::of(plus_months(self.first_day(), 3))
    }
}

fn first_of(year: i32, month: u32) -> Day {
    NaiveDate::from_ymd_opt(year, month.clamp(1, 12), 1).unwrap_or_default()
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}Q{}", self.year, self.quarter)
    }
}

fn year_and(text: &str, separator: char, most: u8) -> Result<(i32, u8), NotADate> {
    let (year, part) = text.split_once(separator).ok_or(NotADate)?;
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if year.len() != 4 || !plain(year) || !plain(part) {
        return Err(NotADate);
    }
    match (year.parse(), part.parse()) {
        (Ok(year @ 1901..=2099), Ok(part)) if (1..=most).contains(&part) => Ok((year, part)),
        _ => Err(NotADate),
    }
}

impl FromStr for Month {
    type Err = NotADate;
    fn from_str(text: &str) -> Result<Self, NotADate> {
        year_and(text, '-', 12).map(|(year, month)| Self { year, month })
    }
}

impl FromStr for Period {
    type Err = NotADate;
    fn from_str(text: &str) -> Result<Self, NotADate> {
        year_and(text, 'Q', 4).map(|(year, quarter)| Self { year, quarter })
    }
}

serde_as_text!(Month);
serde_as_text!(Period);

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn months_and_quarters_read_back_and_walk() {
        assert_eq!("2026Q4".parse(), Ok(Period::of(day("2026-11-22"))));
        assert_eq!("2026-12".parse(), Ok(Month::of(day("2026-12-31"))));
        let quarter = Period { year: 2026, quarter: 4 };
        assert_eq!((quarter.first_day(), quarter.last_day()), (day("2026-10-01"), day("2026-12-31")));
        assert_eq!((quarter.previous().to_string(), quarter.next().to_string()), ("2026Q3".into(), "2027Q1".into()));
        assert_eq!(Month { year: 2024, month: 2 }.last_day(), day("2024-02-29"));
        assert_eq!(Month { year: 2026, month: 12 }.next().to_string(), "2027-01");
        for text in ["2026Q5", "2026Q0", "2026q1", "26Q1", "2026Q", "2026Q+1"] {
            assert_eq!(text.parse::<Period>(), Err(NotADate), "{text}");
        }
    }
}
