//! What residents send: ratings, requests, and the codes that open them.

use crate::support::world::NOW_MS;
use crate::support::{Base, World};
use domain::calendar::{Period, shanghai_day};
use domain::id::{RatingId, RequestId, ServiceAssignmentId};
use domain::need::NeedIcon;
use domain::rating::{Rating, Verification};
use domain::request::{RequestState, RequestStatus};
use server::db::rating::{NewRating, counted_sum, insert_rating, versions_of_assignment};
use server::db::request::{self, NewRequest, SentBefore, insert_request, move_request, request_by_number};
use server::db::{Db, household_code, place};
use server::seal::Seal;
use uuid::Uuid;

crate::on_both!(
    one_rating_of_a_household_counts_however_many_come_at_once,
    numbers_of_a_day_are_never_given_twice,
    a_request_moves_once_and_only_from_where_it_was,
    a_code_is_its_household_s_and_a_public_code_its_compound_s,
);

async fn world(base: Base) -> (Db, World, tempfile::TempDir) {
    let (db, folder) = base.open().await;
    let world = World::make(&db, &Seal::from_key([7; 32]), "hash").await;
    (db, world, folder)
}

fn rating(world: &World, n: u8, overall: u8, verified: bool) -> NewRating {
    NewRating {
        id: RatingId::new(NOW_MS + i64::from(n), [n; 10]),
        compound: world.a.compound,
        assignment: ServiceAssignmentId(world.a.assignment),
        household: verified.then(|| (world.a.households[0], 1)),
        period: Period::of(shanghai_day(NOW_MS)),
        rating: Rating { dims: [Some(5), None, None, None, Some(1)], overall, text: Some("好".into()) },
        photos: vec![],
        verification: if verified { Verification::HouseholdCode } else { Verification::None },
        submitted_at_ms: NOW_MS + i64::from(n),
    }
}

async fn one_rating_of_a_household_counts_however_many_come_at_once(base: Base) {
    let (db, world, _folder) = world(base).await;
    let mut sending = tokio::task::JoinSet::new();
    for n in 0..12_u8 {
        let (db, new) = (db.clone(), rating(&world, n, n % 5 + 1, n != 11));
        sending.spawn(async move {
            let mut tx = db.write().await.unwrap();
            let replaced = insert_rating(&mut tx, &new).await.unwrap();
            tx.commit().await.unwrap();
            replaced
        });
    }
    let replaced = sending.join_all().await.into_iter().filter(|replaced| *replaced).count();
    let mut tx = db.write().await.unwrap();
    assert!(!insert_rating(&mut tx, &rating(&world, 3, 4, true)).await.unwrap(), "the same form again is nothing new");
    let assignment = ServiceAssignmentId(world.a.assignment);
    let versions = versions_of_assignment(&mut tx, assignment).await.unwrap();
    assert_eq!(
        (versions.len(), replaced),
        (12, 10),
        "all are kept; the first replaced nothing, the unverified neither"
    );
    assert_eq!(versions.iter().filter(|version| version.counted).count(), 1);
    let period = Period::of(shanghai_day(NOW_MS));
    assert_eq!(counted_sum(&mut tx, assignment, period).await.unwrap().0, 1);
    assert_eq!(counted_sum(&mut tx, assignment, period.next()).await.unwrap(), (0, 0));
}

fn new_request(world: &World, n: u8) -> NewRequest {
    NewRequest {
        id: RequestId::new(NOW_MS, [n; 10]),
        district: 140_403,
        compound: world.a.compound,
        household: Some(world.a.households[0]),
        icon: NeedIcon::Power,
        hazard: false,
        place_text: "2 单元".into(),
        description: "灯不亮".into(),
        photos: vec![],
        phone_sealed: None,
        channel: "qr",
        status: RequestStatus::Submitted,
        created_at_ms: NOW_MS,
    }
}

async fn numbers_of_a_day_are_never_given_twice(base: Base) {
    let (db, world, _folder) = world(base).await;
    let mut sending = tokio::task::JoinSet::new();
    for n in 0..10 {
        let (db, new) = (db.clone(), new_request(&world, n));
        sending.spawn(async move {
            let mut tx = db.write().await.unwrap();
            let number = insert_request(&mut tx, &new, "test").await.unwrap().unwrap();
            tx.commit().await.unwrap();
            number.to_string()
        });
    }
    let mut numbers = sending.join_all().await;
    numbers.sort();
    let serials: Vec<_> = numbers.iter().map(|number| number[16..20].to_owned()).collect();
    let wanted: Vec<_> = (1..=10).map(|serial| format!("{serial:04}")).collect();
    assert_eq!(serials, wanted, "{numbers:?}");
}

async fn a_request_moves_once_and_only_from_where_it_was(base: Base) {
    let (db, world, _folder) = world(base).await;
    let mut tx = db.write().await.unwrap();
    let new = new_request(&world, 1);
    assert_eq!(request::sent_before(&mut tx, &new).await.unwrap(), SentBefore::No);
    let number = insert_request(&mut tx, &new, "test").await.unwrap().unwrap();
    assert_eq!(request::sent_before(&mut tx, &new).await.unwrap(), SentBefore::Same(number.to_string()));
    let other = NewRequest { description: "别的".into(), ..new.clone() };
    assert_eq!(request::sent_before(&mut tx, &other).await.unwrap(), SentBefore::Other);
    let row = request_by_number(&mut tx, number).await.unwrap().unwrap();
    assert_eq!((row.id, row.state()), (new.id.0, Some(RequestState::NEW)));
    let next = RequestState { status: RequestStatus::Triaged, reopen_count: 0 };
    assert!(move_request(&mut tx, new.id, RequestStatus::Submitted, next).await.unwrap());
    assert!(!move_request(&mut tx, new.id, RequestStatus::Submitted, next).await.unwrap(), "it has moved meanwhile");
    assert!(request::work_of_request(&mut tx, new.id).await.unwrap().is_none());
    let asked = request::asked_since(&mut tx, world.a.compound, NOW_MS).await.unwrap();
    assert_eq!(
        (asked.len(), asked[0].request_status.as_str(), asked[0].household_id),
        (1, "triaged", Some(world.a.households[0].0))
    );
    assert!(request::asked_since(&mut tx, world.b.compound, 0).await.unwrap().is_empty());
    assert!(request::asked_since(&mut tx, world.a.compound, NOW_MS + 1).await.unwrap().is_empty());
}

async fn a_code_is_its_household_s_and_a_public_code_its_compound_s(base: Base) {
    let (db, world, _folder) = world(base).await;
    let mut tx = db.write().await.unwrap();
    let code = world.b.codes[2].parse().unwrap();
    let owner = household_code::owner_of_code(&mut tx, code).await.unwrap().unwrap();
    assert_eq!((owner.household, owner.compound, owner.occupancy_seq), (world.b.households[2], world.b.compound, 1));
    let named = place::compound_by_public_code(&mut tx, &world.a.public_code).await.unwrap().unwrap();
    assert_eq!((named.id, named.district, named.revoked), (world.a.compound, 140_403, false));
    assert_eq!(place::named_compound(&mut tx, world.a.compound).await.unwrap(), Some(named));
    assert_eq!(place::compound_by_public_code(&mut tx, "aaaaaaaaaaaaa").await.unwrap(), None);
    let moved = "update households set occupancy_seq = 2 where id = $1";
    crate::support::world::run(&mut tx, moved, &[crate::support::world::Bind::Id(owner.household.0)]).await;
    assert_eq!(household_code::owner_of_code(&mut tx, code).await.unwrap(), None, "the family before gave it");
    let nobody = Uuid::nil().into();
    assert_eq!(place::named_compound(&mut tx, nobody).await.unwrap(), None);
}
