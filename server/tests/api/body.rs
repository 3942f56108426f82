//! Bodies of requests: phones send them compressed; how large they are counts after unpacking.

use crate::support::{Answer, Base, Phone, TestApp};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::sync::protocol::{PushResponse, ReceiptState};
use server::error::Envelope;

crate::on_both!(
    a_compressed_push_is_taken_and_one_that_unpacks_to_too_much_is_not,
    every_refusal_is_in_words_that_a_phone_reads,
);

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

/// A page instead of these words would look to a phone like a portal on the way, and it would offer the same again for ever.
async fn every_refusal_is_in_words_that_a_phone_reads(base: Base) {
    let app = TestApp::new(base).await;
    let phone = Phone::new(app.world.a.worker, app.log_in("worker-a").await, 1);
    let visit = phone.visit(app.world.a.households[0], "no_answer");
    let plain = serde_json::to_string(&phone.request(&[visit])).unwrap();
    let letter = plain.replace("\"kind\":\"visit\"", "\"kind\":\"letter\"");
    assert_ne!(letter, plain);
    let (put, cut) = ("POST /api/v1/sync/push", plain[..plain.len() / 2].to_owned());
    let cases = [
        (put, "application/json", letter, StatusCode::UNPROCESSABLE_ENTITY, "request_unreadable"),
        (put, "application/json", cut, StatusCode::BAD_REQUEST, "request_unreadable"),
        (put, "text/plain", plain.clone(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "request_unreadable"),
        (put, "application/json", " ".repeat(3 << 20), StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
        ("GET /api/v1/sync/changes?after=x", "", String::new(), StatusCode::BAD_REQUEST, "request_unreadable"),
        ("GET /api/v1/sync/push", "", String::new(), StatusCode::METHOD_NOT_ALLOWED, "request_unreadable"),
        ("GET /api/v1/nothing", "", String::new(), StatusCode::NOT_FOUND, "not_found"),
    ];
    for (line, kind, body, status, code) in cases {
        let (method, path) = line.split_once(' ').unwrap();
        let request = Request::builder().method(method).uri(path).header(header::COOKIE, &phone.cookie);
        let request = if kind.is_empty() { request } else { request.header(header::CONTENT_TYPE, kind) };
        let answer = app.send(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(
            (answer.status, answer.headers[header::CONTENT_TYPE].to_str().unwrap()),
            (status, "application/json"),
            "{line}"
        );
        let said: Envelope = answer.json();
        assert_eq!((said.errors.len(), said.errors[0].code.as_str()), (1, code), "{line}");
    }
}
