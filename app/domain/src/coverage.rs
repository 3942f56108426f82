//! Shares that the district reads: survey coverage (calculation 3.3), zero-clearing and management (3.5).

use crate::calendar::Day;
use crate::decimal::half_up;
use crate::id::CompoundId;
use crate::place::ZeroClearingState;
use std::collections::BTreeMap;
use std::fmt;

/// A share in hundredths of a percent: 73.23 % is 7323.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Permyriad(pub u32);

impl Permyriad {
    /// `part` of `whole`, halves upwards; `None` when the whole is empty, because 0 of 0 is not 0 %.
    pub fn of(part: u64, whole: u64) -> Option<Self> {
        if whole == 0 {
            return None;
        }
        u32::try_from(half_up(u128::from(part) * 10_000, u128::from(whole))).ok().map(Self)
    }
}

impl fmt::Display for Permyriad {
    /// `73.23 %`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02} %", self.0 / 100, self.0 % 100)
    }
}

/// A compound came into a state on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageEvent {
    /// Which compound.
    pub compound: CompoundId,
    /// First day in the state.
    pub day: Day,
    /// The state.
    pub state: ZeroClearingState,
}

/// Zero-clearing on a day, counts over the immutable baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ZeroClearing {
    /// Compounds of the baseline (127).
    pub baseline: u64,
    /// Had reached a trial by that day.
    pub ever_cleared: u64,
    /// Are in trial, fee phase or stable on that day.
    pub now_cleared: u64,
    /// Are stable on that day.
    pub stable: u64,
}

impl ZeroClearing {
    /// Share of ever cleared.
    pub fn gross(&self) -> Option<Permyriad> {
        Permyriad::of(self.ever_cleared, self.baseline)
    }
    /// Share of cleared now: the headline.
    pub fn net(&self) -> Option<Permyriad> {
        Permyriad::of(self.now_cleared, self.baseline)
    }
    /// Share of stable.
    pub fn stable_progress(&self) -> Option<Permyriad> {
        Permyriad::of(self.stable, self.baseline)
    }
}

/// Counts zero-clearing on a day. Events of compounds outside the baseline count for nothing; of one day the last in the slice holds.
pub fn zero_clearing(baseline: &[CompoundId], events: &[StageEvent], day: Day) -> ZeroClearing {
    let mut states: BTreeMap<CompoundId, (Option<(Day, ZeroClearingState)>, bool)> =
        baseline.iter().map(|compound| (*compound, (None, false))).collect();
    for event in events.iter().filter(|event| event.day <= day) {
        let Some((latest, ever)) = states.get_mut(&event.compound) else { continue };
        *ever |= event.state.is_cleared();
        if latest.is_none_or(|(since, _)| event.day >= since) {
            *latest = Some((event.day, event.state));
        }
    }
    let mut counts = ZeroClearing { baseline: states.len() as u64, ..ZeroClearing::default() };
    for (latest, ever) in states.into_values() {
        let state = latest.map(|(_, state)| state);
        counts.ever_cleared += u64::from(ever);
        counts.now_cleared += u64::from(state.is_some_and(ZeroClearingState::is_cleared));
        counts.stable += u64::from(state == Some(ZeroClearingState::Stable));
    }
    counts
}

/// Survey counts of an area on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SurveyCoverage {
    /// Active households.
    pub active: u64,
    /// Of them vacant or demolished.
    pub vacant: u64,
    /// With at least one contact face to face or by phone.
    pub contacted: u64,
    /// With an accepted response.
    pub accepted: u64,
    /// Closed after refusal.
    pub closed_refused: u64,
    /// All attempts.
    pub attempts: u64,
}

impl SurveyCoverage {
    /// Contacted of active.
    pub fn contact_rate(&self) -> Option<Permyriad> {
        Permyriad::of(self.contacted, self.active)
    }
    /// Accepted of active; vacant flats stay in the denominator.
    pub fn completion_rate(&self) -> Option<Permyriad> {
        Permyriad::of(self.accepted, self.active)
    }
    /// Accepted of active and inhabited.
    pub fn effective_rate(&self) -> Option<Permyriad> {
        Permyriad::of(self.accepted, self.active.saturating_sub(self.vacant))
    }
    /// Refused of contacted.
    pub fn refusal_rate(&self) -> Option<Permyriad> {
        Permyriad::of(self.closed_refused, self.contacted)
    }
}

/// Compounds by how they are managed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ManagementCoverage {
    /// By a company.
    pub professional: u64,
    /// By the residents themselves.
    pub self_managed: u64,
    /// By nobody.
    pub unmanaged: u64,
}

impl ManagementCoverage {
    fn all(&self) -> u64 {
        self.professional + self.self_managed + self.unmanaged
    }
    /// Professional of all.
    pub fn professional_coverage(&self) -> Option<Permyriad> {
        Permyriad::of(self.professional, self.all())
    }
    /// Managed in any way, of all.
    pub fn managed_coverage(&self) -> Option<Permyriad> {
        Permyriad::of(self.professional + self.self_managed, self.all())
    }
}
