//! Writing the file that a court's expert needs: chains, what is sealed, the keys where the reader may open it, who vouches for each
//! record, the phones' own chains around the records, the digests and the proofs.

use super::file::{DeviceLine, DigestLine, Line, LinkLine, ProofLine, ReceiptLine, SignatureLine, write};
use super::open::{Opened, key_of_link};
use super::proof::proofs;
use super::signed::signing_of;
use crate::db::{self, Tx, evidence::StoredLink};
use crate::evidence::facts::EventFacts;
use crate::evidence::key::Sealed;
use crate::state::AppState;
use domain::chain::LinkKind;
use domain::hash::Hash;
use domain::id::{DeviceId, HouseholdId, RecordId};
use std::collections::{BTreeMap, BTreeSet};

/// The file for some households; `open` adds the keys of their links.
pub async fn export(state: &AppState, households: &[HouseholdId], open: bool) -> anyhow::Result<String> {
    let mut tx = state.db.read().await?;
    let mut lines = vec![];
    let mut places: BTreeMap<DeviceId, BTreeSet<u64>> = BTreeMap::new();
    let mut districts: BTreeSet<String> = BTreeSet::new();
    let mut vouched = vec![];
    for household in households {
        for stored in db::evidence::links_of(&mut tx, *household).await? {
            districts.insert(stored.link.district.clone());
            note_place(&stored, &mut places);
            vouched.extend(vouching(state, &mut tx, &stored).await?);
            lines.push(Line::Link(link_line(state, &mut tx, stored, open).await?));
        }
    }
    lines.append(&mut vouched);
    for (device, seqs) in &places {
        for (seq, hash, prev_hash) in device_numbers(&mut tx, *device, seqs).await? {
            lines.push(Line::Device(DeviceLine { device: *device, seq, hash, prev_hash }));
        }
    }
    for district in &districts {
        let digests = db::evidence_digest::digests_of(&mut tx, district).await?;
        let last = digests.last().cloned();
        lines.extend(digests.into_iter().map(|digest| Line::Digest(DigestLine::from(digest))));
        if let Some(digest) = last {
            let proofs = proofs(&mut tx, &digest, households).await?;
            lines.extend(proofs.iter().map(|proof| Line::Proof(ProofLine::of(&digest, proof))));
        }
    }
    Ok(write(state.clock.now_ms(), &lines)?)
}

/// How the phone signed what stands behind a link, and the server's receipt for it, signed now with the key of now.
async fn vouching(state: &AppState, tx: &mut Tx, stored: &StoredLink) -> anyhow::Result<Vec<Line>> {
    let link = &stored.link;
    let (LinkKind::Event, Ok(id)) = (link.kind, link.subject.parse::<RecordId>()) else { return Ok(vec![]) };
    let Some(signing) = signing_of(tx, id).await? else { return Ok(vec![]) };
    let author = serde_json::from_str::<EventFacts>(&link.facts).ok().and_then(|facts| facts.author);
    let receipt = match author {
        Some(author) => db::record::receipt_of(tx, id, author).await?,
        None => None,
    };
    let keys = state.receipts.keys();
    let receipt = receipt.and_then(|receipt| ReceiptLine::of(link, &state.receipts.sign(receipt), &keys));
    let signature = Line::Signature(SignatureLine::of(link, &signing));
    Ok(std::iter::once(signature).chain(receipt.map(Line::Receipt)).collect())
}

fn note_place(stored: &StoredLink, places: &mut BTreeMap<DeviceId, BTreeSet<u64>>) {
    if stored.link.kind != LinkKind::Event {
        return;
    }
    let facts: Option<EventFacts> = serde_json::from_str(&stored.link.facts).ok();
    if let Some((device, seq)) = facts.and_then(|facts| Some((facts.device?, facts.device_seq?))) {
        places.entry(device).or_default().insert(seq);
    }
}

async fn link_line(state: &AppState, tx: &mut Tx, stored: StoredLink, open: bool) -> anyhow::Result<LinkLine> {
    let key = match key_of_link(tx, &state.seal, &stored).await? {
        Opened::Whole(key) if open => Some(Hash(key.0)),
        _ => None,
    };
    let sealed = match (stored.link.kind, stored.link.sealed_sha256) {
        (LinkKind::Blob, Some(digest)) => state.blobs.get(digest).await?.map(|bytes| Sealed(bytes.to_vec()).to_text()),
        _ => stored.sealed,
    };
    let key = key.filter(|_| sealed.is_some());
    Ok(LinkLine::of(stored.link, sealed, key))
}

/// From the number before the first to the number after the last: what surrounds the records cannot have been added later.
async fn device_numbers(
    tx: &mut Tx,
    device: DeviceId,
    seqs: &BTreeSet<u64>,
) -> anyhow::Result<Vec<(u64, Hash, Option<Hash>)>> {
    let (Some(first), Some(last)) = (seqs.first().copied(), seqs.last().copied()) else { return Ok(vec![]) };
    Ok(db::record::device_numbers(tx, device, first.saturating_sub(1), last.saturating_add(1)).await?)
}
