//! Types and documents that the tests of the readers are about.

use super::*;
use crate::map::Map;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Everything that the phone's types are made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, FromJson, ToJson)]
pub(super) struct Sample {
    pub text: String,
    pub number: u8,
    #[serde(default)]
    pub maybe: Option<i64>,
    #[serde(default)]
    pub list: Vec<Sample>,
    #[serde(default)]
    pub map: Map<Shape>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub flag: bool,
    #[serde(default)]
    pub tagged: Option<Tagged>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, FromJson, ToJson)]
#[serde(rename_all = "snake_case")]
pub(super) enum Shape {
    Nothing,
    One(u16),
    #[serde(rename = "zh-CN")]
    Renamed,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, FromJson, ToJson)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(super) enum Tagged {
    Plain,
    WithFields {
        width: u32,
        #[serde(default)]
        height: i64,
    },
}

/// What only comes to the phone: nothing here writes it.
#[derive(Debug, PartialEq, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub(super) enum Read {
    None,
    Two(i8, String),
    Named { width: u32 },
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// Any document, read and written with what types are read and written with.
impl FromJson for Value {
    fn from_json(from: &mut Reader<'_>) -> Self {
        match from.peek().as_bytes().first() {
            Some(b'{') => {
                let (names, mut values) = from.entries();
                names.into_iter().map(|name| (name, Self::from_json(&mut values))).collect()
            }
            Some(b'[') => Self::Array(Vec::from_json(from)),
            Some(b'"') => Self::String(String::from_json(from)),
            Some(b't' | b'f') => Self::Bool(bool::from_json(from)),
            Some(b'n') => {
                from.nothing();
                Self::Null
            }
            _ => serde_json::from_str(from.value()).unwrap_or_else(|_| {
                from.refuse();
                Self::Null
            }),
        }
    }
}

impl ToJson for Value {
    fn to_json(&self, page: &mut Page) {
        match self {
            Self::Null => page.put("null"),
            Self::Bool(is_true) => is_true.to_json(page),
            Self::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => page.plus(number),
                (None, Some(number)) => page.signed(number),
                (None, None) => page.put(&number.to_string()),
            },
            Self::String(said) => said.to_json(page),
            Self::Array(list) => list.to_json(page),
            Self::Object(map) => {
                page.put("{");
                for (name, value) in map {
                    page.key(name);
                    value.to_json(page);
                }
                page.put("}");
            }
        }
    }
}
