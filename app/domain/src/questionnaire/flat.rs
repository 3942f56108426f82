//! How documents are read: flat, so that the phone's module needs no second reader for enums tagged inside (see [`crate::json`]).

use super::{Condition, Constraint, Kind, TextFormat};
use serde::Deserialize;

/// All fields of all kinds.
#[derive(Deserialize)]
pub(super) struct FlatKind {
    #[serde(rename = "type")]
    name: KindName,
    #[serde(default)]
    min: Option<u32>,
    #[serde(default)]
    max: Option<u32>,
    #[serde(default)]
    format: Option<TextFormat>,
    #[serde(default)]
    seconds: u16,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum KindName {
    Single,
    Multi,
    Scale5,
    Int,
    Text,
    Yesno,
    Photo,
    Area,
    Info,
}

impl TryFrom<FlatKind> for Kind {
    type Error = &'static str;
    fn try_from(flat: FlatKind) -> Result<Self, Self::Error> {
        const OFF: &str = "a bound of this kind is missing or too large";
        let max = flat.max.ok_or(OFF);
        Ok(match flat.name {
            KindName::Single => Self::Single,
            KindName::Multi => Self::Multi { max: max?.try_into().map_err(|_| OFF)? },
            KindName::Scale5 => Self::Scale5,
            KindName::Int => Self::Int { min: flat.min.ok_or(OFF)?, max: max? },
            KindName::Text => Self::Text { max: max?.try_into().map_err(|_| OFF)?, format: flat.format },
            KindName::Yesno => Self::Yesno,
            KindName::Photo => Self::Photo { max: max?.try_into().map_err(|_| OFF)? },
            KindName::Area => Self::Area,
            KindName::Info => Self::Info { seconds: flat.seconds },
        })
    }
}

/// All fields of all rules.
#[derive(Deserialize)]
pub(super) struct FlatConstraint {
    rule: RuleName,
    code: String,
    #[serde(default)]
    sum: Option<Vec<String>>,
    #[serde(default)]
    at_most: Option<String>,
    #[serde(default)]
    when: Option<Condition>,
    #[serde(default)]
    field: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum RuleName {
    SumAtMost,
    Doubtful,
}

impl TryFrom<FlatConstraint> for Constraint {
    type Error = &'static str;
    fn try_from(flat: FlatConstraint) -> Result<Self, Self::Error> {
        let FlatConstraint { rule, code, sum, at_most, when, field } = flat;
        let constraint = match rule {
            RuleName::SumAtMost => sum.zip(at_most).map(|(sum, at_most)| Self::SumAtMost { code, sum, at_most }),
            RuleName::Doubtful => when.zip(field).map(|(when, field)| Self::Doubtful { code, when, field }),
        };
        constraint.ok_or("a field of this rule is missing")
    }
}
