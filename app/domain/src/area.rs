//! Floor area in hundredths of a square metre (建筑面积), read from what people type (model 2.15).

use crate::decimal::{self, DecimalError};
use crate::json::{FromJson, ToJson};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Floor area in units of 0.01 m².
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, FromJson, ToJson)]
#[serde(transparent)]
pub struct AreaC(pub u32);

/// Why a text is no area. `code` is what findings carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AreaError {
    /// Not a plain decimal number.
    #[error("not a number")]
    NotANumber,
    /// More than two digits behind the point.
    #[error("more than two decimals")]
    TooManyDecimals,
    /// Outside 5.00 to 500.00 m².
    #[error("outside 5.00 to 500.00 square metres")]
    OutOfRange,
    /// Outside, but a plausible area if a point was forgotten: `850`, `6847`.
    #[error("too large: was the point forgotten?")]
    MissingPoint,
}

impl AreaError {
    /// Stable code for findings.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotANumber => "area_not_a_number",
            Self::TooManyDecimals => "area_too_many_decimals",
            Self::OutOfRange => "area_out_of_range",
            Self::MissingPoint => "area_missing_point",
        }
    }
}

impl AreaC {
    /// The smallest area that a person may enter: 5.00 m².
    pub const MIN: Self = Self(500);
    /// The largest area that a person may enter: 500.00 m².
    pub const MAX: Self = Self(50_000);

    /// Whether the area lies in the range of a flat; outside, a data warning is due (calculation 3.1).
    pub fn is_plausible(self) -> bool {
        (Self::MIN..=Self::MAX).contains(&self)
    }
}

const UNITS: [&str; 7] = ["平方米", "平米", "㎡", "m²", "m2", "M2", "平"];

impl FromStr for AreaC {
    type Err = AreaError;

    fn from_str(text: &str) -> Result<Self, AreaError> {
        let narrow = decimal::narrow(text);
        let number = UNITS.iter().find_map(|unit| narrow.strip_suffix(unit)).unwrap_or(&narrow);
        let hundredths = decimal::read(number, 2).map_err(|error| match error {
            DecimalError::NotANumber => AreaError::NotANumber,
            DecimalError::TooManyDecimals => AreaError::TooManyDecimals,
            DecimalError::TooLarge => AreaError::OutOfRange,
        })?;
        let area = u32::try_from(hundredths).map(Self).map_err(|_| AreaError::OutOfRange)?;
        let forgot_the_point =
            !number.bytes().any(|byte| matches!(byte, b'.' | b',')) && (50_001..=5_000_000).contains(&area.0);
        match area {
            area if area.is_plausible() => Ok(area),
            _ if forgot_the_point => Err(AreaError::MissingPoint),
            _ => Err(AreaError::OutOfRange),
        }
    }
}

impl fmt::Display for AreaC {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_read_as_people_type_them() {
        let cases = [
            ("68.47", 6847),
            (" 68,47 ", 6847),
            ("68.47㎡", 6847),
            ("68.4 平方米", 6840),
            ("６８．４７", 6847),
            ("6８，47m2", 6847),
            ("5.00", 500),
            ("500", 50_000),
        ];
        for (text, area_c) in cases {
            assert_eq!(text.parse(), Ok(AreaC(area_c)), "{text}");
        }
    }

    #[test]
    fn what_is_no_area_is_refused_with_its_reason() {
        use AreaError::{MissingPoint, NotANumber, OutOfRange, TooManyDecimals};
        let cases = [
            ("0", OutOfRange),
            ("4.99", OutOfRange),
            ("500.01", OutOfRange),
            ("850", MissingPoint),
            ("6847", MissingPoint),
            ("850.0", OutOfRange),
            ("85.999", TooManyDecimals),
            ("-68", NotANumber),
            ("1e9", NotANumber),
            ("NaN", NotANumber),
            ("", NotANumber),
            (".", NotANumber),
            ("68.", NotANumber),
            ("6,8.4", NotANumber),
            ("99999999999999999999999", OutOfRange),
            ("四十", NotANumber),
        ];
        for (text, error) in cases {
            assert_eq!(text.parse::<AreaC>(), Err(error), "{text}");
        }
    }

    #[test]
    fn an_area_prints_with_two_decimals() {
        assert_eq!([AreaC(6847), AreaC(500), AreaC(1)].map(|area| area.to_string()), ["68.47", "5.00", "0.01"]);
    }
}
