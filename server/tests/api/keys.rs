//! `server keys`: a new key begins, and nothing of before is lost.

use crate::support::world::NOW_MS;
use clap::Parser as _;
use domain::hash::Hash;
use domain::id::RecordId;
use domain::sync::envelope::{self, Inside};
use domain::sync::protocol::{Receipt, ReceiptState};
use server::command::Cli;
use server::db::Db;
use server::db::server_key::{Purpose, server_keys};
use server::opening::{Opener, close};
use server::receipt::{ReceiptSigner, verifies};
use server::seal::Seal;
use std::path::Path;

async fn run(folder: &Path, words: &[&str]) {
    let (url, data) = (format!("sqlite://{}/d.db", folder.display()), folder.display().to_string());
    let cli = ["server", "keys", "--database-url", &url, "--data", &data];
    Cli::try_parse_from(cli.iter().chain(words)).unwrap().run().await.unwrap();
}

fn receipt() -> Receipt {
    Receipt {
        id: RecordId::new(NOW_MS, [1; 10]),
        hash: Hash::of(b"a record"),
        state: ReceiptState::Accepted,
        missing_blobs: vec![],
        findings: vec![],
        received_at_ms: NOW_MS,
        proof: None,
    }
}

#[tokio::test]
async fn after_a_rotation_old_receipts_check_and_old_envelopes_open() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["list"]).await;
    let db = Db::open(&format!("sqlite://{}/d.db", folder.path().display())).await.unwrap();
    let seal = Seal::open(folder.path()).unwrap();
    let before = ReceiptSigner::open(&db, &seal, NOW_MS).await.unwrap().sign(receipt()).proof.unwrap();
    let old = Opener::open(&db, &seal, NOW_MS).await.unwrap();
    let closed = close(Inside::Blob, old.keys().last().unwrap(), "五张照片".as_bytes()).unwrap();
    run(folder.path(), &["rotate", "receipt"]).await;
    run(folder.path(), &["rotate", "opening"]).await;
    run(folder.path(), &["list"]).await;
    let signer = ReceiptSigner::open(&db, &seal, NOW_MS).await.unwrap();
    let key = signer.keys().into_iter().find(|key| key.no == before.key).unwrap();
    assert!(verifies(&key.public, receipt().digest(key.no), &before.signature), "the receipt of before");
    assert_eq!(signer.sign(receipt()).proof.unwrap().key, before.key + 1, "the next ones are by the new key");
    let opener = Opener::open(&db, &seal, NOW_MS).await.unwrap();
    assert_eq!(opener.keys().len(), 2);
    let content = opener.content(&envelope::parse(&closed).unwrap()).unwrap();
    assert_eq!(content, "五张照片".as_bytes(), "the envelope for the old key");
    let mut tx = db.read().await.unwrap();
    for purpose in [Purpose::Receipt, Purpose::Opening] {
        let keys = server_keys(&mut tx, purpose).await.unwrap();
        assert!(keys[0].to_ms.is_some() && keys[1].to_ms.is_none(), "{keys:?}");
    }
    assert_eq!(server::db::audit::count_audit(&mut tx, "key_rotated").await.unwrap(), 2);
}

#[test]
fn a_purpose_that_there_is_not_is_refused() {
    assert!(Cli::try_parse_from(["server", "keys", "rotate", "roster"]).is_err());
}
