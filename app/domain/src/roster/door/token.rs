//! Cuts a door text into the words that door texts are made of.

use super::super::{glyph, numeral, remark::Remark};

/// What a word after a number says about the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// 号楼 栋 幢 座 #
    Building,
    /// 楼: a building or a floor
    Lou,
    /// 号: a building or a door
    Hao,
    /// 单元 门 梯
    Unit,
    /// 层
    Floor,
    /// 室 户 房
    Door,
    /// 排 (a row of one-storey houses)
    Row,
    /// 负, 地下 before a floor
    Minus,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// Digits without leading zeros.
    Number(String),
    /// Latin letters, upper case.
    Letter(String),
    /// 甲 乙 丙 …
    Stem(char),
    /// 东 西 南 北 中, also two of them.
    Compass(String),
    /// A building with a name: 家属楼, 平房.
    Name(String),
    /// A part of the house that is counted by itself: 地下室, 车库.
    Annex(&'static str),
    Mark(Mark),
    Dash,
}

/// Longest first, because the first that fits is taken.
const WORDS: &[(&str, Mark)] = &[
    ("号楼", Mark::Building),
    ("#楼", Mark::Building),
    ("号房", Mark::Door),
    ("号室", Mark::Door),
    ("单元", Mark::Unit),
    ("地下", Mark::Minus),
    ("#", Mark::Building),
    ("栋", Mark::Building),
    ("幢", Mark::Building),
    ("座", Mark::Building),
    ("梯", Mark::Unit),
    ("门", Mark::Unit),
    ("层", Mark::Floor),
    ("室", Mark::Door),
    ("户", Mark::Door),
    ("房", Mark::Door),
    ("号", Mark::Hao),
    ("楼", Mark::Lou),
    ("排", Mark::Row),
    ("负", Mark::Minus),
];
const ANNEXES: &[&str] = &["地下室", "储藏室", "储物间", "车库", "小房", "商铺", "门面", "门市"];
const NAMES: &[&str] = &["平房", "筒子楼", "家属楼", "宿舍楼", "公寓楼", "宿舍", "公寓"];
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const COMPASS: &str = "东西南北中";
/// A named building has a short name; a longer run of unknown characters is no door.
const NAME_GLYPHS: usize = 6;

/// The words of a folded text, or why it has none.
pub(super) fn tokens(folded: &str) -> Result<Vec<Token>, Remark> {
    let mut tokens = Vec::with_capacity(8);
    let mut rest = folded;
    while let Some(first) = rest.chars().next() {
        if first == ' ' {
            rest = &rest[1..];
            let apart = |glyph: Option<char>| glyph.is_some_and(|glyph| glyph.is_ascii_alphanumeric());
            if matches!(tokens.last(), Some(Token::Number(_) | Token::Letter(_))) && apart(rest.chars().next()) {
                tokens.push(Token::Dash);
            }
            continue;
        }
        let (token, size) = next(rest, first)?;
        rest = &rest[size..];
        if token != Token::Dash || tokens.last() != Some(&Token::Dash) {
            tokens.push(token);
        }
    }
    Ok(tokens)
}

fn next(rest: &str, first: char) -> Result<(Token, usize), Remark> {
    if let Some(annex) = ANNEXES.iter().find(|annex| rest.starts_with(**annex)) {
        return Ok((Token::Annex(annex), annex.len()));
    }
    if let Some(name) = NAMES.iter().find(|name| rest.starts_with(**name)) {
        return Ok((Token::Name((*name).to_owned()), name.len()));
    }
    if let Some((word, mark)) = WORDS.iter().find(|(word, _)| rest.starts_with(word)) {
        return Ok((Token::Mark(*mark), word.len()));
    }
    let run = |belongs: fn(char) -> bool| &rest[..rest.find(|glyph| !belongs(glyph)).unwrap_or(rest.len())];
    if numeral::is_numeral(first) {
        let digits = run(numeral::is_numeral);
        return numeral::read(digits).map(|number| (Token::Number(number), digits.len())).ok_or(Remark::DoorUnreadable);
    }
    if first.is_ascii_alphabetic() {
        let letters = run(|glyph| glyph.is_ascii_alphabetic());
        return Ok((Token::Letter(letters.to_ascii_uppercase()), letters.len()));
    }
    if STEMS.contains(first) {
        return Ok((Token::Stem(first), first.len_utf8()));
    }
    if COMPASS.contains(first) {
        let points = run(|glyph| COMPASS.contains(glyph));
        return Ok((Token::Compass(points.to_owned()), points.len()));
    }
    match first {
        '-' => Ok((Token::Dash, 1)),
        ',' | '、' | ';' | '/' | '&' | '和' | '及' | '与' | '~' | '至' | '到' => Err(Remark::SeveralDoors),
        '=' | '+' | '@' => Err(Remark::FormulaText),
        '月' | '日' | '年' => Err(Remark::LooksLikeDate),
        _ => named_building(rest).ok_or(Remark::DoorUnreadable),
    }
}

/// 教师楼, 前楼, 办公楼: a few plain characters before 楼.
fn named_building(rest: &str) -> Option<(Token, usize)> {
    let size = rest.find('楼')?;
    let name = &rest[..size];
    let plain = |glyph: char| {
        glyph::is_han(glyph)
            && !numeral::is_numeral(glyph)
            && !STEMS.contains(glyph)
            && !COMPASS.contains(glyph)
            && !"号栋幢座单元门梯层室户房排月日年和及与至到".contains(glyph)
    };
    let fits = name.chars().count() < NAME_GLYPHS && name.chars().all(plain);
    let size = size + '楼'.len_utf8();
    fits.then(|| (Token::Name(rest[..size].to_owned()), size))
}
