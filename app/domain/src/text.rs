//! Searching texts. The standard library does it faster and far larger, and the phone would carry that.

/// Whether `part` stands somewhere in `text`.
pub fn holds(text: &str, part: &str) -> bool {
    part.is_empty() || text.as_bytes().windows(part.len()).any(|window| window == part.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_wherever_it_stands() {
        let cases =
            [("3号楼", "号", true), ("501", "501", true), ("501", "01", true), ("501", "5010", false), ("", "", true)];
        for (text, part, is_there) in cases {
            assert_eq!(holds(text, part), is_there, "{text} {part}");
        }
    }
}
