//! Reading and writing JSON with little code, for the phone: what it downloads is paid for by the byte.
//!
//! The types are the same serde types that the server reads with `serde_json`; `#[derive(FromJson, ToJson)]` beside serde's derives goes by
//! serde's own attributes, and a test holds the two readers together. The same texts are accepted, the same bytes are written.
//!
//! Why it is small: **nothing fails on the way**. What is missing or wrong is noted at the [`Reader`] and read as something empty; only in
//! the end it is asked whether all was well, and if not, what was read is thrown away. So the code of a type is a row of calls without a
//! way out behind each. Fields are looked up by one function for all types, the values of a map or list stand side by side in one
//! [`Reader`], whatever they are, and all writing goes through [`ToJson`] as an object.
//!
//! `#[serde(flatten)]`, `alias`, `other`, `untagged` and floats are not for types that the phone reads or writes.

mod page;
mod part;
mod reader;
mod text;
mod values;

#[cfg(test)]
mod any;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use domain_derive::{FromJson, ToJson};
pub use page::{Page, Row};
pub use part::{part, with_part};
pub use reader::Reader;
use std::cell::Cell;
pub use values::Raw;

/// The text is no JSON, or not of this type. It does not say where: phones show "unreadable", the server says more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not readable")]
pub struct Unreadable;

/// What can be read from JSON.
pub trait FromJson {
    /// Takes the next value. What it is not is noted at the reader, never said here.
    fn from_json(from: &mut Reader<'_>) -> Self;
}

/// What can be written as JSON.
pub trait ToJson {
    /// Writes it.
    fn to_json(&self, page: &mut Page);

    /// Whether it says nothing: no value, no text, an empty list, a no.
    fn is_blank(&self) -> bool {
        false
    }
}

/// Reads a value; fields that the type does not know are passed over.
///
/// # Errors
/// [`Unreadable`].
pub fn read<T: FromJson>(text: &str) -> Result<T, Unreadable> {
    let fault = Cell::new(false);
    let value = T::from_json(&mut Reader::new(text, &fault));
    if fault.get() { Err(Unreadable) } else { Ok(value) }
}

/// Writes a value, byte for byte as `serde_json::to_string` does.
pub fn write(value: &dyn ToJson) -> String {
    let mut page = Page::default();
    value.to_json(&mut page);
    page.finish()
}
