//! The runs of the server.

use crate::support::Base;
use server::db::change::{last_number, take_numbers};
use server::db::history::{begin_epoch, list_epochs};

crate::on_both!(a_run_is_noted_with_the_last_change_before_it);

async fn a_run_is_noted_with_the_last_change_before_it(base: Base) {
    let (db, _folder) = base.open().await;
    let mut tx = db.write().await.unwrap();
    assert_eq!(list_epochs(&mut tx).await.unwrap(), []);
    begin_epoch(&mut tx, "first", 5).await.unwrap();
    take_numbers(&mut tx, 7).await.unwrap();
    begin_epoch(&mut tx, "second", 4).await.unwrap();
    let epochs = list_epochs(&mut tx).await.unwrap();
    let said: Vec<(&str, i64)> = epochs.iter().map(|epoch| (epoch.name.as_str(), epoch.from_seq)).collect();
    assert_eq!(said, [("first", 0), ("second", 7)]);
    assert_eq!(last_number(&mut tx).await.unwrap(), 7);
}
