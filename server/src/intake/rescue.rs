//! Rescued envelopes: opened, and what was inside given to the same intake as a push from its author. Whoever brings them.
//!
//! A stranger can close an envelope too: the public key is public. So a record that somebody else brings counts only when its author's
//! key on its phone, as the server knew it before, has signed it; any other is kept and set aside until its author brings it.

use super::{Intake, Read};
use crate::auth::Actor;
use crate::blob::content;
use crate::db::record::Signed;
use crate::db::{self, Tx};
use crate::error::ApiResult;
use crate::state::AppState;
use crate::{evidence, receipt};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use domain::finding::Finding;
use domain::hash::Hash;
use domain::sync::envelope::{self, Inside, Named, SealedRecord};
use domain::sync::protocol::{CHUNK_BYTES, Receipt};
use domain::sync::record::Record;
use domain::sync::rescue::Rescued;
use domain::sync::signature::{DeviceKey, SignatureState, signature_state};

/// What became of an envelope.
pub struct Outcome {
    /// The server's word on it.
    pub rescued: Rescued,
    /// The record that was inside.
    pub record: Option<Record>,
}

/// What was inside, and the server's word if it has one.
type Content = (Hash, Option<Record>, Option<Receipt>);

/// Takes envelopes in, one after the other; none stops the next. `bearer` brings them, and may be their author.
///
/// # Errors
/// Only when the database or the disk is out of reach: then the bearer keeps everything and comes again. What was taken before that is
/// here, and a repeat does it no harm.
pub async fn take_envelopes(state: &AppState, bearer: &Actor, envelopes: Vec<Named>) -> ApiResult<Vec<Outcome>> {
    let mut outcomes = Vec::with_capacity(envelopes.len());
    for Named { name, envelope } in envelopes {
        let (content, fault) = match take(state, bearer, &envelope).await {
            Ok(Ok(content)) => (Some(content), None),
            Ok(Err(fault)) => (None, Some(fault)),
            Err(error) if error.is_out_of_reach() => return Err(error),
            Err(error) => {
                error.log();
                (None, Some(Finding::new("server_could_not_use_it", "")))
            }
        };
        outcomes.push(outcome(state, name, content, fault));
    }
    // What a record lacked may have been in a later envelope.
    for outcome in &mut outcomes {
        let Some(record) = &outcome.record else { continue };
        if let Ok(Some(receipt)) = stored_receipt(state, record).await {
            outcome.rescued.receipt = Some(state.receipts.sign(receipt));
        }
    }
    Ok(outcomes)
}

fn outcome(state: &AppState, name: String, content: Option<Content>, fault: Option<Finding>) -> Outcome {
    let Some((hash, record, receipt)) = content else {
        let findings = fault.into_iter().collect();
        return Outcome { rescued: Rescued { name, hash: None, receipt: None, findings, proof: None }, record: None };
    };
    let findings = receipt.as_ref().map(|receipt| receipt.findings.clone()).unwrap_or_default();
    let is_of_use = !findings.iter().any(|finding| finding.code == "other_author");
    let proof = is_of_use.then(|| state.receipts.sign_kept(hash));
    let receipt = receipt.map(|receipt| state.receipts.sign(receipt));
    Outcome { rescued: Rescued { name, hash: Some(hash), receipt, findings, proof }, record }
}

async fn take(state: &AppState, bearer: &Actor, text: &str) -> ApiResult<Result<Content, Finding>> {
    let Ok(bytes) = BASE64.decode(text) else { return Ok(Err(Finding::new("envelope_unreadable", "envelope"))) };
    let opened = envelope::parse(&bytes).and_then(|closed| Ok((closed.inside, state.opener.content(&closed)?)));
    match opened {
        Err(finding) => Ok(Err(finding)),
        Ok((Inside::Blob, content)) => Ok(Ok((keep_blob(state, content).await?, None, None))),
        Ok((Inside::Record, content)) => match envelope::read_record(&content) {
            Err(finding) => Ok(Err(finding)),
            Ok(sealed) => take_record(state, bearer, sealed).await,
        },
    }
}

async fn take_record(state: &AppState, bearer: &Actor, sealed: SealedRecord) -> ApiResult<Result<Content, Finding>> {
    let record = sealed.record.clone();
    let mut tx = state.db.write().await?;
    db::change::lock_order(&mut tx).await?;
    let is_own = bearer.account == record.author;
    let intake = Intake::new(state);
    let author = if is_own { Some(bearer.clone()) } else { intake.author_of(&mut tx, &record).await? };
    let Some(author) = author else { return Ok(Err(Finding::new("author_unknown", "author"))) };
    let signed = worth_of(&mut tx, &sealed, is_own).await?;
    if let Some(key) = sealed.key.filter(|_| is_own) {
        keep_key(&mut tx, &record, &key, intake.now_ms).await?;
    }
    let is_vouched_for = is_own || signed.state == SignatureState::Signed;
    let is_here = db::record::stored_hash(&mut tx, record.id).await? == Some(record.hash());
    let read = Read::of(&record, record.hash(), signed);
    let receipt = match (is_vouched_for, is_here) {
        (true, _) => Some(intake.take(&mut tx, &author, &record, &read).await?),
        (false, true) => db::record::receipt_of(&mut tx, record.id, record.author).await?,
        (false, false) => Some(intake.take(&mut tx, bearer, &record, &read).await?),
    };
    tx.commit().await?;
    Ok(Ok((record.hash(), Some(record), receipt)))
}

/// Keeps a key that came with its author's envelope before any push did: the signature is checked against it for ever. A key that is
/// known already says nothing new here, and ends no other.
async fn keep_key(tx: &mut Tx, record: &Record, key: &DeviceKey, now_ms: i64) -> ApiResult<()> {
    let keys = db::device::keys_of(tx, record.device, record.author).await?;
    if !keys.iter().any(|known| known.public == key.public) {
        db::device::note_key(tx, record.device, record.author, key, now_ms).await?;
    }
    Ok(())
}

/// The key inside the envelope speaks only where its author stands behind it.
async fn worth_of(tx: &mut Tx, sealed: &SealedRecord, is_own: bool) -> ApiResult<Signed> {
    let SealedRecord { record, signature, key } = sealed;
    let mut keys = db::device::keys_of(tx, record.device, record.author).await?;
    keys.extend(key.filter(|new| is_own && !keys.iter().any(|known| known.public == new.public)));
    let state = signature_state(record.seq, record.hash(), signature.as_ref(), &keys, receipt::verifies);
    Ok(Signed { signature: *signature, state })
}

async fn stored_receipt(state: &AppState, record: &Record) -> ApiResult<Option<Receipt>> {
    let mut tx = state.db.read().await?;
    Ok(db::record::receipt_of(&mut tx, record.id, record.author).await?)
}

/// Keeps a blob; it is named by the hash that we compute.
async fn keep_blob(state: &AppState, bytes: Vec<u8>) -> ApiResult<Hash> {
    let hash = Hash::of(&bytes);
    let kind = if bytes.starts_with(&[0xff, 0xd8]) { "photo" } else { "strokes" };
    let (now_ms, size_bytes) = (state.clock.now_ms(), bytes.len() as i64);
    let mut tx = state.db.read().await?;
    let known = db::blob::blob_facts(&mut tx, hash).await?;
    drop(tx);
    if known.is_some_and(|facts| facts.arrived_at_ms.is_some()) {
        return Ok(hash);
    }
    let findings = content::findings(kind, &bytes, &state.rules.on_ms(now_ms));
    state.blobs.put(Bytes::from(bytes)).await.map_err(anyhow::Error::from)?;
    let mut tx = state.db.write().await?;
    db::blob::note_arrival(&mut tx, hash, size_bytes, kind, &findings, now_ms).await?;
    tx.commit().await?;
    let chunks = (size_bytes + CHUNK_BYTES as i64 - 1) / CHUNK_BYTES as i64;
    state.blobs.delete_chunks(hash, chunks).await.map_err(anyhow::Error::from)?;
    // What fails here is done by the job.
    if let Err(error) = evidence::blob::seal_arrived(state, Some(hash)).await {
        tracing::warn!(%error, "blobs of consents wait for the job to seal them");
    }
    Ok(hash)
}
