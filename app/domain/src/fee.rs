//! The monthly fee (calculation 3.1): one multiplication, one rounding, halves upwards, at the end.

use crate::area::AreaC;
use crate::decimal::half_up;
use crate::money::{Fen, RateMill};

/// The fee before any concession, in fen.
pub fn gross_fen(area: AreaC, rate: RateMill) -> Fen {
    Fen(kept_fen(area, rate, 1_000))
}

/// The fee after `permille_off` (0 to 1000, more counts as 1000) and a fixed amount, never below zero.
pub fn fee_fen(area: AreaC, rate: RateMill, permille_off: u16, fixed_off: Fen) -> Fen {
    let fee = kept_fen(area, rate, 1_000 - u64::from(permille_off.min(1_000)));
    Fen(fee.saturating_sub(fixed_off.0.max(0)).max(0))
}

/// So many thousandths of the gross fee. The whole millions are taken apart first, so that nothing leaves 64 bits: a phone would have
/// to download wider arithmetic.
fn kept_fen(area: AreaC, rate: RateMill, kept_permille: u64) -> i64 {
    const ONE: u64 = 1_000_000;
    let gross = u64::from(area.0) * u64::from(rate.0);
    let fee = gross / ONE * kept_permille + (gross % ONE * kept_permille + ONE / 2) / ONE;
    i64::try_from(fee).unwrap_or(i64::MAX)
}

/// What the company gives up: gross less fee (企业让利, seed S-46, S-68).
pub fn concession_fen(gross: Fen, fee: Fen) -> Fen {
    Fen(gross.0 - fee.0)
}

/// The part of a month's fee for `days` of `days_in_month` (exit, transfer).
pub fn partial_month_fen(fee: Fen, days: u32, days_in_month: u32) -> Fen {
    let fee = u128::from(fee.0.max(0).unsigned_abs());
    rounded(fee * u128::from(days.min(days_in_month)), u128::from(days_in_month.max(1)))
}

fn rounded(numerator: u128, denominator: u128) -> Fen {
    Fen(i64::try_from(half_up(numerator, denominator)).unwrap_or(i64::MAX))
}
