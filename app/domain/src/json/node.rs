//! A value within a checked text, as serde asks for it.

use super::Unreadable;
use super::text::{Item, Items, said};
use serde::de::value::{StrDeserializer, U32Deserializer};
use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, SeqAccess, Visitor};
use std::fmt::Display;

/// How `serde_json::value::RawValue` asks for the text of a value instead of the value.
pub(super) const RAW: &str = "$serde_json::private::RawValue";

type Read<T> = Result<T, Unreadable>;

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

    fn null(self) -> Read<()> {
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
        let mut list = List(Items::of(self.0, false)?);
        let value = visitor.visit_seq(&mut list)?;
        if list.0.next_item()?.is_some() { Err(Unreadable) } else { Ok(value) }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Read<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _name: &'static str, _len: usize, visitor: V) -> Read<V::Value> {
        self.deserialize_seq(visitor)
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
        visitor.visit_seq(Fields(sorted(self.0, fields)?.into_iter()))
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

/// The values of a struct's fields in the order of its fields; none where the text does not have the field.
fn sorted<'a>(map: &'a str, fields: &[&str]) -> Read<Vec<Option<&'a str>>> {
    let mut values = vec![None; fields.len()];
    let mut items = Items::of(map, true)?;
    while let Some(Item { name, value }) = items.next_item()? {
        let name = said(name)?;
        let place = fields.iter().position(|field| *field == name).and_then(|at| values.get_mut(at));
        // A field that is there twice says two things.
        if place.is_some_and(|place| place.replace(value).is_some()) {
            return Err(Unreadable);
        }
    }
    Ok(values)
}

struct Fields<'a>(std::vec::IntoIter<Option<&'a str>>);

impl<'de> SeqAccess<'de> for Fields<'_> {
    type Error = Unreadable;

    /// None for a field that is not there: serde then takes its default, or says no. The next field comes all the same.
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Read<Option<T::Value>> {
        self.0.next().flatten().map(|value| seed.deserialize(Node(value))).transpose()
    }
}

struct List<'a>(Items<'a>);

impl<'de> SeqAccess<'de> for &mut List<'_> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Read<Option<T::Value>> {
        self.0.next_item()?.map(|item| seed.deserialize(Node(item.value))).transpose()
    }
}

struct Map<'a> {
    items: Items<'a>,
    value: &'a str,
}

impl<'de> de::MapAccess<'de> for Map<'_> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Read<Option<K::Value>> {
        let Some(item) = self.items.next_item()? else { return Ok(None) };
        self.value = item.value;
        seed.deserialize(Node(item.name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Read<V::Value> {
        seed.deserialize(Node(self.value))
    }
}

/// A variant by its place among the names, and what it holds.
struct Variant<'a> {
    index: u32,
    value: Option<Node<'a>>,
}

fn variant<'a>(value: &'a str, names: &[&str]) -> Read<Variant<'a>> {
    let (name, value) = match Items::of(value, true) {
        Err(Unreadable) => (value, None),
        Ok(mut items) => {
            let item = items.next_item()?.ok_or(Unreadable)?;
            if items.next_item()?.is_some() {
                return Err(Unreadable);
            }
            (item.name, Some(Node(item.value)))
        }
    };
    let name = said(name)?;
    let index = names.iter().position(|known| *known == name).and_then(|index| u32::try_from(index).ok());
    Ok(Variant { index: index.ok_or(Unreadable)?, value })
}

impl<'de, 'a> de::EnumAccess<'de> for Variant<'a> {
    type Error = Unreadable;
    type Variant = Variant<'a>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Read<(V::Value, Self)> {
        let index: U32Deserializer<Unreadable> = self.index.into_deserializer();
        Ok((seed.deserialize(index)?, self))
    }
}

impl<'de> de::VariantAccess<'de> for Variant<'_> {
    type Error = Unreadable;

    fn unit_variant(self) -> Read<()> {
        self.value.map_or(Ok(()), Node::null)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Read<T::Value> {
        seed.deserialize(self.value.ok_or(Unreadable)?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Read<V::Value> {
        self.value.ok_or(Unreadable)?.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Read<V::Value> {
        self.value.ok_or(Unreadable)?.deserialize_struct("", fields, visitor)
    }
}

/// The text of a value, in the one-entry map that `RawValue` expects.
struct Raw<'a>(Option<&'a str>);

impl<'de> de::MapAccess<'de> for Raw<'_> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Read<Option<K::Value>> {
        let name: StrDeserializer<'_, Unreadable> = RAW.into_deserializer();
        self.0.map(|_| seed.deserialize(name)).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Read<V::Value> {
        let text: StrDeserializer<'_, Unreadable> = self.0.take().ok_or(Unreadable)?.into_deserializer();
        seed.deserialize(text)
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
