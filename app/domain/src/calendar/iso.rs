//! Days as `2026-11-22` in JSON: `#[serde(with = "crate::calendar::iso")]`. Chrono's own reader knows every form of date there is and
//! weighs 16 kB on the phone.

use super::Day;
use crate::decimal::push_digits;
use chrono::Datelike;
use serde::{Deserialize, Deserializer, Serializer, de::Error as _};
use std::borrow::Cow;

/// Writes a day.
pub fn serialize<S: Serializer>(day: &Day, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

/// Reads a day.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
    let text = Cow::<str>::deserialize(deserializer)?;
    read(&text).ok_or_else(|| D::Error::custom("not a day"))
}

/// `2026-11-22` and nothing else.
pub fn read(text: &str) -> Option<Day> {
    let number = |from: usize, to: usize| {
        let part = text.get(from..to).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))?;
        part.parse::<u32>().ok()
    };
    let is_laid_out = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
    let year = i32::try_from(number(0, 4)?).ok()?;
    if is_laid_out { Day::from_ymd_opt(year, number(5, 7)?, number(8, 10)?) } else { None }
}

/// `2026-11-22`, for a day of the years 0 to 9999, without the formatting machinery that the phone would carry.
pub fn text(day: Day) -> String {
    let mut text = String::with_capacity(10);
    push_digits(&mut text, day.year().unsigned_abs(), 4);
    for part in [day.month(), day.day()] {
        text.push('-');
        push_digits(&mut text, part, 2);
    }
    text
}

/// The same for a day that may be missing.
pub mod maybe {
    use super::super::Day;
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};
    use std::borrow::Cow;

    /// Writes a day or null.
    pub fn serialize<S: Serializer>(day: &Option<Day>, serializer: S) -> Result<S::Ok, S::Error> {
        match day {
            Some(day) => serializer.collect_str(day),
            None => serializer.serialize_none(),
        }
    }

    /// Reads a day or null.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Day>, D::Error> {
        let Some(text) = Option::<Cow<str>>::deserialize(deserializer)? else { return Ok(None) };
        super::read(&text).map(Some).ok_or_else(|| D::Error::custom("not a day"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_days_that_exist_and_are_written_in_full_are_days() {
        for text in [
            "",
            "2026-1-1",
            "2026-02-30",
            "2026-13-01",
            "20260-1-01",
            "2026/01/01",
            "2026-01-01 ",
            "+026-01-01",
            "二〇二六年",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn days_are_read_as_chrono_writes_them(days in 0i64..60_000) {
            let day = super::super::plus_days(Day::from_ymd_opt(1900, 1, 1).unwrap(), days);
            prop_assert_eq!(text(day), day.to_string());
            prop_assert_eq!(read(&text(day)), Some(day));
            let json = serde_json::to_string(&day).unwrap();
            prop_assert_eq!(json, format!("\"{day}\""));
        }
    }
}
