//! Folding of characters: what looks the same is the same (full width, dashes, invisible characters).

use unicode_normalization::UnicodeNormalization;

/// Characters that show nothing: zero width, direction marks, soft hyphens, byte order marks, variation selectors, controls.
pub fn is_invisible(glyph: char) -> bool {
    matches!(glyph,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e01ef}')
        || (glyph.is_control() && !glyph.is_whitespace())
}

/// Whether the text has a character that shows nothing or turns the reading direction.
pub fn has_invisible(text: &str) -> bool {
    text.chars().any(is_invisible)
}

fn is_dash(glyph: char) -> bool {
    matches!(
        glyph,
        '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{2501}' | '\u{fe58}' | '\u{30fc}'
    )
}

/// One way to write it: compatibility forms folded (full width becomes half width), every dash `-`,
/// runs of white space one space, invisible characters gone, no space at the ends.
///
/// Folding twice changes nothing.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for glyph in text.nfkc() {
        let glyph = if is_dash(glyph) { '-' } else { glyph };
        if glyph.is_whitespace() {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else if !is_invisible(glyph) {
            folded.push(glyph);
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Folded, without any space, in upper case: what is compared when two texts should mean the same.
pub fn key(text: &str) -> String {
    fold(text).chars().filter(|glyph| !glyph.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// Whether this is a Chinese character, rare ones (extension B and later) included.
pub fn is_han(glyph: char) -> bool {
    matches!(glyph, '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{33fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_the_same_is_the_same() {
        let cases = [
            ("３－２－５０１", "3-2-501"),
            (" 3 \u{3000} 号楼\t", "3 号楼"),
            ("3—2–501", "3-2-501"),
            ("5\u{200b}01\u{feff}", "501"),
            ("Ａ座", "A座"),
            ("③＃", "3#"),
            ("", ""),
            ("\u{202e}501", "501"),
        ];
        for (raw, folded) in cases {
            assert_eq!(fold(raw), folded, "{raw:?}");
        }
    }

    #[test]
    fn rare_characters_are_han() {
        for glyph in ['张', '㐂', '𠮷', '𬭚', '〇'] {
            assert!(is_han(glyph), "{glyph}");
        }
        for glyph in ['a', '😀', '，', 'ア'] {
            assert!(!is_han(glyph), "{glyph}");
        }
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in ".*") {
            let once = fold(&text);
            proptest::prop_assert_eq!(fold(&once), once);
        }
    }
}
