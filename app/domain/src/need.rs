//! Needs (需求): what is recorded, and where its category sends it (content 7.2).

pub mod taxonomy;

pub use taxonomy::{Category, TAXONOMY};

use crate::finding::{Finding, Findings};
use crate::hash::Hash;
use crate::id::{CompoundId, HouseholdId, VisitId};
use crate::json::{FromJson, ToJson};
use crate::org::wire_names;
use serde::{Deserialize, Serialize};

wire_names!(Priority {
    /// Danger.
    P0 = "p0",
    /// Water, power, heat, sewage.
    P1 = "p1",
    /// Ordinary repair, cleaning, order.
    P2 = "p2",
    /// Needs coordination.
    P3 = "p3",
    /// Complex, several departments.
    P4 = "p4",
});

wire_names!(Party {
    Company = "company",
    Community = "community",
    Street = "street",
    /// Water, power, gas, heat, telecom.
    Utility = "utility",
    OwnersBody = "owners_body",
    Hurd = "hurd",
    Samr = "samr",
    Just = "just",
    Psb = "psb",
    Eco = "eco",
    Fire = "fire",
    City = "city",
    Pmc = "pmc",
    Civil = "civil",
    /// The maintenance fund's office.
    Fund = "fund",
    PartyBranch = "party_branch",
});

wire_names!(NeedIcon {
    Safety = "safety",
    Water = "water",
    Power = "power",
    HeatGas = "heat_gas",
    Cleaning = "cleaning",
    Security = "security",
    Parking = "parking",
    RoadBuilding = "road_building",
    Green = "green",
    IllegalNoise = "illegal_noise",
    FeeService = "fee_service",
    NeighbourOther = "neighbour_other",
});

impl NeedIcon {
    /// The icon of a code such as `SAF-02`, by its group.
    pub fn of_code(code: &str) -> Option<Self> {
        Some(match code.split_once('-')?.0 {
            "SAF" | "FIR" => Self::Safety,
            "WAT" => Self::Water,
            "ELE" => Self::Power,
            "HEA" | "GAS" => Self::HeatGas,
            "CLN" => Self::Cleaning,
            "SEC" => Self::Security,
            "PRK" => Self::Parking,
            "BLD" => Self::RoadBuilding,
            "GRN" => Self::Green,
            "ILL" | "NOI" => Self::IllegalNoise,
            "FEE" | "SVC" => Self::FeeService,
            "NBR" | "GOV" | "OTH" => Self::NeighbourOther,
            _ => return None,
        })
    }

    /// The categories behind an icon, in the taxonomy's order.
    pub fn categories(self) -> impl Iterator<Item = &'static Category> {
        TAXONOMY.iter().filter(move |category| Self::of_code(category.code) == Some(self))
    }
}

/// The category with a code.
pub fn category(code: &str) -> Option<&'static Category> {
    TAXONOMY.iter().find(|category| category.code == code)
}

/// Where a need goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Routing {
    /// How urgent.
    pub priority: Priority,
    /// Who acts first.
    pub responsible: Party,
}

/// Priority and first responsible party of a code; a hazard is always P0. `None` for an unknown code.
pub fn route(code: &str, hazard: bool) -> Option<Routing> {
    let category = category(code)?;
    let priority = if hazard { Priority::P0 } else { category.priority };
    Some(Routing { priority, responsible: category.responsible })
}

/// A need as recorded at the door, at a desk or through the QR page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct Need {
    /// In which visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitId>,
    /// Whose; `None` for a need of the whole compound or of nobody known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub household: Option<HouseholdId>,
    /// Where.
    pub compound: CompoundId,
    /// Code of the taxonomy.
    pub code: String,
    /// The exact place in words, at most 60 characters.
    #[serde(default)]
    pub place_text: String,
    /// What is the matter, at most 200 characters.
    #[serde(default)]
    pub text: String,
    /// Blobs of at most two photos of public parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<Hash>,
    /// Somebody may get hurt at any moment.
    #[serde(default)]
    pub hazard: bool,
}

impl Need {
    /// Longest text, in characters.
    pub const TEXT_MAX: usize = 200;
    /// Longest place.
    pub const PLACE_MAX: usize = 60;
    /// Most photos.
    pub const PHOTOS_MAX: usize = 2;

    /// Checks what was entered.
    ///
    /// # Errors
    /// All findings: `unknown_code`, `too_long`, `too_many`, `place_missing` (a hazard needs its place), `text_missing` (OTH-00 needs words).
    pub fn validate(&self) -> Result<(), Vec<Finding>> {
        let mut findings = Findings::default();
        findings
            .when(category(&self.code).is_none(), "unknown_code", "code")
            .when(self.text.chars().count() > Self::TEXT_MAX, "too_long", "text")
            .when(self.place_text.chars().count() > Self::PLACE_MAX, "too_long", "place_text")
            .when(self.photos.len() > Self::PHOTOS_MAX, "too_many", "photos")
            .when(self.hazard && self.place_text.trim().is_empty(), "place_missing", "place_text")
            .when(self.code == "OTH-00" && self.text.trim().is_empty(), "text_missing", "text");
        findings.or(())
    }
}
