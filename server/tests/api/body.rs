//! Bodies of requests: phones send them compressed; how large they are counts after unpacking.

use crate::support::{Answer, Base, Phone, TestApp};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::sync::protocol::{PushResponse, ReceiptState};

crate::on_both!(a_compressed_push_is_taken_and_one_that_unpacks_to_too_much_is_not);

/// 3 MB of zeros in 3 kB.
const ZEROS: &[u8] = include_bytes!("fixtures/zeros-3mb.gz");

/// A gzip file of one stored block, as RFC 1952 and RFC 1951 write it.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let crc = bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| crc >> 1 ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 })
    });
    let length = u16::try_from(bytes.len()).unwrap();
    let head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    let sizes = [length.to_le_bytes(), (!length).to_le_bytes()].concat();
    let tail = [(!crc).to_le_bytes(), u32::from(length).to_le_bytes()].concat();
    [&head[..], &sizes, bytes, &tail].concat()
}

async fn push(app: &TestApp, cookie: &str, encoding: &str, body: Vec<u8>) -> Answer {
    let request = Request::post("/api/v1/sync/push")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONTENT_ENCODING, encoding);
    app.send(request.body(Body::from(body)).unwrap()).await
}

async fn a_compressed_push_is_taken_and_one_that_unpacks_to_too_much_is_not(base: Base) {
    let app = TestApp::new(base).await;
    let phone = Phone::new(app.world.a.worker, app.log_in("worker-a").await, 1);
    let visit = phone.visit(app.world.a.households[0], "no_answer");
    let plain = serde_json::to_vec(&phone.request(&[visit])).unwrap();
    let answer = push(&app, &phone.cookie, "gzip", gzip(&plain)).await;
    assert_eq!(answer.json::<PushResponse>().receipts[0].state, ReceiptState::Accepted);
    assert_eq!(push(&app, &phone.cookie, "gzip", ZEROS.to_vec()).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let mut cut = gzip(&plain);
    cut.truncate(cut.len() / 2);
    for (encoding, body) in [("gzip", cut), ("gzip", plain.clone()), ("zstd", plain)] {
        let status = push(&app, &phone.cookie, encoding, body).await.status;
        assert!(status.is_client_error(), "{encoding}: {status}");
    }
}
