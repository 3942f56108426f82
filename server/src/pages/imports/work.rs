//! The two long steps of an import: reading the file, and applying it.

use super::kept::{Sent, forget_file, look_again, unpack};
use super::{audit, importer, remarks};
use crate::db::roster::{Import, ImportStatus, set_import};
use crate::error::{ApiError, ApiResult};
use crate::pages::console::desk::Desk;
use crate::roster::apply::ApplyError;
use crate::roster::file::FileError;
use crate::roster::job::{Looked, context, counts, look};
use crate::roster::underway::Pass;
use crate::state::AppState;
use domain::id::ImportId;
use serde_json::{Value, json};
use std::sync::Arc;

/// A file is looked at once more before it is applied, which takes about so much of 1,000.
const LOOKED_PERMILLE: u16 = 350;

/// Looks at an uploaded file; after that it waits for a decision, or is refused. `sent` spares unpacking it.
pub(super) async fn read(state: &AppState, import: Import, sent: Option<Sent>) -> ApiResult<()> {
    let (here, id) = (state.clone(), ImportId(import.id));
    state.imports.run(id, move |pass| read_now(here, import, sent, pass)).await
}

async fn read_now(state: AppState, import: Import, sent: Option<Sent>, pass: Arc<Pass>) -> ApiResult<()> {
    let sent = match sent {
        Some(sent) => sent,
        None => unpack(&state, &import).await?,
    };
    let looked = look(sent.path(), context(&state.db, sent.community.clone()).await?, pass.part(0, 1_000)).await;
    let (status, found) = match &looked {
        Ok(looked) => {
            let mut found = seen(&state, &import, looked);
            found["report_blob"] = remarks::keep_report(&state, looked).await?;
            (ImportStatus::Previewed, found)
        }
        Err(error) => (ImportStatus::Refused, refused(error)),
    };
    let mut tx = state.db.write().await?;
    // Another server may have read it at the same time, and found the same.
    let was_first = set_import(&mut tx, ImportId(import.id), [ImportStatus::Reading, status], &found, None).await?;
    tx.commit().await?;
    if was_first && status == ImportStatus::Refused {
        forget_file(&state, &import).await?;
    }
    Ok(())
}

fn seen(state: &AppState, import: &Import, looked: &Looked) -> Value {
    let mut found = counts(looked);
    for kept in ["file_blob", "community"] {
        found[kept] = import.counts.0[kept].clone();
    }
    remarks::keep(&state.seal, looked, &mut found);
    found
}

fn refused(error: &FileError) -> Value {
    json!({ "refused": error.to_string(), "detail": error.detail() })
}

/// Applies a file: all of it, or nothing.
pub(super) async fn apply(desk: &Desk, import: Import) -> ApiResult<()> {
    let (here, id) = (desk.clone(), ImportId(import.id));
    desk.state.imports.run(id, move |pass| apply_now(here, import, pass)).await
}

async fn apply_now(desk: Desk, import: Import, pass: Arc<Pass>) -> ApiResult<()> {
    let state = &desk.state;
    let (looked, _folder) = look_again(state, &import, pass.part(0, LOOKED_PERMILLE)).await?;
    let kept = json!({ "report_blob": remarks::keep_report(state, &looked).await? });
    let mut tx = state.db.write().await?;
    let mut progress = pass.part(LOOKED_PERMILLE, 1_000);
    match importer(state).apply_in(&mut tx, ImportId(import.id), &looked, kept, &mut progress).await {
        Ok(_) => {}
        Err(ApplyError::Db(error)) => return Err(error.into()),
        Err(_) => return Err(ApiError::Conflict("import_not_applicable")),
    }
    audit(&desk, &mut tx, &import, ImportStatus::Applied).await?;
    tx.commit().await?;
    forget_file(state, &import).await
}
