//! Places: how compounds are managed, how far zero-clearing has come, who lives behind a door (model 2.2, 2.10).

use crate::org::wire_names;

wire_names!(ManagementMode {
    /// 专业物业
    Professional = "professional",
    /// 自管
    SelfManaged = "self_managed",
    /// 无人管理
    Unmanaged = "unmanaged",
});

wire_names!(ZeroClearingState {
    /// In the baseline, nobody allotted.
    Identified = "identified",
    /// A company is allotted.
    Allotted = "allotted",
    /// The company is on site, inspection done.
    Entered = "entered",
    /// The six free months run.
    TrialRunning = "trial_running",
    /// The trial is over, who agreed pays.
    FeePhase = "fee_phase",
    /// Six months in the fee phase with enough collection.
    Stable = "stable",
    /// Fell back after having been entered.
    Relapsed = "relapsed",
});

impl ZeroClearingState {
    /// Whether a compound in this state counts as cleared today (calculation 3.5: net).
    pub fn is_cleared(self) -> bool {
        matches!(self, Self::TrialRunning | Self::FeePhase | Self::Stable)
    }
}

wire_names!(Usage {
    Residence = "residence",
    Business = "business",
    Vacant = "vacant",
    Other = "other",
});

wire_names!(Occupancy {
    Owner = "owner",
    Tenant = "tenant",
    Relative = "relative",
    Mixed = "mixed",
    Vacant = "vacant",
    Unknown = "unknown",
});

/// How long an administrative code is at each level (statistical codes; never parse meaning from a stored code without its version).
pub fn code_has_level(code: &str, digits: usize) -> bool {
    code.len() == digits && code.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allotted_entered_and_relapsed_are_not_cleared() {
        let cleared: Vec<_> =
            ZeroClearingState::ALL.iter().filter(|state| state.is_cleared()).map(|state| state.name()).collect();
        assert_eq!(cleared, ["trial_running", "fee_phase", "stable"]);
    }

    #[test]
    fn wire_names_read_back() {
        for mode in ManagementMode::ALL {
            assert_eq!(ManagementMode::from_name(mode.name()), Some(*mode));
        }
        assert_eq!(Usage::from_name("palace"), None);
    }
}
