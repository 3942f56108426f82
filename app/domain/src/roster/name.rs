//! A person's name as a roster gives it (model 2.15).

use super::{glyph, remark::Remark};
use unicode_normalization::UnicodeNormalization;

/// Characters a name may have.
const NAME_GLYPHS: usize = 30;

/// Words that people write where a name is missing.
const PLACEHOLDERS: &[&str] = &[
    "户主",
    "业主",
    "房主",
    "租户",
    "住户",
    "本人",
    "无",
    "无人",
    "空",
    "空户",
    "空置",
    "空房",
    "不详",
    "未知",
    "待核",
    "待核实",
    "暂无",
    "某某",
    "无名",
    "测试",
    "NA",
    "N/A",
    "无姓名",
    "不知道",
];

/// Reads a name: spaces trimmed and collapsed, NFC. `None` for an empty cell.
///
/// # Errors
/// The remark that says why the cell holds no single name.
pub fn read_name(cell: &str) -> Result<Option<String>, Remark> {
    if cell.len() > NAME_GLYPHS * 64 {
        return Err(Remark::NameTooLong);
    }
    if glyph::has_invisible(cell) {
        return Err(Remark::NameCharacters);
    }
    let name = cell.nfc().map(same_dot).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Ok(None);
    }
    if PLACEHOLDERS.contains(&glyph::key(&name).as_str()) {
        return Err(Remark::NamePlaceholder);
    }
    if name.contains(['/', '、', ',', '，', ';', '；', '／', '&', '＆', '\\', '|']) {
        return Err(Remark::NameSeveral);
    }
    if !name.chars().all(belongs) || !name.chars().any(|glyph| glyph.is_alphabetic()) {
        return Err(Remark::NameCharacters);
    }
    if name.chars().count() > NAME_GLYPHS {
        return Err(Remark::NameTooLong);
    }
    Ok(Some(name))
}

/// The separating dot of names has several look-alikes.
fn same_dot(glyph: char) -> char {
    match glyph {
        '•' | '‧' | '・' | '･' | '∙' | '●' | '．' => '·',
        _ => glyph,
    }
}

fn belongs(letter: char) -> bool {
    let latin = letter.is_ascii_alphabetic() || matches!(letter, '\u{c0}'..='\u{24f}' if letter.is_alphabetic());
    glyph::is_han(letter) || latin || letter == '·' || letter == ' '
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read() {
        let long = "阿".repeat(30);
        let cases = [
            ("张三", "张三"),
            (" 李  四 ", "李 四"),
            ("阿依古丽・买买提", "阿依古丽·买买提"),
            ("𠮷田", "𠮷田"),
            ("Anna Müller", "Anna Müller"),
            ("㐂", "㐂"),
            (long.as_str(), long.as_str()),
        ];
        for (cell, name) in cases {
            assert_eq!(read_name(cell), Ok(Some(name.to_owned())), "{cell}");
        }
        assert_eq!(read_name("  \u{3000} "), Ok(None));
    }

    #[test]
    fn hostile_names_are_refused_with_their_reason() {
        let (long, huge) = ("阿".repeat(31), "阿".repeat(5_000_000));
        let cases = [
            ("张\u{200b}三", Remark::NameCharacters),
            ("\u{202e}三张", Remark::NameCharacters),
            ("张三😀", Remark::NameCharacters),
            ("<script>alert(1)</script>", Remark::NameSeveral),
            ("<b>", Remark::NameCharacters),
            ("张三1", Remark::NameCharacters),
            ("·", Remark::NameCharacters),
            ("=CMD()", Remark::NameCharacters),
            (long.as_str(), Remark::NameTooLong),
            (huge.as_str(), Remark::NameTooLong),
            ("户主", Remark::NamePlaceholder),
            (" 户 主 ", Remark::NamePlaceholder),
            ("张三/李四", Remark::NameSeveral),
            ("张三、李四", Remark::NameSeveral),
        ];
        for (cell, remark) in cases {
            assert_eq!(read_name(cell), Err(remark), "{}", &cell[..cell.len().min(40)]);
        }
    }
}
