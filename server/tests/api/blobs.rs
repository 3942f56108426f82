//! Blobs: in chunks, in any order, hashed by the server before they count.

use crate::support::world::NOW_MS;
use crate::support::{Base, Phone, TestApp};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::hash::Hash;
use domain::sync::protocol::{BlobState, CHUNK_BYTES, ReceiptsResponse};
use domain::sync::record::RecordKind;
use serde_json::json;

crate::on_both!(
    a_record_is_complete_only_when_its_photo_arrived,
    chunks_in_any_order_and_twice_make_one_blob,
    bytes_that_do_not_match_their_name_never_arrive,
    a_blob_whose_joining_was_cut_short_is_joined_when_asked_for,
);

/// A picture that fills several chunks although it is a plain JPEG: padding after its end.
pub fn photo(padding: usize) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(64, 48).write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    [bytes.into_inner(), vec![0; padding]].concat()
}

async fn put(
    app: &TestApp,
    cookie: &str,
    hash: Hash,
    index: usize,
    bytes: &[u8],
    whole: usize,
) -> crate::support::Answer {
    let path = format!("/api/v1/blobs/{hash}/chunks/{index}?size={whole}&kind=photo");
    let request = Request::put(path).header(header::COOKIE, cookie).body(Body::from(bytes.to_vec())).unwrap();
    app.send(request).await
}

async fn a_record_is_complete_only_when_its_photo_arrived(base: Base) {
    let app = TestApp::new(base).await;
    let phone = Phone::new(app.world.a.worker, app.log_in("worker-a").await, 1);
    let bytes = photo(0);
    let hash = Hash::of(&bytes);
    let need = json!({"compound": app.world.a.compound, "code": "CLN-01", "place_text": "院里", "photos": [hash]});
    let record = phone.record(RecordKind::Need, &need);
    let first = phone.push(&app, std::slice::from_ref(&record)).await;
    assert_eq!(first[0].missing_blobs, [hash]);
    let state: BlobState = put(&app, &phone.cookie, hash, 0, &bytes, bytes.len()).await.json();
    assert!(state.arrived && state.findings.is_empty(), "{state:?}");
    let asked = json!({"ids": [record.id]});
    let receipts: ReceiptsResponse = app.post_json("/api/v1/sync/receipts", &phone.cookie, &asked).await.json();
    assert!(receipts.receipts[0].missing_blobs.is_empty());
    let technician = app.log_in("technician-a").await;
    let shown = app.get(&format!("/api/v1/blobs/{hash}"), &technician).await;
    assert_eq!((shown.status, shown.body), (StatusCode::OK, bytes));
    let elsewhere = app.log_in("technician-b").await;
    assert_eq!(app.get(&format!("/api/v1/blobs/{hash}"), &elsewhere).await.status, StatusCode::NOT_FOUND);
    let stranger: ReceiptsResponse = app.post_json("/api/v1/sync/receipts", &technician, &asked).await.json();
    assert!(stranger.receipts.is_empty(), "only its author may ask about a record");
}

async fn chunks_in_any_order_and_twice_make_one_blob(base: Base) {
    let app = TestApp::new(base).await;
    let cookie = app.log_in("worker-a").await;
    let bytes = photo(2 * CHUNK_BYTES);
    let hash = Hash::of(&bytes);
    let chunks: Vec<&[u8]> = bytes.chunks(CHUNK_BYTES).collect();
    assert_eq!(chunks.len(), 3);
    for index in [2, 0, 0] {
        let state: BlobState = put(&app, &cookie, hash, index, chunks[index], bytes.len()).await.json();
        assert!(!state.arrived);
    }
    let state: BlobState = app.get(&format!("/api/v1/blobs/{hash}/state"), &cookie).await.json();
    assert_eq!(state.chunks, [0, 2]);
    let state: BlobState = put(&app, &cookie, hash, 1, chunks[1], bytes.len()).await.json();
    assert!(state.arrived);
    let again: BlobState = put(&app, &cookie, hash, 1, chunks[1], bytes.len()).await.json();
    assert!(again.arrived);
    assert_eq!(app.state.blobs.get(hash).await.unwrap().unwrap(), bytes);
    let mut tx = app.state.db.read().await.unwrap();
    let facts = server::db::blob::blob_facts(&mut tx, hash).await.unwrap().unwrap();
    assert_eq!((facts.size_bytes, facts.arrived_at_ms), (bytes.len() as i64, Some(NOW_MS)));
}

async fn bytes_that_do_not_match_their_name_never_arrive(base: Base) {
    let app = TestApp::new(base).await;
    let cookie = app.log_in("worker-a").await;
    let hash = Hash::of(b"something else");
    let state: BlobState = put(&app, &cookie, hash, 0, b"not it", 6).await.json();
    assert!(!state.arrived && state.chunks.is_empty());
    assert_eq!(state.findings[0].code, "hash_differs");
    assert!(app.state.blobs.get(hash).await.unwrap().is_none());
    for (index, length, whole) in [(1, 6, 6), (0, 5, 6), (0, 6, 9_000_000)] {
        let answer = put(&app, &cookie, hash, index, &vec![0; length], whole).await;
        assert!(answer.status.is_client_error(), "{index} {length} {whole}: {}", answer.status);
    }
}

async fn a_blob_whose_joining_was_cut_short_is_joined_when_asked_for(base: Base) {
    let app = TestApp::new(base).await;
    let cookie = app.log_in("worker-a").await;
    let bytes = photo(CHUNK_BYTES);
    let hash = Hash::of(&bytes);
    put(&app, &cookie, hash, 0, &bytes[..CHUNK_BYTES], bytes.len()).await;
    // The program is killed after the last chunk's commit: no phone has anything left to send.
    let rest = bytes::Bytes::copy_from_slice(&bytes[CHUNK_BYTES..]);
    let size_bytes = rest.len() as i64;
    app.state.blobs.put_chunk(hash, 1, rest).await.unwrap();
    let mut tx = app.state.db.write().await.unwrap();
    server::db::blob::note_chunk(&mut tx, hash, 1, size_bytes).await.unwrap();
    tx.commit().await.unwrap();
    let state: BlobState = app.get(&format!("/api/v1/blobs/{hash}/state"), &cookie).await.json();
    assert!(state.arrived, "{state:?}");
    assert_eq!(app.state.blobs.get(hash).await.unwrap().unwrap(), bytes);
}
