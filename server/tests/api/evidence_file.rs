//! The exported file: each changed byte, each lost or moved line is found, by the server's check and by one that shares no code with it.

use crate::evidence::{phone, upload, whole_consent};
use crate::support::world::NOW_MS;
use crate::support::{Base, TestApp};
use domain::chain::{Reason, Verdict};
use domain::hash::Hash;
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

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../end2end").join(name)
}

/// What the independent check says: whether all is intact, and its words.
fn independent(name: &str, words: &[&Path]) -> (bool, String) {
    let mut command = Command::new("node");
    command.arg(script(name)).args(words);
    let done = command.output().expect("node is needed: the independent check runs in it");
    (done.status.success(), [done.stdout, done.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat())
}

fn faults(text: &str) -> Vec<(Verdict, Reason)> {
    check(text.as_bytes()).faults().map(|line| (line.verdict, line.reason)).collect()
}

/// The file with other lines, closed anew as a forger would who knows the format.
fn closed(lines: &[&str], counts: [u64; 4]) -> String {
    let Some(Line::File(mut first)) = Line::read(lines[0]) else { panic!("no head") };
    [first.links, first.devices, first.digests, first.proofs] = counts;
    let first = Line::File(first).text().unwrap();
    let body: Vec<&str> = std::iter::once(first.as_str()).chain(lines[1..].iter().copied()).collect();
    let text = body.join("\n") + "\n";
    let end = EndLine { lines: body.len() as u64, sha256: Hash::of(text.as_bytes()) };
    format!("{text}{}\n", Line::End(end).text().unwrap())
}

async fn a_file_is_clean_and_both_checks_say_so(base: Base) {
    let app = TestApp::new(base).await;
    let text = exported(&app, true).await;
    let report = check(text.as_bytes());
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
    let report = check(erased.as_bytes());
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
            check(&bytes).is_clean()
        })
        .collect();
    assert!(missed.is_empty(), "{missed:?}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("e.jsonl");
    std::fs::write(&path, &text).unwrap();
    let (all_found, said) = independent("verify-evidence-flips.mjs", &[&path]);
    assert!(all_found && said.contains("missed 0"), "{said}");
}

#[tokio::test]
async fn lost_moved_and_cut_lines_are_named_even_when_the_file_is_closed_anew() {
    let app = TestApp::new(Base::Sqlite).await;
    let text = exported(&app, false).await;
    let lines: Vec<&str> = text.lines().collect();
    let body = &lines[..lines.len() - 1];
    let kind =
        |name: &str| body.iter().filter(|line| line.starts_with(&format!(r#"{{"line":"{name}""#))).count() as u64;
    let [links, devices, digests, proofs] = ["link", "device", "digest", "proof"].map(kind);
    assert_eq!((links, devices, digests, proofs), (3, 3, 2, 1));
    assert_eq!(faults(&closed(body, [links, devices, digests, proofs])), []);
    let without =
        |at: usize| body.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, line)| *line).collect::<Vec<_>>();
    let folder = tempfile::tempdir().unwrap();
    let mut cases = vec![
        ("the first link", closed(&without(1), [links - 1, devices, digests, proofs]), (Verdict::Missing, Reason::Gap)),
        (
            "the last link",
            closed(&without(3), [links - 1, devices, digests, proofs]),
            (Verdict::Missing, Reason::CutOff),
        ),
        (
            "a phone's number",
            closed(&without(5), [links, devices - 1, digests, proofs]),
            (Verdict::Missing, Reason::Gap),
        ),
        ("a digest", closed(&without(8), [links, devices, digests - 1, proofs]), (Verdict::Missing, Reason::Digest)),
    ];
    let mut swapped = body.to_vec();
    swapped.swap(1, 2);
    let moved = (Verdict::OutOfOrder, Reason::Position);
    cases.push(("two links change places", closed(&swapped, [links, devices, digests, proofs]), moved));
    let mut twice = body.to_vec();
    twice.insert(2, body[1]);
    cases.push(("a link stands there twice", closed(&twice, [links + 1, devices, digests, proofs]), moved));
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
