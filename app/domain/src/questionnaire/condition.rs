//! When a question is shown: a small tree over the answers of earlier questions.

use super::Answer;
use crate::json::FromJson;
use serde::{Deserialize, Serialize};

/// A condition. Codes that begin with `@` are facts set by the program (such as the compound's phase), not questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Every part holds; true for none.
    All(Vec<Condition>),
    /// Some part holds; false for none.
    Any(Vec<Condition>),
    /// The part does not hold.
    Not(Box<Condition>),
    /// The answer of question is this option, `yes`, `no`, or this number.
    Equals(String, String),
    /// The answer has this option among its choices.
    Contains(String, String),
    /// There is an answer and it is not "declined".
    Answered(String),
}

impl Condition {
    /// Whether it holds. `answer` has the answers that count here, and the program's facts, by code.
    pub fn holds<'a>(&self, answer: &dyn Fn(&str) -> Option<&'a Answer>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(answer)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(answer)),
            Self::Not(part) => !part.holds(answer),
            Self::Equals(code, value) => answer(code).is_some_and(|answer| answer.is(value)),
            Self::Contains(code, option) => match answer(code) {
                Some(Answer::Choices(chosen)) => chosen.contains(option),
                Some(Answer::Choice(chosen)) => chosen == option,
                _ => false,
            },
            Self::Answered(code) => answer(code).is_some_and(|answer| *answer != Answer::Declined),
        }
    }

    /// Calls `visit` with each question code and, where one is named, the value.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a str, Option<&'a str>)) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.walk(&mut *visit)),
            Self::Not(part) => part.walk(visit),
            Self::Equals(code, value) | Self::Contains(code, value) => visit(code, Some(value)),
            Self::Answered(code) => visit(code, None),
        }
    }
}
