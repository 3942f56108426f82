//! Sending photos and signatures: in chunks, going on where the line broke, until the server has computed the same hash.

use super::round::{Party, Stop};
use super::transport::{Body, Call, Transport};
use super::wire::{self, Refusal};
use crate::store::{Table, Value, key};
use domain::hash::Hash;
use domain::sync::outbox::{Custody, Waiting};
use domain::sync::protocol::{BlobState, CHUNK_BYTES};

/// Sends what the server says it lacks. One blob that fails does not stop the next.
pub async fn send_missing(party: &Party<'_>, own: &[Waiting]) -> Result<(), Stop> {
    for hash in missing(own) {
        // Read one by one: all of them together may be more than the phone's memory.
        let Some(Value::Bytes(bytes)) = party.store.get(Table::Blobs, &key::blob(party.account, hash)).await? else {
            continue;
        };
        match send(party.transport, hash, &bytes).await {
            Ok(()) | Err(Refusal::Refused { .. }) => {}
            Err(refusal) => return Err(refusal.into()),
        }
    }
    Ok(())
}

fn missing(own: &[Waiting]) -> Vec<Hash> {
    let mut hashes: Vec<Hash> = Vec::new();
    for entry in own {
        let missing_blobs = match &entry.custody {
            Custody::CopyOnServer { missing_blobs, .. } => missing_blobs,
            _ => &entry.lacking,
        };
        for hash in missing_blobs {
            if entry.blobs.contains(hash) && !hashes.contains(hash) {
                hashes.push(*hash);
            }
        }
    }
    hashes
}

async fn send(transport: &dyn Transport, hash: Hash, bytes: &[u8]) -> Result<(), Refusal> {
    let state = match wire::ask::<BlobState>(transport, Call::get(format!("/api/v1/blobs/{hash}/state"))).await {
        Err(Refusal::Refused { status: 404, .. }) => BlobState { chunks: vec![], arrived: false, findings: vec![] },
        other => other?,
    };
    if state.arrived {
        return Ok(());
    }
    let kind = if bytes.starts_with(&[0xff, 0xd8]) { "photo" } else { "strokes" };
    for (index, chunk) in bytes.chunks(CHUNK_BYTES).enumerate() {
        if state.chunks.iter().any(|here| *here as usize == index) {
            continue;
        }
        let path = format!("/api/v1/blobs/{hash}/chunks/{index}?size={}&kind={kind}", bytes.len());
        let call = Call { method: "PUT", path, body: Some(Body::Bytes(chunk.to_vec())) };
        wire::ask::<BlobState>(transport, call).await?;
    }
    Ok(())
}
