//! `#[derive(FromJson)]` and `#[derive(ToJson)]`: what `domain::json` needs to know of a type.
//!
//! They stand beside serde's derives and go by serde's attributes, so a type is described once and both ways of reading agree about it. An
//! attribute that they do not know is an error, never passed over.

mod read;
mod shape;
mod write;

use proc_macro::TokenStream;
use proc_macro2::TokenStream as Code;
use syn::{DeriveInput, Result, parse_macro_input};

/// How a type is read from JSON.
#[proc_macro_derive(FromJson, attributes(serde))]
pub fn from_json(input: TokenStream) -> TokenStream {
    derive(parse_macro_input!(input as DeriveInput), read::from_json)
}

/// How a type is written as JSON.
#[proc_macro_derive(ToJson, attributes(serde))]
pub fn to_json(input: TokenStream) -> TokenStream {
    derive(parse_macro_input!(input as DeriveInput), write::to_json)
}

fn derive(input: DeriveInput, make: fn(&shape::Shape) -> Result<Code>) -> TokenStream {
    let code = shape::Shape::of(input).and_then(|shape| make(&shape));
    code.unwrap_or_else(|error| error.into_compile_error()).into()
}
