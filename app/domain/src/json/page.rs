//! The text while it is written, and the values that are open in it.
//!
//! A refusal is written down on the [`Page`] and said once, at its end: nothing here ever fails on the way, so that the code of each
//! type is a row of calls without a way out behind each.

use super::write::{Unwritable, Writer, Written};
use serde::Serialize;
use std::fmt::{Display, Write as _};

/// What is being written, and whether something had no JSON.
#[derive(Default)]
pub struct Page {
    text: String,
    is_refused: bool,
}

/// A map or list that is open.
pub struct Open<'a> {
    page: &'a mut Page,
    close: &'static str,
}

impl Page {
    /// The whole text.
    pub fn finish(self) -> Result<String, Unwritable> {
        if self.is_refused { Err(Unwritable) } else { Ok(self.text) }
    }

    /// Something has no JSON.
    pub fn refuse(&mut self) {
        self.is_refused = true;
    }

    /// A word of JSON.
    pub fn put(&mut self, word: &str) {
        self.text.push_str(word);
    }

    /// A number.
    pub fn number(&mut self, number: impl Display) {
        // A string takes everything.
        let _ = write!(self.text, "{number}");
    }

    /// A string, in quotes.
    pub fn string(&mut self, said: &str) {
        string(&mut self.text, said);
    }

    /// A map or list begins.
    pub fn open(&mut self, open: &str, close: &'static str) -> Open<'_> {
        self.text.push_str(open);
        Open { page: self, close }
    }

    /// A variant that holds something: a map of one entry, whose value is opened with `bracket`.
    pub fn open_variant(&mut self, variant: &str, bracket: &str, close: &'static str) -> Open<'_> {
        self.text.push('{');
        name(&mut self.text, variant);
        self.open(bracket, close)
    }
}

/// A comma, unless this is the first one inside. A string that ends in a bracket ends in its quote.
fn separate(text: &mut String) {
    if !matches!(text.as_bytes().last(), Some(b'{' | b'[')) {
        text.push(',');
    }
}

fn name(text: &mut String, name: &str) {
    separate(text);
    string(text, name);
    text.push(':');
}

fn string(text: &mut String, said: &str) {
    text.push('"');
    for character in said.chars() {
        let short = match character {
            '"' | '\\' => character,
            '\u{8}' => 'b',
            '\u{c}' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\0'..' ' => {
                let code = u32::from(character);
                text.push_str(if code < 0x10 { "\\u000" } else { "\\u001" });
                text.extend(char::from_digit(code & 0xf, 16));
                continue;
            }
            _ => {
                text.push(character);
                continue;
            }
        };
        text.push('\\');
        text.push(short);
    }
    text.push('"');
}

impl Open<'_> {
    /// A value, where one is due.
    pub fn value<T: Serialize + ?Sized>(&mut self, value: &T) {
        let is_refused = value.serialize(Writer(self.page)).is_err();
        self.page.is_refused |= is_refused;
    }

    /// One more of a list.
    #[inline(never)]
    pub fn item<T: Serialize + ?Sized>(&mut self, value: &T) {
        separate(&mut self.page.text);
        self.value(value);
    }

    /// One more of a struct.
    #[inline(never)]
    pub fn field<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) {
        name(&mut self.page.text, key);
        self.value(value);
    }

    /// One more name of a map; its value is due.
    pub fn key<T: Serialize + ?Sized>(&mut self, key: &T) {
        separate(&mut self.page.text);
        let start = self.page.text.len();
        self.value(key);
        self.page.is_refused |= self.page.text.as_bytes().get(start) != Some(&b'"');
        self.page.text.push(':');
    }

    /// The end of it.
    pub fn shut(self) -> Written {
        self.page.text.push_str(self.close);
        Ok(())
    }
}
