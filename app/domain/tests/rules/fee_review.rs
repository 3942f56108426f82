//! What two people said who did not know of each other: people decide, and nothing is due meanwhile.

use crate::fee_consent::{owed, state};
use crate::world::{callback, facts, given, morning, record, stored, terms, with_action};
use domain::consent::FeeConsentState::*;
use domain::consent::{ConsentAction, ConsentEvent, StoredConsent};
use domain::id::DeviceId;
use domain::money::Fen;

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
