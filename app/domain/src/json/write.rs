//! Writing JSON with little code: the same bytes as `serde_json::to_string`, straight into one string. Floats and bytes are refused:
//! no amount, time or size here is one.

use super::node::RAW;
use serde::ser::{self, Serialize, Serializer};
use std::fmt::{Display, Write as _};

/// The value has no JSON here: a float, bytes, or a map whose names are no strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not writable")]
pub struct Unwritable;

type Written<T = ()> = Result<T, Unwritable>;

/// Where the next value goes.
pub struct Writer<'a>(pub &'a mut String);

/// A map or list that is open.
pub struct Open<'a> {
    text: &'a mut String,
    close: &'static str,
}

fn open<'a>(text: &'a mut String, open: &str, close: &'static str) -> Open<'a> {
    text.push_str(open);
    Open { text, close }
}

/// A variant that holds something: a map of one entry, whose value is opened with `bracket`.
fn open_variant<'a>(text: &'a mut String, variant: &str, bracket: &str, close: &'static str) -> Open<'a> {
    text.push('{');
    name(text, variant);
    open(text, bracket, close)
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

fn number(text: &mut String, number: impl Display) -> Written {
    write!(text, "{number}").map_err(|_| Unwritable)
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

macro_rules! ints {
    ($wide:ty: $($method:ident $type:ty),+) => {$(
        fn $method(self, value: $type) -> Written {
            number(self.0, <$wide>::from(value))
        }
    )+};
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Open<'a>;
    type SerializeTuple = Open<'a>;
    type SerializeTupleStruct = Open<'a>;
    type SerializeTupleVariant = Open<'a>;
    type SerializeMap = Open<'a>;
    type SerializeStruct = Open<'a>;
    type SerializeStructVariant = Open<'a>;

    ints! { i64: serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64 }
    ints! { u64: serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64 }

    fn serialize_bool(self, value: bool) -> Written {
        self.0.push_str(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_f32(self, _value: f32) -> Written {
        Err(Unwritable)
    }

    fn serialize_f64(self, _value: f64) -> Written {
        Err(Unwritable)
    }

    fn serialize_char(self, value: char) -> Written {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Written {
        string(self.0, value);
        Ok(())
    }

    fn serialize_bytes(self, _value: &[u8]) -> Written {
        Err(Unwritable)
    }

    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.0.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Written {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _name: &'static str, _index: u32, variant: &'static str) -> Written {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _name: &'static str, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Written {
        let open = open_variant(self.0, variant, "", "}");
        value.serialize(Writer(open.text))?;
        open.shut()
    }

    fn serialize_seq(self, _len: Option<usize>) -> Written<Open<'a>> {
        Ok(open(self.0, "[", "]"))
    }

    fn serialize_tuple(self, _len: usize) -> Written<Open<'a>> {
        Ok(open(self.0, "[", "]"))
    }

    fn serialize_tuple_struct(self, _name: &'static str, _len: usize) -> Written<Open<'a>> {
        Ok(open(self.0, "[", "]"))
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _len: usize,
    ) -> Written<Open<'a>> {
        Ok(open_variant(self.0, variant, "[", "]}"))
    }

    fn serialize_map(self, _len: Option<usize>) -> Written<Open<'a>> {
        Ok(open(self.0, "{", "}"))
    }

    fn serialize_struct(self, name: &'static str, _len: usize) -> Written<Open<'a>> {
        if name == RAW { Err(Unwritable) } else { Ok(open(self.0, "{", "}")) }
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _len: usize,
    ) -> Written<Open<'a>> {
        Ok(open_variant(self.0, variant, "{", "}}"))
    }
}

impl Open<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        separate(self.text);
        value.serialize(Writer(self.text))
    }

    fn field<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Written {
        name(self.text, key);
        value.serialize(Writer(self.text))
    }

    fn shut(self) -> Written {
        self.text.push_str(self.close);
        Ok(())
    }
}

macro_rules! list {
    ($($trait:ident $method:ident),+) => {$(
        impl ser::$trait for Open<'_> {
            type Ok = ();
            type Error = Unwritable;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
                self.item(value)
            }
            fn end(self) -> Written {
                self.shut()
            }
        }
    )+};
}

macro_rules! fields {
    ($($trait:ident),+) => {$(
        impl ser::$trait for Open<'_> {
            type Ok = ();
            type Error = Unwritable;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Written {
                self.field(key, value)
            }
            fn end(self) -> Written {
                self.shut()
            }
        }
    )+};
}

list! { SerializeSeq serialize_element, SerializeTuple serialize_element, SerializeTupleStruct serialize_field, SerializeTupleVariant serialize_field }
fields! { SerializeStruct, SerializeStructVariant }

impl ser::SerializeMap for Open<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Written {
        separate(self.text);
        let start = self.text.len();
        key.serialize(Writer(self.text))?;
        if self.text.as_bytes().get(start) != Some(&b'"') {
            return Err(Unwritable);
        }
        self.text.push(':');
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        value.serialize(Writer(self.text))
    }

    fn end(self) -> Written {
        self.shut()
    }
}

impl ser::Error for Unwritable {
    fn custom<T: Display>(_said: T) -> Self {
        Self
    }
}
