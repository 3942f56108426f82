//! Checking the evidence in the database: chains, the rows and blobs behind them, what is sealed, and the digests.

use super::backfill::unlinked;
use super::behind::{row_fault, sealed_fault};
use super::digest::{computed, covered_until};
use super::phones::phones;
use super::published::Published;
use super::report::Report;
use crate::blob::Blobs;
use crate::db::{self, Db, Tx};
use crate::seal::Seal;
use crate::state::AppState;
use domain::chain::{Reason, Verdict, judge, judge_digests};
use domain::id::HouseholdId;
use std::collections::BTreeMap;
use uuid::Uuid;

const BATCH: i64 = 200;

/// Columns beside the evidence that nothing stands on: whoever changes them changes nothing that a consent says. Every other column of
/// these tables is under a link or compared with one; the keys of receipts only with what was published.
pub const NOT_EVIDENCE: [&str; 17] = [
    "evidence_start.at_ms",
    "evidence_start.linked",
    "evidence_callback_start.at_ms",
    "evidence_callback_start.linked",
    "evidence_digests.made_at_ms",
    "evidence_keys.made_at_ms",
    "evidence_keys.destroyed_at_ms",
    "records.findings",
    "blobs.kind",
    "blobs.arrived_at_ms",
    "blobs.findings",
    "device_keys.first_seq",
    "device_keys.from_ms",
    "device_keys.to_ms",
    "receipt_keys.private_sealed",
    "receipt_keys.from_ms",
    "receipt_keys.to_ms",
];

/// What a check looks at. It changes nothing of it.
#[derive(Clone, Copy)]
pub struct Books<'a> {
    pub db: &'a Db,
    pub blobs: &'a Blobs,
    pub seal: &'a Seal,
}

impl<'a> From<&'a AppState> for Books<'a> {
    fn from(state: &'a AppState) -> Self {
        Self { db: &state.db, blobs: &state.blobs, seal: &state.seal }
    }
}

/// The verdict on every link, row and digest of the database.
/// Whoever kept what was published gives it: then what was cut off with its digests is found too.
pub async fn verify(books: Books<'_>, published: Option<&Published>) -> anyhow::Result<Report> {
    let mut report = Report::default();
    let mut after = Uuid::nil();
    let mut tx = books.db.read().await?;
    let covered = match published {
        Some(published) => published.covered_until(),
        None => covered_until(&mut tx).await?,
    };
    loop {
        let households = db::evidence::chained_households(&mut tx, after, BATCH).await?;
        let Some(last) = households.last() else { break };
        after = last.0;
        for household in households {
            verify_chain(books, &mut tx, household, &covered, &mut report).await?;
        }
    }
    // Put in behind the program's back, or the link was taken away.
    for name in unlinked(&mut tx).await? {
        report.say(name, Verdict::Missing, Reason::Unlinked);
    }
    if db::evidence_old::has_links(&mut tx).await? && !db::evidence_old::has_started(&mut tx).await? {
        report.say("the note of when the chains began", Verdict::Missing, Reason::Row);
    }
    let has_callbacks = !db::evidence_old::linked_callbacks(&mut tx).await?.is_empty();
    if has_callbacks && !db::evidence_old::has_callbacks_started(&mut tx).await? {
        report.say("the note of when call-backs began to be linked", Verdict::Missing, Reason::Row);
    }
    phones(&mut tx, &mut report).await?;
    digests(&mut tx, published, &mut report).await?;
    if let Some(published) = published {
        published.compare_keys(&mut tx, &mut report).await?;
    }
    Ok(report)
}

async fn verify_chain(
    books: Books<'_>,
    tx: &mut Tx,
    household: HouseholdId,
    covered: &BTreeMap<String, i64>,
    report: &mut Report,
) -> anyhow::Result<()> {
    let stored = db::evidence::links_of(tx, household).await?;
    let links: Vec<_> = stored.iter().map(|stored| stored.link.clone()).collect();
    for mut judged in judge(&links, &[]) {
        let found = stored.iter().find(|stored| stored.link.seq == judged.seq);
        if let Some(stored) = found.filter(|_| judged.verdict == Verdict::Intact) {
            let behind = match row_fault(books, tx, stored).await? {
                None => sealed_fault(books, tx, stored, &links, report).await?,
                fault => fault,
            };
            let is_new = covered.get(&stored.link.district).is_none_or(|end_ms| stored.link.at_ms >= *end_ms);
            match behind {
                Some((verdict, reason)) => (judged.verdict, judged.reason) = (verdict, reason),
                None if is_new => judged.reason = Reason::NotCovered,
                None => {}
            }
        }
        report.say_link(&judged, found.map(|stored| (stored.link.kind, stored.link.subject.as_str())));
    }
    Ok(())
}

/// The digests, each computed again from the chains, and compared with what was published.
async fn digests(tx: &mut Tx, published: Option<&Published>, report: &mut Report) -> anyhow::Result<()> {
    for (district, _) in db::evidence_digest::districts(tx).await? {
        let digests = db::evidence_digest::digests_of(tx, &district).await?;
        for (digest, (verdict, reason)) in digests.iter().zip(judge_digests(&digests)) {
            let (mut verdict, mut reason) = (verdict, reason);
            if verdict == Verdict::Intact && computed(tx, &district, digest.day, digest.prev_hash).await? != *digest {
                (verdict, reason) = (Verdict::Changed, Reason::Digest);
            }
            if let Some(fault) = published.filter(|_| verdict == Verdict::Intact).and_then(|one| one.fault(digest)) {
                (verdict, reason) = fault;
            }
            report.say(format!("digest {district} {}", digest.day), verdict, reason);
        }
        for day in published.iter().flat_map(|published| published.days_without(&district, &digests)) {
            report.say(format!("digest {district} {day}"), Verdict::Missing, Reason::CutOff);
        }
    }
    let known = db::evidence_digest::districts(tx).await?;
    for (district, day) in published.iter().flat_map(|published| published.all_days()) {
        if !known.iter().any(|(name, _)| name == district) {
            report.say(format!("digest {district} {day}"), Verdict::Missing, Reason::CutOff);
        }
    }
    Ok(())
}
