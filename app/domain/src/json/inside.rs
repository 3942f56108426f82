//! What a value holds, as serde walks through it: fields, list items, entries of a map, a variant.

use super::Unreadable;
use super::node::{Node, RAW, Read};
use super::text::{Item, Items, said};
use serde::de::value::{StrDeserializer, U32Deserializer};
use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, SeqAccess, Visitor};

/// Values one after the other: a list's elements, or a struct's fields. One type for both, so that a type of value is read by one
/// function wherever it stands.
pub(super) struct Values<'a>(std::vec::IntoIter<Option<&'a str>>);

/// The elements of a list; where it must have so many, no other number of them.
pub(super) fn elements(list: &str, len: Option<usize>) -> Read<Values<'_>> {
    let mut values = vec![];
    let mut items = Items::of(list, false)?;
    while let Some(item) = items.next_item()? {
        values.push(Some(item.value));
    }
    if len.is_some_and(|len| len != values.len()) { Err(Unreadable) } else { Ok(Values(values.into_iter())) }
}

/// The values of a struct's fields in the order of its fields; none where the text does not have the field.
pub(super) fn sorted<'a>(map: &'a str, fields: &[&str]) -> Read<Values<'a>> {
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
    Ok(Values(values.into_iter()))
}

impl<'a> Values<'a> {
    #[inline(never)]
    fn next_value(&mut self) -> Option<Node<'a>> {
        self.0.next().flatten().map(Node)
    }
}

impl<'de> SeqAccess<'de> for Values<'_> {
    type Error = Unreadable;

    /// None behind the last element, and for a field that is not there: serde then takes its default, or says no. The next field
    /// comes all the same.
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Read<Option<T::Value>> {
        match self.next_value() {
            None => Ok(None),
            Some(value) => seed.deserialize(value).map(Some),
        }
    }
}

pub(super) struct Map<'a> {
    pub items: Items<'a>,
    pub value: &'a str,
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
pub(super) struct Variant<'a> {
    index: u32,
    value: Option<Node<'a>>,
}

pub(super) fn variant<'a>(value: &'a str, names: &[&str]) -> Read<Variant<'a>> {
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

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Read<V::Value> {
        self.value.ok_or(Unreadable)?.deserialize_tuple(len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Read<V::Value> {
        self.value.ok_or(Unreadable)?.deserialize_struct("", fields, visitor)
    }
}

/// The text of a value, in the one-entry map that `RawValue` expects.
pub(super) struct Raw<'a>(pub Option<&'a str>);

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
