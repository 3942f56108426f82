//! Cells that leave this program never start a formula in somebody's spreadsheet (model 2.15: formula injection).

use std::borrow::Cow;

/// The cell with a `'` before anything that a spreadsheet would run.
pub fn neutral(cell: &str) -> Cow<'_, str> {
    let risky = |glyph| matches!(glyph, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    let first = cell.chars().find(|glyph| *glyph != ' ' && *glyph != '\u{feff}');
    if first.is_some_and(risky) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_run_is_text() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"] {
            assert_eq!(neutral(cell), format!("'{cell}"), "{cell:?}");
        }
        for cell in ["", "501", "3-2-501", "张三", "a=b"] {
            assert_eq!(neutral(cell), cell);
        }
    }
}
