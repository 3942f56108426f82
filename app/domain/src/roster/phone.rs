//! A telephone number as a roster gives it (model 2.15).

use super::{glyph, remark::Remark};

/// Reads a phone number into digits (a landline keeps one `-` after its area code). `None` for an empty cell.
///
/// # Errors
/// The remark that says why the cell holds no single number.
pub fn read_phone(cell: &str) -> Result<Option<String>, Remark> {
    if cell.len() > 400 {
        return Err(Remark::PhoneWrong);
    }
    let folded = glyph::fold(cell);
    if folded.is_empty() || ["无", "-", "/", "没有", "不详"].contains(&folded.as_str()) {
        return Ok(None);
    }
    let upper = folded.to_uppercase();
    if upper.contains("E+") {
        return Err(Remark::PhoneDigitsLost);
    }
    if folded.split(['/', '、', ',', ';', '或']).filter(|part| digits(part).len() >= 7).count() > 1 {
        return Err(Remark::PhoneSeveral);
    }
    if !upper.chars().all(|glyph| glyph.is_ascii_digit() || " -+().".contains(glyph)) {
        return Err(Remark::PhoneWrong);
    }
    let all = digits(folded.strip_suffix(".0").unwrap_or(&folded));
    let abroad = folded.starts_with('+') || all.starts_with("00");
    let number = if abroad || all.len() == 13 { without_country(&all) } else { Some(all.as_str()) };
    let number = number.ok_or(Remark::PhoneWrong)?;
    if is_mobile(number) {
        return Ok(Some(number.to_owned()));
    }
    if all.len() == 22 && is_mobile(&all[..11]) && is_mobile(&all[11..]) {
        return Err(Remark::PhoneSeveral);
    }
    landline(number).map(Some).ok_or(Remark::PhoneWrong)
}

/// Whether these are the eleven digits of a mobile phone.
pub fn is_mobile(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    bytes.len() == 11 && bytes[0] == b'1' && (b'3'..=b'9').contains(&bytes[1]) && bytes.iter().all(u8::is_ascii_digit)
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn without_country(all: &str) -> Option<&str> {
    all.strip_prefix("0086").or_else(|| all.strip_prefix("86"))
}

/// `0355-2012345`, `010-12345678`, or a local number of seven or eight digits.
fn landline(number: &str) -> Option<String> {
    let local = |rest: &str| matches!(rest.len(), 7 | 8) && matches!(rest.as_bytes()[0], b'2'..=b'8');
    if local(number) {
        return Some(number.to_owned());
    }
    let code_digits = if number.starts_with("01") || number.starts_with("02") { 3 } else { 4 };
    if !number.starts_with('0') || number.len() < code_digits || number.starts_with("00") {
        return None;
    }
    let (code, rest) = number.split_at(code_digits);
    local(rest).then(|| format!("{code}-{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read() {
        let cases = [
            ("13812345678", "13812345678"),
            ("138 1234 5678", "13812345678"),
            ("138-1234-5678", "13812345678"),
            ("+86 13812345678", "13812345678"),
            ("0086-138-1234-5678", "13812345678"),
            ("8613812345678", "13812345678"),
            ("１３８１２３４５６７８", "13812345678"),
            ("19912345678", "19912345678"),
            ("13812345678.0", "13812345678"),
            ("0355-2012345", "0355-2012345"),
            ("(0355)2012345", "0355-2012345"),
            ("03552012345", "0355-2012345"),
            ("+86 0355 2012345", "0355-2012345"),
            ("010-62345678", "010-62345678"),
            ("2012345", "2012345"),
        ];
        for (cell, number) in cases {
            assert_eq!(read_phone(cell), Ok(Some(number.to_owned())), "{cell}");
        }
        for empty in ["", " ", "无", "-"] {
            assert_eq!(read_phone(empty), Ok(None), "{empty:?}");
        }
    }

    #[test]
    fn hostile_numbers_are_refused_with_their_reason() {
        let cases = [
            ("10812345678", Remark::PhoneWrong),
            ("12812345678", Remark::PhoneWrong),
            ("12345", Remark::PhoneWrong),
            ("1381234567", Remark::PhoneWrong),
            ("138123456789", Remark::PhoneWrong),
            ("1.38E+10", Remark::PhoneDigitsLost),
            ("13812345678/13912345678", Remark::PhoneSeveral),
            ("13812345678 13912345678", Remark::PhoneSeveral),
            ("138****5678", Remark::PhoneWrong),
            ("=1+2", Remark::PhoneWrong),
            ("张三13812345678", Remark::PhoneWrong),
            ("00000000000", Remark::PhoneWrong),
        ];
        for (cell, remark) in cases {
            assert_eq!(read_phone(cell), Err(remark), "{cell}");
        }
    }
}
