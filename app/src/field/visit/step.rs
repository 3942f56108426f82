//! Where in a visit one is, and which questions it asks.

use crate::field::route::VisitPart;
use domain::json::{FromJson, ToJson};
#[cfg(test)]
use serde::{Deserialize, Serialize};

/// Which questions are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, FromJson, ToJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Only ◆, three to four minutes.
    #[default]
    Short,
    /// Everything.
    Full,
}

/// Where in the visit one is.
#[derive(Debug, Clone, PartialEq, Eq, FromJson, ToJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The screen that holds this question; the first screen where there is none of this code.
    Ask(String),
    /// The need with this place among those shown.
    Need(usize),
    /// The acknowledgement of the free months.
    Trial,
    /// The fee consent.
    Fee,
    /// What came of it, and saving.
    Finish,
}

impl Step {
    /// The part of the visit that the address names.
    pub fn part(&self) -> VisitPart {
        match self {
            Self::Ask(_) => VisitPart::Survey,
            Self::Need(_) => VisitPart::Needs,
            Self::Trial => VisitPart::Trial,
            Self::Fee => VisitPart::Consent,
            Self::Finish => VisitPart::Review,
        }
    }
}
