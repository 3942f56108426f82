//! A value within a checked text, as serde asks for it.

use super::Unreadable;
use super::inside::{Map, Raw, elements, sorted, variant};
use super::text::{Items, said};
use serde::de::{self, Deserializer, Visitor};
use std::fmt::Display;

/// How `serde_json::value::RawValue` asks for the text of a value instead of the value.
pub(super) const RAW: &str = "$serde_json::private::RawValue";

pub(super) type Read<T> = Result<T, Unreadable>;

/// The text of one value.
#[derive(Clone, Copy)]
pub struct Node<'a>(pub &'a str);

enum Int {
    Plus(u64),
    Minus(i64),
}

impl Node<'_> {
    fn int(self) -> Read<Int> {
        match self.0.strip_prefix('-') {
            None => self.0.parse().map(Int::Plus).map_err(|_| Unreadable),
            Some("0") => Err(Unreadable),
            Some(_) => self.0.parse().map(Int::Minus).map_err(|_| Unreadable),
        }
    }

    fn bool(self) -> Read<bool> {
        match self.0 {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(Unreadable),
        }
    }

    fn is_null(self) -> bool {
        self.0 == "null"
    }

    pub(super) fn null(self) -> Read<()> {
        if self.is_null() { Ok(()) } else { Err(Unreadable) }
    }
}

macro_rules! ints {
    ($($method:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
            match self.int()? {
                Int::Plus(number) => visitor.visit_u64(number),
                Int::Minus(number) => visitor.visit_i64(number),
            }
        }
    )+};
}

impl<'de> Deserializer<'de> for Node<'_> {
    type Error = Unreadable;

    ints! { deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 }

    /// Only for types that do not know what comes; nothing that the phone reads is of that kind.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        match self.0.as_bytes().first() {
            Some(b'{') => self.deserialize_map(visitor),
            Some(b'[') => self.deserialize_seq(visitor),
            Some(b'"') => self.deserialize_string(visitor),
            Some(b'n') => visitor.visit_unit(),
            Some(b't' | b'f') => self.deserialize_bool(visitor),
            _ if self.int().is_ok() => self.deserialize_i64(visitor),
            _ => self.deserialize_f64(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_bool(self.bool()?)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_f64(self.0.parse().map_err(|_| Unreadable)?)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_str(&said(self.0)?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_string(said(self.0)?.into_owned())
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, _visitor: V) -> Read<V::Value> {
        Err(Unreadable)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, _visitor: V) -> Read<V::Value> {
        Err(Unreadable)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        if self.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.null()?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Read<V::Value> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Read<V::Value> {
        if name == RAW {
            return visitor.visit_map(Raw(Some(self.0)));
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_seq(elements(self.0, None)?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Read<V::Value> {
        visitor.visit_seq(elements(self.0, Some(len))?)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _name: &'static str, len: usize, visitor: V) -> Read<V::Value> {
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_map(Map { items: Items::of(self.0, true)?, value: "" })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        visitor.visit_seq(sorted(self.0, fields)?)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        visitor.visit_enum(variant(self.0, variants)?)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_unit()
    }
}

/// No error carries a text, and none of serde's own phrases is compiled in.
impl de::Error for Unreadable {
    fn custom<T: Display>(_said: T) -> Self {
        Self
    }

    fn invalid_type(_found: de::Unexpected<'_>, _wanted: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_value(_found: de::Unexpected<'_>, _wanted: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_length(_found: usize, _wanted: &dyn de::Expected) -> Self {
        Self
    }

    fn unknown_variant(_found: &str, _known: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_found: &str, _known: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_name: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_name: &'static str) -> Self {
        Self
    }
}
