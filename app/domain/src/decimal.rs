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
    let mut digits = String::new();
    let mut behind_point = None;
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => {
                digits.push(char::from(byte));
                behind_point = behind_point.map(|count| count + 1);
            }
            b'.' | b',' if behind_point.is_none() && !digits.is_empty() => behind_point = Some(0),
            _ => return Err(DecimalError::NotANumber),
        }
    }
    if digits.is_empty() || behind_point == Some(0) {
        return Err(DecimalError::NotANumber);
    }
    for _ in 0..decimals.checked_sub(behind_point.unwrap_or(0)).ok_or(DecimalError::TooManyDecimals)? {
        digits.push('0');
    }
    digits.parse().map_err(|_| DecimalError::TooLarge)
}

/// Writes the last `count` digits of a number, with zeros where it has fewer.
pub(crate) fn push_digits(text: &mut String, number: u32, count: u32) {
    for place in (0..count).rev() {
        text.push(char::from(b'0' + (number / 10_u32.pow(place) % 10) as u8));
    }
}

/// `numerator / denominator`, halves upwards (四舍五入); both non-negative, the denominator positive.
pub(crate) fn half_up(numerator: u128, denominator: u128) -> u128 {
    (numerator * 2 + denominator) / (denominator * 2)
}
