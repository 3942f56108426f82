//! Evidence in the database: links, keys, digests and old rows.

use crate::support::world::NOW_MS;
use crate::support::{Base, World};
use domain::chain::{DailyDigest, Link, LinkKind};
use domain::consent::{ConfirmationMethod, ConsentConfirmation, ConsentEvent};
use domain::hash::Hash;
use domain::id::{DeviceId, HouseholdId, RecordId};
use domain::sync::protocol::ReceiptState;
use domain::sync::record::{Record, RecordKind};
use domain::sync::signature::SignatureState;
use serde_json::json;
use server::db::evidence::{self, StoredLink};
use server::db::{Db, Tx, blob, consent, evidence_digest, evidence_old, evidence_row, record};
use server::seal::Seal;
use uuid::Uuid;

crate::on_both!(
    links_are_kept_as_they_were_closed,
    keys_belong_to_a_family_and_can_be_destroyed,
    digests_follow_each_other_and_know_the_heads_of_a_moment,
    blobs_of_consents_wait_to_be_sealed,
    rows_of_before_are_found_and_rewritten_once,
    words_of_records_can_be_taken_out,
);

pub async fn made(base: Base) -> (Db, tempfile::TempDir, World) {
    let (db, folder) = base.open().await;
    let world = World::make(&db, &Seal::from_key([7; 32]), "x").await;
    (db, folder, world)
}

pub fn link(household: HouseholdId, seq: u64, prev_hash: Option<Hash>) -> StoredLink {
    let link = Link {
        household,
        seq,
        kind: LinkKind::Erasure,
        subject: format!("{household} {seq}"),
        district: "140403".into(),
        at_ms: NOW_MS + seq as i64,
        facts: r#"{"b": 1,  "a":"原样"}"#.into(),
        record_hash: Some(Hash::of(b"record")),
        sealed_sha256: Some(Hash::of(b"sealed")),
        prev_hash,
        hash: Hash([0; 32]),
    };
    StoredLink { link: link.closed(), key: Some(Uuid::max()), sealed: Some("AAAA".into()) }
}

async fn links_are_kept_as_they_were_closed(base: Base) {
    let (db, _folder, world) = made(base).await;
    let (home, other) = (world.a.households[0], world.a.households[1]);
    let mut tx = db.write().await.unwrap();
    assert_eq!(evidence::district_of(&mut tx, home).await.unwrap(), "140403");
    evidence::lock_household(&mut tx, home).await.unwrap();
    let first = link(home, 1, None);
    let second = link(home, 2, Some(first.link.hash));
    for one in [&first, &second] {
        evidence::insert_link(&mut tx, one).await.unwrap();
    }
    evidence::insert_link(&mut tx, &link(other, 1, None)).await.unwrap();
    let last = evidence::last_link(&mut tx, home).await.unwrap().unwrap();
    assert_eq!((&last.link, last.key, last.sealed.as_deref()), (&second.link, Some(Uuid::max()), Some("AAAA")));
    let all = evidence::links_of(&mut tx, home).await.unwrap();
    assert_eq!(all.iter().map(|one| one.link.clone()).collect::<Vec<_>>(), [first.link.clone(), second.link]);
    assert!(all.iter().all(|one| one.link.computed() == one.link.hash), "not a byte of the facts is rewritten");
    let about = evidence::link_about(&mut tx, LinkKind::Erasure, &first.link.subject).await.unwrap();
    assert_eq!(about.unwrap().link, first.link);
    assert!(evidence::link_about(&mut tx, LinkKind::Event, &first.link.subject).await.unwrap().is_none());
    let mut chained = vec![home, other];
    chained.sort();
    assert_eq!(evidence::chained_households(&mut tx, Uuid::nil(), 9).await.unwrap(), chained);
    assert_eq!(evidence::chained_households(&mut tx, chained[0].0, 9).await.unwrap(), chained[1..]);
    assert_eq!(evidence::chained_households_of(&mut tx, world.a.compound).await.unwrap(), chained);
    assert!(evidence_old::has_links(&mut tx).await.unwrap());
    assert!(evidence::insert_link(&mut tx, &link(home, 2, None)).await.is_err(), "one link a number");
}

async fn keys_belong_to_a_family_and_can_be_destroyed(base: Base) {
    let (db, _folder, world) = made(base).await;
    let home = world.a.households[0];
    let mut tx = db.write().await.unwrap();
    let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
    assert_eq!(evidence::key_in_use(&mut tx, home, 1).await.unwrap(), None);
    evidence::insert_key(&mut tx, one, home, 1, "wrapped 1", NOW_MS).await.unwrap();
    evidence::insert_key(&mut tx, two, home, 2, "wrapped 2", NOW_MS).await.unwrap();
    assert_eq!(evidence::key_in_use(&mut tx, home, 1).await.unwrap(), Some((one, "wrapped 1".into())));
    assert_eq!(evidence::destroy_keys(&mut tx, home, Some(1), NOW_MS).await.unwrap(), 1);
    assert_eq!(evidence::key_in_use(&mut tx, home, 1).await.unwrap(), None);
    assert_eq!(evidence::wrapped_key(&mut tx, one).await.unwrap(), None);
    let gone = evidence_row::key_row(&mut tx, one).await.unwrap().unwrap();
    assert_eq!(
        (gone.household_id, gone.occupancy_seq, gone.wrapped, gone.destroyed_at_ms),
        (home.0, 1, None, Some(NOW_MS))
    );
    assert_eq!(evidence::wrapped_key(&mut tx, two).await.unwrap().as_deref(), Some("wrapped 2"));
    assert_eq!(evidence::destroy_keys(&mut tx, home, None, NOW_MS).await.unwrap(), 1);
    assert_eq!(evidence::destroy_keys(&mut tx, home, None, NOW_MS).await.unwrap(), 0, "destroyed once");
    evidence::insert_key(&mut tx, Uuid::from_u128(3), home, 1, "new", NOW_MS).await.unwrap();
}

async fn digests_follow_each_other_and_know_the_heads_of_a_moment(base: Base) {
    let (db, _folder, world) = made(base).await;
    let home = world.a.households[0];
    let mut tx = db.write().await.unwrap();
    let first = link(home, 1, None);
    let second = link(home, 2, Some(first.link.hash));
    for one in [&first, &second] {
        evidence::insert_link(&mut tx, one).await.unwrap();
    }
    assert_eq!(evidence_digest::districts(&mut tx).await.unwrap(), [("140403".to_owned(), Some(NOW_MS + 1))]);
    let heads = async |tx: &mut Tx, before_ms| evidence_digest::heads_before(tx, "140403", before_ms).await.unwrap();
    assert_eq!(heads(&mut tx, NOW_MS + 1).await, []);
    assert_eq!(heads(&mut tx, NOW_MS + 2).await, [first.link.head()]);
    assert_eq!(heads(&mut tx, NOW_MS + 3).await, [second.link.head()]);
    assert_eq!(evidence_digest::last_digest(&mut tx, "140403").await.unwrap(), None);
    let mut days = vec![];
    for day in ["2026-03-02", "2026-03-03"] {
        let prev = days.last().map(|digest: &DailyDigest| digest.hash);
        let digest = DailyDigest::of("140403", day.parse().unwrap(), &[second.link.head()], prev);
        evidence_digest::insert_digest(&mut tx, &digest, NOW_MS).await.unwrap();
        days.push(digest);
    }
    assert_eq!(evidence_digest::digests_of(&mut tx, "140403").await.unwrap(), days);
    assert_eq!(evidence_digest::last_digest(&mut tx, "140403").await.unwrap().as_ref(), days.last());
}

fn refused(world: &World) -> ConsentEvent {
    serde_json::from_value(json!({"kind": "fee_paid", "action": "refused", "household": world.a.households[0],
        "occupancy_seq": 1, "relation": "owner", "signer_name": "王小明", "text_version": 1,
        "text_sha256": Hash::of(b"x"), "method": "e0", "captured_at_ms": NOW_MS}))
    .unwrap()
}

fn phone_record(world: &World, event: &ConsentEvent) -> Record {
    Record {
        id: RecordId::new(NOW_MS, [9; 10]),
        kind: RecordKind::ConsentEvent,
        device: DeviceId::new(NOW_MS, [8; 10]),
        seq: 3,
        author: world.a.worker,
        recorded_at_ms: NOW_MS - 5,
        offset_ms: Some(-7),
        prev_hash: Some(Hash::of(b"before")),
        repairs: None,
        body: serde_json::to_string(event).unwrap(),
    }
}

/// An event and a record as they were stored before there were chains.
pub async fn stored_openly(tx: &mut Tx, world: &World, state: ReceiptState) -> (Record, ConsentEvent) {
    let event = refused(world);
    let one = phone_record(world, &event);
    let arrived = record::Arrived {
        record: &one,
        hash: one.hash(),
        body: &one.body,
        state,
        findings: &[],
        compound: Some(world.a.compound),
        received_at_ms: NOW_MS,
        signed: record::Signed::NOT,
    };
    record::insert_records(tx, std::slice::from_ref(&arrived)).await.unwrap();
    let new = consent::NewConsentEvent {
        id: one.id,
        event: &event,
        content: &one.body,
        compound: world.a.compound,
        author: Some(world.a.worker),
        recorded_at_ms: one.recorded_at_ms,
        received_at_ms: NOW_MS,
    };
    consent::insert_event(tx, &new).await.unwrap();
    (one, event)
}

async fn blobs_of_consents_wait_to_be_sealed(base: Base) {
    let (db, _folder, world) = made(base).await;
    let mut tx = db.write().await.unwrap();
    let (one, _) = stored_openly(&mut tx, &world, ReceiptState::Accepted).await;
    let strokes = Hash::of(b"strokes");
    let kind = domain::sync::body::BlobRef { sha256: strokes, kind: "strokes" };
    record::insert_record_blobs(&mut tx, &[(one.id, kind)]).await.unwrap();
    assert!(evidence::blobs_to_seal(&mut tx, None, 9).await.unwrap().is_empty(), "it has not arrived");
    blob::note_arrival(&mut tx, strokes, 7, "strokes", &[], NOW_MS).await.unwrap();
    let waiting = [(one.id.0, strokes, "strokes".to_owned())];
    assert_eq!(evidence::blobs_to_seal(&mut tx, None, 9).await.unwrap(), waiting);
    assert_eq!(evidence::blobs_to_seal(&mut tx, Some(strokes), 9).await.unwrap(), waiting);
    assert!(evidence::open_blob_needed(&mut tx, strokes).await.unwrap());
    evidence::note_sealed(&mut tx, one.id.0, strokes, Hash::of(b"sealed")).await.unwrap();
    assert!(evidence::blobs_to_seal(&mut tx, None, 9).await.unwrap().is_empty());
    assert!(!evidence::open_blob_needed(&mut tx, strokes).await.unwrap());
    assert_eq!(evidence::sealed_blobs(&mut tx, strokes).await.unwrap(), [(one.id.0, Hash::of(b"sealed"))]);
    let named = evidence_row::blob_rows(&mut tx, one.id.0).await.unwrap();
    let sealed = Some(Hash::of(b"sealed").to_string());
    assert_eq!(
        named,
        [evidence_row::BlobRow { sha256: strokes.to_string(), kind: "strokes".into(), sealed_sha256: sealed }]
    );
}

async fn rows_of_before_are_found_and_rewritten_once(base: Base) {
    let (db, _folder, world) = made(base).await;
    let home = world.a.households[0];
    let mut tx = db.write().await.unwrap();
    let (one, event) = stored_openly(&mut tx, &world, ReceiptState::Accepted).await;
    let confirmation = ConsentConfirmation {
        consent: one.id,
        method: ConfirmationMethod::Callback,
        confirmed_by: Some(world.a.clerk),
        by_company: false,
        at_ms: NOW_MS + 1,
    };
    let confirmed = Uuid::from_u128(5);
    consent::insert_confirmation(&mut tx, confirmed, home, &confirmation, "打过电话").await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = db.write().await.unwrap();
    assert!(!evidence_old::has_started(&mut tx).await.unwrap());
    assert!(!evidence_old::has_links(&mut tx).await.unwrap());
    assert_eq!(evidence_old::unlinked_households(&mut tx, 9).await.unwrap(), [home]);
    let rows = evidence_old::unlinked_rows(&mut tx, home).await.unwrap();
    let [evidence_old::OldRow::Event(old), evidence_old::OldRow::Confirmation(said)] = &rows[..] else {
        panic!("{rows:?}")
    };
    assert_eq!(old.record.as_ref(), Some(&one), "word for word");
    assert_eq!((said.note.as_str(), &said.confirmation), ("打过电话", &confirmation));
    let gate = evidence_old::allow_changes(&mut tx).await.unwrap();
    let clear = serde_json::to_string(&event.clear_part()).unwrap();
    evidence_old::set_content(&mut tx, one.id.0, &clear).await.unwrap();
    evidence_old::set_note(&mut tx, confirmed, "").await.unwrap();
    evidence_old::refuse_changes(&mut tx, gate).await.unwrap();
    evidence_old::note_start(&mut tx, NOW_MS, 2).await.unwrap();
    assert!(evidence_old::has_started(&mut tx).await.unwrap());
    let row = evidence_row::event_row(&mut tx, one.id.0).await.unwrap().unwrap();
    assert_eq!((row.content.as_str(), row.record_seq), (clear.as_str(), Some(3)));
    let signed = evidence_row::signature_row(&mut tx, one.id).await.unwrap().unwrap();
    assert_eq!((signed.device, signed.author, signed.hash), (one.device, one.author, one.hash()));
    assert_eq!((signed.signature, signed.state), (None, SignatureState::Unsigned));
    assert!(evidence_row::signature_row(&mut tx, RecordId(confirmed)).await.unwrap().is_none());
    let (household, kept, note) = evidence_row::confirmation_row(&mut tx, confirmed).await.unwrap().unwrap();
    assert_eq!((household, kept, note.as_str()), (home, Some(confirmation), ""));
    assert_eq!(consent::family_of(&mut tx, one.id).await.unwrap(), Some((home, 1)));
    tx.commit().await.unwrap();
    let mut tx = db.write().await.unwrap();
    let again = evidence_old::set_content(&mut tx, one.id.0, "{}").await;
    assert!(again.unwrap_err().to_string().contains("only ever added"), "the gate is shut again");
}

async fn words_of_records_can_be_taken_out(base: Base) {
    let (db, _folder, world) = made(base).await;
    let mut tx = db.write().await.unwrap();
    let (one, _) = stored_openly(&mut tx, &world, ReceiptState::SetAside).await;
    assert_eq!(record::consents_not_taken(&mut tx).await.unwrap(), [(one.id, one.body.clone())]);
    record::empty_body(&mut tx, one.id).await.unwrap();
    assert_eq!(record::consents_not_taken(&mut tx).await.unwrap(), []);
    assert_eq!(record::stored_hash(&mut tx, one.id).await.unwrap(), Some(one.hash()), "the hash stays");
    let numbers = record::device_numbers(&mut tx, one.device, 2, 9).await.unwrap();
    assert_eq!(numbers, [(3, one.hash(), one.prev_hash)]);
    assert_eq!(evidence_row::received_at(&mut tx, one.id).await.unwrap(), Some(NOW_MS));
    assert_eq!(evidence_row::devices_of_records(&mut tx).await.unwrap(), [one.device]);
    assert_eq!(evidence_row::beside_of(&mut tx, one.device).await.unwrap(), []);
    record::insert_clash(&mut tx, &one, world.a.worker, NOW_MS).await.unwrap();
    let clashes = record::clashes_of_consents(&mut tx).await.unwrap();
    assert_eq!((clashes.len(), clashes[0].0), (1, one.id));
    assert_eq!(evidence_row::beside_of(&mut tx, one.device).await.unwrap(), [(3, one.hash())]);
    record::empty_clash(&mut tx, one.id, &clashes[0].1).await.unwrap();
    assert!(record::clashes_of_consents(&mut tx).await.unwrap().is_empty());
}
