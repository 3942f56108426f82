//! Code that reads.

use crate::shape::{Field, Holds, Kind, Shape, Variant, joined};
use proc_macro2::TokenStream as Code;
use quote::quote;
use syn::Result;

pub fn from_json(shape: &Shape) -> Result<Code> {
    let name = &shape.name;
    let body = match &shape.kind {
        Kind::Same(None) => quote! { Self(::domain::json::FromJson::from_json(from)) },
        Kind::Same(Some(field)) => quote! { Self { #field: ::domain::json::FromJson::from_json(from) } },
        Kind::Struct(fields) => {
            let (open, fields) = (open(fields), values(fields));
            quote! { #open Self { #fields } }
        }
        Kind::Enum { tag, variants } => one_of(tag.as_deref(), variants),
    };
    Ok(quote! {
        #[automatically_derived]
        impl ::domain::json::FromJson for #name {
            fn from_json(from: &mut ::domain::json::Reader<'_>) -> Self {
                #body
            }
        }
    })
}

/// The map's values, in the order of the fields.
fn open(fields: &[Field]) -> Code {
    let names = joined(fields.iter().map(|field| field.name.as_str()));
    quote! { let mut inside = from.fields(#names); }
}

fn values(fields: &[Field]) -> Code {
    let value = |Field { ident, stand_in, .. }: &Field| match stand_in {
        Some(stand_in) => quote! { #ident: inside.or_else(#stand_in), },
        None => quote! { #ident: ::domain::json::FromJson::from_json(&mut inside), },
    };
    fields.iter().map(value).collect()
}

fn one_of(tag: Option<&str>, variants: &[Variant]) -> Code {
    let names = joined(variants.iter().map(|variant| variant.name.as_str()));
    let (find, is_tagged) = match tag {
        Some(tag) => (quote! { let place = from.tag(#tag, #names); }, true),
        None => (quote! { let (place, mut inside) = from.variant(#names); }, false),
    };
    // What is not there is read as the first one, and thrown away in the end.
    let arms =
        variants.iter().enumerate().skip(1).chain(variants.iter().enumerate().take(1)).map(|(place, variant)| {
            let pattern = if place == 0 {
                quote! { _ }
            } else {
                quote! { #place }
            };
            let made = if is_tagged { tagged(variant) } else { outside(variant) };
            quote! { #pattern => { #made } }
        });
    quote! { #find match place { #(#arms)* } }
}

/// A variant whose fields stand beside its name.
fn tagged(Variant { ident, holds, .. }: &Variant) -> Code {
    match holds {
        Holds::Fields(fields) => {
            let (open, fields) = (open(fields), values(fields));
            quote! { #open Self::#ident { #fields } }
        }
        _ => quote! { from.pass(); Self::#ident },
    }
}

/// A variant whose name stands before what it holds.
fn outside(Variant { ident, holds, .. }: &Variant) -> Code {
    match holds {
        Holds::Nothing => quote! { inside.nothing(); Self::#ident },
        Holds::Values(1) => quote! { Self::#ident(::domain::json::FromJson::from_json(&mut inside)) },
        Holds::Values(count) => {
            let values = (0..*count).map(|_| quote! { ::domain::json::FromJson::from_json(&mut list), });
            quote! { let mut list = inside.elements(Some(#count)); Self::#ident(#(#values)*) }
        }
        Holds::Fields(fields) => {
            let (open, fields) = (open(fields), values(fields));
            quote! { let from = &mut inside; #open Self::#ident { #fields } }
        }
    }
}
