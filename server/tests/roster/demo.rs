//! The demo district: it has something of everything, and a second call leaves it as it is.

use crate::support::Base;
use crate::support::world::NOW_MS;
use server::blob::Blobs;
use server::clock::Clock;
use server::db::{Db, Tx};
use server::demo::{Shown, Size, load_once};
use server::pages::site::Site;
use server::receipt::ReceiptSigner;
use server::rules::Rules;
use server::seal::Seal;
use server::state::{AppState, Public};
use std::sync::Arc;

crate::on_both!(the_demo_shows_something_of_everything_and_is_made_once);

const SIZE: Size = Size { compounds: 3, households: 300 };

/// What has to be there, each with at least one row.
const KINDS: [(&str, &str); 30] = [
    ("visits", "select count(*) from visits"),
    ("answers", "select count(*) from survey_responses where status = 'accepted'"),
    ("needs", "select count(*) from needs"),
    ("acknowledged trials", "select count(*) from consent_events where kind = 'trial_ack'"),
    ("signed", "select count(*) from consent_events where kind = 'fee_paid' and action = 'given'"),
    ("called back", "select count(*) from consent_confirmations"),
    ("in the log", "select count(*) from audit_events where action = 'consent_confirmed'"),
    ("waiting", "select count(*) from households where fee_consent_state = 'pending_confirmation'"),
    ("cooling off", "select count(*) from households where fee_consent_state = 'cooling_off'"),
    ("armed", "select count(*) from households where fee_consent_state = 'armed'"),
    ("active", "select count(*) from households where fee_consent_state = 'active'"),
    ("refused", "select count(*) from households where fee_consent_state = 'refused'"),
    ("withdrawn", "select count(*) from households where fee_consent_state = 'withdrawn'"),
    ("in review", "select count(*) from households where fee_consent_state = 'in_review'"),
    ("signatures", "select count(*) from blobs where kind = 'strokes' and arrived_at_ms is not null"),
    ("photos", "select count(*) from blobs where kind = 'photo' and arrived_at_ms is not null"),
    ("needs with a photo", "select count(*) from needs where cast(photos as text) <> '[]'"),
    (
        "finished with photos",
        "select count(*) from task_events e join tasks t on t.id = e.task_id and t.status = 'closed'
         where e.action = 'submit' and cast(e.photos_before as text) <> '[]' and cast(e.photos_after as text) <> '[]'",
    ),
    ("tasks under way", "select count(*) from tasks where status in ('assigned', 'accepted', 'working')"),
    ("new requests", "select count(*) from requests where status = 'submitted'"),
    ("hazards", "select count(*) from requests q join tasks t on t.request_id = q.id and q.status = 'emergency'"),
    ("triaged", "select count(*) from requests q join tasks t on t.request_id = q.id and q.status = 'triaged'"),
    ("done", "select count(*) from requests q join tasks t on t.request_id = q.id and t.status = 'submitted'"),
    (
        "solved",
        "select count(*) from requests q join tasks t on t.request_id = q.id and q.status = 'confirmed'
       and t.status = 'closed'",
    ),
    ("rejected", "select count(*) from requests where status = 'rejected'"),
    ("ratings", "select count(*) from ratings where counted"),
    ("ratings of nobody known", "select count(*) from ratings where not counted and household_id is null"),
    ("ratings thought over", "select count(*) from ratings where superseded_by is not null"),
    (
        "enough for a score",
        "select count(*) from (select compound_id from ratings where counted
       group by compound_id, period having count(*) >= 10) enough",
    ),
    (
        "too few for a score",
        "select count(*) from (select compound_id from ratings where counted
       group by compound_id, period having count(*) < 10) few",
    ),
];

async fn count(tx: &mut Tx, sql: &'static str) -> i64 {
    let (count,) = match tx {
        Tx::Sqlite(tx) => sqlx::query_as::<_, (i64,)>(sql).fetch_one(&mut **tx).await.unwrap(),
        Tx::Postgres(tx) => sqlx::query_as::<_, (i64,)>(sql).fetch_one(&mut **tx).await.unwrap(),
    };
    count
}

async fn counts(db: &Db) -> Vec<(&'static str, i64)> {
    let mut tx = db.read().await.unwrap();
    let mut counts = Vec::new();
    for (kind, sql) in KINDS {
        counts.push((kind, count(&mut tx, sql).await));
    }
    counts
}

async fn loaded(state: &AppState) -> Shown {
    load_once(state, SIZE, 127, |_| {}).await.unwrap()
}

async fn the_demo_shows_something_of_everything_and_is_made_once(base: Base) {
    let (db, folder) = base.open().await;
    server::intake::document::publish_shipped(&db).await.unwrap();
    let seal = Arc::new(Seal::from_key([7; 32]));
    let receipts = Arc::new(ReceiptSigner::open(&db, &seal, NOW_MS).await.unwrap());
    let opener = Arc::new(server::opening::Opener::open(&db, &seal, NOW_MS).await.unwrap());
    let state = AppState {
        db,
        blobs: Blobs::in_folder(&folder.path().join("objects")).unwrap(),
        clock: Clock::standing_at(NOW_MS),
        seal,
        rules: Arc::new(Rules::default()),
        site: Arc::new(Site::default()),
        receipts,
        opener,
        writer: Default::default(),
        pages: Default::default(),
        public: Arc::new(Public { url: "http://127.0.0.1:3000".to_owned() }),
        imports: Default::default(),
        proxies: Default::default(),
    };
    let shown = loaded(&state).await;
    let before = counts(&state.db).await;
    let missing: Vec<_> = before.iter().filter(|(_, count)| *count == 0).collect();
    assert!(missing.is_empty(), "{missing:?} of {before:?}");
    let again = loaded(&state).await;
    assert_eq!(counts(&state.db).await, before, "a second call changes nothing");
    assert_eq!((shown.compound_id, shown.households), (again.compound_id, again.households));
    let mut tx = state.db.read().await.unwrap();
    let set_aside = count(&mut tx, "select count(*) from records where status <> 'accepted'").await;
    assert_eq!(set_aside, 0, "everything in the demo was taken");
}
