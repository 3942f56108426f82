//! A type as its JSON has it: names, and which of them may be absent.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{
    Attribute, Data, DeriveInput, Error, Expr, ExprLit, ExprPath, Fields, Ident, Lit, Result, Type, parse_quote,
};

/// A type.
pub struct Shape {
    pub name: Ident,
    pub kind: Kind,
}

/// What its JSON is.
pub enum Kind {
    /// That of its only field; the name of the field, if it has one.
    Same(Option<Ident>),
    /// A map.
    Struct(Vec<Field>),
    /// One of several.
    Enum {
        /// The field that names the variant, if it stands among the others.
        tag: Option<String>,
        variants: Vec<Variant>,
    },
}

/// A field of a struct or of a variant.
pub struct Field {
    pub ident: Ident,
    pub name: String,
    /// What stands in for it where it is absent: a function's path.
    pub stand_in: Option<ExprPath>,
    /// Not written where it says nothing.
    pub is_left_out: bool,
}

/// A variant.
pub struct Variant {
    pub ident: Ident,
    pub name: String,
    pub holds: Holds,
}

/// What a variant holds.
pub enum Holds {
    Nothing,
    /// So many values without names.
    Values(usize),
    Fields(Vec<Field>),
}

/// What serde's attributes say.
#[derive(Default)]
struct Said {
    default: Option<ExprPath>,
    is_left_out: bool,
    transparent: bool,
    snake_case: bool,
    rename: Option<String>,
    tag: Option<String>,
}

impl Shape {
    pub fn of(input: DeriveInput) -> Result<Self> {
        let said = Said::by(&input.attrs)?;
        let kind = match input.data {
            Data::Struct(data) => match data.fields {
                Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Kind::Same(None),
                fields if said.transparent => Kind::Same(fields.into_iter().next().and_then(|field| field.ident)),
                fields => Kind::Struct(named(fields, said.default.as_ref())?),
            },
            Data::Enum(data) => {
                let variant = |variant| Variant::of(variant, said.snake_case);
                let variants = data.variants.into_iter().map(variant).collect::<Result<_>>()?;
                Kind::Enum { tag: said.tag, variants }
            }
            Data::Union(_) => return Err(Error::new_spanned(input.ident, "a union has no JSON")),
        };
        Ok(Self { name: input.ident, kind })
    }
}

impl Variant {
    fn of(variant: syn::Variant, snake_case: bool) -> Result<Self> {
        let said = Said::by(&variant.attrs)?;
        let plain = variant.ident.unraw().to_string();
        let name = said.rename.unwrap_or(if snake_case { snake(&plain) } else { plain });
        let holds = match variant.fields {
            Fields::Unit => Holds::Nothing,
            Fields::Unnamed(fields) => Holds::Values(fields.unnamed.len()),
            fields => Holds::Fields(named(fields, None)?),
        };
        Ok(Self { ident: variant.ident, name, holds })
    }
}

fn named(fields: Fields, stand_in: Option<&ExprPath>) -> Result<Vec<Field>> {
    let field = |field: syn::Field| {
        let said = Said::by(&field.attrs)?;
        let Some(ident) = field.ident else { return Err(Error::new_spanned(field.ty, "this field has no name")) };
        let name = said.rename.unwrap_or_else(|| ident.unraw().to_string());
        // An option that is absent is none: it knows that itself.
        let stand_in = said.default.or_else(|| stand_in.cloned()).filter(|_| !is_option(&field.ty));
        Ok(Field { ident, name, stand_in, is_left_out: said.is_left_out })
    };
    fields.into_iter().map(field).collect()
}

fn is_option(of: &Type) -> bool {
    matches!(of, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Option"))
}

/// `SumAtMost` → `sum_at_most`
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

impl Said {
    fn by(attributes: &[Attribute]) -> Result<Self> {
        let mut said = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            attribute.parse_nested_meta(|meta| {
                let name = meta.path.get_ident().map(Ident::to_string).unwrap_or_default();
                let value = if meta.input.peek(syn::Token![=]) { Some(text(meta.value()?.parse()?)?) } else { None };
                if said.hear(&name, value.as_deref()) { Ok(()) } else { Err(meta.error(UNKNOWN)) }
            })?;
        }
        Ok(said)
    }

    /// Whether the attribute is one of those that mean something here.
    fn hear(&mut self, name: &str, value: Option<&str>) -> bool {
        match (name, value) {
            ("default", None) => self.default = Some(parse_quote!(::core::default::Default::default)),
            ("default", Some(path)) => match syn::parse_str(path) {
                Ok(path) => self.default = Some(path),
                Err(_) => return false,
            },
            ("transparent", None) => self.transparent = true,
            ("rename_all", Some("snake_case")) => self.snake_case = true,
            ("rename", Some(name)) => self.rename = Some(name.to_owned()),
            ("tag", Some(tag)) => self.tag = Some(tag.to_owned()),
            (
                "skip_serializing_if",
                Some("Option::is_none" | "Vec::is_empty" | "String::is_empty" | "Map::is_empty" | "is_false"),
            ) => {
                self.is_left_out = true;
            }
            // Days have one form here.
            ("with", Some(with)) => return with.contains("calendar::iso"),
            _ => return false,
        }
        true
    }
}

const UNKNOWN: &str = "the phone's JSON does not know this attribute: see `domain::json`";

fn text(value: Expr) -> Result<String> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Ok(text.value()),
        other => Err(Error::new_spanned(other, "a text is wanted")),
    }
}

/// The names of fields or variants, in one text: a table of texts would be twice as large.
pub fn joined<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().collect::<Vec<_>>().join(" ")
}

/// A name for something within the code that is made.
pub fn part(number: usize) -> Ident {
    Ident::new(&format!("part_{number}"), Span::call_site())
}
