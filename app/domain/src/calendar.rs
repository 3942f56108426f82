//! Civil days in Shanghai (UTC+8, no daylight saving), months of service, quarters of rating, and dates as people write them.

use crate::decimal::narrow;
use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;
use std::str::FromStr;

/// A civil date in Asia/Shanghai.
pub type Day = NaiveDate;

const SHANGHAI_MS: i64 = 8 * 3_600_000;
/// Instants outside 1900 to 2100 are clamped: no phone's clock may crash a date.
const CLAMP_MS: (i64, i64) = (-2_208_988_800_000, 4_102_444_799_000);

fn shanghai(at_ms: i64) -> NaiveDateTime {
    let at_ms = at_ms.clamp(CLAMP_MS.0, CLAMP_MS.1) + SHANGHAI_MS;
    DateTime::from_timestamp_millis(at_ms).unwrap_or_default().naive_utc()
}

/// The Shanghai day of an instant in milliseconds UTC.
pub fn shanghai_day(at_ms: i64) -> Day {
    shanghai(at_ms).date()
}

/// The minute of the Shanghai day, 0 to 1439.
pub fn shanghai_minute(at_ms: i64) -> u16 {
    let time = shanghai(at_ms).time();
    u16::try_from(time.hour() * 60 + time.minute()).unwrap_or(0)
}

/// `2026-11-22 19:53`, the Shanghai wall clock of an instant.
pub fn shanghai_text(at_ms: i64) -> String {
    let minute = shanghai_minute(at_ms);
    format!("{} {:02}:{:02}", shanghai_day(at_ms), minute / 60, minute % 60)
}

/// The instant at which a Shanghai day begins, in milliseconds UTC.
pub fn day_start_ms(day: Day) -> i64 {
    day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis() - SHANGHAI_MS
}

/// `day` moved by some days; stays where it is at the ends of the calendar.
pub fn plus_days(day: Day, days: i64) -> Day {
    TimeDelta::try_days(days).and_then(|delta| day.checked_add_signed(delta)).unwrap_or(day)
}

/// Whether a day is Saturday or Sunday.
pub fn is_weekend(day: Day) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// `2026年6月1日`.
pub fn day_zh(day: Day) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// `1 June 2026`.
pub fn day_en(day: Day) -> String {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    format!("{} {} {}", day.day(), NAMES[day.month0() as usize % 12], day.year())
}

/// The text is no date between 1901 and 2099 in one of the known forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a date")]
pub struct NotADate;

/// Reads `2022-06-01`, `2022/6/1`, `2022.6.1`, `2022年6月1日` (full width too) and day serials of spreadsheets such as `44713`.
///
/// # Errors
/// [`NotADate`] for anything else, for days that do not exist, and outside 1901 to 2099.
pub fn parse_day(text: &str) -> Result<Day, NotADate> {
    let narrow = narrow(text);
    let narrow = narrow.strip_suffix('日').unwrap_or(&narrow);
    let parts: Vec<&str> = narrow.split(['-', '/', '.', '年', '月']).collect();
    let number = |part: &str| {
        let short = (1..=5).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if short { part.parse::<u32>().map_err(|_| NotADate) } else { Err(NotADate) }
    };
    let day = match parts[..] {
        [serial] | [serial, "0"] if serial.len() >= 3 => spreadsheet_day(number(serial)?),
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            NaiveDate::from_ymd_opt(i32::try_from(number(year)?).map_err(|_| NotADate)?, number(month)?, number(day)?)
        }
        _ => None,
    };
    day.filter(|day| (1901..=2099).contains(&day.year())).ok_or(NotADate)
}

/// Serial 1 is 1900-01-01, and a 29 February 1900 that never was is counted, so the epoch is 1899-12-30 from March 1900 on.
fn spreadsheet_day(serial: u32) -> Option<Day> {
    Some(plus_days(NaiveDate::from_ymd_opt(1899, 12, 30)?, i64::from(serial)))
}

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

/// `months` later, clamped to the month's last day.
pub(crate) fn plus_months(day: Day, months: u32) -> Day {
    day.checked_add_months(Months::new(months)).unwrap_or(day)
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

macro_rules! serde_as_text {
    ($type:ty) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                std::borrow::Cow::<str>::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    };
}
pub(crate) use serde_as_text;
serde_as_text!(Month);
serde_as_text!(Period);

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        let same = [
            "2022-06-01",
            "2022-6-1",
            "2022/6/1",
            "2022.6.1",
            "2022年6月1日",
            " 2022 年 6 月 1 日",
            "２０２２．６．１",
            "44713",
            "44713.0",
        ];
        for text in same {
            assert_eq!(parse_day(text), Ok(day("2022-06-01")), "{text}");
        }
        let wrong = [
            "",
            "2022-02-30",
            "1970",
            "0",
            "1900-12-31",
            "2100-01-01",
            "22-06-01",
            "2022-6",
            "99999",
            "6/1/2022",
            "2022-06-01T00:00",
            "-1",
            "2022--1",
            "1e5",
        ];
        for text in wrong {
            assert_eq!(parse_day(text).ok(), (text == "1970").then(|| day("1905-05-23")), "{text}");
        }
    }

    #[test]
    fn a_shanghai_day_begins_at_sixteen_hours_utc() {
        let midnight = day_start_ms(day("2026-11-23"));
        assert_eq!(midnight, 1_795_363_200_000);
        assert_eq!(shanghai_day(midnight - 1), day("2026-11-22"));
        assert_eq!(shanghai_text(midnight - 60_000), "2026-11-22 23:59");
        assert_eq!(shanghai_text(midnight), "2026-11-23 00:00");
    }

    #[test]
    fn no_clock_crashes_a_date() {
        for at_ms in [i64::MIN, -1, 0, i64::MAX] {
            assert!((1900..=2100).contains(&shanghai_day(at_ms).year()));
        }
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

    #[test]
    fn days_are_printed_in_both_languages() {
        assert_eq!(day_zh(day("2026-06-01")), "2026年6月1日");
        assert_eq!(day_en(day("2026-06-01")), "1 June 2026");
    }
}
