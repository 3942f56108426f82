//! The text while it is written. Nothing here fails and nothing is generic.

use super::ToJson;

/// What is being written.
#[derive(Default)]
pub struct Page {
    text: String,
}

impl Page {
    /// The whole text.
    pub(super) fn finish(self) -> String {
        self.text
    }

    /// A word of JSON, or a text that is JSON already.
    pub fn put(&mut self, word: &str) {
        self.text.push_str(word);
    }

    /// A number from 0 on.
    pub fn plus(&mut self, mut number: u64) {
        let mut digits = [0; 20];
        let mut first = digits.len();
        loop {
            first -= 1;
            digits[first] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        self.text.extend(digits[first..].iter().map(|digit| char::from(*digit)));
    }

    /// A number.
    pub fn signed(&mut self, number: i64) {
        if number < 0 {
            self.put("-");
        }
        self.plus(number.unsigned_abs());
    }

    /// Bytes, as a string of hex digits.
    pub fn hex(&mut self, bytes: &[u8]) {
        self.put("\"");
        for byte in bytes {
            self.digit(byte >> 4);
            self.digit(byte & 0xf);
        }
        self.put("\"");
    }

    fn digit(&mut self, digit: u8) {
        self.text.push(char::from(b"0123456789abcdef"[usize::from(digit & 0xf)]));
    }

    /// A string, in quotes.
    pub fn string(&mut self, said: &str) {
        self.put("\"");
        let mut written = 0;
        for (at, byte) in said.bytes().enumerate() {
            let short = match byte {
                b'"' | b'\\' => byte,
                8..=13 => b"btnufr"[usize::from(byte - 8)],
                0..b' ' => b'u',
                _ => continue,
            };
            // What needs no sign of its own is written in one piece.
            self.put(said.get(written..at).unwrap_or_default());
            written = at + 1;
            self.put("\\");
            self.text.push(char::from(short));
            if short == b'u' {
                self.put("00");
                self.digit(byte >> 4);
                self.digit(byte);
            }
        }
        self.put(said.get(written..).unwrap_or_default());
        self.put("\"");
    }

    /// One of these names (which stand in one text, with spaces between).
    pub fn name(&mut self, names: &str, place: usize) {
        self.string(names.split(' ').nth(place).unwrap_or_default());
    }

    /// A variant that holds something: a map of one entry.
    pub fn variant(&mut self, names: &str, place: usize, value: &dyn ToJson) {
        self.put("{");
        self.name(names, place);
        self.put(":");
        value.to_json(self);
        self.put("}");
    }

    /// A map whose fields have these names, in this order.
    pub fn row(&mut self, names: &'static str) -> Row<'_> {
        self.put("{");
        Row { page: self, names }
    }

    /// One more of a map; its value is due.
    pub fn key(&mut self, name: &str) {
        self.separate();
        self.string(name);
        self.put(":");
    }

    /// One more of a list.
    pub fn item(&mut self, value: &dyn ToJson) {
        self.separate();
        value.to_json(self);
    }

    /// A comma, unless this is the first one inside. A string that ends in a bracket ends in its quote.
    fn separate(&mut self) {
        if !matches!(self.text.as_bytes().last(), Some(b'{' | b'[')) {
            self.put(",");
        }
    }
}

/// The fields of a struct.
pub struct Row<'a> {
    page: &'a mut Page,
    /// Those to come.
    names: &'static str,
}

impl Row<'_> {
    fn next_name(&mut self) -> &'static str {
        let (name, names) = self.names.split_once(' ').unwrap_or((self.names, ""));
        self.names = names;
        name
    }

    /// The next field.
    pub fn put(&mut self, value: &dyn ToJson) {
        let name = self.next_name();
        self.page.key(name);
        value.to_json(self.page);
    }

    /// The next field, unless it says nothing.
    pub fn put_unless_blank(&mut self, value: &dyn ToJson) {
        if value.is_blank() {
            self.next_name();
        } else {
            self.put(value);
        }
    }

    /// The end of it.
    pub fn end(self) {
        self.page.put("}");
    }
}
