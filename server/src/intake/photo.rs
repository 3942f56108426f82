//! What becomes known of a photo or a signature on its way; written by the one writer, so that it shares a commit.

use crate::db::{self, Tx};
use crate::error::ApiResult;
use domain::finding::Finding;
use domain::hash::Hash;
use domain::sync::protocol::BlobState;

/// A step of a blob. Its bytes are durable before.
#[derive(Debug, Clone)]
pub struct Step {
    /// Which blob.
    pub hash: Hash,
    /// Of the whole.
    pub size_bytes: i64,
    /// `photo` or `strokes`.
    pub kind: String,
    /// What happened.
    pub news: News,
}

/// What happened to a blob.
#[derive(Debug, Clone)]
pub enum News {
    /// A chunk is here.
    Chunk { index: i64, size_bytes: i64 },
    /// The whole is here, and looked at.
    Whole { findings: Vec<Finding> },
    /// The chunks together have another hash: they are forgotten and asked for again.
    Wrong,
}

impl Step {
    pub(super) async fn write(&self, tx: &mut Tx, now_ms: i64) -> ApiResult<BlobState> {
        match &self.news {
            News::Chunk { index, size_bytes } => {
                db::blob::announce_blob(tx, self.hash, self.size_bytes, &self.kind).await?;
                db::blob::note_chunk(tx, self.hash, *index, *size_bytes).await?;
            }
            News::Whole { findings } => {
                db::blob::note_arrival(tx, self.hash, self.size_bytes, &self.kind, findings, now_ms).await?;
                return Ok(BlobState { chunks: vec![], arrived: true, findings: findings.clone() });
            }
            News::Wrong if state_of(tx, self.hash).await?.arrived => {}
            News::Wrong => db::blob::forget_chunks(tx, self.hash).await?,
        }
        state_of(tx, self.hash).await
    }
}

/// How far a blob has come.
pub async fn state_of(tx: &mut Tx, hash: Hash) -> ApiResult<BlobState> {
    let facts = db::blob::blob_facts(tx, hash).await?;
    if let Some(facts) = facts.as_ref().filter(|facts| facts.arrived_at_ms.is_some()) {
        return Ok(BlobState { chunks: vec![], arrived: true, findings: facts.findings.clone() });
    }
    let chunks = db::blob::chunks_of(tx, hash).await?;
    Ok(BlobState {
        chunks: chunks.into_iter().filter_map(|index| u32::try_from(index).ok()).collect(),
        arrived: false,
        findings: facts.map(|facts| facts.findings).unwrap_or_default(),
    })
}
