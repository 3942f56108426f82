//! Records, blobs, and everything that is made of a push.

use crate::support::world::NOW_MS;
use crate::support::{Base, World};
use domain::finding::Finding;
use domain::hash::Hash;
use domain::id::{DeviceId, RecordId, WipeId};
use domain::org::Scope;
use domain::sync::body::BlobRef;
use domain::sync::device::SeqRange;
use domain::sync::protocol::{Announcement, PROTOCOL, PushRequest, ReceiptState};
use domain::sync::record::{Record, RecordKind};
use domain::sync::reliability::Gap;
use domain::sync::signature::{DeviceKey, Hex, SignatureState};
use server::db::Tx;
use server::db::record::{self, Arrived};
use server::db::server_key::Purpose;
use server::db::{blob, consent, device, device_list, hold, household, place, reliability, server_key, visit, wipe};
use server::seal::Seal;

crate::on_both!(
    a_record_is_kept_word_for_word,
    a_blob_comes_in_chunks,
    a_place_knows_its_scope,
    keys_are_kept_for_ever,
    what_a_phone_has_not_sent_is_seen,
);

fn record_of(world: &World, n: u8) -> Record {
    Record {
        id: RecordId::new(NOW_MS, [n; 10]),
        kind: RecordKind::Need,
        device: DeviceId::new(NOW_MS, [1; 10]),
        seq: u64::from(n),
        author: world.a.worker,
        recorded_at_ms: NOW_MS,
        offset_ms: Some(-5),
        prev_hash: Some(Hash::of(b"before")),
        repairs: None,
        body: r#"{"text":"三楼\n\"灯\"","unknown":1}"#.into(),
    }
}

async fn a_record_is_kept_word_for_word(base: Base) {
    let (db, _folder) = base.open().await;
    let world = World::make(&db, &Seal::from_key([7; 32]), "hash").await;
    let made = record_of(&world, 1);
    let mut tx = db.write().await.unwrap();
    assert_eq!(record::stored_hash(&mut tx, made.id).await.unwrap(), None);
    let held = [Finding::new("not_placed", "")];
    let arrived = Arrived {
        record: &made,
        hash: made.hash(),
        body: &made.body,
        state: ReceiptState::Held,
        findings: &held,
        compound: None,
        received_at_ms: NOW_MS,
        signed: record::Signed::NOT,
    };
    record::insert_records(&mut tx, std::slice::from_ref(&arrived)).await.unwrap();
    assert_eq!(record::stored_hash(&mut tx, made.id).await.unwrap(), Some(made.hash()));
    let ids = [made.id.0, made.device.0, made.author.0];
    assert_eq!(record::stored_hashes(&mut tx, &ids).await.unwrap(), [(made.id, made.hash())].into());
    hold::hold(&mut tx, made.id, Some(world.a.compound.0), 1, NOW_MS).await.unwrap();
    assert_eq!(hold::tries_of(&mut tx, made.id).await.unwrap(), Some((1, NOW_MS)));
    assert!(hold::due_records(&mut tx, NOW_MS - 1, 10).await.unwrap().is_empty());
    assert_eq!(hold::due_records(&mut tx, NOW_MS, 10).await.unwrap(), std::slice::from_ref(&made));
    assert_eq!(hold::waiting_for(&mut tx, world.a.compound.0).await.unwrap(), std::slice::from_ref(&made));
    assert_eq!(record::record_by_id(&mut tx, made.id).await.unwrap(), Some(made.clone()));
    let photo = Hash::of(b"photo");
    let blobs = [BlobRef { sha256: photo, kind: "photo" }];
    record::insert_record_blobs(&mut tx, &blobs.map(|blob| (made.id, blob))).await.unwrap();
    record::insert_record_blobs(&mut tx, &blobs.map(|blob| (made.id, blob))).await.unwrap();
    let receipt = record::receipt_of(&mut tx, made.id, world.a.worker).await.unwrap().unwrap();
    assert_eq!((receipt.state, receipt.missing_blobs), (ReceiptState::Held, vec![photo]));
    assert_eq!(receipt.findings, held);
    assert_eq!(record::receipt_of(&mut tx, made.id, world.b.worker).await.unwrap(), None);
    record::set_status(&mut tx, made.id, ReceiptState::Accepted, &[], Some(world.a.compound)).await.unwrap();
    record::set_signature(&mut tx, made.id, record::Signed::NOT).await.unwrap();
    hold::release(&mut tx, made.id).await.unwrap();
    assert!(hold::due_records(&mut tx, NOW_MS, 10).await.unwrap().is_empty());
    blob::note_arrival(&mut tx, photo, 5, "photo", &[Finding::new("photo_has_exif", "photo")], NOW_MS).await.unwrap();
    let here = blob::arrived_among(&mut tx, &[Hash::of(b"other"), photo]).await.unwrap();
    assert_eq!(here, [(photo, vec![Finding::new("photo_has_exif", "photo")])]);
    let receipt = record::receipt_of(&mut tx, made.id, world.a.worker).await.unwrap().unwrap();
    assert!(receipt.missing_blobs.is_empty());
    assert_eq!(receipt.findings[0].code, "photo_has_exif", "what is wrong with a photo is told with its record");
    let other = Record { body: "{}".into(), ..made.clone() };
    for _ in 0..2 {
        record::insert_clash(&mut tx, &other, world.a.worker, NOW_MS).await.unwrap();
    }
    let announcement = Announcement { highest_seq: 9, unsent_count: 2, oldest_unsent_ms: Some(NOW_MS - 1) };
    let push = PushRequest {
        protocol: PROTOCOL,
        device: made.device,
        app: "test".into(),
        device_time_ms: NOW_MS - 700,
        announcement,
        records: vec![],
        key: None,
        signatures: vec![],
        one_proof: false,
    };
    for _ in 0..2 {
        device::note_contact(&mut tx, &push, world.a.worker, NOW_MS).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn a_blob_comes_in_chunks(base: Base) {
    let (db, _folder) = base.open().await;
    let mut tx = db.write().await.unwrap();
    let hash = Hash::of(b"x");
    assert!(blob::blob_facts(&mut tx, hash).await.unwrap().is_none());
    blob::announce_blob(&mut tx, hash, 10, "photo").await.unwrap();
    for index in [2, 0, 2] {
        blob::note_chunk(&mut tx, hash, index, 4).await.unwrap();
    }
    assert_eq!(blob::chunks_of(&mut tx, hash).await.unwrap(), [0, 2]);
    blob::forget_chunks(&mut tx, hash).await.unwrap();
    assert!(blob::chunks_of(&mut tx, hash).await.unwrap().is_empty());
    blob::note_chunk(&mut tx, hash, 0, 10).await.unwrap();
    blob::note_arrival(&mut tx, hash, 10, "photo", &[], NOW_MS).await.unwrap();
    blob::note_arrival(&mut tx, hash, 10, "photo", &[], NOW_MS + 5).await.unwrap();
    let facts = blob::blob_facts(&mut tx, hash).await.unwrap().unwrap();
    assert_eq!((facts.arrived_at_ms, facts.size_bytes, facts.kind.as_str()), (Some(NOW_MS), 10, "photo"));
    assert!(blob::chunks_of(&mut tx, hash).await.unwrap().is_empty());
    tx.commit().await.unwrap();
}

async fn a_place_knows_its_scope(base: Base) {
    let (db, _folder) = base.open().await;
    let world = World::make(&db, &Seal::from_key([7; 32]), "hash").await;
    let mut tx = db.read().await.unwrap();
    let compound = place::whereabouts(&mut tx, world.a.compound).await.unwrap().unwrap();
    let household = place::whereabouts_of_household(&mut tx, world.a.households[0]).await.unwrap().unwrap();
    assert_eq!(compound, household);
    let ids: Vec<_> = world.a.households.iter().map(|id| id.0).collect();
    let all = place::whereabouts_of_households(&mut tx, &ids).await.unwrap();
    assert_eq!((all.len(), all.get(&ids[0])), (6, Some(&household)));
    assert_eq!(household::household_rows(&mut tx, &ids).await.unwrap().len(), 6);
    assert!(household::household_rows(&mut tx, &[]).await.unwrap().is_empty());
    assert!(visit::past_visits_of(&mut tx, &ids).await.unwrap().is_empty());
    assert!(consent::households_with_events(&mut tx, &ids).await.unwrap().is_empty());
    assert_eq!((compound.company, compound.grids), (Some(world.a.company), vec![world.a.grid]));
    assert_eq!(place::whereabouts(&mut tx, world.a.households[0].0.into()).await.unwrap(), None);
}

async fn keys_are_kept_for_ever(base: Base) {
    let (db, _folder) = base.open().await;
    let world = World::make(&db, &Seal::from_key([7; 32]), "hash").await;
    let mut tx = db.write().await.unwrap();
    let device = DeviceId::new(NOW_MS, [1; 10]);
    let key = |n: u8, first_seq| DeviceKey { public: Hex([n; 65]), first_seq };
    for (key, at_ms) in [(key(1, 1), 10), (key(2, 7), 20), (key(1, 99), 30)] {
        device::note_key(&mut tx, device, world.a.worker, &key, at_ms).await.unwrap();
    }
    let kept = device::keys_of(&mut tx, device, world.a.worker).await.unwrap();
    assert_eq!(kept, [key(1, 1), key(2, 7)], "the first sight of a key decides");
    assert_eq!(device::keys_on(&mut tx, device).await.unwrap().len(), kept.len());
    assert!(device::keys_of(&mut tx, device, world.b.worker).await.unwrap().is_empty());
    for purpose in [Purpose::Receipt, Purpose::Opening] {
        server_key::insert_server_key(&mut tx, purpose, 1, "sealed", "ab", 10).await.unwrap();
        server_key::end_server_keys(&mut tx, purpose, 20).await.unwrap();
        server_key::insert_server_key(&mut tx, purpose, 2, "sealed", "cd", 20).await.unwrap();
        let keys = server_key::server_keys(&mut tx, purpose).await.unwrap();
        assert_eq!(keys.iter().map(|row| (row.no, row.to_ms)).collect::<Vec<_>>(), [(1, Some(20)), (2, None)]);
    }
    tx.commit().await.unwrap();
}

/// One order at a time; the first word of a phone stands, and only of its own order.
async fn orders_to_wipe(tx: &mut Tx, world: &World, device: DeviceId) {
    let by = world.a.worker;
    let [first, other] = [1, 2].map(|n| WipeId::new(NOW_MS, [n; 10]));
    assert_eq!(wipe::open_wipe(tx, device).await.unwrap(), None);
    assert!(wipe::order_wipe(tx, first.0, device.0, by, NOW_MS).await.unwrap());
    assert!(!wipe::order_wipe(tx, other.0, device.0, by, NOW_MS + 1).await.unwrap(), "one is open");
    assert_eq!(wipe::open_wipe(tx, device).await.unwrap(), Some(first));
    assert_eq!(wipe::device_of(tx, first).await.unwrap(), Some(device));
    assert_eq!(wipe::device_of(tx, other).await.unwrap(), None);
    assert!(!wipe::finish_wipe(tx, other, 0, true, NOW_MS).await.unwrap(), "no such order");
    assert!(wipe::finish_wipe(tx, first, 9, false, NOW_MS + 3).await.unwrap());
    assert!(!wipe::finish_wipe(tx, first, 7, false, NOW_MS + 4).await.unwrap(), "said twice");
    assert!(wipe::finish_wipe(tx, first, 2, true, NOW_MS + 5).await.unwrap(), "by the phone itself");
    for is_signed in [true, false] {
        assert!(!wipe::finish_wipe(tx, first, 7, is_signed, NOW_MS + 9).await.unwrap(), "said twice");
    }
    assert_eq!(wipe::open_wipe(tx, device).await.unwrap(), None);
    let wipes = wipe::wipes_of(tx, &[device.0]).await.unwrap();
    let expected = wipe::Wipe { ordered_at_ms: NOW_MS, done_at_ms: Some(NOW_MS + 5), unsent_count: 2, is_signed: true };
    assert_eq!(wipes.get(&device.0), Some(&expected));
    assert!(wipe::order_wipe(tx, other.0, device.0, by, NOW_MS + 10).await.unwrap(), "again after it was done");
    assert_eq!(wipe::wipes_of(tx, &[device.0]).await.unwrap()[&device.0].done_at_ms, None, "the last one");
}

async fn what_a_phone_has_not_sent_is_seen(base: Base) {
    let (db, _folder) = base.open().await;
    let world = World::make(&db, &Seal::from_key([7; 32]), "hash").await;
    let mut tx = db.write().await.unwrap();
    let device = DeviceId::new(NOW_MS, [1; 10]);
    for (n, received_at_ms) in [(2, NOW_MS + 2), (3, NOW_MS + 3), (7, NOW_MS + 7)] {
        let made = record_of(&world, n);
        let arrived = Arrived {
            record: &made,
            hash: made.hash(),
            body: &made.body,
            state: ReceiptState::Accepted,
            findings: &[],
            compound: None,
            received_at_ms,
            signed: record::Signed { signature: None, state: SignatureState::Missing },
        };
        record::insert_records(&mut tx, std::slice::from_ref(&arrived)).await.unwrap();
    }
    let clash = Record { seq: 5, body: "other".into(), ..record_of(&world, 7) };
    record::insert_clash(&mut tx, &clash, world.a.worker, NOW_MS + 8).await.unwrap();
    let contact = |highest_seq| PushRequest {
        protocol: PROTOCOL,
        device,
        app: "1.0\0".into(),
        device_time_ms: NOW_MS - 700,
        announcement: Announcement { highest_seq, unsent_count: 2, oldest_unsent_ms: Some(NOW_MS - 1) },
        records: vec![],
        key: None,
        signatures: vec![],
        one_proof: false,
    };
    for (highest_seq, at_ms) in [(8, NOW_MS + 20), (9, NOW_MS + 30), (4, NOW_MS + 40)] {
        device::note_contact(&mut tx, &contact(highest_seq), world.a.worker, at_ms).await.unwrap();
    }
    let line = device_list::list_devices(&mut tx, &[Scope::District]).await.unwrap().remove(0);
    assert_eq!((line.id, line.worker_id, line.app.as_str()), (device.0, world.a.worker.0, "1.0"));
    assert_eq!((line.facts.highest_seq, line.facts.contact_at_ms), (9, NOW_MS + 40), "a late word takes nothing back");
    assert_eq!((line.facts.offset_ms, line.bad_signatures), (740, 3));
    let gap = |from, to, known_at_ms| Gap { range: SeqRange { from, to }, known_at_ms };
    let expected = [gap(1, 1, NOW_MS + 2), gap(4, 4, NOW_MS + 7), gap(6, 6, NOW_MS + 7), gap(8, 9, NOW_MS + 30)];
    assert_eq!(line.gaps, expected, "what is kept beside is no gap");
    orders_to_wipe(&mut tx, &world, device).await;
    let own = [Scope::Community(world.a.community.clone())];
    let other = [Scope::Community(world.b.community.clone()), Scope::Grid(world.b.grid)];
    assert_eq!(device_list::list_devices(&mut tx, &own).await.unwrap().len(), 1);
    assert!(device_list::list_devices(&mut tx, &other).await.unwrap().is_empty());
    let weeks = reliability::weekly_arrivals(&mut tx, NOW_MS).await.unwrap();
    let expected = reliability::ArrivalsRow { week: 0, records: 3, p50_ms: 8, p95_ms: 12 };
    assert_eq!(weeks, [expected]);
    assert_eq!(reliability::weekly_doubled(&mut tx, NOW_MS).await.unwrap(), [(0, 1)]);
    assert_eq!(reliability::weekly_incomplete(&mut tx, NOW_MS).await.unwrap(), []);
    tx.commit().await.unwrap();
}
