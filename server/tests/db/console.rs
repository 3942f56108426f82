//! Everything that the console reads and writes: lists, counts and steps agree, inside a scope and outside it.

use crate::support::world::{Bind, NOW_MS, run};
use crate::support::{Base, World};
use domain::id::{RequestId, TaskId};
use domain::need::route;
use domain::org::Scope;
use domain::request::{RequestState, RequestStatus};
use server::db::account_list::{AccountFilter, count_listed_accounts, page_accounts, scope_choices};
use server::db::audit::{NewAudit, count_actions, count_audit, insert_audit, list_audit};
use server::db::blob_list::{Showing, in_needs, in_records, in_requests, in_tasks};
use server::db::clash_list::{count_listed_clashes, list_clashes};
use server::db::compound_list::*;
use server::db::consent_list::*;
use server::db::household_list::*;
use server::db::need_list::*;
use server::db::person_list::{household_detail, people_of};
use server::db::rating_list::*;
use server::db::record_list::*;
use server::db::request_list::*;
use server::db::review_list::*;
use server::db::select::Page;
use server::db::task_list::*;
use server::db::triage::{close_request, set_code, task_of_request};
use server::db::visit_list::*;
use server::db::zero_clearing::{baseline, baseline_stages};
use server::db::{Db, Tx};
use server::seal::Seal;
use uuid::Uuid;

crate::on_both!(
    lists_and_counts_agree_and_stay_inside_their_scope,
    triage_settling_and_the_audit_log_write_what_they_say,
    figures_and_their_rows_are_one,
);

fn id(n: u8) -> Uuid {
    domain::id::uuid_v7(NOW_MS, [n; 10])
}

pub async fn made(base: Base) -> (Db, tempfile::TempDir, World) {
    let (db, folder) = base.open().await;
    let seal = Seal::from_key([7; 32]);
    let world = World::make(&db, &seal, "hash").await;
    let mut tx = db.write().await.unwrap();
    fill(&mut tx, &world).await;
    tx.commit().await.unwrap();
    (db, folder, world)
}

/// One of each on side A.
async fn fill(tx: &mut Tx, world: &World) {
    let (a, home) = (&world.a, world.a.households[0]);
    let visit =
        "insert into visits (id, household_id, compound_id, account_id, outcome, channel, content, started_at_ms,
        ended_at_ms, received_at_ms) values ($1, $2, $3, $4, 'completed', 'door', '{}', $5, $5, $5)";
    run(
        tx,
        visit,
        &[Bind::Id(id(1)), Bind::Id(home.0), Bind::Id(a.compound.0), Bind::Id(a.worker.0), Bind::Int(NOW_MS)],
    )
    .await;
    let response = "insert into survey_responses (id, visit_id, household_id, compound_id, account_id, questionnaire_code,
        questionnaire_version, status, content, received_at_ms) values ($1, $2, $3, $4, $5, 'HQ-01', 1, 'accepted', '{}', 1)";
    run(
        tx,
        response,
        &[Bind::Id(id(2)), Bind::Id(id(1)), Bind::Id(home.0), Bind::Id(a.compound.0), Bind::Id(a.worker.0)],
    )
    .await;
    let need = "insert into needs (id, visit_id, household_id, compound_id, code, hazard, place_text, description, photos, status,
        recorded_at_ms, received_at_ms) values ($1, $2, $3, $4, 'ELE-02', $5, '门口', '灯不亮', '[\"ab\"]', 'open', 1, 1)";
    run(tx, need, &[Bind::Id(id(3)), Bind::Id(id(1)), Bind::Id(home.0), Bind::Id(a.compound.0), Bind::Flag(false)])
        .await;
    let request = "insert into requests (id, no, secret, compound_id, icon, hazard, place_text, description, photos, channel,
        status, reopen_count, created_at_ms) values ($1, $2, '', $3, 'power', $4, '', '灯', '[\"cd\"]', 'qr', 'submitted', 0, 1)";
    for (n, no) in [(4, "R-1"), (5, "R-2")] {
        run(tx, request, &[Bind::Id(id(n)), Bind::Text(no), Bind::Id(a.compound.0), Bind::Flag(false)]).await;
    }
    let task = "insert into tasks (id, kind, need_id, request_id, compound_id, household_id, code, priority, responsible, company_id,
        place_text, description, photos, status, reopen_count, created_at_ms, changed_at_ms)
        values ($1, 'repair', $2, $3, $4, $5, 'ELE-02', 'p2', 'company', $6, '门口', '灯不亮', '[\"ab\"]', 'submitted', 0, 1, 1)";
    let task_binds = [
        Bind::Id(id(6)),
        Bind::Id(id(3)),
        Bind::Id(id(5)),
        Bind::Id(a.compound.0),
        Bind::Id(home.0),
        Bind::Id(a.company.0),
    ];
    run(tx, task, &task_binds).await;
    let event = "insert into task_events (id, task_id, action, from_status, to_status, actor, note, photos_before, photos_after,
        recorded_at_ms, received_at_ms) values ($1, $2, 'submit', 'working', 'submitted', 'company_staff', '', '[]', '[\"ef\"]', 1, 1)";
    run(tx, event, &[Bind::Id(id(7)), Bind::Id(id(6))]).await;
    let consent =
        "insert into consent_events (id, household_id, compound_id, occupancy_seq, kind, action, account_id, content,
        recorded_at_ms, received_at_ms) values ($1, $2, $3, 1, 'fee_paid', 'given', $4, '{}', 1, 1)";
    run(tx, consent, &[Bind::Id(id(8)), Bind::Id(home.0), Bind::Id(a.compound.0), Bind::Id(a.worker.0)]).await;
    let record = "insert into records (id, kind, device_id, device_seq, author_id, recorded_at_ms, received_at_ms, hash, body, status,
        findings, compound_id) values ($1, 'need', $2, $5, $3, 1, 1, 'h', '{}', $6, '[]', $4)";
    let shows = "insert into record_blobs (record_id, sha256, kind) values ($1, $2, 'photo')";
    for (n, seq, status, photo) in [(9, 1, "set_aside", "ab"), (3, 2, "accepted", "gh")] {
        let place =
            [Bind::Id(id(99)), Bind::Id(a.worker.0), Bind::Id(a.compound.0), Bind::Int(seq), Bind::Text(status)];
        run(tx, record, &[Bind::Id(id(n))].into_iter().chain(place).collect::<Vec<_>>()).await;
        run(tx, shows, &[Bind::Id(id(n)), Bind::Text(photo)]).await;
    }
    let clash = "insert into record_clashes (id, hash, author_id, body, received_at_ms, device_id, device_seq)
        values ($1, 'beside', $2, '{}', 5, $3, 1)";
    run(tx, clash, &[Bind::Id(id(9)), Bind::Id(a.worker.0), Bind::Id(id(99))]).await;
    let review =
        "insert into review_items (id, kind, compound_id, source, source_ref, reason, content, status, created_at_ms)
        values ($1, 'door', $2, 'roster', '1', 'x', '{}', 'open', 1)";
    run(tx, review, &[Bind::Id(id(10)), Bind::Id(a.compound.0)]).await;
    let rating = "insert into ratings (id, compound_id, assignment_id, household_id, occupancy_seq, period, repair, overall, remark,
        photos, verification, counted, submitted_at_ms) values ($1, $2, $3, $4, 1, '2026Q1', 4, 5, '', '[]', 'household_code', $5, 1)";
    let binds = [Bind::Id(id(11)), Bind::Id(a.compound.0), Bind::Id(a.assignment), Bind::Id(home.0), Bind::Flag(true)];
    run(tx, rating, &binds).await;
}

async fn lists_and_counts_agree_and_stay_inside_their_scope(base: Base) {
    let (db, _folder, world) = made(base).await;
    let mut tx = db.read().await.unwrap();
    let (own, other) = ([Scope::Community(world.a.community.clone())], [Scope::Community(world.b.community.clone())]);
    let page = Page { limit: 50, offset: 0 };
    macro_rules! agree {
        ($count:ident(), $list:ident(), $filter:expr, $inside:expr, $outside:expr) => {
            for (scopes, expected) in [(&own, $inside), (&other, $outside), (&[Scope::District], $inside + $outside)] {
                let lines = $list(&mut tx, scopes, &$filter, page).await.unwrap();
                let count = $count(&mut tx, scopes, &$filter).await.unwrap();
                assert_eq!((lines.len() as i64, count), (expected, expected), stringify!($list));
            }
            assert_eq!($count(&mut tx, &[], &$filter).await.unwrap(), 0, "no scope, no row");
        };
    }
    agree!(count_listed_visits(), list_visits(), VisitFilter::default(), 1, 0);
    agree!(count_listed_needs(), list_needs(), NeedFilter::default(), 1, 0);
    agree!(count_listed_requests(), list_requests(), RequestFilter::default(), 2, 0);
    agree!(
        count_listed_requests(),
        list_requests(),
        RequestFilter { to_triage: true, ..RequestFilter::default() },
        1,
        0
    );
    agree!(
        count_listed_tasks(),
        list_tasks(),
        TaskFilter { open: true, hides: vec!["SEC-05"], ..TaskFilter::default() },
        1,
        0
    );
    agree!(count_listed_consents(), list_consents(), ConsentFilter::default(), 1, 0);
    agree!(count_listed_records(), list_records(), RecordFilter::default(), 1, 0);
    agree!(count_listed_reviews(), list_reviews(), ReviewFilter::default(), 1, 0);
    agree!(count_listed_households(), list_households(), HouseholdFilter::default(), 6, 6);
    let compounds = CompoundFilter { on_day: "2026-03-02".into(), ..CompoundFilter::default() };
    agree!(count_listed_compounds(), list_compounds(), compounds, 1, 1);
    for (scopes, found) in [(&own, true), (&other, false)] {
        assert_eq!(visit_within(&mut tx, scopes, id(1)).await.unwrap().is_some(), found);
        assert_eq!(need_within(&mut tx, scopes, &NeedFilter::default(), id(3)).await.unwrap().is_some(), found);
        assert_eq!(request_within(&mut tx, scopes, &RequestFilter::default(), id(4)).await.unwrap().is_some(), found);
        assert_eq!(task_within(&mut tx, scopes, &TaskFilter::default(), id(6)).await.unwrap().is_some(), found);
        assert_eq!(consent_within(&mut tx, scopes, id(8)).await.unwrap().is_some(), found);
        assert_eq!(record_within(&mut tx, scopes, &RecordFilter::default(), id(9)).await.unwrap().is_some(), found);
        assert_eq!(review_within(&mut tx, scopes, id(10)).await.unwrap().is_some(), found);
        let photo = |sha256| Showing { sha256, hides: &["SEC-05"] };
        assert_eq!(in_records(&mut tx, scopes, photo("ab"), true).await.unwrap(), found);
        assert_eq!(in_needs(&mut tx, scopes, photo("gh")).await.unwrap(), found);
        assert_eq!(in_requests(&mut tx, scopes, photo("cd")).await.unwrap(), found);
        assert_eq!(in_tasks(&mut tx, scopes, Some(world.a.company.0), photo("ef")).await.unwrap(), found);
        assert_eq!(workers_within(&mut tx, scopes).await.unwrap().len(), usize::from(found));
    }
    for (scopes, n) in [(&own, 1), (&other, 0)] {
        assert_eq!(count_listed_clashes(&mut tx, scopes).await.unwrap(), n);
        let lines = list_clashes(&mut tx, scopes, Page::ALL).await.unwrap();
        assert!(
            lines.iter().all(|line| line.kept_hash.is_some() && line.hash.as_deref() == Some("beside")),
            "{lines:?}"
        );
        assert_eq!(lines.len() as i64, n);
    }
    assert_eq!(streets_within(&mut tx, &own).await.unwrap().len(), 1);
    assert_eq!(names_within(&mut tx, &[Scope::District], 9).await.unwrap().len(), 2);
    assert_eq!(compound_name(&mut tx, world.a.compound.0).await.unwrap().as_deref(), Some("1号院"));
    assert_eq!(division_name(&mut tx, &world.a.street).await.unwrap().as_deref(), Some("1号街道"));
    assert_eq!(open_requests_beside(&mut tx, &["SEC-05"], id(4), world.a.compound.0).await.unwrap().len(), 1);
    assert_eq!(events_of_task(&mut tx, id(6)).await.unwrap().len(), 1);
    assert_eq!(staff_of_company(&mut tx, world.a.company.0, NOW_MS).await.unwrap()[0].0, world.a.technician.0);
    assert_eq!(responses_of_visit(&mut tx, id(1)).await.unwrap().len(), 1);
    assert_eq!(consent_history(&mut tx, world.a.households[0].0).await.unwrap().len(), 1);
    assert!(callbacks_of(&mut tx, id(8)).await.unwrap().is_empty());
}

async fn triage_settling_and_the_audit_log_write_what_they_say(base: Base) {
    let (db, _folder, world) = made(base).await;
    let mut tx = db.write().await.unwrap();
    let task = task_of_request(&mut tx, RequestId(id(5))).await.unwrap();
    assert_eq!(task, Some(TaskId(id(6))));
    set_code(&mut tx, TaskId(id(6)), "SAF-04", route("SAF-04", true).unwrap(), NOW_MS).await.unwrap();
    let line = task_within(&mut tx, &[Scope::District], &TaskFilter::default(), id(6)).await.unwrap().unwrap();
    assert_eq!((line.code.as_str(), line.priority.as_str()), ("SAF-04", "p0"));
    let to = RequestState { status: RequestStatus::Rejected, reopen_count: 0 };
    assert!(close_request(&mut tx, RequestId(id(4)), RequestStatus::Submitted, to, "重复").await.unwrap());
    assert!(!close_request(&mut tx, RequestId(id(4)), RequestStatus::Submitted, to, "又一次").await.unwrap());
    let who = (world.a.clerk, NOW_MS);
    let home = world.a.households[0];
    let call = server::db::consent::Callback {
        id: id(70),
        consent: id(8).into(),
        household: home,
        result: "not_confirmed".into(),
        note: "没打通".into(),
        account: Some(who.0),
        at_ms: who.1,
    };
    server::db::consent::insert_callback(&mut tx, &call).await.unwrap();
    let calls = callbacks_of(&mut tx, id(8)).await.unwrap();
    assert_eq!((calls.len(), calls[0].confirmation, calls[0].note.as_str()), (1, None, "没打通"));
    let line = consent_within(&mut tx, &[Scope::District], id(8)).await.unwrap().unwrap();
    assert_eq!(line.called_at_ms, Some(NOW_MS));
    link_review(&mut tx, id(10), home).await.unwrap();
    assert_eq!(review_within(&mut tx, &[Scope::District], id(10)).await.unwrap().unwrap().household_id, Some(home.0));
    assert!(settle_review(&mut tx, id(10)).await.unwrap());
    assert!(!settle_review(&mut tx, id(10)).await.unwrap(), "once");
    let audit = NewAudit {
        id: id(20),
        at_ms: NOW_MS,
        account: Some(world.a.clerk),
        role: "community_clerk",
        action: "reveal_phone",
        object_kind: "household",
        object_id: "x",
        from: None,
        to: None,
        reason: Some("danger"),
    };
    insert_audit(&mut tx, &audit).await.unwrap();
    assert_eq!(count_actions(&mut tx, world.a.clerk, "reveal_phone", NOW_MS).await.unwrap(), 1);
    assert_eq!(count_actions(&mut tx, world.a.clerk, "reveal_phone", NOW_MS + 1).await.unwrap(), 0);
    assert_eq!(count_audit(&mut tx, "reveal_phone").await.unwrap(), 1);
    assert_eq!(list_audit(&mut tx, "reveal_phone", Page::ALL).await.unwrap()[0].reason.as_deref(), Some("danger"));
    let all = AccountFilter::default();
    let count = count_listed_accounts(&mut tx, &all, NOW_MS).await.unwrap();
    assert_eq!(page_accounts(&mut tx, &all, NOW_MS, Page::ALL).await.unwrap().len() as i64, count);
    let clerks = AccountFilter { role: Some("community_clerk".into()), state: Some("open".into()), name: None };
    assert_eq!(count_listed_accounts(&mut tx, &clerks, NOW_MS).await.unwrap(), 2);
    assert!(scope_choices(&mut tx).await.unwrap().iter().any(|(kind, _, _)| *kind == "grid"));
}

async fn figures_and_their_rows_are_one(base: Base) {
    let (db, _folder, world) = made(base).await;
    let mut tx = db.write().await.unwrap();
    let district = [Scope::District];
    let lines = coverage(&mut tx, &district, &PlaceFilter::default()).await.unwrap();
    let one = lines.iter().find(|line| line.compound_id == world.a.compound.0).unwrap();
    for (survey, figure) in
        [("contacted", one.contacted), ("accepted", one.accepted), ("vacant", one.vacant), ("refused", one.refused)]
    {
        let place = PlaceFilter { compound: Some(world.a.compound.0), ..PlaceFilter::default() };
        let filter = HouseholdFilter { place, survey: Some(survey.into()), ..HouseholdFilter::default() };
        assert_eq!(count_listed_households(&mut tx, &district, &filter).await.unwrap(), figure, "{survey}");
    }
    assert_eq!((one.active, one.contacted, one.accepted, one.attempts), (6, 1, 1, 1));
    let doors = count_doors_by_state(&mut tx, &district, world.a.compound.0).await.unwrap();
    assert_eq!(doors.iter().map(|(_, n)| n).sum::<i64>(), 6);
    let detail = compound_detail(&mut tx, world.a.compound).await.unwrap().unwrap();
    assert_eq!((detail.name.as_str(), detail.rate_mill), ("1号院", Some(450)));
    assert_eq!(stages_of(&mut tx, world.a.compound).await.unwrap().len(), 3);
    let filter = RatingFilter { period: "2026Q1".into(), ..RatingFilter::default() };
    let sums = rating_sums(&mut tx, &district, &filter).await.unwrap();
    let sum = sums.iter().find(|line| line.compound_id == world.a.compound.0).unwrap();
    assert_eq!(
        (sum.n, sum.overall, sum.repair_n, sum.attitude_n),
        (1, 5, 1, 0),
        "a question left out counts for nothing"
    );
    assert_eq!(single_ratings(&mut tx, &district, &filter, true).await.unwrap().len(), 1);
    assert!(single_ratings(&mut tx, &district, &filter, false).await.unwrap().is_empty());
    assert_eq!(district_ratings(&mut tx, &["2026Q1".into()]).await.unwrap(), (5, 1));
    assert_eq!(count_tasks_by_state(&mut tx, &district, &TaskFilter::default()).await.unwrap().len(), 1);
    let compounds = baseline(&mut tx, &district).await.unwrap();
    let events = baseline_stages(&mut tx, &district).await.unwrap();
    assert_eq!(events.len(), compounds.len() * 3);
    for (cleared, day, expected) in
        [("net", "2025-09-20", 0), ("gross", "2025-09-20", 0), ("net", "2025-10-01", compounds.len())]
    {
        let filter = CompoundFilter {
            baseline: true,
            cleared: Some(cleared.into()),
            on_day: day.into(),
            ..CompoundFilter::default()
        };
        let count = count_listed_compounds(&mut tx, &district, &filter).await.unwrap();
        assert_eq!(count, expected as i64, "{cleared} on {day}");
    }
    let home = world.a.households[0].0;
    assert!(household_detail(&mut tx, home).await.unwrap().is_some());
    people_of(&mut tx, home).await.unwrap();
}
