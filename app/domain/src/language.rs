//! The languages of the product.

#[cfg(target_arch = "wasm32")]
pub mod english;

use crate::json::{FromJson, ToJson};
use serde::{Deserialize, Serialize};

/// zh-CN comes first everywhere; English stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, FromJson, ToJson)]
pub enum Language {
    /// Simplified Chinese.
    #[default]
    #[serde(rename = "zh-CN")]
    Zh,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Language {
    /// The BCP 47 tag, for `lang` attributes and stored preferences.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language of a tag or of an `Accept-Language` header's first choice; Chinese when in doubt.
    pub fn from_tag(tag: &str) -> Self {
        if tag.trim_start().to_ascii_lowercase().starts_with("en") { Self::En } else { Self::Zh }
    }
}

/// A name in both languages; a phone fetches the English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    zh: &'static str,
    #[cfg(not(target_arch = "wasm32"))]
    en: &'static str,
}

impl Name {
    /// The name in one language.
    pub fn text(self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh,
            Language::En => self.en(),
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn en(self) -> &'static str {
        self.en
    }

    /// The Chinese as long as the English is not here.
    #[cfg(target_arch = "wasm32")]
    fn en(self) -> &'static str {
        crate::language::english::of(self.zh).unwrap_or(self.zh)
    }
}

#[cfg_attr(target_arch = "wasm32", allow(unused_variables))]
/// A name in both languages. The bundler finds it by this function's name.
pub(crate) const fn word(zh: &'static str, en: &'static str) -> Name {
    Name {
        zh,
        #[cfg(not(target_arch = "wasm32"))]
        en,
    }
}
