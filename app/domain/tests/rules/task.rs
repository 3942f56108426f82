//! The task machine: who may do what, when (model 2.6, 2.13).

use crate::world::config;
use domain::hash::Hash;
use domain::id::TaskId;
use domain::org::Role;
use domain::task::TaskAction::{self, *};
use domain::task::{Actor, IllegalTransition, TaskEvent, TaskState, TaskStatus};

const CLERK: Actor = Actor::Staff(Role::CommunityClerk);
const STAFF: Actor = Actor::Staff(Role::CompanyStaff);
const MANAGER: Actor = Actor::Staff(Role::CompanyManager);

fn walk(steps: &[(TaskAction, Actor)]) -> Result<TaskState, IllegalTransition> {
    steps.iter().try_fold(TaskState::NEW, |state, (action, actor)| state.apply(*action, *actor, &config()))
}

const DONE: [(TaskAction, Actor); 4] = [(Assign, MANAGER), (Accept, STAFF), (Start, STAFF), (Submit, STAFF)];

fn after_done(steps: &[(TaskAction, Actor)]) -> Result<TaskState, IllegalTransition> {
    walk(&[&DONE[..], steps].concat())
}

#[test]
fn a_task_runs_from_created_to_closed() {
    let closed = after_done(&[(Check, CLERK), (Confirm, Actor::Resident)]).unwrap();
    assert_eq!((closed.status, closed.reopen_count), (TaskStatus::Closed, 0));
    assert_eq!(after_done(&[(Confirm, CLERK)]).unwrap().status, TaskStatus::Closed);
}

#[test]
fn the_listed_side_ways_work() {
    let cases: [(&[(TaskAction, Actor)], TaskStatus); 6] = [
        (&[(Assign, CLERK), (Decline, STAFF)], TaskStatus::Declined),
        (&[(Assign, CLERK), (Decline, STAFF), (Assign, MANAGER)], TaskStatus::Assigned),
        (&[(Assign, Actor::System), (Accept, STAFF), (Assign, MANAGER)], TaskStatus::Assigned),
        (&[(Escalate, Actor::System)], TaskStatus::Escalated),
        (&[(Escalate, CLERK), (Assign, CLERK)], TaskStatus::Assigned),
        (&[(Comment, Actor::Resident)], TaskStatus::Created),
    ];
    for (steps, status) in cases {
        assert_eq!(walk(steps).unwrap().status, status, "{steps:?}");
    }
    assert_eq!(after_done(&[(Return, CLERK)]).unwrap().status, TaskStatus::Returned);
    assert_eq!(after_done(&[(Return, CLERK), (Start, STAFF)]).unwrap().status, TaskStatus::Working);
}

#[test]
fn after_two_reopenings_the_street_takes_over() {
    let again = [(Reopen, Actor::Resident), (Start, STAFF), (Submit, STAFF)];
    let once = after_done(&again).unwrap();
    assert_eq!((once.status, once.reopen_count), (TaskStatus::Submitted, 1));
    let twice = after_done(&[&again[..], &again[..]].concat()).unwrap();
    assert_eq!(twice.reopen_count, 2);
    let third = twice.apply(Reopen, Actor::Resident, &config()).unwrap();
    assert_eq!((third.status, third.reopen_count), (TaskStatus::Escalated, 2));
    assert_eq!(after_done(&[(Confirm, CLERK), (Reopen, Actor::Resident)]).unwrap().status, TaskStatus::Returned);
}

#[test]
fn nobody_checks_own_work_and_nobody_does_anothers() {
    let cases = [
        (after_done(&[(Check, STAFF)]), IllegalTransition::Actor),
        (after_done(&[(Check, MANAGER)]), IllegalTransition::Actor),
        (after_done(&[(Confirm, STAFF)]), IllegalTransition::Actor),
        (after_done(&[(Confirm, MANAGER)]), IllegalTransition::Actor),
        (after_done(&[(Return, Actor::Resident)]), IllegalTransition::Actor),
        (walk(&[(Assign, STAFF)]), IllegalTransition::Actor),
        (walk(&[(Assign, Actor::Resident)]), IllegalTransition::Actor),
        (walk(&[(Assign, CLERK), (Accept, CLERK)]), IllegalTransition::Actor),
        (walk(&[(Assign, Actor::Staff(Role::SysAdmin))]), IllegalTransition::Actor),
    ];
    for (result, error) in cases {
        assert_eq!(result, Err(error));
    }
}

#[test]
fn what_is_not_listed_is_refused() {
    let everybody: Vec<Actor> =
        Role::ALL.iter().map(|role| Actor::Staff(*role)).chain([Actor::Resident, Actor::System]).collect();
    let closed = [Assign, Accept, Decline, Start, Submit, Check, Confirm, Return, Escalate];
    let cases: [(TaskStatus, &[TaskAction]); 5] = [
        (TaskStatus::Closed, &closed),
        (TaskStatus::Created, &[Accept, Decline, Start, Submit, Check, Confirm, Reopen, Return]),
        (TaskStatus::Assigned, &[Start, Submit, Check, Confirm, Reopen, Return]),
        (TaskStatus::Submitted, &[Assign, Accept, Decline, Start, Submit]),
        (TaskStatus::Escalated, &[Accept, Start, Submit, Confirm, Escalate]),
    ];
    for (status, actions) in cases {
        for action in actions {
            for actor in &everybody {
                let state = TaskState { status, reopen_count: 0 };
                assert_eq!(
                    state.apply(*action, *actor, &config()),
                    Err(IllegalTransition::Status),
                    "{status} {action} {actor:?}"
                );
            }
        }
    }
}

#[test]
fn done_needs_a_photo_or_words_and_a_no_needs_its_reason() {
    let event = |action, text: &str, after: usize| TaskEvent {
        task: TaskId::new(0, [1; 10]),
        action,
        text: text.into(),
        assignee: None,
        photos_before: vec![],
        photos_after: vec![Hash::of(b"a"); after],
    };
    let code = |event: TaskEvent| event.validate(&config()).err().map(|findings| findings[0].code.clone());
    let cases = [
        (event(Submit, "", 0), Some("photo_or_reason_missing")),
        (event(Submit, "", 1), None),
        (event(Submit, "室内不便拍照", 0), None),
        (event(Decline, " ", 0), Some("reason_missing")),
        (event(Return, "", 0), Some("reason_missing")),
        (event(Escalate, "", 0), Some("reason_missing")),
        (event(Accept, "", 0), None),
        (event(Reopen, "", 0), None),
        (event(Submit, "", 5), Some("too_many")),
        (event(Comment, &"字".repeat(301), 0), Some("too_long")),
    ];
    for (event, expected) in cases {
        assert_eq!(code(event.clone()).as_deref(), expected, "{event:?}");
    }
}
