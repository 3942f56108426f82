//! Ratings (评价) by residents: what counts, and what a company's score is made of (calculation 3.6, content 7.4).
//!
//! Means and scores are whole numbers of millionths: no floating point, one rounding at the end.

use crate::calendar::Period;
use crate::config::Config;
use crate::decimal::half_up;
use crate::finding::{Finding, Findings};
use crate::id::{HouseholdId, RatingId, ServiceAssignmentId};
use crate::org::wire_names;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

wire_names!(Dimension {
    /// 秩序安全
    Order = "order",
    /// 卫生保洁
    Cleaning = "cleaning",
    /// 维修及时
    Repair = "repair",
    /// 态度与沟通
    Attitude = "attitude",
    /// 收费公开合理; during the trial: was it really free
    Charging = "charging",
});

wire_names!(Verification {
    HouseholdCode = "household_code",
    Otp = "otp",
    /// A grid worker helped.
    Assisted = "assisted",
    None = "none",
});

impl Verification {
    /// 1 when the household is known, else 0 (INV-12).
    pub fn weight(self) -> u32 {
        u32::from(self != Self::None)
    }
}

/// What a resident taps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// 1 to 5 for each [`Dimension`] in its order; `None` where nothing was tapped.
    pub dims: [Option<u8>; 5],
    /// 1 to 5, a question of its own, never the mean.
    pub overall: u8,
    /// At most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Rating {
    /// Longest text, in characters.
    pub const TEXT_MAX: usize = 200;

    /// Checks what was tapped.
    ///
    /// # Errors
    /// `out_of_range` for the field named, `too_long`.
    pub fn validate(&self) -> Result<(), Vec<Finding>> {
        let bad = |step: u8| !(1..=5).contains(&step);
        let mut findings = Findings::default();
        for (dimension, step) in Dimension::ALL.iter().zip(self.dims) {
            findings.when(step.is_some_and(bad), "out_of_range", dimension.name());
        }
        let too_long = self.text.as_ref().is_some_and(|text| text.chars().count() > Self::TEXT_MAX);
        findings.when(bad(self.overall), "out_of_range", "overall").when(too_long, "too_long", "text");
        findings.or(())
    }
}

/// A stored rating, as far as counting needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RatingEntry {
    /// Its id.
    pub id: RatingId,
    /// Whose, when verified.
    pub household: Option<HouseholdId>,
    /// Of which service.
    pub assignment: ServiceAssignmentId,
    /// In which quarter.
    pub period: Period,
    /// How the household was verified.
    pub verification: Verification,
    /// Excluded: staff household, or flagged by the auditor.
    pub excluded: bool,
    /// The overall step.
    pub overall: u8,
    /// Server time.
    pub submitted_at_ms: i64,
}

/// The ratings that count: verified, not excluded, and of each household, service and quarter only the latest (INV-11, INV-12).
pub fn counted(entries: &[RatingEntry]) -> Vec<RatingEntry> {
    let mut latest: BTreeMap<(HouseholdId, ServiceAssignmentId, Period), RatingEntry> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.verification.weight() > 0) {
        let Some(household) = entry.household else { continue };
        let kept = latest.entry((household, entry.assignment, entry.period)).or_insert(*entry);
        if (entry.submitted_at_ms, entry.id) >= (kept.submitted_at_ms, kept.id) {
            *kept = *entry;
        }
    }
    latest.into_values().filter(|entry| !entry.excluded).collect()
}

/// A mean in millionths of a step: 4.4 is 4400000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MeanMicro(pub u64);

impl MeanMicro {
    /// The mean of `n` steps with a given sum; `None` for none.
    pub fn of(sum: u64, n: u32) -> Option<Self> {
        (n > 0).then(|| Self(ratio(u128::from(sum) * 1_000_000, u128::from(n))))
    }
}

/// A score of 0 to 100 in hundredths: 77.76 is 7776.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score(pub u32);

impl fmt::Display for MeanMicro {
    /// With two decimals, halves upwards.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = ratio(u128::from(self.0), 10_000);
        write!(f, "{}.{:02}", hundredths / 100, hundredths % 100)
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

fn ratio(numerator: u128, denominator: u128) -> u64 {
    u64::try_from(half_up(numerator, denominator.max(1))).unwrap_or(u64::MAX)
}

/// The prior mean μ: the district's own verified mean, or the configured one while there are too few ratings.
pub fn prior_mean(district_sum: u64, district_n: u32, config: &Config) -> MeanMicro {
    let own = MeanMicro::of(district_sum, district_n).filter(|_| district_n >= config.rating_district_min);
    own.unwrap_or(MeanMicro(config.rating_prior_mean_micro))
}

/// R̂ of one compound: its mean drawn towards μ by `rating_prior_weight` imagined ratings. With none it is μ.
pub fn shrunk_mean(mean: MeanMicro, n: u32, prior: MeanMicro, config: &Config) -> MeanMicro {
    let weight = u128::from(config.rating_prior_weight);
    let sum = weight * u128::from(prior.0) + u128::from(n) * u128::from(mean.0);
    if weight + u128::from(n) == 0 { prior } else { MeanMicro(ratio(sum, weight + u128::from(n))) }
}

/// R̂ of a company: its compounds' R̂ weighted by their households; `None` without households.
pub fn company_mean(compounds: &[(u32, MeanMicro)]) -> Option<MeanMicro> {
    let households: u128 = compounds.iter().map(|(households, _)| u128::from(*households)).sum();
    let sum: u128 = compounds.iter().map(|(households, mean)| u128::from(*households) * u128::from(mean.0)).sum();
    (households > 0).then(|| MeanMicro(ratio(sum, households)))
}

/// R = (R̂ − 1) / 4 × 100.
pub fn score(mean: MeanMicro) -> Score {
    let above_one = u128::from(mean.0.saturating_sub(1_000_000));
    Score(u32::try_from(ratio(above_one * 2_500, 1_000_000)).unwrap_or(10_000).min(10_000))
}

/// Whether a compound's score may be shown; below, the page says 样本不足.
pub fn has_enough(n: u32, config: &Config) -> bool {
    n >= config.rating_min_n
}

/// Whether a cell computed from so many households may appear in a public or company view (INV-13).
pub fn may_show_cell(households: u32, config: &Config) -> bool {
    households >= config.small_cell_k
}
