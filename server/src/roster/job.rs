//! A whole import: look at the file, apply it in one transaction, note both. The command line, the console and the demo all come through here.

use super::apply::{Applied, ApplyError, apply};
use super::file::{FileError, RosterFile};
use super::preview::{Preview, Progress, preview};
use super::register::places_of;
use crate::clock::Clock;
use crate::db::roster::{Import, ImportStatus, insert_import, known_places, set_import};
use crate::db::{Db, DbResult, Tx};
use crate::seal::Seal;
use domain::hash::Hash;
use domain::id::{AccountId, ImportId};
use domain::roster::row::RosterContext;
use domain::roster::street::streets;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use sqlx::types::Json;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What an import needs beside its file.
#[derive(Clone)]
pub struct Importer {
    pub db: Db,
    pub seal: Arc<Seal>,
    pub clock: Clock,
}

/// A file that was looked at.
#[derive(Clone)]
pub struct Looked {
    pub file: RosterFile,
    pub sha256: Hash,
    pub context: RosterContext,
    pub preview: Arc<Preview>,
}

/// The district's streets, what the register has already, and the community of rows that name none.
///
/// # Errors
/// The database's.
pub async fn context(db: &Db, community_code: Option<String>) -> DbResult<RosterContext> {
    let mut tx = db.read().await?;
    let places = Arc::new(places_of(&known_places(&mut tx).await?));
    Ok(RosterContext { streets: streets(), community_code, places })
}

/// Without a register: a file is compared with itself only.
pub fn bare_context(community_code: Option<String>) -> RosterContext {
    RosterContext { streets: streets(), community_code, ..RosterContext::default() }
}

/// Reads a file once, on a thread of its own.
///
/// # Errors
/// [`FileError`], when it is no roster.
pub async fn look(
    path: PathBuf,
    context: RosterContext,
    mut progress: impl Progress + Send + 'static,
) -> Result<Looked, FileError> {
    let looking = tokio::task::spawn_blocking(move || {
        let file = RosterFile::open(&path)?;
        let preview = Arc::new(preview(&file, &context, &mut progress)?);
        Ok(Looked { sha256: sha256(&path)?, file, context, preview })
    });
    looking.await.map_err(|error| FileError::Unreadable(error.to_string()))?
}

/// A file as it is noted.
pub struct Noted<'a> {
    pub file_name: &'a str,
    pub sha256: Hash,
    pub account: Option<AccountId>,
}

/// What a look at a file has counted, and how the file was read.
pub fn counts(looked: &Looked) -> serde_json::Value {
    let (file, layout) = (&looked.file, &looked.file.layout);
    json!({
        "preview": looked.preview.counts,
        "by_remark": looked.preview.by_remark,
        "read": {
            "kind": file.kind(),
            "header_row": layout.header_index + 1,
            "unread_columns": layout.unread(),
            "unread_sheets": file.unread_sheets,
            "not_kept": layout.not_kept().collect::<Vec<_>>(),
        },
    })
}

/// The fingerprint of a file.
///
/// # Errors
/// The disk's.
pub fn sha256(path: &Path) -> std::io::Result<Hash> {
    let mut file = std::fs::File::open(path)?;
    let (mut hasher, mut bytes) = (Sha256::new(), vec![0; 64 * 1024]);
    loop {
        match file.read(&mut bytes)? {
            0 => return Ok(Hash(hasher.finalize().into())),
            size => hasher.update(&bytes[..size]),
        }
    }
}

impl Importer {
    /// Notes that a file was looked at, so that a person can decide later.
    ///
    /// # Errors
    /// The database's.
    pub async fn note_preview(
        &self,
        looked: &Looked,
        file_name: &str,
        account: Option<AccountId>,
    ) -> DbResult<ImportId> {
        let file = Noted { file_name, sha256: looked.sha256, account };
        self.note(file, ImportStatus::Previewed, counts(looked)).await
    }

    /// Notes a file that waits to be looked at; `kept` says where it lies.
    ///
    /// # Errors
    /// The database's.
    pub async fn note_upload(&self, file: Noted<'_>, kept: serde_json::Value) -> DbResult<ImportId> {
        self.note(file, ImportStatus::Reading, kept).await
    }

    async fn note(&self, file: Noted<'_>, status: ImportStatus, counts: serde_json::Value) -> DbResult<ImportId> {
        let id = ImportId(self.clock.new_uuid());
        let mut tx = self.db.write().await?;
        insert_import(
            &mut tx,
            &Import {
                id: id.0,
                file_name: file.file_name.to_owned(),
                file_sha256: file.sha256.to_string(),
                account_id: file.account.map(|id| id.0),
                status: status.name().to_owned(),
                counts: Json(counts),
                report_sha256: None,
                created_at_ms: self.clock.now_ms(),
                applied_at_ms: None,
            },
        )
        .await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Applies a file that was looked at: all of it, or nothing.
    ///
    /// # Errors
    /// [`ApplyError`]; also when somebody applied or discarded this import meanwhile.
    pub async fn apply(
        &self,
        id: ImportId,
        looked: &Looked,
        progress: &mut (dyn Progress + Send),
    ) -> Result<Applied, ApplyError> {
        let mut tx = self.db.write().await?;
        let applied = self.apply_in(&mut tx, id, looked, json!({}), progress).await?;
        tx.commit().await?;
        Ok(applied)
    }

    /// The same within the caller's transaction; nothing is durable before the caller commits. `kept` stands beside the counts from now on.
    ///
    /// # Errors
    /// Those of [`Importer::apply`].
    pub async fn apply_in(
        &self,
        tx: &mut Tx,
        id: ImportId,
        looked: &Looked,
        kept: serde_json::Value,
        progress: &mut (dyn Progress + Send),
    ) -> Result<Applied, ApplyError> {
        let applied =
            apply(tx, &self.seal, &self.clock, &looked.file, &looked.context, &looked.preview, progress).await?;
        let mut counts = counts(looked);
        counts["applied"] = json!(applied);
        for (name, value) in kept.as_object().into_iter().flatten() {
            counts[name] = value.clone();
        }
        if !set_import(tx, id, [ImportStatus::Previewed, ImportStatus::Applied], &counts, Some(self.clock.now_ms()))
            .await?
        {
            return Err(ApplyError::NotApplicable);
        }
        Ok(applied)
    }
}
