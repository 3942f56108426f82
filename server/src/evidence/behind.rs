//! What stands behind a link: its row, its record with the photos and signatures that it names, what is sealed, and the key.

use super::append::{callback_facts, confirmation_facts};
use super::facts::{BlobFacts, ConfirmationFacts, Envelope, EventFacts, EventRow, blob_subject};
use super::key::Sealed;
use super::open::{Opened, event_in, key_of_link};
use super::report::Report;
use super::signed::signing_of;
use super::verify::Books;
use crate::db::evidence_row::{self, BlobRow};
use crate::db::{self, Tx, evidence::StoredLink};
use domain::chain::{Link, LinkKind, Reason, Verdict};
use domain::consent::ConsentEvent;
use domain::hash::Hash;
use domain::id::CompoundId;
use domain::sync::body::Body;
use domain::sync::protocol::ReceiptState;
use domain::sync::record::{Record, RecordKind};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What is wrong behind a link: the verdict and why.
pub(super) type Fault = Option<(Verdict, Reason)>;

/// Compares the row, or the sealed blob, with what was linked.
pub(super) async fn row_fault(books: Books<'_>, tx: &mut Tx, stored: &StoredLink) -> anyhow::Result<Fault> {
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
            Some(digest) => match books.blobs.get(digest).await? {
                None => Some((Verdict::Missing, Reason::Sealed)),
                Some(bytes) if Hash::of(&bytes) != digest => Some((Verdict::Changed, Reason::Sealed)),
                Some(_) => differs(!blob_agrees(tx, link).await?),
            },
        },
        LinkKind::Callback => match db::consent::callback_by_id(tx, id).await? {
            None => Some((Verdict::Missing, Reason::Row)),
            Some(row) => {
                let facts = callback_facts(books.seal, &row).ok();
                differs(row.household != link.household || facts.as_ref() != Some(&link.facts))
            }
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
        received_at_ms: was.as_ref().and_then(|facts| facts.record_received_at_ms).and(row.record_received_ms),
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
        // Spaces around it are no part of JSON, and no part of what was linked.
        row.content.trim_ascii() == row.content
            && event.household.0 == row.household_id
            && i64::from(event.occupancy_seq) == row.occupancy_seq
            && event.kind.name() == row.kind
            && event.action.name() == row.action
            && event.refers_to.map(|id| id.0) == row.refers_to
    });
    let record = envelope.is_none()
        || (row.record_hash == link.record_hash.map(|hash| hash.to_string())
            && row.record_author == row.account_id
            && row.record_ms == Some(row.recorded_at_ms)
            && row.record_kind.as_deref() == Some(RecordKind::ConsentEvent.name())
            && row.record_status.as_deref() == Some(ReceiptState::Accepted.name())
            && row.record_compound == Some(row.compound_id)
            && row.record_received_ms.is_some_and(|at_ms| at_ms <= row.received_at_ms)
            && row.record_body.as_deref() == Some(""));
    row.household_id == link.household.0 && facts.as_ref() == Some(&link.facts) && columns && record
}

/// Checks the digest of what is sealed, and opens it as long as its key exists.
pub(super) async fn sealed_fault(
    books: Books<'_>,
    tx: &mut Tx,
    stored: &StoredLink,
    links: &[Link],
    report: &mut Report,
) -> anyhow::Result<Fault> {
    let link = &stored.link;
    let changed = |reason| Ok(Some((Verdict::Changed, reason)));
    if matches!(link.kind, LinkKind::Erasure | LinkKind::Callback) {
        return Ok(None);
    }
    let bytes = match (link.kind, link.sealed_sha256) {
        (LinkKind::Blob, Some(digest)) => books.blobs.get(digest).await?.map(|bytes| Sealed(bytes.to_vec())),
        _ => stored.sealed.as_deref().and_then(Sealed::from_text),
    };
    let Some(sealed) = bytes.filter(|sealed| Some(sealed.sha256()) == link.sealed_sha256) else {
        return changed(Reason::Sealed);
    };
    if !key_agrees(tx, stored).await? {
        return changed(Reason::Sealed);
    }
    let key = match key_of_link(tx, books.seal, stored).await? {
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
    if link.kind != LinkKind::Event {
        return Ok(None);
    }
    let Some(mut event) = event_in(&plain) else { return changed(Reason::Record) };
    // The phone may have named a door that it found itself.
    if db::new_door::alias_of(tx, event.household).await? == Some(link.household) {
        event.household = link.household;
    }
    if !record_agrees(link, &plain, &event) {
        return changed(Reason::Record);
    }
    Ok(differs(!names_agree(tx, link, &plain, links).await?))
}

/// Whether the key belongs to the family that the link is about, and is destroyed or not, but not both.
async fn key_agrees(tx: &mut Tx, stored: &StoredLink) -> anyhow::Result<bool> {
    let (Some(id), link) = (stored.key, &stored.link) else { return Ok(true) };
    let Some(key) = evidence_row::key_row(tx, id).await? else { return Ok(false) };
    let event = match link.kind {
        LinkKind::Event => link.subject.parse().ok(),
        LinkKind::Confirmation => {
            serde_json::from_str::<ConfirmationFacts>(&link.facts).ok().map(|facts| facts.consent.0)
        }
        LinkKind::Blob => serde_json::from_str::<BlobFacts>(&link.facts).ok().map(|facts| facts.event),
        LinkKind::Erasure | LinkKind::Callback => None,
    };
    let family = match event {
        Some(event) => db::consent::family_of(tx, event.into()).await?,
        None => None,
    };
    Ok(key.household_id == link.household.0
        && key.occupancy_seq == family.map_or(0, |(_, family)| i64::from(family))
        && key.wrapped.is_none() == key.destroyed_at_ms.is_some())
}

/// Whether the record names the sealed photo or signature of a link, and as large as it was.
async fn blob_agrees(tx: &mut Tx, link: &Link) -> anyhow::Result<bool> {
    let Ok(facts) = serde_json::from_str::<BlobFacts>(&link.facts) else { return Ok(false) };
    let named = BlobRow {
        sha256: facts.sha256.to_string(),
        kind: facts.kind,
        sealed_sha256: link.sealed_sha256.map(|digest| digest.to_string()),
    };
    let here = db::blob::blob_facts(tx, facts.sha256).await?;
    let is_here =
        here.is_some_and(|here| here.arrived_at_ms.is_some() && u64::try_from(here.size_bytes) == Ok(facts.size_bytes));
    Ok(is_here && evidence_row::blob_rows(tx, facts.event).await?.contains(&named))
}

/// Whether the record names exactly the photos and signatures that its words do, each sealed as its link says or not at all, and the
/// record that it puts right.
async fn names_agree(tx: &mut Tx, link: &Link, plain: &[u8], links: &[Link]) -> anyhow::Result<bool> {
    let facts: Option<EventFacts> = serde_json::from_str(&link.facts).ok();
    let (Ok(id), Some(event)) = (link.subject.parse::<Uuid>(), event_in(plain)) else { return Ok(false) };
    let Some((device, seq)) = facts.as_ref().and_then(|facts| Some((facts.device?, facts.device_seq?))) else {
        return Ok(true);
    };
    let Some(row) = evidence_row::event_row(tx, id).await? else { return Ok(false) };
    let whole = Record {
        id: id.into(),
        kind: RecordKind::ConsentEvent,
        device,
        seq,
        author: row.record_author.unwrap_or_default().into(),
        recorded_at_ms: row.recorded_at_ms,
        offset_ms: row.record_offset_ms,
        prev_hash: facts.and_then(|facts| facts.device_prev_hash),
        repairs: row.record_repairs.map(Into::into),
        body: Record::body_in(plain).unwrap_or_default().to_owned(),
    };
    let sealed = |sha256: Hash| {
        let subject = blob_subject(id, sha256);
        let link = links.iter().find(|link| link.kind == LinkKind::Blob && link.subject == subject);
        link.and_then(|link| link.sealed_sha256).map(|digest| digest.to_string())
    };
    let named = Body::ConsentEvent(Box::new(event)).blobs();
    let fits = |row: &BlobRow| {
        named.iter().any(|blob| {
            blob.sha256.to_string() == row.sha256 && blob.kind == row.kind && sealed(blob.sha256) == row.sealed_sha256
        })
    };
    let rows = evidence_row::blob_rows(tx, id).await?;
    let different: BTreeSet<Hash> = named.iter().map(|blob| blob.sha256).collect();
    Ok(Some(whole.hash()) == link.record_hash && rows.len() == different.len() && rows.iter().all(fits))
}

/// Whether what was sealed is the record that was linked, and the clear part says the same as its event.
fn record_agrees(link: &Link, plain: &[u8], event: &ConsentEvent) -> bool {
    let Some(hash) = link.record_hash else { return true };
    let clear: Option<ConsentEvent> = serde_json::from_str::<EventFacts>(&link.facts)
        .ok()
        .and_then(|facts| serde_json::from_str(facts.event.get()).ok());
    Hash::of(plain) == hash && clear == Some(event.clone().clear_part())
}
