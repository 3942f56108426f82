//! Blobs: photos and signatures in resumable chunks, named by their hash, arrived only when we computed it ourselves.

use crate::auth::{Actor, sight};
use crate::blob::content;
use crate::db;
use crate::error::{ApiError, ApiResult};
use crate::evidence;
use crate::intake::photo::{News, Step, state_of};
use crate::state::AppState;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::finding::Finding;
use domain::hash::Hash;
use domain::sync::protocol::{BlobState, CHUNK_BYTES};
use serde::Deserialize;

/// Largest blob a phone sends (a photo before it is re-encoded elsewhere; model 2.15).
const MOST_BYTES: i64 = 8 * 1024 * 1024;

/// What a chunk's address says of the whole.
#[derive(Debug, Deserialize)]
pub struct Whole {
    size: i64,
    kind: String,
}

impl Whole {
    fn step(&self, hash: Hash, news: News) -> Step {
        Step { hash, size_bytes: self.size, kind: self.kind.clone(), news }
    }
}

/// `GET /api/v1/blobs/{sha256}/state`
///
/// A blob whose last chunk came just before the program was killed is made whole here: no chunk will come any more to do it.
pub async fn show_state(State(state): State<AppState>, Path(sha256): Path<String>) -> ApiResult<Json<BlobState>> {
    let hash = read_hash(&sha256)?;
    let mut tx = state.db.read().await?;
    let known = state_of(&mut tx, hash).await?;
    let facts = db::blob::blob_facts(&mut tx, hash).await?;
    drop(tx);
    match facts {
        Some(facts) if !known.arrived && known.chunks.len() as i64 >= chunk_count(facts.size_bytes) => {
            let whole = Whole { size: facts.size_bytes, kind: facts.kind };
            join_chunks(&state, hash, chunk_count(whole.size), &whole).await.map(Json)
        }
        _ => Ok(Json(known)),
    }
}

/// `PUT /api/v1/blobs/{sha256}/chunks/{index}?size=…&kind=photo|strokes`
///
/// The chunk is durable before the answer. The last one to come makes the blob whole: we hash it, look at its content,
/// and only then call it arrived. A whole with another hash is thrown away and asked for again.
pub async fn put_chunk(
    State(state): State<AppState>,
    Path((sha256, index)): Path<(String, i64)>,
    Query(whole): Query<Whole>,
    bytes: Bytes,
) -> ApiResult<Json<BlobState>> {
    let hash = read_hash(&sha256)?;
    let count = check_chunk(&whole, index, bytes.len())?;
    let mut tx = state.db.read().await?;
    let known = state_of(&mut tx, hash).await?;
    drop(tx);
    if known.arrived {
        return Ok(Json(known));
    }
    if count == 1 {
        return whole_is_here(&state, hash, &whole, bytes).await.map(Json);
    }
    let size_bytes = bytes.len() as i64;
    state.blobs.put_chunk(hash, index, bytes).await.map_err(anyhow::Error::from)?;
    let here = state.writer.step(&state, whole.step(hash, News::Chunk { index, size_bytes })).await?;
    if here.chunks.len() as i64 >= count {
        return join_chunks(&state, hash, count, &whole).await.map(Json);
    }
    Ok(Json(here))
}

async fn join_chunks(state: &AppState, hash: Hash, count: i64, whole: &Whole) -> ApiResult<BlobState> {
    let mut bytes = Vec::with_capacity(usize::try_from(whole.size).unwrap_or(0));
    for index in 0..count {
        if let Some(chunk) = state.blobs.get_chunk(hash, index).await.map_err(anyhow::Error::from)? {
            bytes.extend_from_slice(&chunk);
        }
    }
    let answer = whole_is_here(state, hash, whole, bytes.into()).await?;
    state.blobs.delete_chunks(hash, count).await.map_err(anyhow::Error::from)?;
    Ok(answer)
}

/// All bytes are here, as far as anybody says: we compute the hash, look at the content, and only then call it arrived.
async fn whole_is_here(state: &AppState, hash: Hash, whole: &Whole, bytes: Bytes) -> ApiResult<BlobState> {
    if Hash::of(&bytes) != hash {
        let mut answer = state.writer.step(state, whole.step(hash, News::Wrong)).await?;
        if !answer.arrived {
            answer.findings.push(Finding::new("hash_differs", "sha256"));
        }
        return Ok(answer);
    }
    let findings = content::findings(&whole.kind, &bytes, &state.rules.on_ms(state.clock.now_ms()));
    state.blobs.put(bytes).await.map_err(anyhow::Error::from)?;
    let answer = state.writer.step(state, whole.step(hash, News::Whole { findings })).await?;
    seal_soon(state, hash);
    Ok(answer)
}

/// Signatures and photos of consents do not lie open longer than they must; what fails here is done by the job.
fn seal_soon(state: &AppState, hash: Hash) {
    let state = state.clone();
    tokio::spawn(async move {
        if let Err(error) = evidence::blob::seal_arrived(&state, Some(hash)).await {
            tracing::warn!(%error, "blobs of consents wait for the job to seal them");
        }
    });
}

/// `GET /api/v1/blobs/{sha256}`: a photo of work, for those who may see something that shows it. Consent evidence is never served here.
pub async fn show_blob(State(state): State<AppState>, actor: Actor, Path(sha256): Path<String>) -> ApiResult<Response> {
    let hash = read_hash(&sha256)?;
    let mut tx = state.db.read().await?;
    if !sight::may_see_photo(&actor, &mut tx, state.clock.now_ms(), &hash.to_string(), false).await? {
        return Err(ApiError::NotFound);
    }
    let bytes = state.blobs.get(hash).await.map_err(anyhow::Error::from)?.ok_or(ApiError::NotFound)?;
    let headers = [(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, "private, max-age=86400")];
    Ok((headers, bytes).into_response())
}

/// How many chunks the whole has, if this one fits into it.
fn check_chunk(whole: &Whole, index: i64, length: usize) -> ApiResult<i64> {
    if !matches!(whole.kind.as_str(), "photo" | "strokes") {
        return Err(ApiError::invalid("blob_kind_unknown", "kind"));
    }
    if !(1..=MOST_BYTES).contains(&whole.size) {
        return Err(ApiError::TooLarge);
    }
    let chunk = CHUNK_BYTES as i64;
    let count = chunk_count(whole.size);
    let expected = if index == count - 1 { whole.size - index * chunk } else { chunk };
    if !(0..count).contains(&index) || length as i64 != expected {
        return Err(ApiError::invalid("chunk_does_not_fit", "index"));
    }
    Ok(count)
}

/// How many chunks a blob of so many bytes has.
fn chunk_count(size_bytes: i64) -> i64 {
    let chunk = CHUNK_BYTES as i64;
    (size_bytes + chunk - 1) / chunk
}

fn read_hash(text: &str) -> ApiResult<Hash> {
    text.parse().map_err(|_| ApiError::invalid("not_a_hash", "sha256"))
}
