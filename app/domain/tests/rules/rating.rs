//! What counts in ratings, and what may be shown (calculation 3.6, INV-11 to INV-13).

use crate::world::config;
use domain::calendar::Period;
use domain::id::{HouseholdId, RatingId, ServiceAssignmentId};
use domain::rating::{
    MeanMicro, Rating, RatingEntry, Score, Verification, company_mean, counted, has_enough, may_show_cell, prior_mean,
    score, shrunk_mean,
};

fn entry(id: u8, household: u8, overall: u8, at_ms: i64) -> RatingEntry {
    RatingEntry {
        id: RatingId::new(0, [id; 10]),
        household: Some(HouseholdId::new(0, [household; 10])),
        assignment: ServiceAssignmentId::new(0, [1; 10]),
        period: Period { year: 2026, quarter: 4 },
        verification: Verification::HouseholdCode,
        excluded: false,
        overall,
        submitted_at_ms: at_ms,
    }
}

fn ids(entries: &[RatingEntry]) -> Vec<u8> {
    entries.iter().map(|entry| entry.id.0.as_bytes()[15]).collect()
}

#[test]
fn the_later_rating_of_a_household_replaces_the_earlier_in_any_order() {
    let (early, late, other) = (entry(1, 1, 2, 10), entry(2, 1, 5, 20), entry(3, 2, 3, 15));
    assert_eq!(ids(&counted(&[early, late, other])), [2, 3]);
    assert_eq!(ids(&counted(&[late, other, early])), [2, 3]);
    let next_quarter = RatingEntry { period: Period { year: 2027, quarter: 1 }, ..entry(4, 1, 1, 30) };
    assert_eq!(ids(&counted(&[early, next_quarter])), [1, 4]);
}

#[test]
fn unverified_and_excluded_ratings_have_no_weight() {
    let unverified = RatingEntry { verification: Verification::None, ..entry(1, 1, 5, 10) };
    let nobody = RatingEntry { household: None, ..entry(2, 1, 5, 10) };
    let excluded = RatingEntry { excluded: true, ..entry(3, 2, 5, 10) };
    assert_eq!(counted(&[unverified, nobody, excluded]), []);
    let weights: Vec<_> = Verification::ALL.iter().map(|verification| verification.weight()).collect();
    assert_eq!(weights, [1, 1, 1, 0]);
}

#[test]
fn an_excluded_later_rating_does_not_bring_the_earlier_back() {
    let excluded = RatingEntry { excluded: true, ..entry(2, 1, 5, 20) };
    assert_eq!(counted(&[entry(1, 1, 2, 10), excluded]), []);
}

#[test]
fn a_company_is_the_mean_of_its_households_not_of_its_compounds() {
    let mean = company_mean(&[(900, MeanMicro(4_000_000)), (100, MeanMicro(2_000_000))]).unwrap();
    assert_eq!(mean, MeanMicro(3_800_000));
    assert_eq!(score(mean), Score(7_000));
    assert_eq!(company_mean(&[(0, MeanMicro(4_000_000))]), None);
}

#[test]
fn the_prior_is_the_district_once_it_has_enough() {
    assert_eq!(prior_mean(780, 199, &config()), MeanMicro(3_500_000));
    assert_eq!(prior_mean(780, 200, &config()), MeanMicro(3_900_000));
    assert_eq!(shrunk_mean(MeanMicro(0), 0, MeanMicro(3_900_000), &config()), MeanMicro(3_900_000));
    assert_eq!(
        [score(MeanMicro(1_000_000)), score(MeanMicro(5_000_000)), score(MeanMicro(0))],
        [Score(0), Score(10_000), Score(0)]
    );
    assert_eq!(MeanMicro(4_344_444).to_string(), "4.34");
}

#[test]
fn small_numbers_are_not_shown() {
    assert!(!has_enough(9, &config()) && has_enough(10, &config()));
    assert!(!may_show_cell(4, &config()) && may_show_cell(5, &config()));
}

#[test]
fn taps_outside_one_to_five_are_refused() {
    let rating = |dims, overall| Rating { dims, overall, text: None };
    assert_eq!(rating([Some(1), Some(5), None, None, Some(3)], 4).validate(), Ok(()));
    let faults = rating([Some(0), Some(6), None, None, None], 0).validate().unwrap_err();
    let fields: Vec<_> = faults.iter().map(|finding| finding.field.as_str()).collect();
    assert_eq!(fields, ["order", "cleaning", "overall"]);
    let long = Rating { text: Some("字".repeat(201)), ..rating([None; 5], 3) };
    assert_eq!(long.validate().unwrap_err()[0].code, "too_long");
}
