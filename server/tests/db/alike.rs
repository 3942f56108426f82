//! Visits, needs and responses that look like others.

use crate::conflict::{id, made};
use crate::support::Base;
use crate::support::world::NOW_MS;
use domain::id::{NeedId, RecordId, VisitId};
use domain::need::Need;
use domain::questionnaire::{Answer, SurveyResponse};
use domain::visit::{Visit, VisitChannel, VisitOutcome};
use serde_json::json;
use server::db::{need, survey, visit};

crate::on_both!(what_looks_alike_is_found);

async fn what_looks_alike_is_found(base: Base) {
    let (db, _folder, world) = made(base).await;
    let (home, author, compound) = (world.a.households[0], world.a.worker, world.a.compound);
    let mut tx = db.write().await.unwrap();
    let seen = Visit {
        household: home,
        outcome: VisitOutcome::NoAnswer,
        channel: VisitChannel::Door,
        started_at_ms: NOW_MS,
        ended_at_ms: NOW_MS,
        companion: None,
        note: None,
        next_slot: None,
    };
    let grid = Some(world.a.grid);
    let new =
        visit::NewVisit { id: RecordId(id(1)), visit: seen.clone(), author, compound, grid, received_at_ms: NOW_MS };
    visit::insert_visits(&mut tx, std::slice::from_ref(&new)).await.unwrap();
    let near = visit::visits_near(&mut tx, home, author, (NOW_MS - 1, NOW_MS + 1)).await.unwrap();
    assert_eq!(near, [(id(1), seen)]);
    assert!(visit::visits_near(&mut tx, home, world.b.worker, (NOW_MS - 1, NOW_MS + 1)).await.unwrap().is_empty());
    let need: Need = serde_json::from_value(json!({"household": home, "compound": compound, "code": "CLN-01",
        "place_text": "楼道", "text": "脏"}))
    .unwrap();
    let new = need::NewNeed {
        id: NeedId(id(2)),
        need: &need,
        compound,
        author: Some(author),
        recorded_at_ms: NOW_MS,
        received_at_ms: NOW_MS,
    };
    need::insert_need(&mut tx, &new).await.unwrap();
    let alike = (Some(home), compound, "CLN-01", "楼道", "脏");
    let span = (NOW_MS - 1, NOW_MS + 1);
    assert_eq!(need::need_like(&mut tx, id(3), author, alike, span).await.unwrap(), Some(id(2)));
    assert_eq!(need::need_like(&mut tx, id(2), author, alike, span).await.unwrap(), None, "not itself");
    let nowhere = (None, compound, "CLN-01", "楼道", "脏");
    assert_eq!(need::need_like(&mut tx, id(3), author, nowhere, span).await.unwrap(), None);
    let mut response = SurveyResponse {
        visit: VisitId(id(1)),
        household: home,
        questionnaire: "HQ-01".into(),
        version: 1,
        relation: None,
        answers: [("Q1".to_owned(), Answer::Number(1))].into(),
        started_at_ms: NOW_MS,
        ended_at_ms: NOW_MS,
    };
    let new = survey::NewResponse {
        id: RecordId(id(4)),
        response: response.clone(),
        author,
        compound,
        status: "accepted",
        received_at_ms: NOW_MS,
    };
    survey::insert_responses(&mut tx, &[new]).await.unwrap();
    response.answers.insert("Q2".into(), Answer::Number(2));
    survey::set_content(&mut tx, id(4), &response).await.unwrap();
    survey::set_response_status(&mut tx, id(4), "superseded").await.unwrap();
    let like = survey::responses_like(&mut tx, &response).await.unwrap();
    assert_eq!((like[0].id, like[0].status.as_str(), like[0].seq()), (id(4), "superseded", 0));
    assert_eq!(like[0].content.0, response);
    let line = survey::response_line(&mut tx, id(4)).await.unwrap().unwrap();
    assert_eq!((line.0, line.1.as_str(), line.2.as_str()), (id(1), "人员10", "superseded"));
}
