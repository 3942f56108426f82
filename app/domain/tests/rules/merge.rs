//! Conflicts (model 2.12): tables of cases, and what must hold for every set of words in every order of arrival.

use crate::world::{account, config, day, morning};
use domain::consent::FeeConsentState;
use domain::fact::{FactKind, FactSource, HouseholdFacts, Proposed};
use domain::finding::Finding;
use domain::id::{CompoundId, DeviceId, HouseholdId};
use domain::merge::fact::{Assertion, stand};
use domain::merge::response::{Piece, answers};
use domain::merge::{Meeting, Merged, ReviewKind, merge};
use domain::new_household::NewHousehold;
use domain::org::Role;
use domain::questionnaire::{Answer, SurveyResponse};
use domain::task::{Actor, IllegalTransition, TaskAction, TaskState, TaskStatus};
use uuid::Uuid;

pub fn uuid(n: u8) -> Uuid {
    Uuid::from_bytes([n; 16])
}

/// A word at minute `n`, of worker and phone `n`.
pub fn said(n: u8, source: FactSource, base: Option<&str>, value: &str) -> Assertion {
    Assertion {
        id: uuid(n),
        value: value.into(),
        base: base.map(str::to_owned),
        source,
        author: Some(account(n)),
        device: Some((DeviceId::new(0, [n; 10]), 1)),
        at_ms: i64::from(n) * 60_000,
        settles: vec![],
    }
}

pub fn roster(value: &str) -> Assertion {
    Assertion { author: None, device: None, at_ms: 0, ..said(0, FactSource::Roster, None, value) }
}

#[test]
fn who_saw_what_decides_and_never_who_came_last() {
    use FactSource::{Certificate, Community, Resident, Roster};
    // What stands · what holds · what contradicts.
    let cases: [(&str, Vec<Assertion>, &str, &[&str]); 11] = [
        ("nobody asked", vec![roster("A")], "A", &[]),
        ("asked at the door after the roster", vec![roster("A"), said(1, Resident, None, "B")], "B", &[]),
        (
            "two edits one after the other",
            vec![said(1, Resident, None, "A"), said(2, Resident, Some("A"), "B"), said(3, Resident, Some("B"), "C")],
            "C",
            &[],
        ),
        (
            "two phones from the same base",
            vec![roster("A"), said(1, Resident, Some("A"), "B"), said(2, Resident, Some("A"), "C")],
            "B",
            &["B", "C"],
        ),
        (
            "two phones, the same answer",
            vec![roster("A"), said(1, Resident, Some("A"), "B"), said(2, Resident, Some("A"), "B")],
            "B",
            &[],
        ),
        (
            "a better source that saw the value",
            vec![said(1, Resident, None, "A"), said(2, Certificate, Some("A"), "B")],
            "B",
            &[],
        ),
        (
            "a better source that did not see it: a person looks, the better counts meanwhile",
            vec![said(1, Resident, None, "A"), said(2, Certificate, None, "B")],
            "B",
            &["A", "B"],
        ),
        (
            "hearsay against the certificate",
            vec![said(1, Certificate, None, "A"), said(2, Resident, Some("A"), "B")],
            "A",
            &["A", "B"],
        ),
        (
            "a later roster against what was said at the door",
            vec![said(1, Resident, None, "A"), Assertion { at_ms: 999_999, ..said(9, Roster, None, "B") }],
            "A",
            &["A", "B"],
        ),
        (
            "a clerk decided",
            vec![
                said(1, Resident, None, "A"),
                said(2, Certificate, None, "B"),
                Assertion { settles: vec![uuid(1), uuid(2)], ..said(3, Community, None, "A") },
            ],
            "A",
            &[],
        ),
        (
            "what comes in after the decision is not lost behind it",
            vec![
                said(1, Resident, None, "A"),
                said(2, Resident, None, "B"),
                Assertion { settles: vec![uuid(1), uuid(2)], ..said(4, Community, None, "A") },
                said(3, Resident, None, "C"),
            ],
            "A",
            &["A", "C"],
        ),
    ];
    for (what, assertions, holds, contradict) in cases {
        let standing = stand(&assertions);
        assert_eq!(standing.current.map(|one| one.value.as_str()), Some(holds), "{what}");
        let mut values: Vec<&str> = standing.contradicting.iter().map(|one| one.value.as_str()).collect();
        values.sort_unstable();
        assert_eq!(values, contradict, "{what}");
        let expected =
            if contradict.is_empty() { Merged::Holds(holds.into()) } else { Merged::Review(ReviewKind::FactDiffers) };
        assert_eq!(merge(Meeting::Fact(&standing)), expected, "{what}");
    }
    assert_eq!(stand(&[]).current, None);
}

#[test]
fn a_worker_corrects_the_own_word_on_the_own_phone() {
    let first = said(1, FactSource::Resident, Some("A"), "B");
    let second = Assertion {
        id: uuid(2),
        value: "C".into(),
        device: first.device.map(|(phone, _)| (phone, 2)),
        at_ms: -9_000_000, // the phone's clock fell back by years: its numbers count
        ..first.clone()
    };
    let both = [first, second];
    assert_eq!(stand(&both).agreed(), Some("C"));
}

#[test]
fn each_meeting_has_its_rule() {
    let door = NewHousehold {
        compound: CompoundId::new(1, [1; 10]),
        building: "3".into(),
        unit: "1".into(),
        floor: String::new(),
        door: "501".into(),
        usage: None,
        occupancy: None,
        photos: Vec::new(),
        note: String::new(),
    };
    let read = door.read().unwrap();
    let unclear = NewHousehold { door: "501,502".into(), ..door }.read().unwrap_err();
    let home = HouseholdId::new(1, [7; 10]);
    let late = TaskState { status: TaskStatus::Closed, reopen_count: 0 }
        .apply(TaskAction::Submit, Actor::Staff(Role::CompanyStaff), &config())
        .map(|state| state.status);
    let cases = [
        (Meeting::Appended { has_twin: false }, Merged::Added),
        (Meeting::Appended { has_twin: true }, Merged::Review(ReviewKind::LookAlike)),
        (Meeting::Response { same_draft: true }, Merged::PerQuestion),
        (Meeting::Response { same_draft: false }, Merged::Review(ReviewKind::TwoResponses)),
        (Meeting::Step(Ok(TaskStatus::Working)), Merged::Moves(TaskStatus::Working)),
        (Meeting::Step(late), Merged::Comment(IllegalTransition::Status)),
        (Meeting::Consent(FeeConsentState::InReview), Merged::Review(ReviewKind::ConsentInReview)),
        (Meeting::Consent(FeeConsentState::Refused), Merged::Added),
        (Meeting::Door { reading: Ok(&read), known: Some(home), has_unit: true }, Merged::Same(home)),
        (Meeting::Door { reading: Ok(&read), known: None, has_unit: true }, Merged::NewHousehold),
        (Meeting::Door { reading: Ok(&read), known: None, has_unit: false }, Merged::Review(ReviewKind::NewDoor)),
        (Meeting::Door { reading: Err(unclear), known: None, has_unit: false }, Merged::Review(ReviewKind::NewDoor)),
    ];
    for (meeting, expected) in cases {
        let shown = format!("{meeting:?}");
        assert_eq!(merge(meeting), expected, "{shown}");
    }
}

#[test]
fn facts_are_checked_value_by_value() {
    let facts = |source, list: &[(FactKind, &str)]| HouseholdFacts {
        household: HouseholdId::new(1, [1; 10]),
        occupancy_seq: 1,
        source,
        facts: list.iter().map(|(kind, value)| (*kind, Proposed { base: None, value: (*value).into() })).collect(),
        photos: vec![],
        visit: None,
        note: String::new(),
    };
    use FactKind::{Area, Floor, Occupancy, Phone, Usage};
    let good = [(Area, "6847"), (Floor, "-1"), (Usage, "business"), (Occupancy, "tenant"), (Phone, "13812341234")];
    assert_eq!(facts(FactSource::Resident, &good).validate(false), Ok(()));
    assert_eq!(facts(FactSource::Resident, &[(Phone, "0355-2021234")]).validate(false), Ok(()));
    let cases = [
        (FactSource::Resident, vec![], "required", "facts"),
        (FactSource::Resident, vec![(Area, "68.47")], "wrong_kind", "area"),
        (FactSource::Resident, vec![(Area, "06847")], "area_out_of_range", "area"),
        (FactSource::Resident, vec![(Area, "9")], "area_out_of_range", "area"),
        (FactSource::Resident, vec![(Floor, "0")], "wrong_kind", "floor"),
        (FactSource::Resident, vec![(Usage, "palace")], "unknown_code", "usage"),
        (FactSource::Resident, vec![(Phone, "12345")], "not_a_phone", "phone"),
        (FactSource::Community, vec![(Floor, "3")], "source_not_yours", "source"),
        (FactSource::Roster, vec![(Floor, "3")], "source_not_yours", "source"),
        (FactSource::Certificate, vec![(Area, "6847")], "paper_missing", "photos"),
    ];
    for (source, list, code, field) in cases {
        let found = facts(source, &list).validate(false).unwrap_err();
        assert_eq!(found, [Finding::new(code, field)], "{source} {list:?}");
    }
    assert_eq!(facts(FactSource::Community, &[(Floor, "3")]).validate(true), Ok(()), "a clerk answers for it");
}

pub fn response(list: &[(&str, u32)]) -> SurveyResponse {
    SurveyResponse {
        visit: domain::id::VisitId::new(1, [1; 10]),
        household: HouseholdId::new(1, [1; 10]),
        questionnaire: "HQ-01".into(),
        version: 1,
        relation: None,
        answers: list.iter().map(|(code, number)| ((*code).to_owned(), Answer::Number(*number))).collect(),
        started_at_ms: morning("2022-10-01"),
        ended_at_ms: morning("2022-10-01"),
    }
}

#[test]
fn the_last_word_on_each_question_counts() {
    let _ = day("2022-10-01");
    let (one, two) = (response(&[("Q1", 1), ("Q2", 2)]), response(&[("Q2", 5), ("Q3", 3)]));
    let (first, second) = (Piece { seq: 1, response: &one }, Piece { seq: 2, response: &two });
    let whole = answers(&[first.clone(), second.clone()]);
    assert_eq!(whole, response(&[("Q1", 1), ("Q2", 5), ("Q3", 3)]).answers);
    assert_eq!(answers(&[second, first]), whole, "in whatever order they came");
}
