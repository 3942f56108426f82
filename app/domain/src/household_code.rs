//! The household code on the slip: eight characters that cannot be mistaken, and one that checks them (content 7.4).

use crate::calendar::serde_as_text;
use std::fmt;
use std::str::FromStr;

/// Digits and capitals without 0, O, 1, I, L.
pub const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const LENGTH: usize = 8;

/// A household code, check character included. Printed as `ABCD-EFGH-J`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HouseholdCode([u8; LENGTH + 1]);

/// The text is no household code, or a character is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a household code")]
pub struct NotACode;

impl HouseholdCode {
    /// A code from 64 random bits (about 39 of them are used).
    pub fn make(random: u64) -> Self {
        let mut rest = random;
        let mut values = [0; LENGTH + 1];
        for value in values.iter_mut().take(LENGTH) {
            *value = u8::try_from(rest % 31).unwrap_or(0);
            rest /= 31;
        }
        values[LENGTH] = u8::try_from((31 - weighted(&values) % 31) % 31).unwrap_or(0);
        Self(values.map(|value| ALPHABET[usize::from(value)]))
    }

    /// The nine characters without dashes: what is stored, or hashed and stored.
    pub fn plain(&self) -> String {
        self.0.iter().map(|byte| char::from(*byte)).collect()
    }
}

/// Weights 2 to 9 and 1 for the check: all different and none divisible by 31, so that every wrong character and every swap of
/// neighbours changes the sum.
fn weighted(values: &[u8; LENGTH + 1]) -> u32 {
    let weight = |index: usize| if index == LENGTH { 1 } else { u32::try_from(index + 2).unwrap_or(1) };
    values.iter().enumerate().map(|(index, value)| weight(index) * u32::from(*value)).sum()
}

impl FromStr for HouseholdCode {
    type Err = NotACode;
    /// Tolerates lower case, spaces and dashes.
    fn from_str(text: &str) -> Result<Self, NotACode> {
        let mut values = [0; LENGTH + 1];
        let mut count = 0;
        for character in text.chars().filter(|character| !character.is_whitespace() && !"-–—_".contains(*character))
        {
            let upper = u8::try_from(character.to_ascii_uppercase()).map_err(|_| NotACode)?;
            let value = ALPHABET.iter().position(|known| *known == upper).ok_or(NotACode)?;
            *values.get_mut(count).ok_or(NotACode)? = u8::try_from(value).map_err(|_| NotACode)?;
            count += 1;
        }
        let sound = count == LENGTH + 1 && weighted(&values).is_multiple_of(31);
        if sound { Ok(Self(values.map(|value| ALPHABET[usize::from(value)]))) } else { Err(NotACode) }
    }
}

impl fmt::Display for HouseholdCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.plain();
        write!(f, "{}-{}-{}", &plain[..4], &plain[4..8], &plain[8..])
    }
}
serde_as_text!(HouseholdCode);
