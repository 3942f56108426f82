//! The downloaded roster is forgotten when the phone has not been in contact for too long: it holds the homes of a grid, and a phone that
//! nobody can reach may be a phone that somebody lost. What its worker made is never forgotten by it.

use super::changes::Pull;
use crate::store::{Guard, Op, Store, StoreError, Table, Value, key};
use domain::id::AccountId;
use domain::json;

const DAY_MS: i64 = 86_400_000;

/// Forgets what any account of this phone downloaded and did not look after for `days`; says whether anything went. By the server's
/// clock, as far as it is known.
pub async fn expire(store: &dyn Store, now_ms: i64, days: u16) -> Result<bool, StoreError> {
    let offset_ms: i64 = store.get(Table::Meta, key::OFFSET).await?.and_then(|offset| offset.read()).unwrap_or(0);
    let oldest_ms = now_ms.saturating_add(offset_ms) - i64::from(days) * DAY_MS;
    let mut any = false;
    for name in store.keys(Table::Meta, key::PULL).await? {
        let Some(Ok(account)) = name.strip_prefix(key::PULL).map(str::parse::<AccountId>) else { continue };
        let stored = store.get(Table::Meta, &name).await?;
        let pull: Option<Pull> = stored.as_ref().and_then(Value::as_text).and_then(|text| json::read(text).ok());
        let Some(contact_ms) = pull.map(|pull| pull.complete_at_ms).filter(|at_ms| (1..oldest_ms).contains(at_ms))
        else {
            continue;
        };
        let ops = vec![
            Op::Delete(Table::Meta, name.clone()),
            Op::DeletePrefix(Table::Entities, key::of(account)),
            Op::put_text(Table::Meta, key::expired(account), contact_ms.to_string()),
        ];
        // Another window may be in contact at this moment.
        any |= store.commit_if(&[Guard::new(Table::Meta, name, stored)], ops).await?;
    }
    Ok(any)
}

#[cfg(not(target_arch = "wasm32"))]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::contract::now;
    use crate::store::library::Library;
    use crate::store::memory::MemoryStore;
    use crate::store::sealed::SealedStore;
    use crate::sync::outbox;
    use crate::sync::tests::{changes, make, server, sync, worker};
    use domain::sync::outbox::Waiting;

    const DAYS: u16 = 14;

    #[test]
    fn what_is_sealed_goes_too_though_nobody_can_open_it_any_more() {
        let (inside, server) = (MemoryStore::default(), server());
        let store = SealedStore::new(inside.clone());
        store.open(worker(), Library::number(1));
        let list = vec![crate::sync::fake::change("grid", "g", Some("{}"))];
        server.changes.borrow_mut().push(changes(true, 5, false, list));
        sync(&store, &server).unwrap();
        make(&store, &server, 1, &[vec![1, 2, 3]]).unwrap();
        let draft = key::draft(worker(), "visit/1");
        now(store.commit(vec![Op::put_text(Table::Drafts, &draft, "{}")])).unwrap();
        assert_eq!(now(store.keys(Table::Entities, "")).unwrap().len(), 1);
        store.close();
        let later_ms = 400 * DAY_MS;
        for locked in [store, SealedStore::new(inside.clone())] {
            now(expire(&locked, later_ms, DAYS)).unwrap();
            assert_eq!(now(inside.keys(Table::Entities, "")), Ok(vec![]));
        }
        for table in [Table::Drafts, Table::Outbox, Table::Blobs] {
            assert_eq!(now(inside.keys(table, "")).unwrap().len(), 1, "{table:?}");
        }
        assert_eq!(now(outbox::unsent(&inside)).unwrap().len(), 1);
        let store = SealedStore::new(inside);
        store.open(worker(), Library::number(1));
        sync(&store, &server).unwrap();
        assert_eq!(server.records.borrow().len(), 1);
    }

    #[test]
    fn the_roster_goes_after_its_days_and_the_work_stays_for_ever() {
        let (store, server) = (MemoryStore::default(), server());
        let list = vec![crate::sync::fake::change("grid", "g", Some("{}"))];
        server.changes.borrow_mut().push(changes(true, 5, false, list));
        sync(&store, &server).unwrap();
        make(&store, &server, 1, &[vec![1, 2, 3]]).unwrap();
        let draft = key::draft(worker(), "visit/1");
        now(store.commit(vec![Op::put_text(Table::Drafts, &draft, "{}")])).unwrap();
        let contact_ms =
            now(outbox::read::<Pull>(&store, Table::Meta, &key::pull(worker()))).unwrap().unwrap().complete_at_ms;
        let offset_ms: i64 = now(outbox::read(&store, Table::Meta, key::OFFSET)).unwrap().unwrap();
        let after = |days: i64, ms: i64| contact_ms - offset_ms + days * DAY_MS + ms;
        assert_eq!(now(expire(&store, after(14, 0), DAYS)), Ok(false), "the last moment of the last day");
        assert_eq!(now(expire(&store, after(-3_652, 0), DAYS)), Ok(false), "a clock ten years back takes nothing");
        assert_eq!(now(expire(&store, after(14, 1), DAYS)), Ok(true));
        assert_eq!(now(store.keys(Table::Entities, "")), Ok(vec![]));
        assert_eq!(now(outbox::read(&store, Table::Meta, &key::expired(worker()))), Ok(Some(contact_ms)));
        assert_eq!(now(expire(&store, after(15, 0), DAYS)), Ok(false), "once");
        assert!(now(store.get(Table::Drafts, &draft)).unwrap().is_some());
        assert!(now(outbox::entries(&store, worker())).unwrap().iter().all(Waiting::is_unsent));
        assert_eq!(now(store.keys(Table::Blobs, "")).unwrap().len(), 1);
        // The next contact brings everything back, and sends what was made.
        let list = vec![crate::sync::fake::change("grid", "g", Some("{}"))];
        server.changes.borrow_mut().push(changes(true, 6, false, list));
        sync(&store, &server).unwrap();
        assert_eq!(now(store.keys(Table::Entities, "")).unwrap().len(), 1);
        assert_eq!(now(outbox::read::<i64>(&store, Table::Meta, &key::expired(worker()))), Ok(None));
        assert_eq!(server.records.borrow().len(), 1);
    }
}
