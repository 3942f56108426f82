//! What two people said who did not know of each other: people decide, and nothing is due meanwhile.

use crate::fee_consent::{owed, state};
use crate::world::{account, callback, day, facts, given, morning, record, stored, terms, voided, with_action};
use domain::consent::FeeConsentState::*;
use domain::consent::{ConsentAction, ConsentEvent, ConsentFacts, OpenNo, StoredConsent};
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
fn only_two_persons_at_the_office_settle_a_review_by_voiding_one_side() {
    let events = [
        on_phone(2, 2, with_action(ConsentAction::Refused, "2022-10-21"), "2022-10-22"),
        on_phone(1, 1, given("2022-10-20"), "2022-10-23"),
    ];
    let sound = || voided(3, 2, "2022-10-30");
    let one_person = StoredConsent { author: Some(account(2)), ..sound() };
    let nobody = ConsentEvent { captured_by: Option::None, ..sound().event };
    let cases = [
        ("two persons", sound(), Active),
        ("one person twice", one_person, InReview),
        ("one person alone", StoredConsent { event: nobody, ..sound() }, InReview),
        ("a phone", StoredConsent { device: stored(1, given("2022-10-20")).device, ..sound() }, InReview),
        ("another event", voided(3, 9, "2022-10-30"), InReview),
    ];
    for (name, void, expected) in cases {
        let events: Vec<StoredConsent> = events.iter().cloned().chain([void]).collect();
        assert_eq!(state(&events, &[callback(1, "2022-10-25")], &facts(), "2022-12-01"), expected, "{name}");
    }
}

#[test]
fn a_no_that_is_voided_stood_until_then_and_no_month_before_is_asked_for() {
    let events = [
        stored(1, given("2022-10-20")),
        on_phone(2, 2, with_action(ConsentAction::Withdrawn, "2023-01-10"), "2023-01-10"),
        voided(3, 2, "2023-04-10"),
    ];
    let months =
        [("2023-01", Some(1541)), ("2023-02", Option::None), ("2023-04", Option::None), ("2023-05", Some(1541))];
    for (month, fen) in months {
        assert_eq!(owed(&events, &[callback(1, "2022-10-25")], &facts(), month), fen, "{month}");
    }
}

#[test]
fn voiding_a_no_brings_back_no_yes_that_it_had_ended() {
    let yes = || stored(1, given("2022-10-20"));
    let ended = || stored(2, with_action(ConsentAction::Withdrawn, "2023-01-10"));
    let elsewhere = || on_phone(4, 2, with_action(ConsentAction::Refused, "2022-12-01"), "2022-12-01");
    let cases = [
        ("the no that ended it", vec![yes(), ended(), voided(3, 2, "2023-04-10")], None),
        ("another no stands", vec![yes(), ended(), elsewhere(), voided(3, 4, "2023-04-10")], Withdrawn),
        ("both noes", vec![yes(), ended(), elsewhere(), voided(3, 2, "2023-04-10"), voided(5, 4, "2023-04-10")], None),
    ];
    for (name, events, expected) in cases {
        assert_eq!(state(&events, &[callback(1, "2022-10-25")], &facts(), "2023-05-01"), expected, "{name}");
        assert_eq!(owed(&events, &[callback(1, "2022-10-25")], &facts(), "2023-05"), Option::None, "{name}");
    }
    let signed_anew = [yes(), ended(), voided(3, 2, "2023-04-10"), stored(6, given("2023-04-20"))];
    let confirmations = [callback(1, "2022-10-25"), callback(6, "2023-04-22")];
    assert_eq!(owed(&signed_anew, &confirmations, &facts(), "2023-06"), Some(1541), "they were asked once more");
}

/// `event` by account `author` as number `seq` of phone 1, taken in as the `n`th.
fn made(n: u8, author: u8, seq: u64, event: ConsentEvent) -> StoredConsent {
    let event = ConsentEvent { captured_by: Some(account(author)), ..event };
    let received_at_ms = Some(morning("2022-10-23") + i64::from(n));
    StoredConsent { seq: Some(seq), author: Some(account(author)), received_at_ms, ..stored(n, event) }
}

#[test]
fn on_one_phone_its_own_numbers_say_what_came_first_in_whatever_order_it_arrives() {
    let yes = |n, author, seq| made(n, author, seq, given("2022-10-20"));
    let no = |n, author, seq| made(n, author, seq, with_action(ConsentAction::Refused, "2022-10-21"));
    let naming = |n, of| {
        let event = ConsentEvent { refers_to: Some(record(of)), ..with_action(ConsentAction::Withdrawn, "2022-10-21") };
        StoredConsent { device: Some(DeviceId::new(0, [7; 10])), ..made(n, 1, 1, event) }
    };
    let heard = |n, of, yes: StoredConsent| StoredConsent { id: record(n), ..knowing(of, yes) };
    let cases = [
        ("a yes, then a no", vec![yes(1, 1, 1), no(2, 1, 2)], Refused),
        ("the same, and the no arrives first", vec![no(1, 1, 2), yes(2, 1, 1)], Refused),
        ("a no that names the yes arrives before it", vec![naming(1, 2), yes(2, 1, 1)], Withdrawn),
        ("a no, then a yes: they changed their mind", vec![no(1, 1, 1), yes(2, 1, 2)], Active),
        ("the same, and the yes arrives first", vec![yes(2, 1, 2), no(1, 1, 1)], Active),
        ("a yes, a no, a yes: the last word", vec![no(1, 1, 2), yes(2, 1, 3), yes(3, 1, 1)], Active),
        ("a yes sent again after the no has the place of the first", vec![no(1, 1, 2), yes(2, 1, 1)], Refused),
        ("two workers: the second could not see the refusal", vec![no(1, 2, 1), yes(2, 1, 2)], InReview),
        ("the same, and the yes arrives first", vec![yes(2, 1, 2), no(1, 2, 1)], InReview),
        ("the second had heard of it", vec![no(1, 2, 1), heard(2, 1, yes(2, 1, 2))], Active),
        ("two workers, and the no was made last", vec![no(1, 2, 2), yes(2, 1, 1)], Refused),
    ];
    for (name, events, expected) in cases {
        let confirmations = [callback(2, "2022-10-25"), callback(1, "2022-10-25")]
            .map(|one| domain::consent::ConsentConfirmation { confirmed_by: Some(account(5)), ..one });
        assert_eq!(state(&events, &confirmations, &facts(), "2023-01-01"), expected, "{name}");
        let due = (expected == Active).then_some(1541);
        assert_eq!(owed(&events, &confirmations, &facts(), "2023-01"), due, "{name}");
    }
}

#[test]
fn a_no_that_does_not_count_yet_stops_every_fee_until_people_have_looked() {
    let yes = || vec![stored(1, given("2022-10-20"))];
    let open = |family, on: &str| ConsentFacts {
        open_noes: vec![OpenNo { id: record(8), occupancy_seq: family, day: day(on) }],
        ..facts()
    };
    let with = |event| yes().into_iter().chain([event]).collect::<Vec<_>>();
    let cases = [
        ("set aside", yes(), open(Some(1), "2022-11-20"), InReview),
        ("cannot be read", yes(), open(Option::None, "2022-11-20"), InReview),
        ("said by the family before", yes(), open(Some(0), "2022-11-20"), Active),
        ("voided by two persons", with(voided(2, 8, "2022-12-01")), open(Some(1), "2022-11-20"), Active),
        ("voided only later", with(voided(2, 8, "2023-01-02")), open(Some(1), "2022-11-20"), InReview),
        ("not yet said", yes(), open(Some(1), "2023-01-02"), Active),
        ("nobody said yes", vec![], open(Some(1), "2022-11-20"), None),
    ];
    for (name, events, facts, expected) in cases {
        assert_eq!(state(&events, &[callback(1, "2022-10-25")], &facts, "2023-01-01"), expected, "{name}");
        assert_eq!(
            owed(&events, &[callback(1, "2022-10-25")], &facts, "2023-01").is_some(),
            expected == Active,
            "{name}"
        );
    }
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
