//! Checking the evidence in the database: chains, the rows and blobs behind them, what is sealed, and the digests.

use super::append::confirmation_facts;
use super::digest::{computed, covered_until};
use super::facts::{Envelope, EventFacts, EventRow};
use super::open::{Opened, event_in, key_of_link};
use super::report::Report;
use super::signed::signing_of;
use crate::db::{self, Tx, evidence::StoredLink, evidence_row};
use crate::evidence::key::Sealed;
use crate::state::AppState;
use domain::chain::{LinkKind, Reason, Verdict, judge, judge_digests};
use domain::consent::ConsentEvent;
use domain::hash::Hash;
use domain::id::{CompoundId, HouseholdId};
use std::collections::BTreeMap;
use uuid::Uuid;

const BATCH: i64 = 200;

/// What is wrong behind a link: the verdict and why.
type Fault = Option<(Verdict, Reason)>;

/// The verdict on every link, row and digest of the database.
pub async fn verify(state: &AppState) -> anyhow::Result<Report> {
    let mut report = Report::default();
    let mut after = Uuid::nil();
    let mut tx = state.db.read().await?;
    let covered = covered_until(&mut tx).await?;
    loop {
        let households = db::evidence::chained_households(&mut tx, after, BATCH).await?;
        let Some(last) = households.last() else { break };
        after = last.0;
        for household in households {
            verify_chain(state, &mut tx, household, &covered, &mut report).await?;
        }
    }
    unlinked(&mut tx, &mut report).await?;
    digests(&mut tx, &mut report).await?;
    Ok(report)
}

async fn verify_chain(
    state: &AppState,
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
            let behind = match row_fault(state, tx, stored).await? {
                None => sealed_fault(state, tx, stored, &links, report).await?,
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

/// Compares the row, or the sealed blob, with what was linked.
async fn row_fault(state: &AppState, tx: &mut Tx, stored: &StoredLink) -> anyhow::Result<Fault> {
    let (link, id) = (&stored.link, stored.link.subject.parse::<Uuid>().unwrap_or_default());
    Ok(match link.kind {
        LinkKind::Event => match evidence_row::event_row(tx, id).await? {
            None => Some((Verdict::Missing, Reason::Row)),
            Some(row) if !event_agrees(&row, stored) => Some((Verdict::Changed, Reason::Row)),
            Some(_) => signature_fault(tx, id, &link.facts).await?,
        },
        LinkKind::Confirmation => match evidence_row::confirmation_row(tx, id).await? {
            None => Some((Verdict::Missing, Reason::Row)),
            Some((household, confirmation, note)) => {
                let facts = confirmation.and_then(|confirmation| confirmation_facts(&confirmation).ok());
                differs(household != link.household || facts.as_ref() != Some(&link.facts) || !note.is_empty())
            }
        },
        LinkKind::Blob => match link.sealed_sha256 {
            None => Some((Verdict::Changed, Reason::Sealed)),
            Some(digest) => match state.blobs.get(digest).await? {
                None => Some((Verdict::Missing, Reason::Sealed)),
                Some(bytes) => (Hash::of(&bytes) != digest).then_some((Verdict::Changed, Reason::Sealed)),
            },
        },
        LinkKind::Erasure => None,
    })
}

fn differs(differs: bool) -> Fault {
    differs.then_some((Verdict::Changed, Reason::Row))
}

/// Compares the phone's signature with what was linked. A record that lost its row is found by its own columns.
async fn signature_fault(tx: &mut Tx, id: Uuid, facts: &str) -> anyhow::Result<Fault> {
    let Some(signing) = signing_of(tx, id.into()).await? else { return Ok(None) };
    let Ok(facts) = serde_json::from_str::<EventFacts>(facts) else { return Ok(differs(true)) };
    let agrees = signing.agrees(facts.signature_state, facts.signature_sha256);
    Ok((!agrees).then_some((Verdict::Changed, Reason::Signature)))
}

/// Whether every column of the event and of its record is what was linked.
fn event_agrees(row: &evidence_row::EventRow, stored: &StoredLink) -> bool {
    let link = &stored.link;
    let was: Option<EventFacts> = serde_json::from_str(&link.facts).ok();
    let prev_hash = row.record_prev_hash.as_ref().map(|text| text.parse().unwrap_or(Hash([0; 32])));
    let envelope = row.record_device.zip(row.record_seq).map(|(device, seq)| Envelope {
        device: device.into(),
        seq: u64::try_from(seq).unwrap_or(0),
        prev_hash,
        offset_ms: row.record_offset_ms,
        signature_state: was.as_ref().and_then(|facts| facts.signature_state),
        signature_sha256: was.as_ref().and_then(|facts| facts.signature_sha256),
    });
    let linked = EventRow {
        compound: CompoundId(row.compound_id),
        author: row.account_id.map(Into::into),
        recorded_at_ms: row.recorded_at_ms,
        received_at_ms: row.received_at_ms,
        content: &row.content,
    };
    let facts = EventFacts::text(&linked, envelope).ok();
    let event: Option<ConsentEvent> = serde_json::from_str(&row.content).ok();
    let columns = event.is_none_or(|event| {
        event.household.0 == row.household_id
            && i64::from(event.occupancy_seq) == row.occupancy_seq
            && event.kind.name() == row.kind
            && event.action.name() == row.action
            && event.refers_to.map(|id| id.0) == row.refers_to
    });
    let record = envelope.is_none()
        || (row.record_hash == link.record_hash.map(|hash| hash.to_string())
            && row.record_author == row.account_id
            && row.record_ms == Some(row.recorded_at_ms));
    row.household_id == link.household.0 && facts.as_ref() == Some(&link.facts) && columns && record
}

/// Checks the digest of what is sealed, and opens it as long as its key exists.
async fn sealed_fault(
    state: &AppState,
    tx: &mut Tx,
    stored: &StoredLink,
    links: &[domain::chain::Link],
    report: &mut Report,
) -> anyhow::Result<Fault> {
    let link = &stored.link;
    let changed = |reason| Ok(Some((Verdict::Changed, reason)));
    if link.kind == LinkKind::Erasure {
        return Ok(None);
    }
    let bytes = match (link.kind, link.sealed_sha256) {
        (LinkKind::Blob, Some(digest)) => state.blobs.get(digest).await?.map(|bytes| Sealed(bytes.to_vec())),
        _ => stored.sealed.as_deref().and_then(Sealed::from_text),
    };
    let Some(sealed) = bytes.filter(|sealed| Some(sealed.sha256()) == link.sealed_sha256) else {
        return changed(Reason::Sealed);
    };
    let key = match key_of_link(tx, &state.seal, stored).await? {
        Opened::Whole(key) => key,
        // A key goes only with an erasure that stands on the chain behind what it erased.
        Opened::Erased if links.iter().any(|other| other.kind == LinkKind::Erasure && other.seq > link.seq) => {
            report.erased += 1;
            return Ok(None);
        }
        Opened::Erased | Opened::Unreadable => return changed(Reason::Sealed),
    };
    let Some(plain) = key.open(&link.subject, &sealed) else { return changed(Reason::Sealed) };
    report.opened += 1;
    if link.kind == LinkKind::Event && !record_agrees(link, &plain) {
        return changed(Reason::Record);
    }
    Ok(None)
}

/// Whether what was sealed is the record that was linked, and the clear part says the same.
fn record_agrees(link: &domain::chain::Link, plain: &[u8]) -> bool {
    let Some(hash) = link.record_hash else { return true };
    let clear: Option<ConsentEvent> = serde_json::from_str::<EventFacts>(&link.facts)
        .ok()
        .and_then(|facts| serde_json::from_str(facts.event.get()).ok());
    let said = event_in(plain).map(|event| event.clear_part());
    Hash::of(plain) == hash && clear == said
}

/// Rows of evidence that no link holds: put in behind the program's back, or the link was taken away.
async fn unlinked(tx: &mut Tx, report: &mut Report) -> anyhow::Result<()> {
    for household in db::evidence_old::unlinked_households(tx, 10_000).await? {
        for row in db::evidence_old::unlinked_rows(tx, household).await? {
            let what = match row {
                db::evidence_old::OldRow::Event(old) => format!("household {household} event {}", old.id),
                db::evidence_old::OldRow::Confirmation(old) => format!("household {household} confirmation {}", old.id),
            };
            report.say(what, Verdict::Missing, Reason::Unlinked);
        }
    }
    Ok(())
}

/// The digests, each computed again from the chains.
async fn digests(tx: &mut Tx, report: &mut Report) -> anyhow::Result<()> {
    for (district, _) in db::evidence_digest::districts(tx).await? {
        let digests = db::evidence_digest::digests_of(tx, &district).await?;
        for (digest, (verdict, reason)) in digests.iter().zip(judge_digests(&digests)) {
            let (mut verdict, mut reason) = (verdict, reason);
            if verdict == Verdict::Intact && computed(tx, &district, digest.day, digest.prev_hash).await? != *digest {
                (verdict, reason) = (Verdict::Changed, Reason::Digest);
            }
            report.say(format!("digest {district} {}", digest.day), verdict, reason);
        }
    }
    Ok(())
}
