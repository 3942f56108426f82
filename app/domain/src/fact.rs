//! Household facts (model 2.2, 2.12): what people say a home is like, value by value, each with its source and the value seen before.

use crate::area::{AreaC, AreaError};
use crate::decimal::narrow;
use crate::finding::{Finding, Findings};
use crate::hash::Hash;
use crate::id::{HouseholdId, VisitId};
use crate::json::{FromJson, ToJson};
use crate::org::wire_names;
use crate::place::{Occupancy, Usage};
use crate::roster::phone::is_mobile;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

wire_names!(FactKind {
    /// Floor area in 0.01 m², as a whole number.
    Area = "area",
    /// Floor, below ground negative.
    Floor = "floor",
    /// See [`Usage`].
    Usage = "usage",
    /// See [`Occupancy`].
    Occupancy = "occupancy",
    /// Digits of the household's telephone.
    Phone = "phone",
});

wire_names!(FactSource {
    /// 花名册: what the district was handed at the start.
    Roster = "roster",
    /// What somebody at the door said.
    Resident = "resident",
    /// What the community knows and answers for.
    Community = "community",
    /// 不动产权证: read from the paper, photographed.
    Certificate = "certificate",
});

impl FactSource {
    /// Certificate before community before resident before roster (model 2.12); higher counts more.
    pub const fn rank(self) -> u8 {
        match self {
            Self::Roster => 0,
            Self::Resident => 1,
            Self::Community => 2,
            Self::Certificate => 3,
        }
    }
}

impl FactKind {
    /// Whether the fact belongs to the family that lives there and ends with it; the others belong to the walls.
    pub const fn is_of_family(self) -> bool {
        matches!(self, Self::Occupancy | Self::Phone)
    }

    /// Whether a text is a value of this kind in its one canonical form.
    ///
    /// # Errors
    /// The code of a finding: `area_out_of_range`, `wrong_kind`, `unknown_code`, `not_a_phone`.
    pub fn check(self, value: &str) -> Result<(), &'static str> {
        let plain = |number: &str| value == number;
        let holds = match self {
            Self::Area => return check_area(value),
            Self::Floor => value
                .parse::<i32>()
                .is_ok_and(|floor| floor != 0 && (-9..=99).contains(&floor) && plain(&floor.to_string())),
            Self::Usage => Usage::from_name(value).is_some(),
            Self::Occupancy => Occupancy::from_name(value).is_some(),
            Self::Phone => is_mobile(value) || is_landline(value),
        };
        match self {
            _ if holds => Ok(()),
            Self::Area | Self::Floor => Err("wrong_kind"),
            Self::Usage | Self::Occupancy => Err("unknown_code"),
            Self::Phone => Err("not_a_phone"),
        }
    }

    /// The canonical form of what somebody typed or chose.
    ///
    /// # Errors
    /// The code of a finding: those of [`AreaError`], `number_wanted`, `out_of_range`, `unknown_code`, `not_a_phone`.
    pub fn read(self, typed: &str) -> Result<String, &'static str> {
        let plain = narrow(typed);
        let value = match self {
            Self::Area => plain.parse::<AreaC>().map_err(AreaError::code)?.0.to_string(),
            Self::Floor => plain.parse::<i32>().map_err(|_| "number_wanted")?.to_string(),
            Self::Usage | Self::Occupancy | Self::Phone => plain,
        };
        match self.check(&value) {
            Ok(()) => Ok(value),
            Err("wrong_kind") => Err("out_of_range"),
            Err(code) => Err(code),
        }
    }
}

fn check_area(value: &str) -> Result<(), &'static str> {
    match value.parse::<u32>() {
        Ok(area) if AreaC(area).is_plausible() && value == area.to_string() => Ok(()),
        Ok(_) => Err("area_out_of_range"),
        Err(_) => Err("wrong_kind"),
    }
}

/// With its area code, or seven or eight digits alone: a mobile number with a digit missing is none.
fn is_landline(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let dashes = value.bytes().filter(|byte| *byte == b'-').count();
    let is_long_enough = match value.bytes().next() {
        Some(b'0') => (10..=12).contains(&digits),
        Some(b'2'..=b'8') => (7..=8).contains(&digits),
        _ => false,
    };
    is_long_enough && dashes <= 1 && digits + dashes == value.len()
}

/// One value that somebody puts forward.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct Proposed {
    /// What stood on the screen before; none when nothing did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// What it should be, see [`FactKind::check`].
    pub value: String,
}

/// Facts of one household, as somebody learned them at one moment. Author and times stand in the record's envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseholdFacts {
    /// Whose home.
    pub household: HouseholdId,
    /// Which occupying family (居住轮次).
    pub occupancy_seq: u32,
    /// How it is known.
    pub source: FactSource,
    /// The values.
    pub facts: BTreeMap<FactKind, Proposed>,
    /// Photos of the paper.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<Hash>,
    /// In which visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitId>,
    /// At most 200 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl HouseholdFacts {
    /// Longest note, in characters.
    pub const NOTE_MAX: usize = 200;

    /// Checks what was entered. `at_desk`: by a clerk, who answers for what the community knows.
    ///
    /// # Errors
    /// `required` (no value at all), the codes of [`FactKind::check`], `source_not_yours`, `paper_missing`, `too_long`.
    pub fn validate(&self, at_desk: bool) -> Result<(), Vec<Finding>> {
        let mut findings = Findings::default();
        let beyond = match self.source {
            FactSource::Roster => true,
            FactSource::Community => !at_desk,
            FactSource::Resident | FactSource::Certificate => false,
        };
        let unproven = self.source == FactSource::Certificate && self.photos.is_empty();
        findings
            .when(self.facts.is_empty(), "required", "facts")
            .when(beyond, "source_not_yours", "source")
            .when(unproven, "paper_missing", "photos")
            .when(self.note.chars().count() > Self::NOTE_MAX, "too_long", "note");
        for (kind, proposed) in &self.facts {
            if let Err(code) = kind.check(&proposed.value) {
                findings.when(true, code, kind.name());
            }
        }
        findings.or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_becomes_the_one_form_that_is_checked() {
        use FactKind::{Area, Floor, Occupancy, Phone, Usage};
        let cases: [(FactKind, &str, Result<&str, &str>); 16] = [
            (Area, " 68.47 ", Ok("6847")),
            (Area, "６８．５平米", Ok("6850")),
            (Area, "6847", Err("area_missing_point")),
            (Area, "三间", Err("area_not_a_number")),
            (Floor, "5", Ok("5")),
            (Floor, "+5", Ok("5")),
            (Floor, "－1", Ok("-1")),
            (Floor, "0", Err("out_of_range")),
            (Floor, "120", Err("out_of_range")),
            (Floor, "五", Err("number_wanted")),
            (Usage, "business", Ok("business")),
            (Usage, "palace", Err("unknown_code")),
            (Occupancy, "tenant", Ok("tenant")),
            (Phone, "138 1234 5678", Ok("13812345678")),
            (Phone, "0355-7654321", Ok("0355-7654321")),
            (Phone, "1381234567", Err("not_a_phone")),
        ];
        for (kind, typed, wanted) in cases {
            let read = kind.read(typed);
            assert_eq!(read.as_deref().map_err(|code| *code), wanted, "{kind} {typed}");
            if let Ok(value) = read {
                assert_eq!(kind.check(&value), Ok(()), "{kind} {typed}");
            }
        }
    }
}
