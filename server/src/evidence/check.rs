//! Checking an exported file: nothing but the file is looked at.

use super::digest::day_end_ms;
use super::facts::{BlobFacts, EventFacts};
use super::file::{DeviceLine, EndLine, FORMAT, FileLine, Line, LinkLine, ProofLine, ReceiptLine, SignatureLine};
use super::key::{LinkKey, Sealed};
use super::order::moved;
use super::phones::name;
use super::published::Published;
use super::report::Report;
use super::vouch::judge_vouching;
use domain::chain::digest::climb;
use domain::chain::{DailyDigest, Head, Link, LinkKind, Reason, Verdict, judge, judge_digests};
use domain::hash::Hash;
use domain::id::{DeviceId, HouseholdId};
use std::collections::{BTreeMap, BTreeSet};

const DAY_MS: i64 = 86_400_000;
/// So many missing numbers of a phone are named one by one.
const MOST_NAMED: u64 = 1000;

/// The file's lines by kind.
#[derive(Default)]
struct Content {
    links: Vec<LinkLine>,
    signatures: Vec<SignatureLine>,
    receipts: Vec<ReceiptLine>,
    devices: Vec<DeviceLine>,
    digests: BTreeMap<String, Vec<DailyDigest>>,
    proofs: Vec<ProofLine>,
    first: Option<FileLine>,
    end: Option<EndLine>,
}

/// The verdict on everything in a file, compared with what was published where that is given.
pub fn check(bytes: &[u8], published: Option<&Published>) -> Report {
    let mut report = Report::default();
    let content = read(bytes, &mut report);
    whole(bytes, &content, &mut report);
    let told = proofs(&content, &mut report);
    unproven(&content, &mut report);
    digests(&content, published, &mut report);
    links(&content, &told, &mut report);
    let lines = (content.signatures.as_slice(), content.receipts.as_slice());
    judge_vouching(&content.links, lines, published, &mut report);
    devices(&content, &mut report);
    report
}

fn read(bytes: &[u8], report: &mut Report) -> Content {
    let mut content = Content::default();
    let whole = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    for (at, line) in whole.split(|byte| *byte == b'\n').enumerate() {
        let read = std::str::from_utf8(line).ok().and_then(Line::read);
        let placed = match read {
            Some(Line::File(first)) if at == 0 && first.format == FORMAT => content.first.replace(first).is_none(),
            Some(Line::Link(link)) => {
                content.links.push(link);
                true
            }
            Some(Line::Signature(signature)) => {
                content.signatures.push(signature);
                true
            }
            Some(Line::Receipt(receipt)) => {
                content.receipts.push(receipt);
                true
            }
            Some(Line::Device(device)) => {
                content.devices.push(device);
                true
            }
            Some(Line::Digest(digest)) => digest
                .digest()
                .map(|digest| content.digests.entry(digest.district.clone()).or_default().push(digest))
                .is_some(),
            Some(Line::Proof(proof)) => {
                content.proofs.push(proof);
                true
            }
            Some(Line::End(end)) => content.end.replace(end).is_none(),
            Some(Line::File(_)) | None => false,
        };
        if !placed {
            report.say(format!("line {}", at + 1), Verdict::Changed, Reason::Unreadable);
        }
    }
    content
}

/// Counts and the closing hash: a line that is lost or a byte that nothing else stands on.
fn whole(bytes: &[u8], content: &Content, report: &mut Report) {
    let counts = [
        content.links.len() as u64,
        content.signatures.len() as u64,
        content.receipts.len() as u64,
        content.devices.len() as u64,
        content.digests.values().map(Vec::len).sum::<usize>() as u64,
        content.proofs.len() as u64,
    ];
    let counted = content.first.as_ref().map(FileLine::counts);
    match counted {
        None => report.say("file head", Verdict::Missing, Reason::Unreadable),
        Some(counted) if counted != counts => report.say("file head", Verdict::Changed, Reason::Content),
        Some(_) => report.say("file head", Verdict::Intact, Reason::Nothing),
    }
    let Some(end) = &content.end else {
        return report.say("file end", Verdict::Missing, Reason::CutOff);
    };
    let start = bytes.strip_suffix(b"\n").and_then(|bytes| bytes.iter().rposition(|byte| *byte == b'\n'));
    let before = start.map(|at| &bytes[..=at]).unwrap_or_default();
    let lines = before.iter().filter(|byte| **byte == b'\n').count() as u64;
    let right = Hash::of(before) == end.sha256 && lines == end.lines;
    let verdict = if right { Verdict::Intact } else { Verdict::Changed };
    report.say("file end", verdict, if right { Reason::Nothing } else { Reason::Content });
}

/// Heads that a digest of the file vouches for.
fn proofs(content: &Content, report: &mut Report) -> Vec<Head> {
    let mut told = vec![];
    let links = content.links.iter().map(|link| link.household);
    let lines = content.proofs.iter().map(|line| ((&line.district, &line.day), line.household));
    for (line, is_moved) in content.proofs.iter().zip(moved(links, lines)) {
        let what = format!("proof of household {} on {}", line.household, line.day);
        let digest = content
            .digests
            .get(&line.district)
            .into_iter()
            .flatten()
            .find(|digest| digest.day.to_string() == line.day && digest.computed() == digest.hash);
        match (digest, line.proof()) {
            (None, _) => report.say(what, Verdict::Missing, Reason::Digest),
            (Some(digest), Some(proof)) if climb(&proof.head, &proof.path) == digest.root => {
                if is_moved {
                    report.say(what, Verdict::OutOfOrder, Reason::Position);
                    continue;
                }
                report.say(what, Verdict::Intact, Reason::Nothing);
                told.push(proof.head);
            }
            _ => report.say(what, Verdict::Changed, Reason::Digest),
        }
    }
    told
}

fn digests(content: &Content, published: Option<&Published>, report: &mut Report) {
    let made_at_ms = content.first.as_ref().map_or(0, |first| first.made_at_ms);
    for (district, digests) in &content.digests {
        for (digest, (verdict, reason)) in digests.iter().zip(judge_digests(digests)) {
            let outside = published.filter(|_| verdict == Verdict::Intact).and_then(|one| one.fault(digest));
            let (verdict, reason) = outside.unwrap_or((verdict, reason));
            report.say(format!("digest {district} {}", digest.day), verdict, reason);
        }
        // A file that was cut back to an earlier day lacks digests that were published before it was made.
        let last = digests.iter().map(|digest| digest.day).max();
        for day in published.iter().flat_map(|published| published.days_without(district, digests)) {
            if last < Some(day) && day_end_ms(day) + DAY_MS <= made_at_ms {
                report.say(format!("digest {district} {day}"), Verdict::Missing, Reason::CutOff);
            }
        }
    }
}

fn links(content: &Content, told: &[Head], report: &mut Report) {
    let links: Vec<Link> = content.links.iter().map(LinkLine::link).collect();
    let mut covered: BTreeMap<HouseholdId, u64> = BTreeMap::new();
    for head in told {
        let seq = covered.entry(head.household).or_default();
        *seq = head.seq.max(*seq);
    }
    let mut lines: BTreeMap<(HouseholdId, u64), Vec<&LinkLine>> = BTreeMap::new();
    for line in &content.links {
        lines.entry((line.household, line.seq)).or_default().push(line);
    }
    for mut judged in judge(&links, told) {
        // A number that stands there twice comes out of the judge twice, in the order of the file.
        let here = lines.get_mut(&(judged.household, judged.seq));
        let line = here.filter(|here| !here.is_empty()).map(|here| here.remove(0));
        if let Some(line) = line.filter(|_| judged.verdict == Verdict::Intact) {
            match inside(line, report) {
                Some(reason) => (judged.verdict, judged.reason) = (Verdict::Changed, reason),
                // No digest of the file vouches for it, or for one after it.
                None if covered.get(&line.household).is_none_or(|seq| *seq < line.seq) => {
                    judged.reason = Reason::NotCovered
                }
                None => {}
            }
        }
        report.say_link(&judged, line.map(|line| (line.kind, line.subject.as_str())));
    }
}

/// Households that the last digest of their district must cover, because they have links of before its end, and of which the file
/// does not say where they stand in it.
fn unproven(content: &Content, report: &mut Report) {
    let last: BTreeMap<&str, &DailyDigest> = content
        .digests
        .iter()
        .filter_map(|(district, digests)| Some((district.as_str(), digests.iter().max_by_key(|digest| digest.day)?)))
        .collect();
    // Those proven, then those named: each is named once.
    let mut done: BTreeSet<(HouseholdId, &str)> =
        content.proofs.iter().map(|proof| (proof.household, proof.day.as_str())).collect();
    let days: BTreeMap<&str, String> = last.iter().map(|(district, last)| (*district, last.day.to_string())).collect();
    for link in &content.links {
        let Some(digest) = last.get(link.district.as_str()) else { continue };
        let Some(day) = days.get(link.district.as_str()) else { continue };
        if link.at_ms < day_end_ms(digest.day) && done.insert((link.household, day)) {
            report.say(format!("proof of household {} on {day}", link.household), Verdict::Missing, Reason::Digest);
        }
    }
}

/// What is wrong inside a link whose place is right: the sealed part, what it opens to, what the facts say of it.
fn inside(line: &LinkLine, report: &mut Report) -> Option<Reason> {
    let Some(text) = &line.sealed else {
        return (line.key.is_some()).then_some(Reason::Sealed);
    };
    let Some(sealed) = Sealed::from_text(text).filter(|sealed| Some(sealed.sha256()) == line.sealed_sha256) else {
        return Some(Reason::Sealed);
    };
    let key = line.key?;
    let Some(plain) = LinkKey(key.0).open(&line.subject, &sealed) else { return Some(Reason::Sealed) };
    report.opened += 1;
    let expected = match line.kind {
        LinkKind::Event => line.record_hash,
        LinkKind::Blob => serde_json::from_str::<BlobFacts>(&line.facts).ok().map(|facts| facts.sha256),
        LinkKind::Confirmation | LinkKind::Callback | LinkKind::Erasure => None,
    };
    expected.is_some_and(|hash| hash != Hash::of(&plain)).then_some(Reason::Record)
}

/// The phones' own chains: numbers without gaps, each standing on the one before, the records of the links among them.
fn devices(content: &Content, report: &mut Report) {
    let mut before: Option<&DeviceLine> = None;
    let mut places: BTreeMap<(DeviceId, u64), &DeviceLine> = BTreeMap::new();
    for line in &content.devices {
        let what = name(line.device, line.seq);
        let same = before.filter(|before| before.device == line.device);
        if let Some(before) = same {
            for gone in (before.seq.saturating_add(1)..line.seq).take(MOST_NAMED as usize) {
                report.say(format!("phone {} number {gone}", line.device), Verdict::Missing, Reason::Gap);
            }
        }
        let follows = same.filter(|before| before.seq.checked_add(1) == Some(line.seq));
        let (verdict, reason) = match same {
            Some(before) if before.seq >= line.seq => (Verdict::OutOfOrder, Reason::Position),
            _ if places.contains_key(&(line.device, line.seq)) => (Verdict::OutOfOrder, Reason::Position),
            _ if follows.is_some() && line.prev_hash.is_none() => (Verdict::Intact, Reason::BeganAnew),
            _ if follows.is_some_and(|before| line.prev_hash != Some(before.hash)) => {
                (Verdict::Changed, Reason::Successor)
            }
            _ => (Verdict::Intact, Reason::Nothing),
        };
        report.say(what, verdict, reason);
        places.insert((line.device, line.seq), line);
        before = Some(line);
    }
    for link in content.links.iter().filter(|link| link.kind == LinkKind::Event) {
        let Ok(facts) = serde_json::from_str::<EventFacts>(&link.facts) else { continue };
        let (Some(device), Some(seq)) = (facts.device, facts.device_seq) else { continue };
        let what = format!("phone {device} number {seq} of link {} {}", link.household, link.seq);
        match places.get(&(device, seq)) {
            None => report.say(what, Verdict::Missing, Reason::Gap),
            Some(line) if Some(line.hash) != link.record_hash || line.prev_hash != facts.device_prev_hash => {
                report.say(what, Verdict::Changed, Reason::Record);
            }
            Some(_) => {}
        }
    }
}
