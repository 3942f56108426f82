//! What was typed into a form and what is wrong with it: goes back into the form as it was.

use crate::words::{Word, resident as words};
use domain::finding::Finding;
use domain::language::Language;
use uuid::Uuid;

/// One form's texts by field name, the photos already received, and the findings.
#[derive(Debug, Clone, Default)]
pub struct FormDraft {
    /// What was typed or chosen; fields that were not sent are absent.
    pub values: Vec<(String, String)>,
    /// Hashes of the photos that the server already keeps for this form.
    pub photos: Vec<String>,
    /// What is wrong, by field name.
    pub findings: Vec<Finding>,
}

impl FormDraft {
    /// A new form; its id makes it one record however often it is sent.
    pub fn new_form(id: Uuid) -> Self {
        Self { values: vec![("form_id".into(), id.to_string())], ..Self::default() }
    }

    /// The form's id, when it is one.
    pub fn form_id(&self) -> Option<Uuid> {
        self.value("form_id").parse().ok()
    }

    /// A field's text; empty when it was not sent.
    pub fn value(&self, field: &str) -> &str {
        self.values.iter().find(|(name, _)| name == field).map_or("", |(_, value)| value)
    }

    /// A step of 1 to 5 that was tapped.
    pub fn step(&self, field: &str) -> Option<u8> {
        self.value(field).parse().ok().filter(|step| (1..=5).contains(step))
    }

    /// The first finding about a field, in words.
    pub fn error(&self, field: &str, language: Language) -> Option<String> {
        let finding = self.findings.iter().find(|finding| finding.field == field)?;
        Some(word_of(&finding.code).text(language).to_owned())
    }
}

/// The words for a finding's code.
pub fn word_of(code: &str) -> Word {
    match code {
        "out_of_range" | "choose_one" => words::CHOOSE_ONE,
        "too_long" => words::TOO_LONG,
        "place_missing" => words::PLACE_MISSING,
        "text_missing" => words::TEXT_OR_PLACE,
        "phone_wrong" => words::PHONE_WRONG,
        "code_wrong" => words::CODE_WRONG,
        "code_of_other_compound" => words::CODE_OTHER_PLACE,
        "code_locked" => words::CODE_LOCKED,
        "key_wrong" => words::KEY_WRONG,
        "key_locked" => words::KEY_LOCKED,
        "number_wrong" => words::NUMBER_WRONG,
        "number_unknown" => words::NUMBER_UNKNOWN,
        "photo_wrong" => words::PHOTO_WRONG,
        "too_many" => words::PHOTO_TOO_MANY,
        "too_late" => words::TOO_LATE,
        "too_many_sent" => words::TOO_MANY_SENT,
        _ => words::WRONG_TITLE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_comes_back_and_only_steps_are_steps() {
        let draft = FormDraft {
            values: vec![("overall".into(), "4".into()), ("order".into(), "9".into()), ("text".into(), "<b>".into())],
            findings: vec![Finding::new("too_long", "text"), Finding::new("unheard_of", "x")],
            ..FormDraft::default()
        };
        assert_eq!((draft.step("overall"), draft.step("order"), draft.step("text")), (Some(4), None, None));
        assert_eq!((draft.value("text"), draft.value("missing")), ("<b>", ""));
        assert_eq!(draft.error("text", Language::Zh).as_deref(), Some("太长了，请写短一点"));
        assert!(draft.error("x", Language::En).is_some() && draft.error("overall", Language::En).is_none());
    }
}
