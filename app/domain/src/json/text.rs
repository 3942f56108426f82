//! The grammar of JSON (RFC 8259) over a text: where a value ends, what a map or list holds, what a string says. Nothing is copied but
//! strings with escapes, and nothing here is generic: it is in the phone's module once.

use super::Unreadable;
use std::borrow::Cow;

/// Maps and lists nest less deep than this, as in `serde_json`: a hostile text must not use up the stack.
pub const DEPTH_MAX: u8 = 128;

/// The value that a text consists of, without the space around it.
pub fn whole(text: &str) -> Result<&str, Unreadable> {
    let start = skip_space(text.as_bytes(), 0);
    let end = end_of_value(text, start, DEPTH_MAX)?;
    if skip_space(text.as_bytes(), end) < text.len() {
        return Err(Unreadable);
    }
    text.get(start..end).ok_or(Unreadable)
}

fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
        at += 1;
    }
    at
}

/// Where the value that begins at `at` ends.
fn end_of_value(text: &str, at: usize, depth: u8) -> Result<usize, Unreadable> {
    let bytes = text.as_bytes();
    let word = match bytes.get(at).ok_or(Unreadable)? {
        b'{' | b'[' => {
            let mut items = Items::at(text, at, depth)?;
            while items.next_item()?.is_some() {}
            return Ok(items.at + 1);
        }
        b'"' => return end_of_string(bytes, at),
        b't' => "true",
        b'f' => "false",
        b'n' => "null",
        _ => return end_of_number(bytes, at),
    };
    let is_word = bytes.get(at..).is_some_and(|rest| rest.starts_with(word.as_bytes()));
    if is_word { Ok(at + word.len()) } else { Err(Unreadable) }
}

fn end_of_string(bytes: &[u8], at: usize) -> Result<usize, Unreadable> {
    if bytes.get(at) != Some(&b'"') {
        return Err(Unreadable);
    }
    let mut at = at + 1;
    loop {
        match bytes.get(at).ok_or(Unreadable)? {
            b'"' => return Ok(at + 1),
            b'\\' => {
                at += match bytes.get(at + 1).ok_or(Unreadable)? {
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => 2,
                    b'u' => hex4(bytes, at + 2).map(|_| 6)?,
                    _ => return Err(Unreadable),
                }
            }
            0..0x20 => return Err(Unreadable),
            _ => at += 1,
        }
    }
}

fn end_of_number(bytes: &[u8], at: usize) -> Result<usize, Unreadable> {
    let digits = |mut at: usize| {
        let start = at;
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        if at > start { Ok(at) } else { Err(Unreadable) }
    };
    let start = at + usize::from(bytes.get(at) == Some(&b'-'));
    let mut at = digits(start)?;
    if at > start + 1 && bytes.get(start) == Some(&b'0') {
        return Err(Unreadable);
    }
    if bytes.get(at) == Some(&b'.') {
        at = digits(at + 1)?;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        at = digits(at + 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-'))))?;
    }
    Ok(at)
}

fn hex4(bytes: &[u8], at: usize) -> Result<u32, Unreadable> {
    let digit = |value, byte: &u8| Some(value << 4 | char::from(*byte).to_digit(16)?);
    bytes.get(at..at + 4).and_then(|digits| digits.iter().try_fold(0, digit)).ok_or(Unreadable)
}

/// Walks over a map or a list.
pub struct Items<'a> {
    text: &'a str,
    at: usize,
    depth: u8,
    is_map: bool,
    is_begun: bool,
}

/// One of them; `name` is empty in a list and in its quotes in a map.
pub struct Item<'a> {
    /// The name.
    pub name: &'a str,
    /// The text of the value.
    pub value: &'a str,
}

impl<'a> Items<'a> {
    /// The items of the map (or the list) that a value is.
    pub fn of(value: &'a str, is_map: bool) -> Result<Self, Unreadable> {
        Self::at(value, 0, DEPTH_MAX).and_then(|items| if items.is_map == is_map { Ok(items) } else { Err(Unreadable) })
    }

    fn at(text: &'a str, at: usize, depth: u8) -> Result<Self, Unreadable> {
        let is_map = match text.as_bytes().get(at) {
            Some(b'{') => true,
            Some(b'[') => false,
            _ => return Err(Unreadable),
        };
        if depth <= 1 {
            return Err(Unreadable);
        }
        Ok(Self { text, at: at + 1, depth: depth - 1, is_map, is_begun: false })
    }

    /// The next one; none behind the last.
    pub fn next_item(&mut self) -> Result<Option<Item<'a>>, Unreadable> {
        let bytes = self.text.as_bytes();
        let mut start = skip_space(bytes, self.at);
        if bytes.get(start) == Some(if self.is_map { &b'}' } else { &b']' }) {
            self.at = start;
            return Ok(None);
        }
        if self.is_begun {
            start = self.behind(start, b',')?;
        }
        self.is_begun = true;
        let mut name = "";
        if self.is_map {
            let end = end_of_string(bytes, start)?;
            name = self.text.get(start..end).ok_or(Unreadable)?;
            start = self.behind(skip_space(bytes, end), b':')?;
        }
        self.at = end_of_value(self.text, start, self.depth)?;
        let value = self.text.get(start..self.at).ok_or(Unreadable)?;
        Ok(Some(Item { name, value }))
    }

    fn behind(&self, at: usize, mark: u8) -> Result<usize, Unreadable> {
        let bytes = self.text.as_bytes();
        if bytes.get(at) == Some(&mark) { Ok(skip_space(bytes, at + 1)) } else { Err(Unreadable) }
    }
}

/// What a string in its quotes says.
pub fn said(value: &str) -> Result<Cow<'_, str>, Unreadable> {
    let mut rest = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).ok_or(Unreadable)?;
    if !rest.as_bytes().contains(&b'\\') {
        return Ok(Cow::Borrowed(rest));
    }
    let mut said = String::with_capacity(rest.len());
    while let Some(at) = rest.bytes().position(|byte| byte == b'\\') {
        let (before, escape) = (rest.get(..at).ok_or(Unreadable)?, rest.get(at..).ok_or(Unreadable)?);
        said.push_str(before);
        let (character, length) = escaped(escape.as_bytes())?;
        said.push(character);
        rest = escape.get(length..).ok_or(Unreadable)?;
    }
    said.push_str(rest);
    Ok(Cow::Owned(said))
}

/// The character that an escape stands for, and the escape's length. Half of a surrogate pair is no character.
fn escaped(escape: &[u8]) -> Result<(char, usize), Unreadable> {
    let short = match escape.get(1).ok_or(Unreadable)? {
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => {
            let unit = hex4(escape, 2)?;
            let (code, length) = match unit {
                0xd800..0xdc00 if escape.get(6..8) == Some(b"\\u") => {
                    let low = hex4(escape, 8)?.checked_sub(0xdc00).filter(|low| *low < 0x400).ok_or(Unreadable)?;
                    (0x1_0000 + ((unit - 0xd800) << 10 | low), 12)
                }
                _ => (unit, 6),
            };
            return char::from_u32(code).map(|character| (character, length)).ok_or(Unreadable);
        }
        same => char::from(*same),
    };
    Ok((short, 2))
}
