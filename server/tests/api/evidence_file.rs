//! The exported file: each changed byte, each lost or moved line is found, by the server's check and by one that shares no code with it.

use crate::evidence::{checked, phone, signed, upload, whole_consent};
use crate::support::phone::{key, public};
use crate::support::world::NOW_MS;
use crate::support::{Base, Phone, TestApp};
use domain::chain::{Reason, Verdict};
use domain::hash::Hash;
use domain::sync::protocol::ReceiptState;
use domain::sync::record::Record;
use domain::sync::signature::Hex;
use p256::ecdsa::signature::Signer as _;
use server::evidence::check::check;
use server::evidence::erase::{Erasure, erase_household};
use server::evidence::file::{EndLine, Line};
use server::evidence::{digest, export::export};
use std::path::{Path, PathBuf};
use std::process::Command;

crate::on_both!(a_file_is_clean_and_both_checks_say_so);

/// A household with a visit, a signed and confirmed consent with its strokes, and two digests over it.
async fn exported(app: &TestApp, open: bool) -> String {
    let (phone, home) = (phone(app, 1).await, app.world.a.households[0]);
    phone.push(app, &[phone.visit(home, "completed")]).await;
    whole_consent(app, &phone, home).await;
    upload(app, &phone).await;
    phone.push(app, &[phone.visit(home, "completed")]).await;
    whole_consent(app, &phone, app.world.a.households[1]).await;
    upload(app, &phone).await;
    app.set_clock(NOW_MS + 2 * 86_400_000);
    digest::make_due(&app.state).await.unwrap();
    export(&app.state, &[home], open).await.unwrap()
}

/// Looked up when the test runs: a target folder may have been filled from another checkout.
fn script(name: &str) -> PathBuf {
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../end2end").join(name)
}

/// What the independent check says: whether all is intact, and its words.
fn independent(name: &str, words: &[&Path]) -> (bool, String) {
    let mut command = Command::new("node");
    command.arg(script(name)).args(words);
    let done = command.output().expect("node is needed: the independent check runs in it");
    (done.status.success(), [done.stdout, done.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat())
}

fn faults(text: &str) -> Vec<(Verdict, Reason)> {
    check(text.as_bytes(), None).faults().map(|line| (line.verdict, line.reason)).collect()
}

/// The file with other lines, closed anew as a forger would who knows the format.
fn closed(lines: &[&str]) -> String {
    let Some(Line::File(mut first)) = Line::read(lines[0]) else { panic!("no head") };
    let kind =
        |name: &str| lines.iter().filter(|line| line.starts_with(&format!(r#"{{"line":"{name}""#))).count() as u64;
    [first.links, first.signatures, first.receipts, first.devices, first.digests, first.proofs] =
        ["link", "signature", "receipt", "device", "digest", "proof"].map(kind);
    let first = Line::File(first).text().unwrap();
    let body: Vec<&str> = std::iter::once(first.as_str()).chain(lines[1..].iter().copied()).collect();
    let text = body.join("\n") + "\n";
    let end = EndLine { lines: body.len() as u64, sha256: Hash::of(text.as_bytes()) };
    format!("{text}{}\n", Line::End(end).text().unwrap())
}

async fn a_file_is_clean_and_both_checks_say_so(base: Base) {
    let app = TestApp::new(base).await;
    let text = exported(&app, true).await;
    let report = check(text.as_bytes(), None);
    assert!(report.is_clean(), "{:?}", report.faults().collect::<Vec<_>>());
    assert_eq!(report.opened, 3);
    let folder = tempfile::tempdir().unwrap();
    let (path, published) = (folder.path().join("e.jsonl"), folder.path().join("digests.txt"));
    std::fs::write(&path, &text).unwrap();
    std::fs::write(&published, app.get("/evidence/digests.txt", "").await.body).unwrap();
    let words = [path.as_path(), Path::new("--digests"), &published, Path::new("--open")];
    let (clean, said) = independent("verify-evidence.mjs", &words);
    assert!(clean && said.contains("王小明") && said.contains("问了王小明本人"), "{said}");
    let forged = std::fs::read_to_string(&published).unwrap().replace(" 1 ", " 2 ");
    std::fs::write(
        &published,
        forged.lines().map(|line| line[..line.len() - 1].to_owned() + "0\n").collect::<String>(),
    )
    .unwrap();
    let (clean, said) = independent("verify-evidence.mjs", &words);
    assert!(!clean && said.contains("changed digest"), "{said}");
    let asked = Erasure { household: app.world.a.households[0], family: None, account: None, reason: "D-1" };
    erase_household(&app.state, asked).await.unwrap();
    let erased = export(&app.state, &app.world.a.households[..1], true).await.unwrap();
    let report = check(erased.as_bytes(), None);
    assert!(report.is_clean() && report.opened == 0, "{:?}", report.lines);
    std::fs::write(&path, &erased).unwrap();
    let (clean, said) = independent("verify-evidence.mjs", &[&path, Path::new("--open")]);
    assert!(clean && !said.contains("王小明"), "{said}");
}

#[tokio::test]
async fn every_changed_byte_is_found_by_both_checks() {
    let app = TestApp::new(Base::Sqlite).await;
    let text = exported(&app, true).await;
    let missed: Vec<usize> = (0..text.len())
        .filter(|at| {
            let mut bytes = text.clone().into_bytes();
            bytes[*at] ^= 1 << (*at % 8);
            check(&bytes, None).is_clean()
        })
        .collect();
    assert!(missed.is_empty(), "{missed:?}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("e.jsonl");
    std::fs::write(&path, &text).unwrap();
    let (all_found, said) = independent("verify-evidence-flips.mjs", &[&path]);
    assert!(all_found && said.contains("missed 0"), "{said}");
}

/// The lines of signature and receipt as a forger with keys of his own would write them.
fn forged(body: &[&str]) -> (String, String) {
    let (Some(Line::Link(link)), Some(Line::Signature(mut signature)), Some(Line::Receipt(mut receipt))) =
        (Line::read(body[1]), Line::read(body[4]), Line::read(body[5]))
    else {
        panic!("other lines")
    };
    let own = key(66);
    let sign = |hash: Hash| {
        let signature: p256::ecdsa::Signature = own.sign(&hash.0);
        Hex(signature.to_bytes().into())
    };
    (signature.key, signature.signature) = (Some(public(&own)), Some(sign(link.record_hash.unwrap())));
    (receipt.key, receipt.signature) = (public(&own), sign(receipt.digest(&link).unwrap()));
    (Line::Signature(signature).text().unwrap(), Line::Receipt(receipt).text().unwrap())
}

#[tokio::test]
async fn a_receipt_of_another_server_does_not_pass_for_ours() {
    let app = TestApp::new(Base::Sqlite).await;
    let text = exported(&app, false).await;
    let lines: Vec<&str> = text.lines().collect();
    let mut body = lines[..lines.len() - 1].to_vec();
    let (_, receipt) = forged(&body);
    body[5] = &receipt;
    let folder = tempfile::tempdir().unwrap();
    let (path, published) = (folder.path().join("e.jsonl"), folder.path().join("digests.txt"));
    std::fs::write(&path, closed(&body)).unwrap();
    std::fs::write(&published, app.get("/evidence/digests.txt", "").await.body).unwrap();
    let (clean, said) = independent("verify-evidence.mjs", &[&path, Path::new("--digests"), &published]);
    assert!(!clean && said.contains("changed receipt of household"), "{said}");
}

#[tokio::test]
async fn what_came_after_the_last_digest_is_named_in_the_file() {
    let app = TestApp::new(Base::Sqlite).await;
    let covered = exported(&app, false).await;
    assert_eq!(check(covered.as_bytes(), None).not_covered().count(), 0);
    let (phone, home) = (phone(&app, 2).await, app.world.a.households[0]);
    whole_consent(&app, &phone, home).await;
    let text = export(&app.state, &[home], false).await.unwrap();
    let report = check(text.as_bytes(), None);
    assert!(report.is_clean(), "{:?}", report.faults().collect::<Vec<_>>());
    assert_eq!(report.not_covered().count(), 2);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("e.jsonl");
    std::fs::write(&path, &text).unwrap();
    let (clean, said) = independent("verify-evidence.mjs", &[&path]);
    assert!(clean && said.contains("link 4 event") && said.contains("(not_covered)"), "{said}");
    assert!(said.contains("2 of the intact are not yet covered by a daily digest"), "{said}");
}

#[tokio::test]
async fn lost_moved_and_cut_lines_are_named_even_when_the_file_is_closed_anew() {
    let app = TestApp::new(Base::Sqlite).await;
    let text = exported(&app, false).await;
    let lines: Vec<&str> = text.lines().collect();
    let body = &lines[..lines.len() - 1];
    let Some(Line::File(first)) = Line::read(body[0]) else { panic!("no head") };
    assert_eq!(first.counts(), [3, 1, 1, 3, 2, 1]);
    assert_eq!(faults(&closed(body)), []);
    let without =
        |at: usize| body.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, line)| *line).collect::<Vec<_>>();
    let folder = tempfile::tempdir().unwrap();
    let missing = |reason| (Verdict::Missing, reason);
    let mut cases = vec![
        ("the first link", closed(&without(1)), missing(Reason::Gap)),
        ("the last link", closed(&without(3)), missing(Reason::CutOff)),
        ("the phone's signature", closed(&without(4)), missing(Reason::Signature)),
        ("the receipt", closed(&without(5)), missing(Reason::Receipt)),
        ("a phone's number", closed(&without(7)), missing(Reason::Gap)),
        ("a digest", closed(&without(10)), missing(Reason::Digest)),
        ("the proof", closed(&without(11)), missing(Reason::Digest)),
    ];
    let (forged, _) = forged(body);
    let other: Vec<&str> =
        body.iter().enumerate().map(|(at, line)| if at == 4 { forged.as_str() } else { line }).collect();
    cases.push(("another phone's key and signature", closed(&other), (Verdict::Changed, Reason::Signature)));
    let mut swapped = body.to_vec();
    swapped.swap(1, 2);
    let moved = (Verdict::OutOfOrder, Reason::Position);
    cases.push(("two links change places", closed(&swapped), moved));
    let mut twice = body.to_vec();
    twice.insert(2, body[1]);
    cases.push(("a link stands there twice", closed(&twice), moved));
    let mut twice = body.to_vec();
    twice.push(body[11]);
    cases.push(("the proof stands there twice", closed(&twice), moved));
    cases.push(("cut off", lines[..lines.len() - 1].join("\n") + "\n", (Verdict::Missing, Reason::CutOff)));
    for (what, file, expected) in cases {
        assert!(faults(&file).contains(&expected), "{what}: {:?}", faults(&file));
        let path = folder.path().join("e.jsonl");
        std::fs::write(&path, &file).unwrap();
        let (clean, said) = independent("verify-evidence.mjs", &[&path]);
        let line = format!("{} ", expected.0);
        assert!(!clean && said.contains(&line) && said.contains(expected.1.name()), "{what}: {said}");
    }
}

#[tokio::test]
async fn who_vouches_comes_in_the_order_of_the_links() {
    let app = TestApp::new(Base::Sqlite).await;
    exported(&app, false).await;
    let text = export(&app.state, &app.world.a.households[..2], false).await.unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let body = &lines[..lines.len() - 1];
    assert_eq!(faults(&closed(body)), []);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("e.jsonl");
    for kind in ["signature", "receipt", "proof"] {
        let starts = format!(r#"{{"line":"{kind}""#);
        let places: Vec<usize> = (0..body.len()).filter(|at| body[*at].starts_with(&starts)).collect();
        let mut swapped = body.to_vec();
        swapped.swap(places[0], places[1]);
        let file = closed(&swapped);
        assert_eq!(faults(&file), [(Verdict::OutOfOrder, Reason::Position)], "{kind}");
        std::fs::write(&path, &file).unwrap();
        let (clean, said) = independent("verify-evidence.mjs", &[&path]);
        assert!(!clean && said.contains("out_of_order") && said.contains("(position)"), "{kind}: {said}");
    }
}

#[tokio::test]
async fn a_file_that_no_digest_covers_proves_nothing() {
    let app = TestApp::new(Base::Sqlite).await;
    let (phone, home) = (phone(&app, 1).await, app.world.a.households[0]);
    whole_consent(&app, &phone, home).await;
    let text = export(&app.state, &[home], false).await.unwrap();
    let report = check(text.as_bytes(), None);
    assert!(report.is_clean() && report.covers_nothing(), "{:?}", report.lines);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("e.jsonl");
    std::fs::write(&path, &text).unwrap();
    let (clean, said) = independent("verify-evidence.mjs", &[&path]);
    assert!(!clean && said.contains("nothing in this file is covered by a daily digest"), "{said}");
    assert!(!check(exported(&TestApp::new(Base::Sqlite).await, false).await.as_bytes(), None).covers_nothing());
}

#[tokio::test]
async fn a_phone_that_began_anew_is_named_and_not_called_tampered() {
    let app = TestApp::new(Base::Sqlite).await;
    let (phone, home) = (phone(&app, 1).await, app.world.a.households[0]);
    phone.push(&app, &[phone.visit(home, "completed")]).await;
    // After a rollback the phone knows its last number and not the hash of what it made.
    let anew = Record { prev_hash: None, ..signed(&app, &phone, home) };
    phone.push(&app, &[anew]).await;
    assert!(checked(&app).await.is_clean());
    let said: Vec<_> = checked(&app).await.began_anew().map(|line| line.what.clone()).collect();
    assert_eq!(said, [format!("phone {} number 2", phone.device)]);
    app.set_clock(NOW_MS + 2 * 86_400_000);
    digest::make_due(&app.state).await.unwrap();
    let text = export(&app.state, &[home], false).await.unwrap();
    let report = check(text.as_bytes(), None);
    assert!(report.is_clean() && report.began_anew().count() == 1, "{:?}", report.lines);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("e.jsonl");
    std::fs::write(&path, &text).unwrap();
    let (clean, said) = independent("verify-evidence.mjs", &[&path]);
    assert!(clean && said.contains("number 2 (began_anew)"), "{said}");
}

#[tokio::test]
async fn a_consent_that_waited_before_it_counted_is_intact() {
    let app = TestApp::new(Base::Sqlite).await;
    let (phone, home) = (phone(&app, 1).await, app.world.a.households[0]);
    let other = Phone::new(phone.author, phone.cookie.clone(), 2);
    let one = signed(&app, &phone, home);
    assert_eq!(other.push(&app, std::slice::from_ref(&one)).await[0].state, ReceiptState::SetAside);
    app.set_clock(NOW_MS + 3_600_000);
    assert_eq!(phone.push(&app, &[one]).await[0].state, ReceiptState::Accepted);
    assert!(checked(&app).await.is_clean(), "{:?}", checked(&app).await.lines);
    app.set_clock(NOW_MS + 2 * 86_400_000);
    digest::make_due(&app.state).await.unwrap();
    let text = export(&app.state, &[home], false).await.unwrap();
    assert_eq!(faults(&text), []);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("e.jsonl");
    std::fs::write(&path, &text).unwrap();
    let (clean, said) = independent("verify-evidence.mjs", &[&path]);
    assert!(clean, "{said}");
}
