//! Numbers as people type them: full-width digits, a comma for the point, a unit behind; read exactly, never through a float.

/// Why a text is no number of the wanted kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DecimalError {
    /// Not a plain non-negative decimal.
    NotANumber,
    /// More digits behind the point than the unit has.
    TooManyDecimals,
    /// Does not fit.
    TooLarge,
}

/// Full-width forms become ASCII, spaces vanish.
pub(crate) fn narrow(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_whitespace())
        .map(|character| match character {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
            other => other,
        })
        .collect()
}

/// Reads `12`, `12.5`, `12,5` as a count of 1/10^`decimals`.
pub(crate) fn read(text: &str, decimals: usize) -> Result<u64, DecimalError> {
    let (whole, fraction) = match text.find(['.', ',']) {
        Some(point) => (&text[..point], &text[point + 1..]),
        None => (text, ""),
    };
    let digits_only = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits_only(whole) || !digits_only(fraction) || text.ends_with(['.', ',']) {
        return Err(DecimalError::NotANumber);
    }
    if fraction.len() > decimals {
        return Err(DecimalError::TooManyDecimals);
    }
    let mut digits = [whole, fraction].concat();
    for _ in fraction.len()..decimals {
        digits.push('0');
    }
    digits.parse().map_err(|_| DecimalError::TooLarge)
}

/// `numerator / denominator`, halves upwards (四舍五入); both non-negative, the denominator positive.
pub(crate) fn half_up(numerator: u128, denominator: u128) -> u128 {
    (numerator * 2 + denominator) / (denominator * 2)
}
