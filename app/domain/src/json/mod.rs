//! Reading and writing JSON with little code, for the phone: what it downloads is paid for by the byte.
//!
//! The types are the same serde types that the server reads with `serde_json`, and the same texts are accepted (a test compares the
//! two). What is different: **structs are read by position**. The reader looks up the names of a struct's fields itself, so that of the
//! code which `derive(Deserialize)` offers only the short `visit_seq` is compiled into the phone's module. Therefore every field that
//! may be absent needs `#[serde(default)]`, an `Option` too; enums are tagged from outside or read through a flat struct.
//! `#[serde(flatten)]`, `alias` and `other` are not for types that the phone reads.

mod inside;
mod node;
mod page;
mod text;
mod write;

#[cfg(test)]
mod any;
#[cfg(test)]
mod tests;

use node::Node;
use serde::Serialize;
use serde::de::DeserializeOwned;
pub use write::Unwritable;

/// The text is no JSON, or not of this type. It does not say where: phones show "unreadable", the server says more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not readable")]
pub struct Unreadable;

/// Reads a value; fields that the type does not know are passed over.
///
/// # Errors
/// [`Unreadable`].
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    T::deserialize(Node(text::whole(text)?))
}

/// Writes a value, byte for byte as `serde_json::to_string` does.
///
/// # Errors
/// [`Unwritable`].
pub fn write<T: Serialize + ?Sized>(value: &T) -> Result<String, Unwritable> {
    let mut page = page::Page::default();
    value.serialize(write::Writer(&mut page))?;
    page.finish()
}
