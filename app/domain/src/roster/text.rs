//! Free text and names of places in a roster (model 2.15).

use super::{glyph, remark::Remark};

/// A note may have this many characters.
const NOTE_GLYPHS: usize = 200;
/// A street's, community's or compound's name may have this many.
const PLACE_GLYPHS: usize = 60;
/// Cells longer than this are cut before anything looks at them.
const CELL_BYTES: usize = 64 * 1024;

/// A note without control characters, cut to its limit, and what was done to it.
pub fn read_note(cell: &str) -> (String, Vec<Remark>) {
    let start = floor_boundary(cell, CELL_BYTES);
    let clean = |glyph: &char| !glyph::is_invisible(*glyph);
    let note = cell[..start].chars().filter(clean).collect::<String>();
    let note = note.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut = note.chars().take(NOTE_GLYPHS).collect::<String>();
    let mut remarks = Vec::new();
    if start < cell.len() || cut.len() < note.len() || glyph::has_invisible(&cell[..start]) {
        remarks.push(Remark::TextCleaned);
    }
    if has_personal_number(&cut) {
        remarks.push(Remark::TextPersonalNumber);
    }
    (cut, remarks)
}

/// The name of a place, folded. `None` for an empty cell.
///
/// # Errors
/// [`Remark::PlaceNameWrong`] for markup, control characters, formulas and names that are too long.
pub fn read_place(cell: &str) -> Result<Option<String>, Remark> {
    if cell.len() > PLACE_GLYPHS * 16 || glyph::has_invisible(cell) {
        return Err(Remark::PlaceNameWrong);
    }
    let name = glyph::fold(cell);
    if name.is_empty() {
        return Ok(None);
    }
    let belongs = |letter: char| {
        glyph::is_han(letter)
            || letter.is_ascii_alphanumeric()
            || letter.is_alphabetic()
            || " ()-·#.&、:+".contains(letter)
    };
    let fits = name.chars().count() <= PLACE_GLYPHS && name.chars().all(belongs) && !name.starts_with(['-', '+', '.']);
    if fits { Ok(Some(name)) } else { Err(Remark::PlaceNameWrong) }
}

/// A run of eleven digits like a mobile number, or eighteen like an identity number.
fn has_personal_number(text: &str) -> bool {
    let folded = glyph::fold(text);
    folded
        .split(|glyph: char| !(glyph.is_ascii_digit() || glyph == 'X' || glyph == 'x'))
        .any(|run| super::phone::is_mobile(run) || run.len() == 18)
}

fn floor_boundary(text: &str, limit: usize) -> usize {
    let mut end = text.len().min(limit);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_cleaned_and_cut_and_says_so() {
        let huge = "备".repeat(4_000_000);
        let cases: [(&str, &str, &[Remark]); 5] = [
            ("  有  狗 ", "有 狗", &[]),
            ("a\u{0}b\u{202e}c", "abc", &[Remark::TextCleaned]),
            ("'; drop table households; --", "'; drop table households; --", &[]),
            ("{{7*7}} ${x}", "{{7*7}} ${x}", &[]),
            ("他儿子电话13812345678", "他儿子电话13812345678", &[Remark::TextPersonalNumber]),
        ];
        for (cell, note, remarks) in cases {
            assert_eq!(read_note(cell), (note.to_owned(), remarks.to_vec()), "{cell:?}");
        }
        let (cut, remarks) = read_note(&huge);
        assert_eq!((cut.chars().count(), remarks), (NOTE_GLYPHS, vec![Remark::TextCleaned]));
    }

    #[test]
    fn a_place_has_a_plain_name() {
        assert_eq!(read_place(" 向阳　小区（南院） "), Ok(Some("向阳 小区(南院)".to_owned())));
        assert_eq!(read_place(""), Ok(None));
        for cell in ["<script>", "=cmd|'/c calc'!A1", "向阳\u{202e}小区", "-1", &"院".repeat(61), "小区\u{1f600}"]
        {
            assert_eq!(read_place(cell), Err(Remark::PlaceNameWrong), "{cell}");
        }
    }
}
