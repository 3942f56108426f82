//! Every text that a person reads, in Chinese first and English second.
//!
//! A text is a constant, so the compiler proves that both languages exist, and the phone's bundle holds only the texts it uses.

pub mod consent;
pub mod console;
pub mod console_conflict;
pub mod console_device;
pub mod console_finding;
pub mod console_step;
pub mod console_value;
pub mod console_work;
pub mod door;
pub mod failure;
pub mod finding;
pub mod need;
pub mod request;
pub mod resident;
pub mod roster;
pub mod shell;
pub mod survey;
pub mod sync;
pub mod task;
pub mod theme;
pub mod visit;

use domain::language::Language;

/// One text in both languages. Places for values are written `{name}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Simplified Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// A text in both languages.
pub const fn word(zh: &'static str, en: &'static str) -> Word {
    Word { zh, en }
}

impl Word {
    /// The text in one language.
    pub const fn text(self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh,
            Language::En => self.en,
        }
    }

    /// The text with its `{name}` places filled.
    pub fn fill(self, language: Language, values: &[(&str, &str)]) -> String {
        let mut text = self.text(language).to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }
}
