//! The unified social credit code of a company (统一社会信用代码, GB 32100: 18 characters, check by modulus 31).

use super::glyph;

/// I, O, S, V and Z are left out: they look like digits.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Why a text is no credit code. The wire codes are `uscc_length`, `uscc_alphabet`, `uscc_check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UsccError {
    /// Not eighteen characters.
    #[error("uscc_length")]
    Length,
    /// A character outside the alphabet (I, O, S, V, Z, signs).
    #[error("uscc_alphabet")]
    Alphabet,
    /// The last character does not fit the others.
    #[error("uscc_check")]
    Check,
}

/// Reads a credit code: full width folded, spaces and dashes gone, upper case.
///
/// # Errors
/// See [`UsccError`].
pub fn read_uscc(text: &str) -> Result<String, UsccError> {
    let code = glyph::key(text).replace('-', "");
    if code.chars().count() != 18 {
        return Err(UsccError::Length);
    }
    let values = code.bytes().map(value).collect::<Option<Vec<_>>>().ok_or(UsccError::Alphabet)?;
    if check(&values[..17]) == values[17] { Ok(code) } else { Err(UsccError::Check) }
}

/// The code whose first seventeen characters these are, with its check character; `None` when they are no such characters.
pub fn uscc_from(first17: &str) -> Option<String> {
    let values = first17.bytes().map(value).collect::<Option<Vec<_>>>().filter(|values| values.len() == 17)?;
    Some(format!("{first17}{}", ALPHABET[check(&values)] as char))
}

fn value(byte: u8) -> Option<usize> {
    ALPHABET.iter().position(|letter| *letter == byte)
}

/// Weights are 3^i mod 31; the check makes the weighted sum a multiple of 31.
fn check(values: &[usize]) -> usize {
    let (sum, _) = values.iter().fold((0, 1), |(sum, weight), value| (sum + value * weight, weight * 3 % 31));
    (31 - sum % 31) % 31
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_with_its_check_character_is_read_in_any_case_and_width() {
        let code = uscc_from("91140403MA0K0000X").unwrap();
        assert_eq!(read_uscc(&code), Ok(code.clone()));
        assert_eq!(read_uscc(&format!(" {} ", code.to_lowercase())), Ok(code.clone()));
        assert_eq!(read_uscc(&code.replace("911", "９１１")), Ok(code));
    }

    #[test]
    fn the_weights_are_those_of_the_standard() {
        // 3^i mod 31 as printed in the standard; the sum over a code of ones must follow from them.
        let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
        assert_eq!(check(&[1; 17]), (31 - weights.iter().sum::<usize>() % 31) % 31);
    }

    #[test]
    fn hostile_codes_are_refused_with_their_reason() {
        let code = uscc_from("91140403MA0K0000X").unwrap();
        for letter in ["I", "O", "S", "V", "Z", "😀", "-"] {
            assert_ne!(read_uscc(&format!("{letter}{}", &code[1..])), Ok(code.clone()), "{letter}");
        }
        assert_eq!(read_uscc(&format!("I{}", &code[1..])), Err(UsccError::Alphabet));
        assert_eq!(read_uscc(&code[..17]), Err(UsccError::Length));

        let swapped = format!("{}{}{}", &code[1..2], &code[..1], &code[2..]);
        assert_eq!(read_uscc(&swapped), Err(UsccError::Check));
        assert_eq!(read_uscc(""), Err(UsccError::Length));
    }
}
