//! Every row of the transition table of model 2.5, and the invariants that hang on it.

use crate::world::{account, callback, config, day, facts, given, record, stored, terms, voided, with_action};
use domain::consent::FeeConsentState::{self, *};
use domain::consent::{
    ConfirmationMethod, ConsentAction, ConsentConfirmation, ConsentEvent, ConsentFacts, ConsentMethod, Relation,
    StoredConsent, fee_consent, owes_fee_on,
};
use domain::money::Fen;

pub fn state(
    events: &[StoredConsent],
    confirmations: &[ConsentConfirmation],
    facts: &ConsentFacts,
    on: &str,
) -> FeeConsentState {
    fee_consent(events, confirmations, facts, &config(), day(on)).state
}

pub fn owed(
    events: &[StoredConsent],
    confirmations: &[ConsentConfirmation],
    facts: &ConsentFacts,
    month: &str,
) -> Option<i64> {
    owes_fee_on(events, confirmations, facts, &config(), month.parse().unwrap()).map(|owed| owed.monthly_fen.0)
}

/// Signed 10-20, called back 10-25: cools until 11-01, active from 12-01.
fn agreed() -> (Vec<StoredConsent>, Vec<ConsentConfirmation>) {
    (vec![stored(1, given("2022-10-20"))], vec![callback(1, "2022-10-25")])
}

#[test]
fn a_signature_becomes_a_fee_only_step_by_step() {
    let (events, confirmations) = agreed();
    let cases = [
        ("2022-10-19", None),
        ("2022-10-20", PendingConfirmation),
        ("2022-10-24", PendingConfirmation),
        ("2022-10-25", CoolingOff),
        ("2022-11-01", CoolingOff),
        ("2022-11-02", Armed),
        ("2022-11-30", Armed),
        ("2022-12-01", Active),
        ("2023-12-01", Active),
    ];
    for (on, expected) in cases {
        assert_eq!(state(&events, &confirmations, &facts(), on), expected, "{on}");
    }
    assert_eq!(
        fee_consent(&events, &confirmations, &facts(), &config(), day("2022-11-10")).fee_start,
        Some(day("2022-12-01"))
    );
    let months =
        [("2022-10", Option::None), ("2022-11", Option::None), ("2022-12", Some(1541)), ("2023-07", Some(1541))];
    for (month, fen) in months {
        assert_eq!(owed(&events, &confirmations, &facts(), month), fen, "{month}");
    }
}

#[test]
fn without_confirmation_it_lapses() {
    let (events, _) = agreed();
    assert_eq!(state(&events, &[], &facts(), "2022-11-03"), PendingConfirmation);
    assert_eq!(state(&events, &[], &facts(), "2022-11-04"), Lapsed);
    let late = [callback(1, "2022-11-04")];
    assert_eq!(state(&events, &late, &facts(), "2022-11-04"), Lapsed, "a late call revives nothing");
    assert_eq!(owed(&events, &late, &facts(), "2023-01"), Option::None);
}

#[test]
fn only_a_second_person_or_the_resident_confirms() {
    let (events, _) = agreed();
    let by = |method, confirmed_by, by_company| ConsentConfirmation {
        method,
        confirmed_by,
        by_company,
        ..callback(1, "2022-10-25")
    };
    let cases = [
        (by(ConfirmationMethod::Callback, Some(account(2)), false), CoolingOff),
        (by(ConfirmationMethod::Paper, Some(account(2)), false), CoolingOff),
        (by(ConfirmationMethod::Otp, Option::None, false), CoolingOff),
        (by(ConfirmationMethod::Callback, Some(account(1)), false), PendingConfirmation),
        (by(ConfirmationMethod::Callback, Some(account(2)), true), PendingConfirmation),
        (by(ConfirmationMethod::Callback, Option::None, false), PendingConfirmation),
        (by(ConfirmationMethod::Otp, Some(account(2)), false), PendingConfirmation),
        (ConsentConfirmation { consent: record(7), ..callback(1, "2022-10-25") }, PendingConfirmation),
    ];
    for (confirmation, expected) in cases {
        assert_eq!(
            state(&events, std::slice::from_ref(&confirmation), &facts(), "2022-10-26"),
            expected,
            "{confirmation:?}"
        );
    }
    let elsewhere = StoredConsent { author: Some(account(2)), device: Option::None, ..events[0].clone() };
    let confirmations = [callback(1, "2022-10-25")];
    assert_eq!(state(&[elsewhere], &confirmations, &facts(), "2022-10-26"), PendingConfirmation, "its own author");
    let signer_is_clerk = ConsentEvent { signer_account: Some(account(2)), ..given("2022-10-20") };
    let confirmations = [callback(1, "2022-10-25")];
    assert_eq!(state(&[stored(1, signer_is_clerk)], &confirmations, &facts(), "2022-10-26"), PendingConfirmation);
}

#[test]
fn withdrawing_works_in_every_state() {
    for (on, month_after) in
        [("2022-10-21", "2022-12"), ("2022-10-28", "2022-12"), ("2022-11-20", "2022-12"), ("2023-02-10", "2023-03")]
    {
        let (mut events, confirmations) = agreed();
        events.push(stored(2, with_action(ConsentAction::Withdrawn, on)));
        assert_eq!(state(&events, &confirmations, &facts(), on), Withdrawn, "{on}");
        assert_eq!(owed(&events, &confirmations, &facts(), month_after), Option::None, "{on}");
    }
}

#[test]
fn an_active_consent_that_is_withdrawn_ends_with_the_month() {
    let (mut events, confirmations) = agreed();
    events.push(stored(2, with_action(ConsentAction::Withdrawn, "2023-02-10")));
    let months =
        [("2022-12", Some(1541)), ("2023-02", Some(1541)), ("2023-03", Option::None), ("2024-01", Option::None)];
    for (month, fen) in months {
        assert_eq!(owed(&events, &confirmations, &facts(), month), fen, "{month}");
    }
}

#[test]
fn a_withdrawal_on_the_first_day_frees_that_month() {
    let (mut events, confirmations) = agreed();
    events.push(stored(2, with_action(ConsentAction::Withdrawn, "2023-02-01")));
    assert_eq!(owed(&events, &confirmations, &facts(), "2023-02"), Option::None);
}

#[test]
fn a_refusal_is_kept_and_a_later_signature_starts_anew() {
    let refused = stored(1, with_action(ConsentAction::Refused, "2022-10-05"));
    assert_eq!(state(std::slice::from_ref(&refused), &[], &facts(), "2023-10-05"), Refused);
    let events = [refused, stored(2, given("2022-11-10"))];
    assert_eq!(state(&events, &[callback(2, "2022-11-12")], &facts(), "2022-11-21"), Armed);
}

#[test]
fn the_listed_facts_end_a_consent() {
    let (events, confirmations) = agreed();
    let ended = ConsentFacts { ended_on: Some(day("2023-02-01")), ..facts() };
    assert_eq!(state(&events, &confirmations, &ended, "2023-01-31"), Active);
    assert_eq!(state(&events, &confirmations, &ended, "2023-02-01"), Ended);
    assert_eq!(owed(&events, &confirmations, &ended, "2023-02"), Option::None);
}

#[test]
fn a_consent_of_the_family_before_binds_nobody() {
    let (events, confirmations) = agreed();
    let moved = ConsentFacts { occupancy_seq: 2, ..facts() };
    assert_eq!(state(&events, &confirmations, &moved, "2023-01-01"), None);
    assert_eq!(owed(&events, &confirmations, &moved, "2023-01"), Option::None);
}

#[test]
fn an_unknown_or_suspended_trial_makes_no_fee() {
    let (events, confirmations) = agreed();
    let unknown = ConsentFacts { last_free_day: Option::None, ..facts() };
    assert_eq!(state(&events, &confirmations, &unknown, "2023-01-01"), Armed);
    assert_eq!(owed(&events, &confirmations, &unknown, "2023-01"), Option::None);
    let longer = ConsentFacts { last_free_day: Some(day("2023-01-15")), ..facts() };
    assert_eq!(owed(&events, &confirmations, &longer, "2023-01"), Option::None);
    assert_eq!(owed(&events, &confirmations, &longer, "2023-02"), Some(1541));
}

#[test]
fn what_cannot_bind_counts_as_nothing() {
    let cases: [ConsentEvent; 9] = [
        ConsentEvent { method: ConsentMethod::E0, ..given("2022-10-20") },
        ConsentEvent { method: ConsentMethod::E2, ..given("2022-10-20") },
        ConsentEvent { method: ConsentMethod::E3, ..given("2022-10-20") },
        ConsentEvent { captured_by: Option::None, ..given("2022-10-20") },
        ConsentEvent { captured_by: Some(account(4)), ..given("2022-10-20") },
        ConsentEvent { signer_account: Some(account(1)), ..given("2022-10-20") },
        ConsentEvent { relation: Relation::OwnerFamily, ..given("2022-10-20") },
        ConsentEvent { fee_terms: Option::None, ..given("2022-10-20") },
        given("2022-09-30"),
    ];
    for event in cases {
        let events = [stored(1, event)];
        let confirmations = [callback(1, "2022-10-25"), callback(1, "2022-10-02")];
        assert_eq!(state(&events, &confirmations, &facts(), "2023-01-01"), None, "{events:?}");
    }
}

#[test]
fn what_two_persons_voided_never_was() {
    let (mut events, confirmations) = agreed();
    events.push(voided(2, 1, "2023-03-03"));
    assert_eq!(state(&events, &confirmations, &facts(), "2023-01-01"), None);
    assert_eq!(owed(&events, &confirmations, &facts(), "2023-01"), Option::None);
}

#[test]
fn the_old_price_holds_until_the_new_one_is_agreed() {
    let (mut events, mut confirmations) = agreed();
    let mut dearer = terms();
    dearer.monthly_fen = Fen(2000);
    events.push(stored(2, ConsentEvent { fee_terms: Some(dearer), ..given("2023-03-10") }));
    assert_eq!(owed(&events, &confirmations, &facts(), "2023-05"), Some(1541), "not confirmed: the old price");
    confirmations.push(callback(2, "2023-03-12"));
    let months = [("2023-03", Some(1541)), ("2023-04", Some(2000))];
    for (month, fen) in months {
        assert_eq!(owed(&events, &confirmations, &facts(), month), fen, "{month}");
    }
}
