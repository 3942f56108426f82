//! What earlier apps wrote, kept word for word: every later one reads it. The same cases run on the memory store (host) and on
//! IndexedDB (in a real browser). A format is added here when rows begin to look different; none is ever taken away.

use super::{Op, Store, Table, key, pack};
use crate::sync::changes::Pull;
use crate::sync::outbox::{self, Head};
use crate::sync::session::Session;
use domain::id::AccountId;
use domain::sync::outbox::announce;

/// Every format there ever was, the oldest first.
pub const FORMATS: [&str; 3] = [
    include_str!("fixtures/format_1.json"),
    include_str!("fixtures/format_2.json"),
    // Doors in packs.
    include_str!("fixtures/format_3.json"),
];

/// Puts the rows of a format into an empty store.
pub async fn fill<S: Store>(store: &S, format: &str) {
    let rows: Vec<(String, String, String)> = serde_json::from_str(format).expect("a fixture");
    let table = |name: &str| Table::ALL.into_iter().find(|table| table.name() == name).expect("a table");
    let ops = rows.into_iter().map(|(name, key, value)| Op::put_text(table(&name), key, value)).collect();
    store.commit(ops).await.expect("room");
}

/// Everything in a format can be read, nothing is taken for something else.
pub async fn check<S: Store>(store: &S, format: &str) {
    fill(store, format).await;
    let account: AccountId = outbox::read(store, Table::Meta, key::ACCOUNT).await.expect("read").expect("an account");
    let head: Head = outbox::read(store, Table::Meta, key::HEAD).await.expect("read").expect("a head");
    let entries = outbox::entries(store, account).await.expect("read");
    let rows = store.keys(Table::Outbox, "").await.expect("read");
    assert_eq!(entries.len(), rows.len(), "every entry is readable");
    assert_eq!(entries.iter().map(|entry| entry.record.seq).max(), Some(head.seq));
    for (entry, row) in entries.iter().zip(&rows) {
        assert_eq!(*row, key::outbox(account, entry.record.seq));
    }
    outbox::list_unsent(store, "", &[]).await.expect("listed");
    assert_eq!(announce(head.seq, &outbox::unsent(store).await.expect("read")).unsent_count, 1);
    let session: Session =
        outbox::read(store, Table::Meta, &key::session(account)).await.expect("read").expect("a session");
    assert_eq!((session.account, session.protocol), (account, 1), "from a server that did not say");
    let pull: Pull = outbox::read(store, Table::Meta, &key::pull(account)).await.expect("read").expect("a cursor");
    assert_eq!(pull.after, 5);
    assert_eq!(store.keys(Table::Drafts, &key::of(account)).await.map(|keys| keys.len()), Ok(1));
    let doors = pack::unpack(store.range(Table::Entities, &key::kind(account, "household")).await.expect("read"));
    assert_eq!(doors.len(), if format.contains("/~") { 3 } else { 0 });
    for (key, door) in &doors {
        let door: serde_json::Value = serde_json::from_str(door.as_text().expect("a text")).expect("JSON");
        assert_eq!(
            *key,
            key::entity(account, "household", format_args!("{}/{}", text(&door, "compound"), text(&door, "id")))
        );
        let says = if text(&door, "id").ends_with('2') { "later" } else { "packed" };
        assert_eq!(text(&door, "note"), says, "a row of its own counts before the pack");
    }
}

fn text<'a>(door: &'a serde_json::Value, name: &str) -> &'a str {
    door[name].as_str().expect("a text")
}

#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::store::contract::now;
    use crate::store::library::Library;
    use crate::store::memory::MemoryStore;
    use crate::store::sealed::SealedStore;
    use crate::store::upgrade::seal_all;
    use crate::sync::second::{self, Second};
    use crate::sync::tests::{server, sync_as};

    #[test]
    fn every_earlier_format_is_read_and_what_waits_in_it_arrives_once() {
        for (format, is_sealed) in FORMATS.into_iter().flat_map(|format| [(format, false), (format, true)]) {
            let (inside, server) = (MemoryStore::default(), server());
            now(check(&inside, format));
            let store = SealedStore::new(inside.clone());
            let account: AccountId = now(outbox::read(&store, Table::Meta, key::ACCOUNT)).unwrap().unwrap();
            match is_sealed {
                true => store.open(account, Library::number(1)),
                false => store.open_plain(account),
            }
            if is_sealed {
                now(seal_all(&store, account)).unwrap();
            }
            server.session.set(Some(account));
            now(second::wake(&store, &server.second)).unwrap();
            assert_eq!(server.second.word(second::LOSS), None, "an update is no eviction");
            let made = now(outbox::entries(&store, account)).unwrap().len();
            // A server that knows nothing: what it was thought to have is offered again in the second round, also what was proven: the
            // phone has not noted by which run of the server.
            sync_as(account, &store, &server).unwrap();
            sync_as(account, &store, &server).unwrap();
            let after = now(outbox::entries(&store, account)).unwrap();
            assert!(after.iter().all(|entry| !entry.is_unsent()), "{after:?}");
            assert_eq!(server.records.borrow().len(), made);
            assert!(server.records.borrow().values().all(|versions| versions.len() == 1));
            assert_eq!(now(store.keys(Table::Drafts, "")).unwrap().len(), 1);
            assert_eq!(now(outbox::unsent(&store)), Ok(vec![]));
        }
    }
}
