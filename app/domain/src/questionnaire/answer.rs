//! Answers, and their check against the document.

use super::{Constraint, Kind, Question, Questionnaire, TextFormat};
use crate::area::AreaC;
use crate::config::Config;
use crate::consent::Relation;
use crate::finding::{Finding, Findings};
use crate::hash::Hash;
use crate::id::{HouseholdId, VisitId};
use crate::json::{FromJson, ToJson};
use crate::map::Map;
use serde::{Deserialize, Serialize};

/// What was answered. Unanswered is the absence of an entry; "不想回答" is [`Answer::Declined`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// 不想回答.
    Declined,
    /// One option; for an info, how to go on.
    Choice(String),
    /// Several options.
    Choices(Vec<String>),
    /// 1 to 5.
    Scale(u8),
    /// A number.
    Number(u32),
    /// Words.
    Text(String),
    /// Yes or no.
    YesNo(bool),
    /// Blobs of photos.
    Photos(Vec<Hash>),
    /// Floor area.
    Area(AreaC),
}

/// Answers by question code.
pub type Answers = Map<Answer>;

impl Answer {
    /// Whether the answer is this option, `yes`, `no`, or this number.
    pub fn is(&self, value: &str) -> bool {
        match self {
            Self::Choice(code) => code == value,
            Self::YesNo(yes) => value == if *yes { "yes" } else { "no" },
            Self::Scale(step) => value.parse() == Ok(*step),
            Self::Number(number) => value.parse() == Ok(*number),
            Self::Declined => value == "declined",
            Self::Choices(_) | Self::Text(_) | Self::Photos(_) | Self::Area(_) => false,
        }
    }
}

/// A filled-in questionnaire (答卷).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct SurveyResponse {
    /// In which visit.
    pub visit: VisitId,
    /// Whose door.
    pub household: HouseholdId,
    /// Code of the document.
    pub questionnaire: String,
    /// Its version.
    pub version: u16,
    /// The respondent's relation to the home, once known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<Relation>,
    /// The answers.
    pub answers: Answers,
    /// By the phone's clock.
    pub started_at_ms: i64,
    /// By the phone's clock.
    pub ended_at_ms: i64,
}

impl SurveyResponse {
    /// Blobs of every photo among the answers.
    pub fn photos(&self) -> Vec<Hash> {
        let mut all = Vec::new();
        for answer in self.answers.values() {
            if let Answer::Photos(photos) = answer {
                all.extend_from_slice(photos);
            }
        }
        all
    }

    /// Checks against the document. `complete` says that required questions must be answered (outcome `completed`).
    ///
    /// # Errors
    /// `other_questionnaire`, `ends_before_start`, and what [`Questionnaire::validate`] finds, under `answers.`.
    pub fn validate(&self, document: &Questionnaire, complete: bool) -> Result<(), Vec<Finding>> {
        let same = self.questionnaire == document.code && self.version == document.version;
        let mut findings = Findings::default();
        findings.when(!same, "other_questionnaire", "questionnaire").when(
            self.ended_at_ms < self.started_at_ms,
            "ends_before_start",
            "ended_at_ms",
        );
        if same {
            let mut found = document.validate(&self.answers);
            found.retain(|finding| complete || finding.code != "unanswered");
            findings.nest("answers", found);
        }
        findings.or(())
    }

    /// Flags for the clerk, never a refusal (field conditions 5.3): `too_fast` for a full form.
    pub fn quality_flags(&self, full_form: bool, config: &Config) -> Vec<Finding> {
        let seconds = self.ended_at_ms.saturating_sub(self.started_at_ms) / 1000;
        let mut findings = Findings::default();
        findings.when(full_form && seconds < i64::from(config.min_interview_seconds), "too_fast", "ended_at_ms");
        findings.into_vec()
    }
}

impl Questionnaire {
    /// Everything that is wrong with the answers; `field` is the question's code.
    ///
    /// Codes: `unanswered`, `may_not_decline`, `wrong_kind`, `unknown_option`, `too_many`, `twice`, `exclusive`, `out_of_range`, `empty`,
    /// `too_long`, `not_a_phone`, `hidden_question`, `unknown_question`, and the codes of the document's constraints.
    pub fn validate(&self, answers: &Answers) -> Vec<Finding> {
        let mut findings = Findings::default();
        let visible = self.visible(answers);
        for code in answers.keys() {
            if !code.starts_with('@') && !visible.iter().any(|question| question.code == *code) {
                let is_known = self.question(code).is_some();
                findings.when(true, if is_known { "hidden_question" } else { "unknown_question" }, code);
            }
        }
        for question in &visible {
            match answers.get(&question.code) {
                Some(answer) => question.check(answer, &mut findings),
                None => {
                    findings.when(question.required, "unanswered", &question.code);
                }
            }
        }
        for rule in &self.constraints {
            rule.check(answers, &mut findings);
        }
        findings.into_vec()
    }

    /// What people should look at again; never a refusal.
    pub fn warnings(&self, answers: &Answers) -> Vec<Finding> {
        let mut findings = Findings::default();
        for rule in &self.constraints {
            if let Constraint::Doubtful { code, when, field } = rule {
                findings.when(when.holds(&|code| answers.get(code)), code, field);
            }
        }
        findings.into_vec()
    }
}

impl Constraint {
    fn check(&self, answers: &Answers, findings: &mut Findings) {
        let Self::SumAtMost { code, sum, at_most } = self else { return };
        let number = |code: &String| match answers.get(code) {
            Some(Answer::Number(number)) => Some(u64::from(*number)),
            _ => None,
        };
        if let Some(bound) = number(at_most) {
            findings.when(sum.iter().filter_map(number).sum::<u64>() > bound, code, sum.last().unwrap_or(at_most));
        }
    }
}

impl Question {
    fn has(&self, option: &str) -> bool {
        self.options.iter().any(|known| known.code == option)
    }

    fn check(&self, answer: &Answer, findings: &mut Findings) {
        let at = self.code.as_str();
        match (&self.kind, answer) {
            (_, Answer::Declined) => {
                findings.when(!self.may_decline(), "may_not_decline", at);
            }
            (Kind::Single | Kind::Info { .. }, Answer::Choice(code)) => {
                findings.when(!self.has(code), "unknown_option", at);
            }
            (Kind::Multi { max }, Answer::Choices(codes)) => self.check_choices(codes, *max, findings),
            (Kind::Scale5, Answer::Scale(step)) => {
                findings.when(!(1..=5).contains(step), "out_of_range", at);
            }
            (Kind::Int { min, max }, Answer::Number(number)) => {
                findings.when(!(min..=max).contains(&number), "out_of_range", at);
            }
            (Kind::Text { max, format }, Answer::Text(text)) => {
                let not_a_phone = *format == Some(TextFormat::MobilePhone) && !is_mobile_phone(text);
                findings
                    .when(text.trim().is_empty(), "empty", at)
                    .when(text.chars().count() > usize::from(*max), "too_long", at)
                    .when(not_a_phone, "not_a_phone", at);
            }
            (Kind::Photo { max }, Answer::Photos(photos)) => {
                findings.when(photos.len() > usize::from(*max), "too_many", at);
            }
            (Kind::Area, Answer::Area(area)) => {
                findings.when(!area.is_plausible(), "out_of_range", at);
            }
            (Kind::Yesno, Answer::YesNo(_)) => {}
            _ => {
                findings.when(true, "wrong_kind", at);
            }
        }
    }

    fn check_choices(&self, codes: &[String], max: u8, findings: &mut Findings) {
        let exclusive = |code: &String| self.options.iter().any(|known| known.exclusive && known.code == *code);
        let twice = codes.iter().enumerate().any(|(index, code)| codes[..index].contains(code));
        findings
            .when(codes.is_empty(), "empty", &self.code)
            .when(codes.len() > usize::from(max), "too_many", &self.code)
            .when(codes.iter().any(|code| !self.has(code)), "unknown_option", &self.code)
            .when(twice, "twice", &self.code)
            .when(codes.len() > 1 && codes.iter().any(exclusive), "exclusive", &self.code);
    }
}

/// `1[3-9]` and nine more digits.
pub fn is_mobile_phone(text: &str) -> bool {
    matches!(text.as_bytes(), [b'1', b'3'..=b'9', rest @ ..] if rest.len() == 9 && rest.iter().all(u8::is_ascii_digit))
}
