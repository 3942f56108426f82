//! Money and rates as whole numbers: fen, and thousandths of a yuan per square metre and month (calculation 3.0).

use crate::decimal::{self, DecimalError};
use crate::json::{FromJson, ToJson};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An amount in fen (0.01 yuan). Negative only for reversals.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, FromJson, ToJson,
)]
#[serde(transparent)]
pub struct Fen(pub i64);

/// A rate in 0.001 yuan per m² and month (收费标准).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, FromJson, ToJson)]
#[serde(transparent)]
pub struct RateMill(pub u32);

/// Why a text is no amount or rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not a plain decimal number.
    #[error("not a number")]
    NotANumber,
    /// More digits behind the point than the unit has.
    #[error("too many decimals")]
    TooManyDecimals,
    /// Outside the allowed range (rates: 0.050 to 10.000).
    #[error("out of range")]
    OutOfRange,
}

impl MoneyError {
    /// Stable code for findings.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotANumber => "money_not_a_number",
            Self::TooManyDecimals => "money_too_many_decimals",
            Self::OutOfRange => "money_out_of_range",
        }
    }
}

impl From<DecimalError> for MoneyError {
    fn from(error: DecimalError) -> Self {
        match error {
            DecimalError::NotANumber => Self::NotANumber,
            DecimalError::TooManyDecimals => Self::TooManyDecimals,
            DecimalError::TooLarge => Self::OutOfRange,
        }
    }
}

impl FromStr for Fen {
    type Err = MoneyError;
    /// Reads a non-negative amount in yuan, such as `30.81`.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let fen = decimal::read(&decimal::narrow(text), 2)?;
        i64::try_from(fen).map(Self).map_err(|_| MoneyError::OutOfRange)
    }
}

impl fmt::Display for Fen {
    /// In yuan with two decimals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", fen / 100, fen % 100)
    }
}

impl FromStr for RateMill {
    type Err = MoneyError;
    /// Reads yuan per m² and month, 0.050 to 10.000, at most three decimals.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let mill = decimal::read(&decimal::narrow(text), 3)?;
        match u32::try_from(mill) {
            Ok(mill @ 50..=10_000) => Ok(Self(mill)),
            _ => Err(MoneyError::OutOfRange),
        }
    }
}

impl fmt::Display for RateMill {
    /// In yuan with two decimals, or three where the third is not zero.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, mill) = (self.0 / 1000, self.0 % 1000);
        if mill % 10 == 0 { write!(f, "{whole}.{:02}", mill / 10) } else { write!(f, "{whole}.{mill:03}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_within_their_range_only() {
        let good = [("0.45", 450), ("0.050", 50), ("10", 10_000), ("０．４５５", 455)];
        for (text, mill) in good {
            assert_eq!(text.parse(), Ok(RateMill(mill)), "{text}");
        }
        let bad = [
            ("45", MoneyError::OutOfRange),
            ("0.049", MoneyError::OutOfRange),
            ("10.001", MoneyError::OutOfRange),
            ("0.4555", MoneyError::TooManyDecimals),
            ("-0.45", MoneyError::NotANumber),
            ("壹佰", MoneyError::NotANumber),
        ];
        for (text, error) in bad {
            assert_eq!(text.parse::<RateMill>(), Err(error), "{text}");
        }
    }

    #[test]
    fn amounts_are_exact() {
        assert_eq!("30.81".parse(), Ok(Fen(3081)));
        assert_eq!("0.1+0.2".parse::<Fen>(), Err(MoneyError::NotANumber));
        assert_eq!("99999999999999999.99".parse::<Fen>(), Err(MoneyError::OutOfRange));
        assert_eq!([Fen(3081), Fen(-5), Fen(0)].map(|fen| fen.to_string()), ["30.81", "-0.05", "0.00"]);
        assert_eq!([RateMill(450), RateMill(455), RateMill(10_000)].map(|r| r.to_string()), ["0.45", "0.455", "10.00"]);
    }
}
