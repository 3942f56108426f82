//! Writing JSON with little code: the same bytes as `serde_json::to_string`, straight into one string. Floats and bytes are refused:
//! no amount, time or size here is one.

use super::node::RAW;
use super::page::{Open, Page};
use serde::ser::{self, Serialize, Serializer};
use std::fmt::Display;

/// The value has no JSON here: a float, bytes, or a map whose names are no strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not writable")]
pub struct Unwritable;

pub(super) type Written<T = ()> = Result<T, Unwritable>;

/// Where the next value goes.
pub struct Writer<'a>(pub &'a mut Page);

macro_rules! ints {
    ($wide:ty: $($method:ident $type:ty),+) => {$(
        fn $method(self, value: $type) -> Written {
            self.0.number(<$wide>::from(value));
            Ok(())
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
        self.0.put(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_f32(self, _value: f32) -> Written {
        self.0.refuse();
        Ok(())
    }

    fn serialize_f64(self, _value: f64) -> Written {
        self.0.refuse();
        Ok(())
    }

    fn serialize_char(self, value: char) -> Written {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Written {
        self.0.string(value);
        Ok(())
    }

    fn serialize_bytes(self, _value: &[u8]) -> Written {
        self.0.refuse();
        Ok(())
    }

    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.0.put("null");
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
        let mut open = self.0.open_variant(variant, "", "}");
        open.value(value);
        open.shut()
    }

    fn serialize_seq(self, _len: Option<usize>) -> Written<Open<'a>> {
        Ok(self.0.open("[", "]"))
    }

    fn serialize_tuple(self, _len: usize) -> Written<Open<'a>> {
        Ok(self.0.open("[", "]"))
    }

    fn serialize_tuple_struct(self, _name: &'static str, _len: usize) -> Written<Open<'a>> {
        Ok(self.0.open("[", "]"))
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _len: usize,
    ) -> Written<Open<'a>> {
        Ok(self.0.open_variant(variant, "[", "]}"))
    }

    fn serialize_map(self, _len: Option<usize>) -> Written<Open<'a>> {
        Ok(self.0.open("{", "}"))
    }

    fn serialize_struct(self, name: &'static str, _len: usize) -> Written<Open<'a>> {
        if name == RAW {
            self.0.refuse();
        }
        Ok(self.0.open("{", "}"))
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _len: usize,
    ) -> Written<Open<'a>> {
        Ok(self.0.open_variant(variant, "{", "}}"))
    }
}

macro_rules! list {
    ($($trait:ident $method:ident),+) => {$(
        impl ser::$trait for Open<'_> {
            type Ok = ();
            type Error = Unwritable;
            #[inline]
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
                self.item(value);
                Ok(())
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
            #[inline]
            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Written {
                self.field(key, value);
                Ok(())
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
        self.key(key);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.value(value);
        Ok(())
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
