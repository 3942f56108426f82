//! Is the document itself sound? Checked at publication, because staff bring their own.

use super::{Constraint, Kind, Questionnaire};
use crate::finding::{Finding, Findings};

impl Constraint {
    /// The question codes it names.
    pub(super) fn codes(&self) -> Vec<&str> {
        match self {
            Self::SumAtMost { sum, at_most, .. } => sum.iter().chain([at_most]).map(String::as_str).collect(),
            Self::Doubtful { when, field, .. } => {
                let mut codes = vec![field.as_str()];
                when.walk(&mut |code, _| codes.push(code));
                codes
            }
        }
    }
}

impl Questionnaire {
    /// Everything that is wrong with the document.
    ///
    /// A condition may name only questions that stand earlier, so there are no cycles to run into. Codes: `no_questions`, `bad_code`,
    /// `code_twice`, `no_text`, `no_options`, `option_twice`, `unknown_question`, `refers_forward`, `unknown_option`, `bad_bounds`.
    pub fn check(&self) -> Vec<Finding> {
        let mut findings = Findings::default();
        findings.when(self.questions.is_empty(), "no_questions", "questions");
        for (index, question) in self.questions.iter().enumerate() {
            let at = question.code.as_str();
            let earlier = &self.questions[..index];
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
            let needs_options = matches!(question.kind, Kind::Single | Kind::Multi { .. });
            let option_twice = question
                .options
                .iter()
                .enumerate()
                .any(|(at, option)| question.options[..at].iter().any(|other| other.code == option.code));
            let bad_bounds = match question.kind {
                Kind::Int { min, max } => min > max,
                Kind::Multi { max } | Kind::Photo { max } => max == 0,
                Kind::Text { max, .. } => max == 0,
                _ => false,
            };
            findings
                .when(at.is_empty() || !at.bytes().all(plain), "bad_code", at)
                .when(earlier.iter().any(|other| other.code == question.code), "code_twice", at)
                .when(question.text.zh.trim().is_empty(), "no_text", at)
                .when(needs_options && question.options.is_empty(), "no_options", at)
                .when(option_twice, "option_twice", at)
                .when(bad_bounds, "bad_bounds", at);
            let wording = question.text_if.as_ref().map(|other| &other.when);
            for condition in question.show_if.iter().chain(wording) {
                condition.walk(&mut |code, value| self.check_reference(at, index, code, value, &mut findings));
            }
        }
        for code in self.constraints.iter().flat_map(Constraint::codes).filter(|code| !code.starts_with('@')) {
            findings.when(self.question(code).is_none(), "unknown_question", code);
        }
        findings.into_vec()
    }

    fn check_reference(&self, at: &str, index: usize, code: &str, value: Option<&str>, findings: &mut Findings) {
        if code.starts_with('@') {
            return;
        }
        let Some(place) = self.questions.iter().position(|question| question.code == code) else {
            findings.when(true, "unknown_question", at);
            return;
        };
        let options = &self.questions[place].options;
        let known = value.is_none_or(|value| {
            options.is_empty() || value == "declined" || options.iter().any(|option| option.code == value)
        });
        findings.when(place >= index, "refers_forward", at).when(!known, "unknown_option", at);
    }
}
