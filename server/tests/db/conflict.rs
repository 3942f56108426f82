//! Facts, found doors, the review list from inside, repairs, departures.

use crate::support::world::NOW_MS;
use crate::support::{Base, World};
use domain::fact::{FactKind, FactSource};
use domain::id::{CompanyId, DeviceId, HouseholdId, RecordId};
use domain::merge::ReviewKind;
use domain::merge::fact::Assertion;
use domain::new_household::{DoorKey, NewHousehold};
use domain::sync::protocol::ReceiptState;
use domain::sync::record::{Record, RecordKind};
use serde_json::json;
use server::db::change::{Changed, lock_order, note_changes};
use server::db::fact::{self, NewAssertion};
use server::db::new_door::{self, NewDoor};
use server::db::record::{self, Arrived, Signed};
use server::db::review::{self, NewDecision, OpenReview};
use server::db::view::{changes_after, reach};
use server::db::{Db, review_list};
use server::seal::Seal;
use uuid::Uuid;

crate::on_both!(
    a_fact_is_only_added_and_the_register_follows,
    a_door_is_found_joined_and_known_by_its_alias,
    an_item_opens_settles_and_opens_again,
    a_record_is_put_right_once,
    what_leaves_a_reach_is_named_as_gone,
);

pub fn id(n: u8) -> Uuid {
    domain::id::uuid_v7(NOW_MS, [n; 10])
}

pub async fn made(base: Base) -> (Db, tempfile::TempDir, World) {
    let (db, folder) = base.open().await;
    let world = World::make(&db, &Seal::from_key([7; 32]), "hash").await;
    (db, folder, world)
}

async fn a_fact_is_only_added_and_the_register_follows(base: Base) {
    let (db, _folder, world) = made(base).await;
    let home = world.a.households[0];
    let mut tx = db.write().await.unwrap();
    let assertion = Assertion {
        id: id(1),
        value: "7000".into(),
        base: Some("6847".into()),
        source: FactSource::Resident,
        author: Some(world.a.worker),
        device: Some((DeviceId::new(NOW_MS, [1; 10]), 4)),
        at_ms: NOW_MS,
        settles: vec![id(9)],
    };
    let new = NewAssertion {
        household: home,
        occupancy_seq: 1,
        kind: FactKind::Area,
        assertion: &assertion,
        record: Some(RecordId(id(2))),
        note: "看了证",
        received_at_ms: NOW_MS,
    };
    fact::insert_assertion(&mut tx, &new).await.unwrap();
    let rows = fact::assertions_of(&mut tx, home, FactKind::Area, None).await.unwrap();
    assert_eq!(rows[0].assertion(str::to_owned), assertion);
    assert_eq!(rows[0].who.as_deref(), Some("人员10"));
    assert_eq!(fact::assertions_of(&mut tx, home, FactKind::Area, Some(1)).await.unwrap().len(), 1);
    assert!(fact::assertions_of(&mut tx, home, FactKind::Area, Some(2)).await.unwrap().is_empty());
    fact::set_area(&mut tx, home, 7000, FactSource::Resident).await.unwrap();
    fact::set_floor(&mut tx, home, -1).await.unwrap();
    fact::set_usage(&mut tx, home, "business").await.unwrap();
    fact::set_occupancy(&mut tx, home, "tenant").await.unwrap();
    fact::set_phone(&mut tx, home, "sealed", "hashed").await.unwrap();
    let row = fact::register_row(&mut tx, home).await.unwrap().unwrap();
    assert_eq!((row.area_c, row.area_source.as_deref(), row.floor), (Some(7000), Some("resident"), Some(-1)));
    assert_eq!((row.usage.as_str(), row.occupancy.as_str()), ("business", "tenant"));
    assert_eq!(row.phone_sealed.as_deref(), Some("sealed"));
    let other = fact::register_row(&mut tx, world.a.households[1]).await.unwrap().unwrap();
    assert_ne!(other.phone_sealed.as_deref(), Some("sealed"), "one family only");
    tx.commit().await.unwrap();
}

async fn a_door_is_found_joined_and_known_by_its_alias(base: Base) {
    let (db, _folder, world) = made(base).await;
    let mut tx = db.write().await.unwrap();
    let key = |door: &str| DoorKey { building_no: "3".into(), unit_no: "1".into(), door_no: door.into() };
    let compound = world.a.compound;
    let known = new_door::household_at(&mut tx, compound, &key("101")).await.unwrap();
    assert_eq!(known, Some(world.a.households[0]));
    assert_eq!(new_door::household_at(&mut tx, compound, &key("999")).await.unwrap(), None);
    let stairs = new_door::staircase_at(&mut tx, compound, &key("999")).await.unwrap().unwrap();
    assert_eq!(stairs.grid_id, Some(world.a.grid.0), "its neighbours' grid");
    assert_eq!(new_door::building_at(&mut tx, compound, "3").await.unwrap(), Some(stairs.building_id));
    assert_eq!(new_door::building_at(&mut tx, compound, "4").await.unwrap(), None);
    let door = NewHousehold {
        compound,
        building: "3号楼".into(),
        unit: "1".into(),
        floor: String::new(),
        door: "999".into(),
        usage: None,
        occupancy: None,
        photos: vec![],
        note: "新隔出来的".into(),
    };
    let new = NewDoor {
        id: RecordId(id(1)),
        door: &door,
        author: world.a.worker,
        key: "3-1-999",
        reason: Some("unit_unknown"),
        household: None,
        grid: Some(world.a.grid),
        received_at_ms: NOW_MS,
    };
    new_door::insert_new_door(&mut tx, &new).await.unwrap();
    new_door::settle_new_door(&mut tx, id(1), world.a.households[0]).await.unwrap();
    let doors = new_door::doors_of_key(&mut tx, compound, "3-1-999").await.unwrap();
    assert_eq!(doors[0].household_id, Some(world.a.households[0].0));
    assert_eq!((doors[0].building.as_str(), doors[0].note.as_str()), ("3号楼", "新隔出来的"));
    let alias = HouseholdId(id(1));
    assert_eq!(new_door::alias_of(&mut tx, alias).await.unwrap(), None);
    for _ in 0..2 {
        new_door::insert_alias(&mut tx, alias, world.a.households[0]).await.unwrap();
    }
    assert_eq!(new_door::alias_of(&mut tx, alias).await.unwrap(), Some(world.a.households[0]));
    tx.commit().await.unwrap();
}

async fn an_item_opens_settles_and_opens_again(base: Base) {
    let (db, _folder, world) = made(base).await;
    let mut tx = db.write().await.unwrap();
    let item = |n, reason| OpenReview {
        id: id(n),
        kind: ReviewKind::FactDiffers,
        compound: world.a.compound,
        household: Some(world.a.households[0]),
        about: "home/area",
        reason,
        content: json!({ "fact": "area" }),
        at_ms: NOW_MS + i64::from(n),
    };
    for n in [1, 2] {
        review::open_review(&mut tx, &item(n, "area")).await.unwrap();
    }
    let open = review::open_review_about(&mut tx, ReviewKind::FactDiffers, "home/area").await.unwrap();
    assert_eq!(open, Some(id(1)), "one thing is one item");
    let decision = NewDecision {
        id: id(5),
        review: id(1),
        action: "chosen",
        value: "6847",
        reason: "看了证",
        account: Some(world.a.clerk),
        at_ms: NOW_MS,
    };
    review::insert_decision(&mut tx, &decision).await.unwrap();
    assert!(review_list::settle_review(&mut tx, id(1)).await.unwrap());
    assert_eq!(review::open_review_about(&mut tx, ReviewKind::FactDiffers, "home/area").await.unwrap(), None);
    review::open_review(&mut tx, &item(3, "area")).await.unwrap();
    let again = review::open_review_about(&mut tx, ReviewKind::FactDiffers, "home/area").await.unwrap();
    assert_eq!(again, Some(id(1)));
    let past = review::decisions_of(&mut tx, id(1)).await.unwrap();
    assert_eq!((past.len(), past[0].who.as_deref(), past[0].value.as_str()), (1, Some("人员11"), "6847"));
    tx.commit().await.unwrap();
}

fn record(world: &World, n: u8, repairs: Option<RecordId>) -> Record {
    Record {
        id: RecordId(id(n)),
        kind: RecordKind::Need,
        device: DeviceId::new(NOW_MS, [1; 10]),
        seq: u64::from(n),
        author: world.a.worker,
        recorded_at_ms: NOW_MS,
        offset_ms: None,
        prev_hash: None,
        repairs,
        body: "{}".into(),
    }
}

async fn a_record_is_put_right_once(base: Base) {
    let (db, _folder, world) = made(base).await;
    let mut tx = db.write().await.unwrap();
    let (bad, good) = (record(&world, 1, None), record(&world, 2, Some(RecordId(id(1)))));
    for (record, state) in [(&bad, ReceiptState::SetAside), (&good, ReceiptState::Accepted)] {
        let hash = record.hash();
        let arrived = Arrived {
            record,
            hash,
            body: &record.body,
            state,
            findings: &[],
            compound: None,
            received_at_ms: NOW_MS,
            signed: Signed::NOT,
        };
        record::insert_records(&mut tx, std::slice::from_ref(&arrived)).await.unwrap();
    }
    assert_eq!(record::record_by_id(&mut tx, good.id).await.unwrap(), Some(good.clone()), "with what it repairs");
    assert_eq!(record::repair_of(&mut tx, bad.id).await.unwrap(), Some(good.id));
    assert_eq!(record::repaired_among(&mut tx, &[id(1), id(2)]).await.unwrap(), [bad.id]);
    assert_eq!(record::repair_of(&mut tx, good.id).await.unwrap(), None);
    for id in [bad.id, good.id] {
        record::mark_repaired(&mut tx, id).await.unwrap();
    }
    let fate = record::fate_of(&mut tx, bad.id).await.unwrap();
    assert_eq!(fate, Some(("repaired".into(), world.a.worker, None)));
    let fate = record::fate_of(&mut tx, good.id).await.unwrap();
    assert_eq!(fate, Some(("accepted".into(), world.a.worker, Some(bad.id))), "what counts is not undone");
    let receipt = record::receipt_of(&mut tx, bad.id, world.a.worker).await.unwrap().unwrap();
    assert_eq!((receipt.state, receipt.findings[0].code.as_str()), (ReceiptState::Accepted, "repaired"));
    tx.commit().await.unwrap();
    let mut tx = db.write().await.unwrap();
    let second = record(&world, 3, Some(bad.id));
    let hash = second.hash();
    let state = ReceiptState::Accepted;
    let arrived = Arrived {
        record: &second,
        body: &second.body,
        hash,
        state,
        findings: &[],
        compound: None,
        received_at_ms: NOW_MS,
        signed: Signed::NOT,
    };
    assert!(
        record::insert_records(&mut tx, std::slice::from_ref(&arrived)).await.is_err(),
        "the database takes one repair of a record"
    );
}

async fn what_leaves_a_reach_is_named_as_gone(base: Base) {
    let (db, _folder, world) = made(base).await;
    let mut tx = db.write().await.unwrap();
    lock_order(&mut tx).await.unwrap();
    let task = |company| Changed {
        kind: "task",
        id: id(1).to_string(),
        compound: Some(world.a.compound),
        grid: None,
        company: Some(company),
    };
    let (a, b): (CompanyId, CompanyId) = (world.a.company, world.b.company);
    let reaches = [reach(&mut tx, vec![], vec![a]).await.unwrap(), reach(&mut tx, vec![], vec![b]).await.unwrap()];
    let both = reach(&mut tx, vec![], vec![a, b]).await.unwrap();
    // Who has the task · whether each company's phone hears of it as there, as gone, or not at all.
    let steps = [(a, [Some(false), None]), (b, [Some(true), Some(false)]), (a, [Some(false), Some(true)])];
    for (company, expected) in steps {
        note_changes(&mut tx, &[task(company)]).await.unwrap();
        for (reach, expected) in reaches.iter().zip(expected) {
            let rows = changes_after(&mut tx, reach, 0, 100).await.unwrap();
            let found: Vec<bool> = rows.iter().filter(|row| row.entity_kind == "task").map(|row| row.gone).collect();
            assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{company}");
        }
        let rows = changes_after(&mut tx, &both, 0, 100).await.unwrap();
        assert!(rows.iter().all(|row| !row.gone), "who sees both companies loses nothing");
    }
    tx.commit().await.unwrap();
}
