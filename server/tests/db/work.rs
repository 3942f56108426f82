//! Visits, answers, needs, consents, tasks, and the views made of them.

use crate::support::world::NOW_MS;
use crate::support::{Base, World};
use domain::consent::{ConfirmationMethod, ConsentConfirmation, ConsentEvent, FeeConsentState};
use domain::id::{NeedId, RecordId, TaskId};
use domain::need::{Need, route};
use domain::questionnaire::SurveyResponse;
use domain::task::{TaskAction, TaskEvent, TaskKind, TaskState, TaskStatus};
use domain::visit::{DoorState, Visit, VisitOutcome};
use serde_json::json;
use server::db::{consent, household, need, service, survey, task, view, visit};
use server::seal::Seal;

crate::on_both!(a_household_is_visited_asked_and_seen, a_task_moves_and_every_attempt_stays);

async fn a_household_is_visited_asked_and_seen(base: Base) {
    let (db, _folder) = base.open().await;
    let world = World::make(&db, &Seal::from_key([7; 32]), "hash").await;
    let (home, compound, worker) = (world.a.households[0], world.a.compound, world.a.worker);
    let mut tx = db.write().await.unwrap();
    let made: Visit = serde_json::from_value(json!({"household": home, "outcome": "completed", "channel": "door",
        "started_at_ms": NOW_MS - 9, "ended_at_ms": NOW_MS, "note": "答应修灯"}))
    .unwrap();
    let id = RecordId::new(NOW_MS, [1; 10]);
    let new =
        visit::NewVisit { id, visit: made, author: worker, compound, grid: Some(world.a.grid), received_at_ms: NOW_MS };
    visit::insert_visits(&mut tx, std::slice::from_ref(&new)).await.unwrap();
    let past = visit::past_visits(&mut tx, home).await.unwrap();
    assert_eq!((past.len(), past[0].outcome, past[0].at_ms), (1, VisitOutcome::Completed, NOW_MS - 9));
    let response: SurveyResponse =
        serde_json::from_value(json!({"visit": id, "household": home, "questionnaire": "HQ-01",
        "version": 1, "answers": {}, "started_at_ms": 1, "ended_at_ms": 2}))
        .unwrap();
    let new =
        survey::NewResponse { id, response, author: worker, compound, status: "accepted", received_at_ms: NOW_MS };
    survey::insert_responses(&mut tx, &[new]).await.unwrap();
    assert_eq!(survey::households_that_answered(&mut tx, &[home.0]).await.unwrap(), [home]);
    assert_eq!(visit::attempts_at(&mut tx, &[home.0]).await.unwrap(), [(home, worker, NOW_MS - 9)]);
    let refused: ConsentEvent =
        serde_json::from_value(json!({"kind": "fee_paid", "action": "refused", "household": home,
        "occupancy_seq": 1, "relation": "owner", "text_version": 1, "text_sha256": domain::hash::Hash::of(b"x"),
        "method": "e0", "captured_at_ms": NOW_MS}))
        .unwrap();
    let consent_id = RecordId::new(NOW_MS, [2; 10]);
    let event = consent::NewConsentEvent {
        id: consent_id,
        event: &refused,
        content: &serde_json::to_string(&refused).unwrap(),
        compound,
        author: Some(worker),
        recorded_at_ms: NOW_MS,
        received_at_ms: NOW_MS,
    };
    consent::insert_event(&mut tx, &event).await.unwrap();
    let events = consent::events_of(&mut tx, home).await.unwrap();
    assert_eq!((events.len(), events[0].id, &events[0].event), (1, consent_id, &refused));
    let confirmation = ConsentConfirmation {
        consent: consent_id,
        method: ConfirmationMethod::Callback,
        confirmed_by: Some(world.a.clerk),
        by_company: false,
        at_ms: NOW_MS,
    };
    consent::insert_confirmation(&mut tx, consent_id.0, home, &confirmation, "打过电话").await.unwrap();
    assert_eq!(consent::confirmations_of(&mut tx, home).await.unwrap(), [confirmation]);
    household::set_states_of(&mut tx, &[home.0], DoorState::Retry, FeeConsentState::None).await.unwrap();
    household::set_states(&mut tx, home, DoorState::Answered, FeeConsentState::Refused).await.unwrap();
    let row = household::household_row(&mut tx, home).await.unwrap().unwrap();
    assert_eq!((row.door_state.as_str(), row.fee_consent_state.as_str()), ("answered", "refused"));
    assert!(household::households_that_ripen(&mut tx).await.unwrap().is_empty());
    let serving = service::service_of(&mut tx, compound, "2026-03-02").await.unwrap().unwrap();
    assert_eq!((serving.company(), serving.rate_mill), (world.a.company, Some(450)));
    assert_eq!(serving.last_free_day(), "2026-03-31".parse().ok());
    let views = view::household_views(&mut tx, &[home.0], |_| Some("王*".to_owned())).await.unwrap();
    assert_eq!(views[0].visits[0].note, "答应修灯");
    assert_eq!(views[0].household_code.as_deref(), Some(world.a.codes[0].as_str()));
    let config = domain::config::Config::shipped_on("2026-03-02".parse().unwrap());
    let compounds = view::compound_views(&mut tx, &[compound.0], &config, |code| format!("/c/{code}")).await.unwrap();
    assert_eq!(compounds[0].trial.as_ref().unwrap().consent_opens_on, "2026-01-30".parse().unwrap());
    assert_eq!(view::grid_views(&mut tx, &[world.a.grid.0]).await.unwrap()[0].community_name, "1号社区");
    tx.commit().await.unwrap();
}

async fn a_task_moves_and_every_attempt_stays(base: Base) {
    let (db, _folder) = base.open().await;
    let world = World::make(&db, &Seal::from_key([7; 32]), "hash").await;
    let mut tx = db.write().await.unwrap();
    let said: Need = serde_json::from_value(json!({"compound": world.a.compound, "household": world.a.households[0],
        "code": "ELE-02", "place_text": "二层"}))
    .unwrap();
    let need_id = NeedId::new(NOW_MS, [1; 10]);
    let new_need = need::NewNeed {
        id: need_id,
        need: &said,
        compound: world.a.compound,
        author: Some(world.a.worker),
        recorded_at_ms: NOW_MS,
        received_at_ms: NOW_MS,
    };
    need::insert_need(&mut tx, &new_need).await.unwrap();
    let id = TaskId::new(NOW_MS, [2; 10]);
    let new = task::NewTask {
        id,
        kind: TaskKind::Repair,
        need: Some(need_id),
        request: None,
        compound: world.a.compound,
        household: said.household,
        code: said.code.clone(),
        routing: route("ELE-02", false).unwrap(),
        company: Some(world.a.company),
        place_text: "二层".into(),
        description: String::new(),
        photos: vec![],
        status: TaskStatus::Assigned,
        at_ms: NOW_MS,
    };
    assert!(task::insert_task(&mut tx, &new).await.unwrap());
    let second = task::NewTask { id: TaskId::new(NOW_MS, [3; 10]), ..new.clone() };
    assert!(!task::insert_task(&mut tx, &second).await.unwrap(), "a need has one task");
    assert_eq!(task::task_compound(&mut tx, id).await.unwrap(), Some(world.a.compound));
    let event = TaskEvent {
        task: id,
        action: TaskAction::Accept,
        text: "马上来".into(),
        assignee: None,
        photos_before: vec![],
        photos_after: vec![],
    };
    let attempt = task::NewTaskEvent {
        id: id.0,
        event: &event,
        from: TaskStatus::Assigned,
        to: Some(TaskStatus::Accepted),
        refused_reason: None,
        account: Some(world.a.technician),
        actor: "company_staff",
        recorded_at_ms: NOW_MS,
        received_at_ms: NOW_MS,
    };
    task::insert_task_event(&mut tx, &attempt).await.unwrap();
    let state = TaskState { status: TaskStatus::Accepted, reopen_count: 1 };
    task::set_state(&mut tx, id, state, Some(world.a.technician), NOW_MS).await.unwrap();
    assert_eq!(task::task_row(&mut tx, id).await.unwrap().unwrap().state(), state);
    let views = view::task_views(&mut tx, &[id.0]).await.unwrap();
    assert_eq!((views[0].last_note.as_str(), views[0].assignee), ("马上来", Some(world.a.technician)));
    assert_eq!(views[0].place_text, "3-1-101 二层");
    tx.commit().await.unwrap();
}
