//! Masking of personal data in lists (rules 4.8): enough to recognise, too little to use.

/// `王*`, `王*明`, `欧**锋`: the first and, from three characters on, the last character stay.
pub fn name(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    match chars.as_slice() {
        [] => String::new(),
        [only] => format!("{only}*"),
        [first, _] => format!("{first}*"),
        [first, middle @ .., last] => format!("{first}{}{last}", "*".repeat(middle.len())),
    }
}

/// `138****1234`; a landline keeps its last three digits.
pub fn phone(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    let text = |part: &[char]| part.iter().collect::<String>();
    match digits.len() {
        11 if digits[0] == '1' => format!("{}****{}", text(&digits[..3]), text(&digits[7..])),
        0..4 => "****".to_owned(),
        length => format!("{}{}", "*".repeat(length - 3), text(&digits[length - 3..])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_phones_are_recognisable_and_no_more() {
        let names = [("王", "王*"), ("王明", "王*"), ("王小明", "王*明"), ("欧阳小锋", "欧**锋"), ("", "")];
        for (plain, masked) in names {
            assert_eq!(name(plain), masked);
        }
        let phones = [("13812341234", "138****1234"), ("0355-2021234", "********234"), ("12", "****"), ("", "****")];
        for (plain, masked) in phones {
            assert_eq!(phone(plain), masked);
        }
    }
}
