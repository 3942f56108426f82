//! Civil days in Shanghai (UTC+8, no daylight saving), months of service, quarters of rating, and dates as people write them.

pub mod iso;
mod period;

pub use period::{Month, Period};

use crate::decimal::{narrow, push_digits};
use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Weekday};

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
    let minute = u32::from(shanghai_minute(at_ms));
    let mut text = iso::text(shanghai_day(at_ms));
    text.push(' ');
    push_digits(&mut text, minute / 60, 2);
    text.push(':');
    push_digits(&mut text, minute % 60, 2);
    text
}

/// The instant at which a Shanghai day begins, in milliseconds UTC.
pub fn day_start_ms(day: Day) -> i64 {
    day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis() - SHANGHAI_MS
}

/// `day` moved by some days; stays where it is at the ends of the calendar.
pub fn plus_days(day: Day, days: i64) -> Day {
    TimeDelta::try_days(days).and_then(|delta| day.checked_add_signed(delta)).unwrap_or(day)
}

/// The Monday of a day's week.
pub fn week_start(day: Day) -> Day {
    plus_days(day, -i64::from(day.weekday().num_days_from_monday()))
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

/// `months` later, clamped to the month's last day.
pub(crate) fn plus_months(day: Day, months: u32) -> Day {
    day.checked_add_months(Months::new(months)).unwrap_or(day)
}

macro_rules! serde_as_text {
    ($type:ty) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'_, str> as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use serde_as_text;

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
    fn days_are_printed_in_both_languages() {
        assert_eq!(day_zh(day("2026-06-01")), "2026年6月1日");
        assert_eq!(day_en(day("2026-06-01")), "1 June 2026");
    }
}
