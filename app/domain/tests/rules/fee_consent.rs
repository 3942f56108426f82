//! Every row of the transition table of model 2.5, and the invariants that hang on it.

use crate::world::{account, callback, config, day, facts, given, morning, record, stored, terms, with_action};
use domain::consent::FeeConsentState::{self, *};
use domain::consent::{
    ConfirmationMethod, ConsentAction, ConsentConfirmation, ConsentEvent, ConsentFacts, ConsentMethod, Relation,
    StoredConsent, fee_consent, owes_fee_on,
};
use domain::id::DeviceId;
use domain::money::Fen;

fn state(
    events: &[StoredConsent],
    confirmations: &[ConsentConfirmation],
    facts: &ConsentFacts,
    on: &str,
) -> FeeConsentState {
    fee_consent(events, confirmations, facts, &config(), day(on)).state
}

fn owed(
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
    let cases: [ConsentEvent; 4] = [
        ConsentEvent { method: ConsentMethod::E0, ..given("2022-10-20") },
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
    let voided = ConsentEvent { refers_to: Some(record(1)), ..with_action(ConsentAction::Voided, "2023-03-03") };
    events.push(stored(2, voided));
    assert_eq!(state(&events, &confirmations, &facts(), "2023-01-01"), None);
    assert_eq!(owed(&events, &confirmations, &facts(), "2023-01"), Option::None);
}

/// `event` on phone `device`, received on `received` (never, if empty).
fn on_phone(n: u8, device: u8, event: ConsentEvent, received: &str) -> StoredConsent {
    let received_at_ms = (!received.is_empty()).then(|| morning(received));
    StoredConsent { device: Some(DeviceId::new(0, [device; 10])), received_at_ms, ..stored(n, event) }
}

/// The same, made on a phone that had the household's chain up to event `of`.
fn knowing(of: u32, stored: StoredConsent) -> StoredConsent {
    StoredConsent { event: ConsentEvent { seen: Some(of), ..stored.event.clone() }, ..stored }
}

#[test]
fn two_events_that_did_not_know_of_each_other_go_to_review() {
    let yes = |received| on_phone(1, 1, given("2022-10-20"), received);
    let no = |received| on_phone(2, 2, with_action(ConsentAction::Refused, "2022-10-21"), received);
    let confirmations = [callback(1, "2022-10-25")];
    let cases = [
        ("the refusal arrives first", vec![no("2022-10-22"), yes("2022-10-23")], InReview),
        ("the signature arrives first", vec![yes("2022-10-23"), no("2022-10-24")], InReview),
        ("one is still on this phone", vec![no("2022-10-22"), yes("")], InReview),
        ("the refuser had heard of it", vec![yes("2022-10-20"), knowing(1, no("2022-10-24"))], Refused),
    ];
    for (name, events, expected) in cases {
        assert_eq!(state(&events, &confirmations, &facts(), "2023-01-01"), expected, "{name}");
        assert_eq!(owed(&events, &confirmations, &facts(), "2023-01"), Option::None, "{name}");
    }
}

#[test]
fn people_settle_a_review_by_voiding_one_side() {
    let mut events = vec![
        on_phone(2, 2, with_action(ConsentAction::Refused, "2022-10-21"), "2022-10-22"),
        on_phone(1, 1, given("2022-10-20"), "2022-10-23"),
    ];
    let voided = ConsentEvent { refers_to: Some(record(2)), ..with_action(ConsentAction::Voided, "2022-10-30") };
    events.push(stored(3, voided));
    assert_eq!(state(&events, &[callback(1, "2022-10-25")], &facts(), "2022-12-01"), Active);
}

#[test]
fn a_clear_no_after_a_review_is_a_no_and_a_new_yes_waits_for_people() {
    let mut events = vec![
        on_phone(2, 2, with_action(ConsentAction::Refused, "2022-10-21"), "2022-10-22"),
        on_phone(1, 1, given("2022-10-20"), "2022-10-23"),
        knowing(1, on_phone(3, 3, with_action(ConsentAction::Withdrawn, "2022-11-01"), "2022-11-01")),
    ];
    assert_eq!(state(&events, &[callback(1, "2022-10-25")], &facts(), "2023-01-01"), Withdrawn);
    events.push(stored(4, given("2022-11-10")));
    assert_eq!(state(&events, &[callback(4, "2022-11-12")], &facts(), "2023-01-01"), InReview);
}

#[test]
fn a_clock_that_runs_ahead_does_not_win() {
    let no = on_phone(2, 2, with_action(ConsentAction::Refused, "2022-10-21"), "2022-10-21");
    let yes = on_phone(1, 1, given("2022-11-20"), "2022-10-22");
    let events = [no, yes];
    assert_eq!(state(&events, &[callback(1, "2022-10-25")], &facts(), "2023-01-01"), InReview);
}

#[test]
fn what_a_phone_knew_is_what_it_says_and_no_clock_tells_otherwise() {
    let no = |received| on_phone(2, 2, with_action(ConsentAction::Refused, "2022-10-20"), received);
    let yes = |on| on_phone(1, 1, given(on), "2022-10-23");
    let unlinked = StoredConsent { mark: Option::None, ..no("2022-10-21") };
    let at_the_desk = StoredConsent { device: Option::None, ..no("2022-10-21") };
    let withdrawn = StoredConsent { event: with_action(ConsentAction::Withdrawn, "2022-10-24"), ..at_the_desk.clone() };
    let cases = [
        ("an hour fast, and it looks as if it knew", vec![no("2022-10-21"), yes("2022-10-22")], InReview),
        ("it had heard of the no", vec![no("2022-10-21"), knowing(2, yes("2022-10-22"))], Active),
        (
            "it had heard of it, with a clock of last week",
            vec![no("2022-10-21"), knowing(2, yes("2022-10-15"))],
            Active,
        ),
        ("it names a link that no chain has", vec![no("2022-10-21"), knowing(9, yes("2022-10-22"))], InReview),
        ("the no lost its link", vec![unlinked, knowing(2, yes("2022-10-22"))], InReview),
        (
            "the no was declared at the desk, the phone did not hear of it",
            vec![at_the_desk, yes("2022-10-22")],
            InReview,
        ),
        ("the desk had the yes before it", vec![yes("2022-10-22"), withdrawn], Withdrawn),
    ];
    for (name, events, expected) in cases {
        assert_eq!(state(&events, &[callback(1, "2022-10-25")], &facts(), "2023-01-01"), expected, "{name}");
    }
}

#[test]
fn a_yes_from_a_clock_that_is_years_off_waits_for_people_and_costs_nothing() {
    for clock in ["2012-10-20", "2022-08-01"] {
        let events = [on_phone(1, 1, given(clock), "2022-10-21")];
        let confirmations = [callback(1, "2022-10-25")];
        assert_eq!(state(&events, &confirmations, &facts(), "2022-10-20"), None, "{clock}: not before it came in");
        assert_eq!(state(&events, &confirmations, &facts(), "2023-01-01"), InReview, "{clock}");
        assert_eq!(owed(&events, &confirmations, &facts(), "2023-01"), Option::None, "{clock}");
    }
}

#[test]
fn two_signatures_to_different_terms_that_did_not_meet_go_to_review() {
    let mut other = terms();
    other.monthly_fen = Fen(3081);
    other.permille_off = 0;
    let events = [
        on_phone(1, 1, given("2022-10-20"), "2022-10-23"),
        on_phone(2, 2, ConsentEvent { fee_terms: Some(other), ..given("2022-10-21") }, "2022-10-23"),
    ];
    assert_eq!(state(&events, &[callback(2, "2022-10-25")], &facts(), "2023-01-01"), InReview);
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
