//! Every text that a person reads, in Chinese first and English second.
//!
//! A text is a constant, so the compiler proves that both languages exist, and the phone's module holds only the texts it uses. It holds them
//! in Chinese, which nearly every phone shows; the bundler writes the English of these files to `words.en.txt` for the others (see [`english`]).
//! For that a text is written `word("…", "…")`, and the same Chinese has the same English wherever the phone says it.

pub mod consent;
pub mod console;
pub mod console_conflict;
pub mod console_device;
pub mod console_finding;
pub mod console_rescue;
pub mod console_step;
pub mod console_value;
pub mod console_work;
pub mod door;
pub mod english;
pub mod fact;
pub mod failure;
pub mod finding;
pub mod need;
pub mod new_door;
pub mod pin;
pub mod request;
pub mod resident;
pub mod roster;
pub mod shell;
pub mod survey;
pub mod sync;
pub mod task;
pub mod theme;
pub mod visit;

use domain::consent::text::fill;
use domain::language::Language;
use english::English;

/// One text in both languages. Places for values are written `{name}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    zh: &'static str,
    en: English,
}

/// A text in simplified Chinese and in English.
#[inline(always)]
const fn word(zh: &'static str, en: &'static str) -> Word {
    Word { zh, en: English::new(en) }
}

impl Word {
    /// The text in one language.
    pub fn text(self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh,
            Language::En => self.en.of(self.zh),
        }
    }

    /// The text with its `{name}` places filled.
    pub fn fill(self, language: Language, values: &[(&str, &str)]) -> String {
        let text = self.text(language);
        let value = |name: &str| values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        fill(text, &value).unwrap_or_else(|_| text.to_owned())
    }
}
