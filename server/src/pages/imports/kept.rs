//! The file of an import between upload and decision: on the disk while it is read, encrypted among the blobs while it waits.

use crate::db::roster::{Import, ImportStatus};
use crate::error::{ApiError, ApiResult};
use crate::roster::job::{Looked, context, look};
use crate::roster::preview::Progress;
use crate::state::AppState;
use anyhow::Context;
use axum::extract::Multipart;
use domain::hash::Hash;
use tempfile::TempDir;
use tokio::io::AsyncWriteExt as _;

/// An upload on the disk.
pub(super) struct Sent {
    folder: TempDir,
    pub(super) name: String,
    pub(super) community: Option<String>,
}

impl Sent {
    pub(super) fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("roster")
    }
}

pub(super) async fn receive(mut form: Multipart) -> ApiResult<Option<Sent>> {
    let broken = |_| ApiError::invalid("upload_broken", "file");
    let mut sent =
        Sent { folder: tempfile::tempdir().context("no folder for the upload")?, name: String::new(), community: None };
    let mut size_bytes = 0;
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        match field.name() {
            Some("community") => {
                let code = field.text().await.map_err(broken)?;
                sent.community = Some(code.trim().to_owned()).filter(|code| !code.is_empty());
            }
            Some("file") => {
                sent.name = field.file_name().unwrap_or_default().chars().take(120).collect();
                let mut file = tokio::fs::File::create(sent.path()).await.context("cannot keep the upload")?;
                while let Some(chunk) = field.chunk().await.map_err(broken)? {
                    size_bytes += chunk.len();
                    file.write_all(&chunk).await.context("cannot keep the upload")?;
                }
                file.flush().await.context("cannot keep the upload")?;
            }
            _ => {}
        }
    }
    Ok((size_bytes > 0).then_some(sent))
}

/// Looks again at a file that waits for a decision; the folder has to live as long as the file is read.
pub(super) async fn look_again(
    state: &AppState,
    import: &Import,
    progress: impl Progress + Send + 'static,
) -> ApiResult<(Looked, TempDir)> {
    if import.status != ImportStatus::Previewed.name() {
        return Err(ApiError::Conflict("import_decided"));
    }
    let sent = unpack(state, import).await?;
    let looked = look(sent.path(), context(&state.db, sent.community.clone()).await?, progress).await;
    Ok((looked.map_err(|_| ApiError::Conflict("import_decided"))?, sent.folder))
}

/// The kept file on the disk again.
pub(super) async fn unpack(state: &AppState, import: &Import) -> ApiResult<Sent> {
    let blob = file_blob(import).ok_or(ApiError::Conflict("import_decided"))?;
    let sealed = state.blobs.get(blob).await.context("cannot read the upload")?.ok_or(ApiError::NotFound)?;
    let bytes = state.seal.open_bytes(&sealed).context("the upload was changed")?;
    let folder = tempfile::tempdir().context("no folder for the upload")?;
    let community = import.counts.0["community"].as_str().map(str::to_owned);
    let sent = Sent { folder, name: import.file_name.clone(), community };
    tokio::fs::write(sent.path(), bytes).await.context("cannot keep the upload")?;
    Ok(sent)
}

fn file_blob(import: &Import) -> Option<Hash> {
    import.counts.0["file_blob"].as_str().and_then(|text| text.parse().ok())
}

pub(super) async fn forget_file(state: &AppState, import: &Import) -> ApiResult<()> {
    if let Some(blob) = file_blob(import) {
        state.blobs.delete(blob).await.context("cannot delete the upload")?;
    }
    Ok(())
}
