//! Code that writes.

use crate::shape::{Field, Holds, Kind, Shape, Variant, joined, part};
use proc_macro2::TokenStream as Code;
use quote::{ToTokens, quote};
use syn::{Error, Result};

pub fn to_json(shape: &Shape) -> Result<Code> {
    let name = &shape.name;
    let body = match &shape.kind {
        Kind::Same(None) => quote! { ::domain::json::ToJson::to_json(&self.0, page) },
        Kind::Same(Some(field)) => quote! { ::domain::json::ToJson::to_json(&self.#field, page) },
        Kind::Struct(fields) => row(None, fields, |Field { ident, .. }| quote! { &self.#ident }),
        Kind::Enum { tag, variants } => {
            let names = joined(variants.iter().map(|variant| variant.name.as_str()));
            let arm = |(place, variant)| arm(tag.as_deref(), &names, place, variant);
            let arms = variants.iter().enumerate().map(arm).collect::<Result<Vec<_>>>()?;
            quote! { match self { #(#arms)* } }
        }
    };
    Ok(quote! {
        #[automatically_derived]
        impl ::domain::json::ToJson for #name {
            fn to_json(&self, page: &mut ::domain::json::Page) {
                #body
            }
        }
    })
}

/// A map; with a tag, its name and what it says stand first.
fn row(tag: Option<(&str, &str)>, fields: &[Field], value: impl Fn(&Field) -> Code) -> Code {
    let names = joined(tag.map(|(tag, _)| tag).into_iter().chain(fields.iter().map(|field| field.name.as_str())));
    let tag = tag.map(|(_, said)| quote! { row.put(&#said); });
    let puts = fields.iter().map(|field| {
        let value = value(field);
        if field.is_left_out {
            quote! { row.put_unless_blank(#value); }
        } else {
            quote! { row.put(#value); }
        }
    });
    quote! { let mut row = page.row(#names); #tag #(#puts)* row.end() }
}

fn arm(tag: Option<&str>, names: &str, place: usize, variant: &Variant) -> Result<Code> {
    let Variant { ident, name, holds } = variant;
    Ok(match (holds, tag) {
        (Holds::Nothing, None) => quote! { Self::#ident => page.name(#names, #place), },
        (Holds::Values(1), None) => quote! { Self::#ident(value) => page.variant(#names, #place, value), },
        (Holds::Nothing, Some(tag)) => {
            let row = row(Some((tag, name)), &[], |_| Code::new());
            quote! { Self::#ident => { #row } }
        }
        (Holds::Fields(fields), Some(tag)) => {
            let parts: Vec<_> = (0..fields.len()).map(part).collect();
            let pattern = fields.iter().zip(&parts).map(|(Field { ident, .. }, part)| quote! { #ident: #part });
            let of =
                |field: &Field| fields.iter().position(|one| one.ident == field.ident).map(part).into_token_stream();
            let row = row(Some((tag, name)), fields, of);
            quote! { Self::#ident { #(#pattern),* } => { #row } }
        }
        _ => return Err(Error::new_spanned(ident, "the phone writes no variant of this shape")),
    })
}
