//! May a fee consent be asked for at this door today? One decision, with the reason that is said when not. Pure.

use domain::area::AreaC;
use domain::calendar::Day;
use domain::config::Config;
use domain::consent::{FeeConsentState, FeeTerms};
use domain::money::Fen;
use domain::sync::view::{CompanyView, CompoundView, HouseholdView, TrialView};

/// The number printed on the fee text of a version.
pub fn text_no(version: u16) -> String {
    format!("FP-{version}")
}

/// Whether to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gate {
    /// The window is open and everything that is printed is known.
    Open(Box<FeeTerms>),
    /// People have not tried it long enough yet.
    NotYet {
        /// First day.
        opens_on: Day,
    },
    /// No company serves this compound.
    NoCompany,
    /// The free months have not begun, are suspended, or were broken off.
    NoTrial,
    /// No published fee.
    NoRate,
    /// The area is not known, so no sum can be printed.
    NoArea,
    /// Signed already: nothing to ask.
    Signed,
    /// They said no; it is theirs to come back.
    Refused,
    /// Two events disagree; the community decides first.
    InReview,
}

/// Decides for a household on a day. `version` is the text's.
pub fn gate(household: &HouseholdView, compound: &CompoundView, version: u16, today: Day, config: &Config) -> Gate {
    match household.fee_consent {
        state if state.is_signed() => return Gate::Signed,
        FeeConsentState::Refused => return Gate::Refused,
        FeeConsentState::InReview => return Gate::InReview,
        _ => {}
    }
    let Some(company) = &compound.company else { return Gate::NoCompany };
    let Some(trial) = compound.trial.as_ref().filter(|trial| runs(trial)) else { return Gate::NoTrial };
    if today < trial.consent_opens_on {
        return Gate::NotYet { opens_on: trial.consent_opens_on };
    }
    let Some(rate_mill) = compound.rate_mill else { return Gate::NoRate };
    let Some(area_c) = household.area_c.map(AreaC).filter(|area| area.is_plausible()) else { return Gate::NoArea };
    let terms = FeeTerms {
        text_no: text_no(version),
        company: company.id,
        company_name: company.name.clone(),
        company_tel: company.phone.clone(),
        community_name: compound.community_name.clone(),
        community_tel: compound.community_phone.clone(),
        area_c,
        rate_mill,
        permille_off: 0,
        concession_code: None,
        monthly_fen: Fen(0),
        trial_start: trial.start_on,
        last_free_day: trial.last_free_on,
        earliest_fee_start: trial.last_free_on,
    };
    Gate::Open(Box::new(terms.priced(today, config)))
}

/// Running, or run to its end: who is late may still agree.
fn runs(trial: &TrialView) -> bool {
    matches!(trial.status.as_str(), "running" | "ended")
}

/// The company and the free months, while they run: what the acknowledgement is about.
pub fn trial_of(compound: &CompoundView, today: Day) -> Option<(&CompanyView, &TrialView)> {
    let trial = compound.trial.as_ref().filter(|trial| trial.status == "running" && today <= trial.last_free_on)?;
    Some((compound.company.as_ref()?, trial))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::{BuildingId, CompanyId, CompoundId, HouseholdId, UnitId};
    use domain::money::RateMill;
    use domain::place::{Occupancy, Usage, ZeroClearingState};
    use domain::visit::DoorState;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn compound() -> CompoundView {
        CompoundView {
            id: CompoundId::new(1, [1; 10]),
            name: "槐荫里".into(),
            street_name: "东街".into(),
            community_name: "槐荫社区".into(),
            community_phone: "0355-5550101".into(),
            stage: ZeroClearingState::TrialRunning,
            company: Some(CompanyView {
                id: CompanyId::new(1, [2; 10]),
                name: "晨光物业".into(),
                phone: "0355-5550202".into(),
            }),
            trial: Some(TrialView {
                start_on: day("2026-06-01"),
                last_free_on: day("2026-11-30"),
                consent_opens_on: day("2026-10-01"),
                status: "running".into(),
            }),
            rate_mill: Some(RateMill(450)),
            public_path: "/c/ABC".into(),
        }
    }

    fn household() -> HouseholdView {
        HouseholdView {
            id: HouseholdId::new(1, [1; 10]),
            compound: CompoundId::new(1, [1; 10]),
            building_id: BuildingId::new(1, [1; 10]),
            building: "3号楼".into(),
            unit_id: UnitId::new(1, [1; 10]),
            unit: "1".into(),
            floor: Some(5),
            door: "501".into(),
            area_c: Some(6847),
            area_source: None,
            usage: Usage::Residence,
            occupancy: Occupancy::Owner,
            occupancy_seq: 1,
            name_masked: None,
            household_code: None,
            door_state: DoorState::NotVisited,
            fee_consent: FeeConsentState::None,
            consent_mark: None,
            visits: vec![],
            attempts: 0,
            promises: vec![],
        }
    }

    fn on(household: &HouseholdView, compound: &CompoundView, today: &str) -> Gate {
        let today = day(today);
        gate(household, compound, 1, today, &Config::shipped_on(today))
    }

    #[test]
    fn inside_the_window_everything_printed_is_known() {
        let Gate::Open(terms) = on(&household(), &compound(), "2026-11-01") else { panic!("open") };
        assert_eq!(terms.monthly_fen, Fen(3081));
        assert_eq!(terms.earliest_fee_start, day("2026-12-01"));
        let Gate::Open(late) = on(&household(), &compound(), "2026-12-20") else { panic!("open") };
        assert_eq!(late.earliest_fee_start, day("2027-01-01"));
    }

    #[test]
    fn each_reason_not_to_ask_is_said() {
        let plain = (household(), compound());
        let signed = HouseholdView { fee_consent: FeeConsentState::CoolingOff, ..household() };
        let refused = HouseholdView { fee_consent: FeeConsentState::Refused, ..household() };
        let without_area = HouseholdView { area_c: None, ..household() };
        let stopped = CompoundView {
            trial: compound().trial.map(|t| TrialView { status: "suspended".into(), ..t }),
            ..compound()
        };
        let cases = [
            (&plain.0, &plain.1, "2026-09-30", Gate::NotYet { opens_on: day("2026-10-01") }),
            (&plain.0, &CompoundView { company: None, ..compound() }, "2026-11-01", Gate::NoCompany),
            (&plain.0, &CompoundView { trial: None, ..compound() }, "2026-11-01", Gate::NoTrial),
            (&plain.0, &stopped, "2026-11-01", Gate::NoTrial),
            (&plain.0, &CompoundView { rate_mill: None, ..compound() }, "2026-11-01", Gate::NoRate),
            (&without_area, &plain.1, "2026-11-01", Gate::NoArea),
            (&signed, &plain.1, "2026-11-01", Gate::Signed),
            (&refused, &plain.1, "2026-11-01", Gate::Refused),
        ];
        for (household, compound, today, expected) in cases {
            assert_eq!(on(household, compound, today), expected);
        }
    }
}
