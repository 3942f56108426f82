//! Sealing the signatures and photos of consents once they have arrived: the open bytes go, the sealed ones and their link stay.

use super::append::Notary;
use super::facts::{BlobFacts, blob_subject};
use super::key::Sealed;
use crate::db::blob_list::Showing;
use crate::db::{self, Tx};
use crate::state::AppState;
use domain::chain::LinkKind;
use domain::hash::Hash;
use domain::id::HouseholdId;
use domain::org::Scope;
use uuid::Uuid;

const BATCH: i64 = 200;

/// Seals what waits, or one blob alone. A crash between any two steps leaves the open blob or a sealed one that is linked, and is finished next time.
pub async fn seal_arrived(state: &AppState, only: Option<Hash>) -> anyhow::Result<u64> {
    let mut count = 0;
    loop {
        let mut tx = state.db.read().await?;
        let waiting = db::evidence::blobs_to_seal(&mut tx, only, BATCH).await?;
        drop(tx);
        let mut done = 0;
        for (event, blob, kind) in waiting {
            done += u64::from(seal_one(state, event, blob, &kind).await?);
        }
        count += done;
        if done == 0 {
            return Ok(count);
        }
    }
}

async fn seal_one(state: &AppState, event: Uuid, blob: Hash, kind: &str) -> anyhow::Result<bool> {
    let notary = Notary { seal: &state.seal, clock: &state.clock };
    let mut tx = state.db.write().await?;
    let Some((household, family)) = db::consent::family_of(&mut tx, event.into()).await? else { return Ok(false) };
    db::evidence::lock_household(&mut tx, household).await?;
    let linked = db::evidence::link_about(&mut tx, LinkKind::Blob, &blob_subject(event, blob)).await?;
    let sealed = match linked.and_then(|stored| stored.link.sealed_sha256) {
        Some(digest) => digest,
        None => {
            let Some(bytes) = super::open::blob(&mut tx, &state.seal, &state.blobs, blob).await? else {
                tracing::warn!(%blob, "a blob that arrived is not among the blobs");
                return Ok(false);
            };
            seal_now(
                state,
                &notary,
                &mut tx,
                (household, family),
                BlobFacts { event, sha256: blob, kind: kind.to_owned(), size_bytes: bytes.len() as u64 },
                &bytes,
            )
            .await?
        }
    };
    db::evidence::note_sealed(&mut tx, event, blob, sealed).await?;
    let needed = db::evidence::open_blob_needed(&mut tx, blob).await?
        || db::blob_list::in_requests(&mut tx, &[Scope::District], Showing { sha256: &blob.to_string(), hides: &[] })
            .await?;
    tx.commit().await?;
    if !needed {
        state.blobs.delete(blob).await?;
    }
    Ok(true)
}

async fn seal_now(
    state: &AppState,
    notary: &Notary<'_>,
    tx: &mut Tx,
    (household, family): (HouseholdId, u32),
    facts: BlobFacts,
    bytes: &[u8],
) -> anyhow::Result<Hash> {
    let now_ms = state.clock.now_ms();
    let (id, key) = notary.key(tx, household, family, now_ms).await?;
    let subject = blob_subject(facts.event, facts.sha256);
    let sealed: Sealed = key.of_link(&subject).seal(&subject, bytes)?;
    // Named by its own digest: no try overwrites another.
    let digest = state.blobs.put(sealed.0.clone().into()).await?;
    notary.add_blob(tx, household, &facts, id, &sealed, now_ms).await?;
    Ok(digest)
}
