//! A worker's day: records made with no network, a bad line, then a good one.

use crate::line::{Fault, Line};
use crate::shelf::Shelf;
use crate::support::world::NOW_MS;
use crate::support::{Base, TestApp};
use app::store::Later;
use app::store::memory::MemoryStore;
use app::store::{Op, Table, Value, key};
use app::sync::outbox::{self, Making, NewRecord};
use app::sync::round::{self, Party};
use app::sync::second;
use app::sync::signing::Verifier;
use domain::hash::Hash;
use domain::id::{AccountId, DeviceId, RecordId};
use domain::sync::outbox::Custody;
use domain::sync::record::RecordKind;
use domain::sync::signature::{PublicKey, Signature};
use serde_json::json;
use server::db;

crate::on_both!(
    a_line_that_breaks_at_every_call_loses_and_doubles_nothing,
    a_worker_whose_rights_ended_delivers_what_was_made_before,
    what_the_phone_downloads_is_its_grid,
    what_an_evicted_phone_had_arrives_in_its_envelopes,
);

const DAY_MS: i64 = 86_400_000;

fn device() -> DeviceId {
    DeviceId::new(NOW_MS, [9; 10])
}

/// The phone's WebCrypto, as the server's library does it.
struct Checks;

impl Verifier for Checks {
    fn verifies<'a>(&'a self, key: PublicKey, hash: Hash, signature: Signature) -> Later<'a, bool> {
        Box::pin(async move { server::receipt::verifies(&key, hash, &signature) })
    }
}

/// A small photo, padded over one chunk.
fn photo() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(64, 48).write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    [bytes.into_inner(), vec![0; 300_000]].concat()
}

/// Makes a visit and a need with a photo, in one commit.
async fn make(store: &MemoryStore, app: &TestApp, author: AccountId, at_ms: i64) -> Vec<RecordId> {
    let home = app.world.a.households[0];
    let bytes = photo();
    let blob = Hash::of(&bytes);
    let ids = [RecordId::new(at_ms, [1; 10]), RecordId::new(at_ms, [2; 10])];
    let visit = json!({"household": home, "outcome": "completed", "channel": "door", "started_at_ms": at_ms - 1,
        "ended_at_ms": at_ms});
    let need = json!({"visit": ids[0], "household": home, "compound": app.world.a.compound, "code": "CLN-01",
        "place_text": "楼道", "photos": [blob]});
    let new = [
        NewRecord { id: ids[0], kind: RecordKind::Visit, body: visit.to_string(), blobs: vec![] },
        NewRecord { id: ids[1], kind: RecordKind::Need, body: need.to_string(), blobs: vec![blob] },
    ];
    let also = [Op::Put(Table::Blobs, key::blob(author, blob), Value::Bytes(bytes))];
    outbox::record_all(store, Making { author, at_ms, fresh_device: device(), signer: None }, &new, &also)
        .await
        .unwrap();
    ids.to_vec()
}

async fn sync(store: &MemoryStore, line: &Line<'_>, account: AccountId) -> bool {
    sync_with(store, &Shelf::default(), line, account).await
}

async fn sync_with(store: &MemoryStore, second: &Shelf, line: &Line<'_>, account: AccountId) -> bool {
    let party = Party {
        store,
        transport: line,
        account,
        app: "test",
        fresh_device: device(),
        now_ms: &|| NOW_MS,
        progress: &|| {},
        second,
        verifier: &Checks,
        key: None,
        signer: None,
        roster_days: 14,
        grace_ms: 7 * DAY_MS,
    };
    round::run(&party).await.is_ok()
}

async fn assert_all_there(store: &MemoryStore, app: &TestApp, account: AccountId, ids: &[RecordId], what: &str) {
    let entries = outbox::entries(store, account).await.unwrap();
    assert_eq!(entries.len(), ids.len(), "{what}: nothing vanished from the phone");
    for entry in &entries {
        assert!(matches!(entry.custody, Custody::VerifiedOnServer { .. }), "{what}: {:?}", entry.custody);
    }
    let mut tx = app.state.db.read().await.unwrap();
    for entry in &entries {
        let stored = db::record::stored_hash(&mut tx, entry.record.id).await.unwrap();
        assert_eq!(stored, Some(entry.record.hash()), "{what}: once, and unchanged");
    }
    let visits = db::visit::past_visits(&mut tx, app.world.a.households[0]).await.unwrap();
    assert_eq!(visits.len(), 1, "{what}: made into one visit");
    let blob = entries[1].blobs[0];
    let facts = db::blob::blob_facts(&mut tx, blob).await.unwrap().unwrap();
    assert!(facts.arrived_at_ms.is_some(), "{what}");
}

async fn a_line_that_breaks_at_every_call_loses_and_doubles_nothing(base: Base) {
    let calls = {
        let app = TestApp::new(base).await;
        let (store, cookie) = (MemoryStore::default(), app.log_in("worker-a").await);
        make(&store, &app, app.world.a.worker, NOW_MS - 1000).await;
        let line = Line::new(&app, &cookie, []);
        assert!(sync(&store, &line, app.world.a.worker).await);
        line.calls.get()
    };
    assert!(calls >= 6, "session, push, changes, two chunks, receipts: {calls}");
    for fault in Fault::ALL {
        let app = TestApp::new(base).await;
        let cookie = app.log_in("worker-a").await;
        let store = MemoryStore::default();
        let ids = make(&store, &app, app.world.a.worker, NOW_MS - 1000).await;
        for broken in 0..calls {
            let line = Line::new(&app, &cookie, [(broken, fault)]);
            sync(&store, &line, app.world.a.worker).await;
        }
        assert!(sync(&store, &Line::new(&app, &cookie, []), app.world.a.worker).await);
        assert_all_there(&store, &app, app.world.a.worker, &ids, &format!("{fault:?}")).await;
    }
}

async fn a_worker_whose_rights_ended_delivers_what_was_made_before(base: Base) {
    for has_another in [true, false] {
        deliver_after_the_rights_ended(base, has_another).await;
    }
}

async fn deliver_after_the_rights_ended(base: Base, has_another: bool) {
    let app = TestApp::new(base).await;
    let worker = app.world.a.worker;
    let (store, cookie) = (MemoryStore::default(), app.log_in("worker-a").await);
    let ids = make(&store, &app, worker, NOW_MS - 1000).await;
    let mut tx = app.state.db.write().await.unwrap();
    let grant =
        domain::org::Grant { role: domain::org::Role::GridWorker, scope: domain::org::Scope::Grid(app.world.a.grid) };
    let other = domain::org::Grant { scope: domain::org::Scope::Grid(app.world.b.grid), ..grant.clone() };
    db::account::end_grant(&mut tx, worker, &grant, NOW_MS - 500).await.unwrap();
    if has_another {
        db::account::give_grant(&mut tx, worker, &other, NOW_MS - 500).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert!(sync(&store, &Line::new(&app, &cookie, []), worker).await);
    assert_all_there(&store, &app, worker, &ids, if has_another { "moved to another grid" } else { "no role left" })
        .await;
}

async fn what_the_phone_downloads_is_its_grid(base: Base) {
    use app::store::Store;
    let app = TestApp::new(base).await;
    let worker = app.world.a.worker;
    let (store, cookie) = (MemoryStore::default(), app.log_in("worker-a").await);
    assert!(sync(&store, &Line::new(&app, &cookie, []), worker).await);
    let doors = store.range(Table::Entities, &key::kind(worker, "household")).await.unwrap();
    assert_eq!(doors.len(), 6);
    let compounds = store.range(Table::Entities, &key::kind(worker, "compound")).await.unwrap();
    assert_eq!(compounds.len(), 1);
    let documents = store.range(Table::Entities, &key::kind(worker, "document")).await.unwrap();
    assert_eq!(documents.len(), 1, "the questionnaire comes along");
}

async fn what_an_evicted_phone_had_arrives_in_its_envelopes(base: Base) {
    let app = TestApp::new(base).await;
    let worker = app.world.a.worker;
    let (store, shelf, cookie) = (MemoryStore::default(), Shelf::default(), app.log_in("worker-a").await);
    assert!(sync_with(&store, &shelf, &Line::new(&app, &cookie, []), worker).await, "a first contact");
    let ids = make(&store, &app, worker, NOW_MS - 1000).await;
    second::complete(&store, &shelf, worker, None).await.unwrap();
    assert_eq!(shelf.envelopes.borrow().len(), 3, "two records and a photo");
    let evicted = MemoryStore::default();
    second::wake(&evicted, &shelf).await.unwrap();
    for call in 0..3 {
        let line = Line::new(&app, &cookie, [(call, Fault::ALL[0])]);
        sync_with(&evicted, &shelf, &line, worker).await;
    }
    assert!(sync_with(&evicted, &shelf, &Line::new(&app, &cookie, []), worker).await);
    assert!(shelf.envelopes.borrow().is_empty(), "the server has signed for each");
    let mut tx = app.state.db.read().await.unwrap();
    for id in ids {
        assert!(db::record::stored_hash(&mut tx, id).await.unwrap().is_some());
        assert!(db::record::receipt_of(&mut tx, id, worker).await.unwrap().unwrap().missing_blobs.is_empty());
    }
    assert_eq!(db::visit::past_visits(&mut tx, app.world.a.households[0]).await.unwrap().len(), 1);
}
