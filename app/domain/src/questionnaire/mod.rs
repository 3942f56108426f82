//! Questionnaires as documents: staff bring them, the phone renders them, both sides check answers the same way (model 2.4).

pub mod answer;
pub mod check;
pub mod condition;

pub use answer::{Answer, Answers, SurveyResponse};
pub use condition::Condition;

use crate::json::FromJson;
use crate::language::Language;
use crate::visit::VisitOutcome;
use serde::{Deserialize, Serialize};

/// The same words in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Text {
    /// Simplified Chinese.
    pub zh: String,
    /// English; falls back to Chinese where a document has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
}

impl Text {
    /// The words in a language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::En if !self.en.is_empty() => &self.en,
            _ => &self.zh,
        }
    }
}

/// A form that must be matched by an answer in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum TextFormat {
    /// A Chinese mobile number, `1[3-9]` and nine digits.
    MobilePhone,
}

/// What kind of answer a question takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Kind {
    /// One of the options.
    Single,
    /// Up to `max` of the options.
    Multi {
        /// Most options.
        max: u8,
    },
    /// 1 to 5; the options, if any, name the five steps.
    Scale5,
    /// A whole number.
    Int {
        /// Least.
        min: u32,
        /// Most.
        max: u32,
    },
    /// Words.
    Text {
        /// Most characters.
        max: u16,
        /// A form to be matched.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        format: Option<TextFormat>,
    },
    /// Yes or no.
    Yesno,
    /// Photos of public parts.
    Photo {
        /// Most photos.
        max: u8,
    },
    /// Floor area, 5.00 to 500.00 m².
    Area,
    /// Something to be read out; its options, if any, say how to go on.
    Info {
        /// Shown for at least so many seconds, unless read aloud.
        #[serde(default)]
        seconds: u16,
    },
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Choice {
    /// Stable code.
    pub code: String,
    /// What is shown.
    pub text: Text,
    /// Cannot stand beside other choices (都没有).
    #[serde(default, skip_serializing_if = "is_false")]
    pub exclusive: bool,
    /// Choosing it ends the interview with this outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_with: Option<VisitOutcome>,
}

/// Other words where a condition holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct OtherText {
    /// Where this holds…
    pub when: Condition,
    /// …this is asked.
    pub text: Text,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Question {
    /// Stable code such as `Q08`.
    pub code: String,
    /// What is asked.
    pub text: Text,
    /// Other words in some situations, such as for tenants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_if: Option<OtherText>,
    /// A line below, in small print.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    /// What kind of answer.
    pub kind: Kind,
    /// The choices.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Choice>,
    /// Shown only if this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Condition>,
    /// Must be answered (or declined) before the interview is complete.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// "不想回答" is not offered.
    #[serde(default, skip_serializing_if = "is_false")]
    pub no_decline: bool,
    /// Core question (★).
    #[serde(default, skip_serializing_if = "is_false")]
    pub core: bool,
    /// Part of the short form (◆).
    #[serde(default, skip_serializing_if = "is_false")]
    pub short: bool,
    /// Filled in by the grid worker, not asked aloud.
    #[serde(default, skip_serializing_if = "is_false")]
    pub by_worker: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

/// A rule between answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum Constraint {
    /// The numbers of some questions add up to at most the number of another.
    SumAtMost {
        /// Code of the finding.
        code: String,
        /// Added.
        sum: Vec<String>,
        /// The bound.
        at_most: String,
    },
    /// Where `when` holds, people should check `field`; a prompt, not a refusal.
    Doubtful {
        /// Code of the warning.
        code: String,
        /// The doubtful combination.
        when: Condition,
        /// Where to look.
        field: String,
    },
}

/// A versioned form. Immutable once published; answers name its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Questionnaire {
    /// Stable code such as `HQ-01`.
    pub code: String,
    /// Version, from 1.
    pub version: u16,
    /// What it is called.
    pub title: Text,
    /// In the order of asking.
    pub questions: Vec<Question>,
    /// Rules between answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub constraints: Vec<Constraint>,
}

impl Questionnaire {
    /// The default household survey, all questions (content 7.1).
    pub fn hq_01() -> Self {
        crate::json::read(include_str!("../../content/hq-01.json"))
            .expect("shipped with the program and read by a test")
    }

    /// The same document with only the questions of the short form (◆).
    #[must_use]
    pub fn short_form(&self) -> Self {
        let questions: Vec<_> = self.questions.iter().filter(|question| question.short).cloned().collect();
        let has = |code: &str| questions.iter().any(|question| question.code == code);
        let constraints = self.constraints.iter().filter(|rule| rule.codes().into_iter().all(has)).cloned().collect();
        Self { questions, constraints, ..self.clone() }
    }

    /// The question with a code.
    pub fn question(&self, code: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.code == code)
    }

    /// The questions to be shown with these answers, in order.
    ///
    /// Conditions see only answers of questions that are shown themselves; after a choice that ends the interview nothing follows
    /// except what the worker fills in.
    pub fn visible(&self, answers: &Answers) -> Vec<&Question> {
        let mut ended = false;
        let mut shown: Vec<&Question> = Vec::new();
        for question in &self.questions {
            let is_seen = |code: &str| code.starts_with('@') || shown.iter().any(|earlier| earlier.code == code);
            let seen = |code: &str| if is_seen(code) { answers.get(code) } else { None };
            let holds = question.show_if.as_ref().is_none_or(|condition| condition.holds(&seen));
            if !holds || (ended && !question.by_worker) {
                continue;
            }
            ended |= question.ends(answers).is_some();
            shown.push(question);
        }
        shown
    }

    /// The outcome that an answer has fixed, if one ended the interview.
    pub fn ended(&self, answers: &Answers) -> Option<VisitOutcome> {
        self.visible(answers).iter().find_map(|question| question.ends(answers))
    }

    /// Only the answers of questions that are shown: what was answered before a skip does not travel.
    pub fn prune(&self, answers: &Answers) -> Answers {
        let mut kept = Answers::new();
        for question in self.visible(answers) {
            if let Some(answer) = answers.get(&question.code) {
                kept.insert(question.code.clone(), answer.clone());
            }
        }
        kept
    }
}

impl Question {
    /// What is asked with these answers.
    pub fn prompt(&self, answers: &Answers) -> &Text {
        match &self.text_if {
            Some(other) if other.when.holds(&|code| answers.get(code)) => &other.text,
            _ => &self.text,
        }
    }

    /// Whether "不想回答" may be chosen.
    pub fn may_decline(&self) -> bool {
        !self.no_decline
    }

    /// The outcome with which the answer to this question ends the interview.
    fn ends(&self, answers: &Answers) -> Option<VisitOutcome> {
        let Some(Answer::Choice(code)) = answers.get(&self.code) else { return None };
        self.options.iter().find(|option| option.code == *code)?.ends_with
    }
}
