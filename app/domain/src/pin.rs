//! The PIN behind which a worker's key lies on a phone: which ones are refused, and what a wrong one costs.

use crate::config::Config;

/// So many digits.
pub const DIGITS: usize = 6;

const MINUTE_MS: i64 = 60_000;

/// Six digits that are not the first ones anybody would try.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(String);

/// Why a PIN is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinFault {
    /// Not six digits.
    NotSixDigits,
    /// One digit six times, or counting up or down.
    TooEasy,
}

impl Pin {
    /// A PIN to be chosen.
    pub fn choose(text: &str) -> Result<Self, PinFault> {
        let pin = Self::read(text).ok_or(PinFault::NotSixDigits)?;
        let steps: Vec<i16> = pin.0.as_bytes().windows(2).map(|two| i16::from(two[1]) - i16::from(two[0])).collect();
        match steps.first() {
            Some(-1..=1) if steps.iter().all(|step| *step == steps[0]) => Err(PinFault::TooEasy),
            _ => Ok(pin),
        }
    }

    /// A PIN as it was typed; a Chinese keypad may give full-width digits.
    pub fn read(text: &str) -> Option<Self> {
        let narrow = |glyph: char| match glyph {
            '０'..='９' => char::from_digit(glyph as u32 - '０' as u32, 10),
            _ => Some(glyph).filter(char::is_ascii_digit),
        };
        let digits: Option<String> = text.trim().chars().map(narrow).collect();
        digits.filter(|digits| digits.len() == DIGITS).map(Self)
    }

    /// The digits.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

/// After so many wrong tries: how long the next one has to wait, ms. Doubles with each.
pub fn wait_ms(wrong: u8, config: &Config) -> i64 {
    match wrong.checked_sub(config.pin_wait_from) {
        Some(more) => MINUTE_MS << more.min(10),
        None => 0,
    }
}

/// How much of the wait is left, ms. A clock that was set back or far ahead makes nobody wait for years.
pub fn wait_left_ms(wrong: u8, wrong_at_ms: i64, now_ms: i64, config: &Config) -> i64 {
    let passed_ms = i64::try_from(now_ms.abs_diff(wrong_at_ms)).unwrap_or(i64::MAX);
    wait_ms(wrong, config).saturating_sub(passed_ms).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::shipped;

    #[test]
    fn six_digits_that_are_not_the_first_ones_to_try() {
        let cases = [
            ("000000", Err(PinFault::TooEasy)),
            ("123456", Err(PinFault::TooEasy)),
            ("654321", Err(PinFault::TooEasy)),
            ("999999", Err(PinFault::TooEasy)),
            ("13579", Err(PinFault::NotSixDigits)),
            ("1357924", Err(PinFault::NotSixDigits)),
            ("13579x", Err(PinFault::NotSixDigits)),
            ("", Err(PinFault::NotSixDigits)),
            ("135790", Ok("135790")),
            (" １３５７９０ ", Ok("135790")),
            ("112233", Ok("112233")),
            ("246802", Ok("246802")),
        ];
        for (text, said) in cases {
            assert_eq!(Pin::choose(text).as_ref().map(Pin::digits).map_err(|fault| *fault), said, "{text}");
        }
    }

    #[test]
    fn five_wrong_tries_cost_nothing_and_then_the_wait_grows() {
        let config = shipped().0[0].value.clone();
        let minutes: Vec<i64> = (0..=9).map(|wrong| wait_ms(wrong, &config) / MINUTE_MS).collect();
        assert_eq!(minutes, [0, 0, 0, 0, 0, 1, 2, 4, 8, 16]);
        let left = |now_ms| wait_left_ms(6, 1_000_000, now_ms, &config);
        assert_eq!(
            [left(1_000_000), left(1_030_000), left(1_120_000), left(9_000_000), left(-9_000_000)],
            [120_000, 90_000, 0, 0, 0]
        );
    }
}
