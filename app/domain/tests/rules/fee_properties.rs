//! What must hold for every log, not only for the ones we thought of (INV-04 to INV-09).

use crate::world::{account, callback, config, facts, given, record, stored, with_action};
use domain::calendar::{Day, Month, day_start_ms, plus_days, shanghai_day};
use domain::consent::{
    ConsentAction, ConsentConfirmation, ConsentEvent, ConsentFacts, ConsentKind, OpenNo, StoredConsent, fee_consent,
    owes_fee_on,
};
use domain::id::DeviceId;
use proptest::prelude::*;

const START: &str = "2022-09-01";

fn at(days: u16) -> i64 {
    day_start_ms(plus_days(START.parse().unwrap(), i64::from(days))) + 36_000_000
}

fn month(index: u16) -> Month {
    Month::of(plus_days(START.parse().unwrap(), i64::from(index) * 30))
}

prop_compose! {
    fn any_event(n: u8)(
        action in prop::sample::select(ConsentAction::ALL),
        day in 0_u16..400, delay in 0_u16..20, unsent in any::<bool>(),
        device in 0_u8..3, author in 1_u8..3, seq in 0_u64..60, occupancy in 0_u32..3, refers in 0_u8..6, seen in prop::option::of(0_u32..6),
    ) -> StoredConsent {
        let base = if action == ConsentAction::Given { given(START) } else { with_action(action, START) };
        let event = ConsentEvent {
            occupancy_seq: occupancy,
            captured_at_ms: at(day),
            refers_to: (refers < 5).then(|| record(refers)),
            seen,
            captured_by: Some(account(author)),
            ..base
        };
        StoredConsent {
            seq: Some(seq),
            author: Some(account(author)),
            device: Some(DeviceId::new(0, [device; 10])),
            received_at_ms: (!unsent).then(|| at(day + delay)),
            mark: (!unsent).then(|| u32::from(n)),
            ..stored(n, event)
        }
    }
}

fn any_log() -> impl Strategy<Value = Vec<StoredConsent>> {
    prop::collection::vec(any::<u8>(), 0..6).prop_flat_map(|seeds| {
        seeds.iter().enumerate().map(|(n, _)| any_event(u8::try_from(n).unwrap())).collect::<Vec<_>>()
    })
}

prop_compose! {
    fn any_confirmations()(
        list in prop::collection::vec((0_u8..6, 0_u16..420, 1_u8..4, any::<bool>()), 0..6)
    ) -> Vec<ConsentConfirmation> {
        list.into_iter().map(|(of, day, by, by_company)| ConsentConfirmation {
            confirmed_by: Some(account(by)), by_company, at_ms: at(day), ..callback(of, START)
        }).collect()
    }
}

prop_compose! {
    fn any_facts()(occupancy_seq in 0_u32..3, last in prop::option::of(0_i64..400), ended in prop::option::of(0_i64..400)) -> ConsentFacts {
        let day = |offset: i64| plus_days(START.parse().unwrap(), offset);
        ConsentFacts {
            occupancy_seq, last_free_day: last.map(day), ended_on: ended.map(day), ..ConsentFacts::default()
        }
    }
}

/// A log in which something is often due: a signature of the current family that somebody called back about in time.
fn likely() -> impl Strategy<Value = (Vec<StoredConsent>, Vec<ConsentConfirmation>, ConsentFacts)> {
    (any_log(), any_confirmations(), any_facts(), 60_u16..200, 0_u16..14).prop_map(
        |(log, mut confirmations, mut facts, day, later)| {
            let event = ConsentEvent { captured_at_ms: at(day), ..given(START) };
            facts.occupancy_seq = 1;
            facts.last_free_day = facts.last_free_day.or(Some(shanghai_day(at(90))));
            confirmations.push(ConsentConfirmation { at_ms: at(day + later), ..callback(50, START) });
            (log.into_iter().chain([stored(50, event)]).collect(), confirmations, facts)
        },
    )
}

#[test]
fn the_likely_logs_are_worth_their_name() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let due = (0..200).filter(|_| {
        let (log, confirmations, facts) = likely().new_tree(&mut runner).unwrap().current();
        total(&log, &confirmations, &facts) > 0
    });
    assert!(due.count() > 50);
}

fn total(log: &[StoredConsent], confirmations: &[ConsentConfirmation], facts: &ConsentFacts) -> i64 {
    let owed = (0..20).filter_map(|index| owes_fee_on(log, confirmations, facts, &config(), month(index)));
    owed.map(|owed| owed.monthly_fen.0).sum()
}

proptest! {
    #[test]
    fn silence_never_becomes_a_fee(confirmations in any_confirmations(), facts in any_facts(), index in 0_u16..60) {
        prop_assert_eq!(owes_fee_on(&[], &confirmations, &facts, &config(), month(index)), None);
    }

    #[test]
    fn without_a_given_event_nothing_becomes_a_fee(
        mut log in any_log(), confirmations in any_confirmations(), facts in any_facts(),
    ) {
        log.retain(|stored| stored.event.action != ConsentAction::Given);
        prop_assert_eq!(total(&log, &confirmations, &facts), 0);
    }

    #[test]
    fn without_a_confirmation_nothing_becomes_a_fee(log in any_log(), facts in any_facts()) {
        prop_assert_eq!(total(&log, &[], &facts), 0);
    }

    #[test]
    fn a_withdrawal_never_raises_what_is_due(
        (log, confirmations, facts) in likely(), day in 0_u16..420, device in 0_u8..4, place in 0_usize..8,
        author in 1_u8..3, seq in 0_u64..60, refers in prop::option::of(0_u8..6),
    ) {
        let before = total(&log, &confirmations, &facts);
        let mut event = with_action(ConsentAction::Withdrawn, START);
        event.captured_at_ms = at(day);
        event.occupancy_seq = facts.occupancy_seq;
        event.refers_to = refers.map(record);
        let withdrawn = StoredConsent {
            device: (device < 3).then(|| DeviceId::new(0, [device; 10])),
            seq: (device < 3).then_some(seq),
            author: Some(account(author)),
            ..stored(99, event)
        };
        let mut log = log;
        log.insert(place.min(log.len()), withdrawn);
        prop_assert!(total(&log, &confirmations, &facts) <= before);
    }

    #[test]
    fn a_no_that_does_not_count_yet_never_raises_what_is_due(
        (log, confirmations, facts) in likely(), day in 0_u16..420, family in prop::option::of(0_u32..3),
    ) {
        let no = OpenNo { id: record(90), occupancy_seq: family, day: shanghai_day(at(day)) };
        let with = ConsentFacts { open_noes: vec![no], ..facts.clone() };
        prop_assert!(total(&log, &confirmations, &with) <= total(&log, &confirmations, &facts));
    }

    #[test]
    fn what_was_said_on_one_phone_means_the_same_in_whatever_order_it_arrives(
        said in prop::collection::vec(any::<bool>(), 1..6), order in Just((0_usize..6).collect::<Vec<_>>()).prop_shuffle(),
        index in 0_u16..20,
    ) {
        let made: Vec<StoredConsent> = said.iter().enumerate().map(|(n, yes)| {
            let base = if *yes { given(START) } else { with_action(ConsentAction::Refused, START) };
            let n = u8::try_from(n).unwrap();
            stored(n, ConsentEvent { captured_at_ms: at(60 + u16::from(n)), ..base })
        }).collect();
        let confirmations: Vec<_> = made.iter().map(|one| ConsentConfirmation {
            consent: one.id, at_ms: one.event.captured_at_ms + 86_400_000, ..callback(0, START)
        }).collect();
        let arrived: Vec<StoredConsent> = order.into_iter().filter_map(|n| made.get(n).cloned()).collect();
        let day = month(index).first_day();
        let state = |log: &[StoredConsent]| fee_consent(log, &confirmations, &facts(), &config(), day).state;
        prop_assert_eq!(state(&arrived), state(&made));
        prop_assert_eq!(total(&arrived, &confirmations, &facts()), total(&made, &confirmations, &facts()));
    }

    #[test]
    fn nothing_is_due_before_the_free_time_is_over((log, confirmations, facts) in likely(), index in 0_u16..20) {
        let month = month(index);
        if let Some(owed) = owes_fee_on(&log, &confirmations, &facts, &config(), month) {
            let stored = log.iter().find(|stored| stored.id == owed.consent).unwrap();
            let terms = stored.event.fee_terms.as_ref().unwrap();
            prop_assert!(month.first_day() > facts.last_free_day.unwrap());
            prop_assert!(month.first_day() > terms.last_free_day);
            prop_assert_eq!(stored.event.occupancy_seq, facts.occupancy_seq);
            prop_assert_eq!(owed.monthly_fen, terms.monthly_fen);
            prop_assert!(facts.ended_on.is_none_or(|ended| month.first_day() < ended));
        }
    }

    #[test]
    fn another_family_changes_nothing((log, confirmations, facts) in likely(), index in 0_u16..20) {
        // Their links stand in the household's chain all the same, and phones say up to which they had it.
        let mut own = log.clone();
        for stored in &mut own {
            if stored.event.occupancy_seq != facts.occupancy_seq && stored.event.action != ConsentAction::Voided {
                stored.event.kind = ConsentKind::TrialAck;
            }
        }
        let day: Day = month(index).first_day();
        prop_assert_eq!(
            fee_consent(&log, &confirmations, &facts, &config(), day).state,
            fee_consent(&own, &confirmations, &facts, &config(), day).state
        );
    }

    #[test]
    fn no_clock_breaks_the_reading(captured in any::<i64>(), received in prop::option::of(any::<i64>()), day in 0_u16..400) {
        let event = ConsentEvent { captured_at_ms: captured, ..given(START) };
        let log = [StoredConsent { received_at_ms: received, ..stored(1, event) }];
        let state = fee_consent(&log, &[], &facts(), &config(), shanghai_day(at(day))).state;
        prop_assert!(state != domain::consent::FeeConsentState::Active);
    }
}
