//! Household codes: what a person may mistype, and what must be found.

use domain::household_code::{ALPHABET, HouseholdCode};
use proptest::prelude::*;

#[test]
fn the_alphabet_has_nothing_that_can_be_mistaken() {
    assert_eq!(ALPHABET.len(), 31);
    assert!(!ALPHABET.iter().any(|byte| b"0O1IL".contains(byte)));
}

#[test]
fn a_code_reads_back_however_it_is_typed() {
    let code = HouseholdCode::make(0x0123_4567_89ab_cdef);
    let text = code.to_string();
    assert_eq!(text.len(), 11);
    for typed in
        [text.clone(), text.to_lowercase(), text.replace('-', ""), text.replace('-', " – "), format!(" {text}\n")]
    {
        assert_eq!(typed.parse(), Ok(code), "{typed}");
    }
    for bad in ["", "ABCD", "ABCD-EFGH", "ABCD-EFGH-JK", "0BCD-EFGH-J", "甲乙丙丁-ABCD-E"] {
        assert!(bad.parse::<HouseholdCode>().is_err(), "{bad}");
    }
    let wire = serde_json::to_string(&code).unwrap();
    assert_eq!(serde_json::from_str::<HouseholdCode>(&wire).unwrap(), code);
}

proptest! {
    #[test]
    fn one_wrong_character_or_swapped_neighbours_are_found(random: u64, at in 0_usize..9, by in 1_usize..31) {
        let code = HouseholdCode::make(random);
        let plain = code.plain().into_bytes();
        let read = |bytes: &[u8]| String::from_utf8_lossy(bytes).parse::<HouseholdCode>();
        prop_assert_eq!(read(&plain), Ok(code));
        let mut wrong = plain.clone();
        let value = ALPHABET.iter().position(|known| *known == wrong[at]).unwrap();
        wrong[at] = ALPHABET[(value + by) % 31];
        prop_assert!(read(&wrong).is_err());
        if at < 8 {
            let mut swapped = plain.clone();
            swapped.swap(at, at + 1);
            prop_assert!(swapped == plain || read(&swapped).is_err());
        }
    }
}
