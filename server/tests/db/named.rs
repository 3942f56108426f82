//! Who is named for what: homes that are a worker's own, matters that only named people may see.

use crate::console::made;
use crate::support::Base;
use crate::support::world::NOW_MS;
use domain::org::Scope;
use server::db::need_list::{NeedFilter, count_listed_needs};
use server::db::own_household::*;
use server::db::secret::*;

crate::on_both!(handlers_are_named_once_and_ended, homes_are_declared_once_and_ended);

async fn handlers_are_named_once_and_ended(base: Base) {
    let (db, _folder, world) = made(base).await;
    let mut tx = db.write().await.unwrap();
    assert!(name_handler(&mut tx, world.a.clerk, "SEC-05", NOW_MS).await.unwrap());
    assert!(!name_handler(&mut tx, world.a.clerk, "SEC-05", NOW_MS + 1).await.unwrap(), "named already");
    assert_eq!(list_handlers(&mut tx).await.unwrap(), [(world.a.clerk, "SEC-05".to_owned())]);
    assert!(end_handler(&mut tx, world.a.clerk, "SEC-05", NOW_MS + 2).await.unwrap());
    assert!(!end_handler(&mut tx, world.a.clerk, "SEC-05", NOW_MS + 3).await.unwrap());
    assert!(list_handlers(&mut tx).await.unwrap().is_empty());
    for (hides, n) in [(vec![], 1), (vec!["SEC-05"], 1)] {
        let filter = NeedFilter { hides, ..NeedFilter::default() };
        assert_eq!(count_listed_needs(&mut tx, &[Scope::District], &filter).await.unwrap(), n, "another code stays");
    }
}

async fn homes_are_declared_once_and_ended(base: Base) {
    let (db, _folder, world) = made(base).await;
    let (worker, home) = (world.a.worker, world.a.households[0]);
    let mut tx = db.write().await.unwrap();
    assert_eq!(workers_near(&mut tx, home).await.unwrap().iter().map(|(id, _)| *id).collect::<Vec<_>>(), [worker.0]);
    assert!(declare_own(&mut tx, worker, home, "own", NOW_MS).await.unwrap());
    assert!(!declare_own(&mut tx, worker, home, "relative", NOW_MS + 1).await.unwrap(), "it holds already");
    assert_eq!(own_households_of(&mut tx, worker).await.unwrap().into_iter().collect::<Vec<_>>(), [home]);
    let lines = own_lines_of(&mut tx, home).await.unwrap();
    assert_eq!((lines.len(), lines[0].account_id, lines[0].relation.as_str()), (1, worker.0, "own"));
    assert!(end_own(&mut tx, worker, home, NOW_MS + 2).await.unwrap());
    assert!(!end_own(&mut tx, worker, home, NOW_MS + 3).await.unwrap());
    assert!(own_households_of(&mut tx, worker).await.unwrap().is_empty());
    assert!(own_lines_of(&mut tx, home).await.unwrap().is_empty());
    assert!(declare_own(&mut tx, worker, home, "relative", NOW_MS + 4).await.unwrap(), "and again");
}
