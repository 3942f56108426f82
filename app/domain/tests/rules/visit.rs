//! The plan of a door, its picture on the board, and when to come again (model 2.4).

use crate::world::{config, day, morning};
use domain::calendar::{day_start_ms, plus_days};
use domain::config::MinuteSpan;
use domain::consent::FeeConsentState;
use domain::id::HouseholdId;
use domain::visit::PlanState::{ClosedRefused, ClosedVacant, Done, Planned, Retry, RosterFix, Unreachable};
use domain::visit::VisitOutcome::{self, *};
use domain::visit::{
    Band, DoorState, PastVisit, PlanEvent, Slot, Visit, VisitChannel, VisitPlan, band_at, door_state, is_quiet,
    open_spans, plan_after, suggest_slot,
};

fn history(outcomes: &[VisitOutcome]) -> Vec<PastVisit> {
    let at = |index: usize| morning("2022-10-10") + i64::try_from(index).unwrap() * 86_400_000;
    outcomes.iter().enumerate().map(|(index, outcome)| PastVisit { outcome: *outcome, at_ms: at(index) }).collect()
}

#[test]
fn every_outcome_leads_to_its_state() {
    let cases: [(&[VisitOutcome], _); 20] = [
        (&[], Planned),
        (&[Completed], Done),
        (&[Partial], Retry),
        (&[NoAnswer], Retry),
        (&[NoEntry], Retry),
        (&[NoAnswer, NoEntry], Retry),
        (&[NoAnswer, NoEntry, NoAnswer], Unreachable),
        (&[NoAnswer, NoAnswer, Partial, NoAnswer], Retry),
        (&[RefusedNow], Retry),
        (&[RefusedNow, RefusedNow], ClosedRefused),
        (&[RefusedNow, NoAnswer, RefusedNow], ClosedRefused),
        (&[RefusedNow, Completed], Done),
        (&[RefusedFinal], ClosedRefused),
        (&[Vacant], ClosedVacant),
        (&[WrongDoor], RosterFix),
        (&[Demolished], RosterFix),
        (&[NotDecisionMaker], Retry),
        (&[LanguageOrHearing], Retry),
        (&[Unsafe], Retry),
        (&[NoAnswer, NoAnswer, NoAnswer, Completed], Done),
    ];
    for (outcomes, state) in cases {
        assert_eq!(plan_after(&history(outcomes), &config()).state, state, "{outcomes:?}");
    }
    assert!(plan_after(&history(&[Unsafe, NoAnswer]), &config()).in_twos);
}

#[test]
fn a_door_rests_after_a_refusal() {
    let config = config();
    let once = plan_after(&history(&[RefusedNow]), &config);
    assert!(!once.may_knock(day("2022-10-23")) && once.may_knock(day("2022-10-24")));
    let finally = plan_after(&history(&[RefusedFinal]), &config);
    assert!(!finally.may_knock(day("2030-01-01")), "only people reopen it");
}

#[test]
fn after_a_final_refusal_only_the_resident_reopens_before_the_time() {
    let config = config();
    let refused = plan_after(&history(&[RefusedFinal]), &config);
    let early = day("2022-11-01");
    assert_eq!(refused.after(PlanEvent::Replanned, early, &config), refused);
    assert_eq!(refused.after(PlanEvent::ResidentContacted, early, &config), VisitPlan::NEW);
    let later = plus_days(day("2022-10-10"), 180);
    assert_eq!(refused.after(PlanEvent::Replanned, later, &config), VisitPlan::NEW);
}

#[test]
fn an_unreachable_household_comes_back_when_it_calls() {
    let config = config();
    let unreachable = plan_after(&history(&[NoAnswer, NoAnswer, NoAnswer]), &config);
    assert!(!unreachable.may_knock(day("2022-10-20")));
    assert_eq!(unreachable.after(PlanEvent::ResidentContacted, day("2022-10-20"), &config), VisitPlan::NEW);
}

#[test]
fn the_board_shows_what_the_worker_needs() {
    let today = day("2022-10-20");
    let cases: [(&[VisitOutcome], FeeConsentState, DoorState); 16] = [
        (&[], FeeConsentState::None, DoorState::NotVisited),
        (&[NoAnswer], FeeConsentState::None, DoorState::NobodyHome),
        (&[NoAnswer, NoAnswer, NoAnswer], FeeConsentState::None, DoorState::NobodyHome),
        (&[Partial], FeeConsentState::None, DoorState::Retry),
        (&[NotDecisionMaker], FeeConsentState::None, DoorState::Retry),
        (&[RefusedNow], FeeConsentState::None, DoorState::Refused),
        (&[RefusedFinal], FeeConsentState::None, DoorState::Refused),
        (&[Completed], FeeConsentState::None, DoorState::Answered),
        (&[Completed, NoAnswer], FeeConsentState::None, DoorState::Answered),
        (&[Completed], FeeConsentState::Refused, DoorState::Answered),
        (&[Completed], FeeConsentState::Withdrawn, DoorState::Answered),
        (&[Completed], FeeConsentState::PendingConfirmation, DoorState::Consented),
        (&[Completed], FeeConsentState::Active, DoorState::Consented),
        (&[Completed], FeeConsentState::InReview, DoorState::Answered),
        (&[Vacant], FeeConsentState::None, DoorState::Closed),
        (&[WrongDoor], FeeConsentState::None, DoorState::Closed),
    ];
    for (outcomes, consent, expected) in cases {
        assert_eq!(door_state(&history(outcomes), consent, &config(), today), expected, "{outcomes:?} {consent}");
    }
    let later =
        |outcomes: &[VisitOutcome], on: &str| door_state(&history(outcomes), FeeConsentState::None, &config(), day(on));
    assert_eq!(later(&[RefusedNow], "2022-10-24"), DoorState::Retry);
    assert_eq!(later(&[Vacant], "2023-05-01"), DoorState::Retry);
}

#[test]
fn the_next_slot_lies_in_another_band() {
    let config = config();
    let visit = |at_ms| PastVisit { outcome: NoAnswer, at_ms };
    let monday_morning = visit(morning("2022-10-10"));
    let monday_evening = visit(day_start_ms(day("2022-10-10")) + 19 * 3_600_000);
    let saturday = visit(morning("2022-10-15"));
    let cases = [
        (vec![monday_morning], "2022-10-10", ("2022-10-11", Band::WeekdayEvening)),
        (vec![monday_morning], "2022-10-14", ("2022-10-17", Band::WeekdayEvening)),
        (vec![monday_morning, monday_evening], "2022-10-10", ("2022-10-15", Band::Weekend)),
        (vec![monday_evening, saturday], "2022-10-15", ("2022-10-17", Band::WeekdayDay)),
    ];
    for (history, after, (on, band)) in cases {
        assert_eq!(suggest_slot(&history, day(after), &config), Slot { day: day(on), band }, "{after}");
    }
}

#[test]
fn nobody_knocks_in_quiet_hours() {
    let config = config();
    let start = day_start_ms(day("2022-10-10"));
    let cases =
        [(479, true), (480, false), (719, false), (720, true), (839, true), (840, false), (1229, false), (1230, true)];
    for (minute, quiet) in cases {
        assert_eq!(is_quiet(start + minute * 60_000, &config), quiet, "{minute}");
    }
    let span = |from, to| MinuteSpan { from, to };
    assert_eq!(open_spans(Band::WeekdayDay, &config), [span(480, 720), span(840, 1080)]);
    assert_eq!(open_spans(Band::WeekdayEvening, &config), [span(1080, 1230)]);
    assert_eq!(open_spans(Band::Weekend, &config), [span(480, 720), span(840, 1230)]);
    assert_eq!(band_at(start + 1080 * 60_000, &config), Band::WeekdayEvening);
}

fn visit() -> Visit {
    let started_at_ms = morning("2022-10-10");
    Visit {
        household: HouseholdId::new(0, [1; 10]),
        outcome: Completed,
        channel: VisitChannel::Door,
        started_at_ms,
        ended_at_ms: started_at_ms + 240_000,
        companion: None,
        note: None,
        next_slot: None,
    }
}

#[test]
fn a_visit_is_checked_and_every_fault_named() {
    let now = morning("2022-10-10") + 300_000;
    let codes = |visit: Visit| -> Vec<String> {
        visit.validate(now, 600_000).err().into_iter().flatten().map(|finding| finding.code).collect()
    };
    assert_eq!(codes(visit()), [""; 0]);
    let slot = Slot { day: day("2022-10-09"), band: Band::Weekend };
    let cases = [
        (Visit { ended_at_ms: visit().started_at_ms - 1, ..visit() }, "ends_before_start"),
        (Visit { ended_at_ms: now + 600_001, ..visit() }, "future"),
        (Visit { started_at_ms: 0, ..visit() }, "before_2020"),
        (Visit { note: Some("话".repeat(201)), ..visit() }, "too_long"),
        (Visit { companion: Some("名".repeat(31)), ..visit() }, "too_long"),
        (Visit { next_slot: Some(slot), ..visit() }, "slot_in_the_past"),
    ];
    for (visit, code) in cases {
        assert_eq!(codes(visit), [code]);
    }
    assert_eq!(codes(Visit { note: Some("话".repeat(200)), ended_at_ms: now + 600_000, ..visit() }), [""; 0]);
}

#[test]
fn a_visit_from_a_newer_phone_is_read_and_old_fields_stay_small() {
    let text = serde_json::to_string(&visit()).unwrap();
    assert!(!text.contains("note") && text.contains(r#""outcome":"completed""#), "{text}");
    let newer = text.replace("{\"household\"", "{\"mood\":\"good\",\"household\"");
    assert_eq!(serde_json::from_str::<Visit>(&newer).unwrap(), visit());
}
