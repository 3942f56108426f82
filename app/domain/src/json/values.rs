//! How the plain types are read and written.

use super::{FromJson, Page, Reader, ToJson};
use crate::calendar::{Day, iso};
use uuid::Uuid;

macro_rules! whole_numbers {
    ($($method:ident $wide:ident: $($type:ident)+;)+) => {$($(
        impl FromJson for $type {
            fn from_json(from: &mut Reader<'_>) -> Self {
                from.$method(Self::MAX as $wide) as Self
            }
        }
        impl ToJson for $type {
            fn to_json(&self, page: &mut Page) {
                page.$method(*self as $wide);
            }
        }
    )+)+};
}

whole_numbers! {
    plus u64: u8 u16 u32 u64 usize;
    signed i64: i8 i32 i64;
}

impl FromJson for bool {
    fn from_json(from: &mut Reader<'_>) -> Self {
        match from.value() {
            "true" => true,
            "false" => false,
            _ => {
                from.refuse();
                false
            }
        }
    }
}

impl ToJson for bool {
    fn to_json(&self, page: &mut Page) {
        page.put(if *self { "true" } else { "false" });
    }

    fn is_blank(&self) -> bool {
        !self
    }
}

impl FromJson for String {
    fn from_json(from: &mut Reader<'_>) -> Self {
        from.said().into_owned()
    }
}

impl ToJson for String {
    fn to_json(&self, page: &mut Page) {
        page.string(self);
    }

    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl ToJson for &str {
    fn to_json(&self, page: &mut Page) {
        page.string(self);
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(from: &mut Reader<'_>) -> Self {
        if from.is_none() { None } else { Some(T::from_json(from)) }
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn to_json(&self, page: &mut Page) {
        match self {
            Some(value) => value.to_json(page),
            None => page.put("null"),
        }
    }

    fn is_blank(&self) -> bool {
        self.is_none()
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(from: &mut Reader<'_>) -> Self {
        let mut elements = from.elements(None);
        let mut list = Self::with_capacity(elements.len());
        while !elements.is_empty() {
            list.push(T::from_json(&mut elements));
        }
        list
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn to_json(&self, page: &mut Page) {
        page.put("[");
        for value in self {
            page.item(value);
        }
        page.put("]");
    }

    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn from_json(from: &mut Reader<'_>) -> Self {
        Self::new(T::from_json(from))
    }
}

impl FromJson for Uuid {
    fn from_json(from: &mut Reader<'_>) -> Self {
        from.one_of(|text| Self::try_parse(text).ok()).unwrap_or_default()
    }
}

impl ToJson for Uuid {
    fn to_json(&self, page: &mut Page) {
        page.string(self.hyphenated().encode_lower(&mut Self::encode_buffer()));
    }
}

impl FromJson for Day {
    fn from_json(from: &mut Reader<'_>) -> Self {
        from.one_of(iso::read).unwrap_or_default()
    }
}

impl ToJson for Day {
    fn to_json(&self, page: &mut Page) {
        page.string(&iso::text(*self));
    }
}

/// The very text of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw(pub String);

impl FromJson for Raw {
    fn from_json(from: &mut Reader<'_>) -> Self {
        let value = from.value();
        if value.is_empty() {
            from.refuse();
        }
        Self(value.to_owned())
    }
}
