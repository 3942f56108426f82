//! The published vectors of chapter 3.

use crate::world::{config, day};
use domain::area::AreaC;
use domain::coverage::Permyriad;
use domain::fee::{concession_fen, fee_fen, gross_fen, partial_month_fen};
use domain::money::{Fen, RateMill};
use domain::rating::{MeanMicro, score, shrunk_mean};
use domain::trial::{Rule, TrialPhase, consent_window_opens, fee_start, last_free_day, phase_on};
use serde_json::Value;

fn vectors(key: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("vectors.json")).unwrap();
    all[key].clone()
}

fn texts(row: &Value) -> Vec<&str> {
    row.as_array().unwrap().iter().map(|cell| cell.as_str().unwrap()).collect()
}

#[test]
fn fees_match_the_reference() {
    for row in vectors("fee").as_array().unwrap() {
        let area: u32 = row["area"].as_str().unwrap().replace('.', "").parse().unwrap();
        let rate: RateMill = row["rate"].as_str().unwrap().parse().unwrap();
        let fee = |permille_off| fee_fen(AreaC(area), rate, permille_off, Fen(0));
        let cases = [("gross", 0), ("disc50", 500), ("disc50_one_round", 500), ("disc30", 300), ("full_waiver", 1000)];
        for (key, permille_off) in cases {
            if let Some(fen) = row[key].as_i64() {
                assert_eq!(fee(permille_off), Fen(fen), "{row} {key}");
            }
        }
        assert_eq!(gross_fen(AreaC(area), rate), fee(0));
        if let Some(twice) = row["disc50_two_round"].as_i64() {
            assert_ne!(fee(500), Fen(twice), "rounding twice is wrong");
        }
    }
}

#[test]
fn a_fee_is_never_negative_and_the_company_bears_the_rest() {
    let (area, rate) = (AreaC(6847), RateMill(450));
    assert_eq!(fee_fen(area, rate, 0, Fen(9_999)), Fen(0));
    assert_eq!(fee_fen(area, rate, 0, Fen(-5)), Fen(3081));
    assert_eq!(fee_fen(area, rate, u16::MAX, Fen(0)), Fen(0));
    assert_eq!(concession_fen(Fen(3081), Fen(1541)), Fen(1540));
    assert_eq!(partial_month_fen(Fen(3081), 15, 30), Fen(1541));
    assert_eq!(partial_month_fen(Fen(3081), 31, 30), Fen(3081));
    let most = u128::from(u32::MAX) * u128::from(u32::MAX) / 1000;
    assert_eq!(u128::from(gross_fen(AreaC(u32::MAX), RateMill(u32::MAX)).0.unsigned_abs()), most, "nothing overflows");
}

#[test]
fn trials_end_as_in_the_reference() {
    for row in vectors("trial").as_array().unwrap() {
        let [start, printed, civil_code] = texts(row)[..] else { panic!("{row}") };
        assert_eq!(last_free_day(day(start), Rule::Printed), day(printed), "{start} printed");
        assert_eq!(last_free_day(day(start), Rule::CivilCode), day(civil_code), "{start} civil code");
    }
}

#[test]
fn fees_start_as_in_the_reference() {
    for row in vectors("fee_start").as_array().unwrap() {
        let [last_free, confirmed, start] = texts(row)[..] else { panic!("{row}") };
        assert_eq!(fee_start(day(last_free), day(confirmed), 7), day(start), "{last_free} {confirmed}");
    }
}

#[test]
fn the_consent_window_opens_sixty_days_before_the_last_free_day() {
    let last = day("2022-11-30");
    assert_eq!(consent_window_opens(last, 60), day("2022-10-01"));
    let cases = [
        ("2022-05-31", TrialPhase::Before),
        ("2022-06-01", TrialPhase::Free),
        ("2022-09-30", TrialPhase::Free),
        ("2022-10-01", TrialPhase::WindowOpen),
        ("2022-11-30", TrialPhase::WindowOpen),
        ("2022-12-01", TrialPhase::Over),
    ];
    for (today, phase) in cases {
        assert_eq!(phase_on(day(today), day("2022-06-01"), last, 60), phase, "{today}");
    }
}

#[test]
fn ratings_match_the_reference() {
    let prior = MeanMicro(3_900_000);
    for (name, mean, n) in [("A", 4_900_000, 8), ("B", 4_400_000, 240)] {
        let shrunk = shrunk_mean(MeanMicro(mean), n, prior, &config());
        let expected = vectors("bayes")[name].as_f64().unwrap();
        assert_eq!((shrunk.0 + 50) / 100, (expected * 10_000.0).round() as u64, "{name}");
        let expected = vectors("rscore")[name].as_f64().unwrap();
        assert_eq!(score(shrunk).to_string(), format!("{expected:.2}"), "{name}");
    }
}

#[test]
fn coverage_matches_the_reference() {
    let of = |key: &str| format!("{:.2} %", vectors("cov")[key].as_f64().unwrap());
    let cases = [
        ("prof", 504, 1151),
        ("self", 520, 1151),
        ("unm", 127, 1151),
        ("managed", 1024, 1151),
        ("after", 631, 1151),
        ("party", 51, 185),
        ("p96", 96, 127),
        ("p96net", 93, 127),
    ];
    for (key, part, whole) in cases {
        assert_eq!(Permyriad::of(part, whole).unwrap().to_string(), of(key), "{key}");
    }
    assert_eq!(Permyriad::of(0, 0), None);
}
