//! The course of a request and its number (model 2.6, 2.14).

use crate::world::{config, day};
use domain::org::Role;
use domain::request::RequestAction::{self, *};
use domain::request::{RequestNumber, RequestState, RequestStatus};
use domain::task::{Actor, IllegalTransition};
use proptest::prelude::*;

const CLERK: Actor = Actor::Staff(Role::CommunityClerk);
const STAFF: Actor = Actor::Staff(Role::CompanyStaff);

fn walk(steps: &[(RequestAction, Actor)]) -> Result<RequestState, IllegalTransition> {
    steps.iter().try_fold(RequestState::NEW, |state, (action, actor)| state.apply(*action, *actor, &config()))
}

const DONE: [(RequestAction, Actor); 5] =
    [(Triage, CLERK), (Assign, CLERK), (Accept, STAFF), (Start, STAFF), (Finish, STAFF)];

#[test]
fn a_request_runs_its_listed_ways() {
    let done = |steps: &[(RequestAction, Actor)]| walk(&[&DONE[..], steps].concat()).unwrap().status;
    assert_eq!(done(&[]), RequestStatus::DonePendingConfirm);
    assert_eq!(done(&[(Confirm, Actor::Resident)]), RequestStatus::Confirmed);
    assert_eq!(done(&[(AutoClose, Actor::System)]), RequestStatus::AutoClosed);
    assert_eq!(done(&[(Reopen, Actor::Resident)]), RequestStatus::Reopened);
    let cases: [(&[(RequestAction, Actor)], RequestStatus); 6] = [
        (&[(Triage, CLERK), (Reject, CLERK)], RequestStatus::Rejected),
        (&[(Triage, CLERK), (Merge, CLERK)], RequestStatus::Merged),
        (&[(Triage, CLERK), (ConvertToComplaint, CLERK)], RequestStatus::ConvertedToComplaint),
        (&[(DeclareEmergency, Actor::System)], RequestStatus::Emergency),
        (&[(DeclareEmergency, CLERK), (Assign, CLERK)], RequestStatus::Assigned),
        (&[(Triage, CLERK), (Assign, CLERK), (Accept, STAFF), (Start, STAFF), (Pause, STAFF)], RequestStatus::Waiting),
    ];
    for (steps, status) in cases {
        assert_eq!(walk(steps).unwrap().status, status, "{steps:?}");
    }
}

#[test]
fn two_reopenings_then_the_street() {
    let again = [(Reopen, Actor::Resident), (Assign, CLERK), (Accept, STAFF), (Start, STAFF), (Finish, STAFF)];
    let steps = [&DONE[..], &again[..], &again[..], &[(Reopen, Actor::Resident)]].concat();
    let state = walk(&steps).unwrap();
    assert_eq!((state.status, state.reopen_count), (RequestStatus::Escalated, 2));
}

#[test]
fn what_is_not_listed_or_not_ones_own_is_refused() {
    let cases: [(&[(RequestAction, Actor)], IllegalTransition); 5] = [
        (&[(Confirm, Actor::Resident)], IllegalTransition::Status),
        (&[(Triage, STAFF)], IllegalTransition::Actor),
        (&[(Triage, Actor::Resident)], IllegalTransition::Actor),
        (&[(Triage, CLERK), (Reject, STAFF)], IllegalTransition::Actor),
        (&[(Triage, CLERK), (Triage, CLERK)], IllegalTransition::Status),
    ];
    for (steps, error) in cases {
        assert_eq!(walk(steps), Err(error), "{steps:?}");
    }
    assert_eq!(walk(&[&DONE[..], &[(Confirm, STAFF)]].concat()), Err(IllegalTransition::Actor));
    assert_eq!(walk(&[&DONE[..], &[(AutoClose, CLERK)]].concat()), Err(IllegalTransition::Actor));
}

#[test]
fn a_number_reads_back_however_it_is_typed() {
    let number = RequestNumber::make(140_403, day("2026-11-22"), 1).unwrap();
    let text = number.to_string();
    assert!(text.starts_with("R-140403-261122-0001-") && text.len() == 22, "{text}");
    for typed in [text.clone(), text.to_lowercase(), text.replace('-', ""), format!(" {} ", text.replace('-', " - "))] {
        assert_eq!(typed.parse(), Ok(number), "{typed}");
    }
    let wide: String = text.chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap()).collect();
    assert_eq!(wide.parse(), Ok(number));
    for bad in ["", "R", "R-140403-261122-0001", "140403-261122-0001-1", "R-14040é-261122-0001-1"] {
        assert!(bad.parse::<RequestNumber>().is_err(), "{bad}");
    }
    assert_eq!(RequestNumber::make(140_403, day("2026-11-22"), 0), None);
    assert_eq!(RequestNumber::make(140_403, day("2026-11-22"), 10_000), None);
}

proptest! {
    #[test]
    fn one_wrong_digit_or_swapped_neighbours_are_found(serial in 1_u16..10_000, days in 0_i64..20_000, at in 0_usize..17, by in 1_u8..10) {
        let number = RequestNumber::make(140_403, domain::calendar::plus_days(day("2020-01-01"), days), serial).unwrap();
        let digits: Vec<u8> = number.to_string().bytes().filter(u8::is_ascii_digit).collect();
        let read = |digits: &[u8]| format!("R{}", String::from_utf8_lossy(digits)).parse::<RequestNumber>();
        prop_assert_eq!(read(&digits), Ok(number));
        let mut wrong = digits.clone();
        wrong[at] = b'0' + (wrong[at] - b'0' + by) % 10;
        prop_assert!(read(&wrong).is_err());
        let mut swapped = digits.clone();
        swapped.swap(at, (at + 1) % 17);
        prop_assert!(at == 16 || swapped == digits || read(&swapped).is_err());
    }
}
