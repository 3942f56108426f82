//! The texts that people consent to: versioned templates, filled the same way on phone and server, fingerprinted as shown.

use super::{ConsentKind, FeeTerms};
use crate::calendar::{day_en, day_zh};
use crate::hash::Hash;
use crate::language::Language;

/// The value of a placeholder, by the placeholder's name.
pub type Values<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// The English of a text: compiled in, but for phones, which fetch it and show no English without it.
#[cfg(not(target_arch = "wasm32"))]
macro_rules! english {
    ($stem:literal) => {
        Some(include_str!(concat!("../../content/", $stem, ".en.txt")))
    };
}
#[cfg(target_arch = "wasm32")]
macro_rules! english {
    ($stem:literal) => {
        crate::language::english::of($stem)
    };
}

macro_rules! texts {
    ($($kind:ident $version:literal $stem:literal),+ $(,)?) => {
        /// The template of a text: plain text, first line the title, placeholders in braces. `None` for an unknown version.
        pub fn template(kind: ConsentKind, version: u16, language: Language) -> Option<&'static str> {
            match (kind, version, language) {
                $((ConsentKind::$kind, $version, Language::Zh) => Some(include_str!(concat!("../../content/", $stem, ".zh.txt"))),
                (ConsentKind::$kind, $version, Language::En) => english!($stem),)+
                _ => None,
            }
        }
    };
}
texts! {
    FeePaid 1 "fee_paid_v1",
    TrialAck 1 "trial_ack_v1",
    NoticeProcessing 1 "notice_processing_v1",
    SensitiveSeparate 1 "sensitive_separate_v1",
    ShareWithCompany 1 "share_with_company_v1",
}

/// The version of a kind that is shown to people now.
pub fn current_version(kind: ConsentKind) -> Option<u16> {
    template(kind, 1, Language::Zh).map(|_| 1)
}

/// The twenty-second explanation of the trial, to be read aloud at the door (content 7.3).
pub fn trial_explained(language: Language) -> &'static str {
    match language {
        Language::Zh => include_str!("../../content/trial_explained.zh.txt"),
        Language::En => english!("trial_explained").unwrap_or_default(),
    }
}

/// A placeholder of the template has no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no value for a placeholder")]
pub struct MissingField(pub String);

/// Replaces `{name}` by its value, in one pass: braces inside values stay text.
///
/// # Errors
/// [`MissingField`] with the first placeholder that has no value: a text with a hole is never shown.
pub fn fill(template: &str, values: &Values<'_>) -> Result<String, MissingField> {
    let mut filled = String::with_capacity(template.len() + 128);
    let mut rest = template;
    while let Some((before, opened)) = rest.split_once('{') {
        let Some((name, after)) = opened.split_once('}') else { break };
        filled.push_str(before);
        filled.push_str(&values(name).ok_or_else(|| MissingField(name.to_owned()))?);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

impl FeeTerms {
    /// The values that texts print, in a language. Names and telephones are printed as stored.
    pub fn fields(&self, language: Language) -> impl Fn(&str) -> Option<String> {
        move |name| self.field(name, language)
    }

    fn field(&self, name: &str, language: Language) -> Option<String> {
        let day = match name {
            "start" => self.trial_start,
            "last_free_day" => self.last_free_day,
            "fee_start" => self.earliest_fee_start,
            "text_no" => return Some(self.text_no.clone()),
            "company" => return Some(self.company_name.clone()),
            "tel" => return Some(self.company_tel.clone()),
            "community" => return Some(self.community_name.clone()),
            "tel2" => return Some(self.community_tel.clone()),
            "area" => return Some(self.area_c.to_string()),
            "rate" => return Some(self.rate_mill.to_string()),
            "fee" => return Some(self.monthly_fen.to_string()),
            "concession_line" => return Some(self.concession_line(language)),
            _ => return None,
        };
        Some(match language {
            Language::Zh => day_zh(day),
            Language::En => day_en(day),
        })
    }

    fn concession_line(&self, language: Language) -> String {
        let off = match self.permille_off {
            0 => return String::new(),
            permille if permille % 10 == 0 => (permille / 10).to_string(),
            permille => format!("{}.{}", permille / 10, permille % 10),
        };
        match language {
            Language::Zh => format!("（优惠 {off}%）"),
            Language::En => format!("(concession {off} %)"),
        }
    }
}

/// The whole text as shown, or `None` for an unknown text or one with a hole.
pub fn shown_text(kind: ConsentKind, version: u16, language: Language, values: &Values<'_>) -> Option<String> {
    fill(template(kind, version, language)?, values).ok()
}

/// The fingerprint of the whole text as shown.
pub fn shown_hash(kind: ConsentKind, version: u16, language: Language, values: &Values<'_>) -> Option<Hash> {
    shown_text(kind, version, language, values).map(|text| Hash::of(text.as_bytes()))
}
