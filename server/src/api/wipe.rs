//! A phone says that it was wiped. It needs no login, which went with the wipe; it names the order, which only that phone was told.

use crate::db::{self, audit::NewAudit};
use crate::error::{ApiError, ApiResult};
use crate::state::AppState;
use axum::Json;
use axum::extract::{Query, State};
use domain::id::WipeId;
use serde::Deserialize;
use serde_json::{Value, json};

/// What a phone says.
#[derive(Debug, Deserialize)]
pub struct Wiped {
    wipe: WipeId,
    /// Records that stay on it, closed.
    unsent: i64,
}

/// `POST /api/v1/sync/wiped?wipe=&unsent=`
pub async fn note_wiped(State(state): State<AppState>, Query(said): Query<Wiped>) -> ApiResult<Json<Value>> {
    let mut tx = state.db.write().await?;
    let now_ms = state.clock.now_ms();
    let device = db::wipe::device_of(&mut tx, said.wipe).await?.ok_or(ApiError::NotFound)?;
    // Its first word stands.
    if db::wipe::finish_wipe(&mut tx, said.wipe, said.unsent, now_ms).await? {
        let kept = format!("{} unsent", said.unsent);
        let audit = NewAudit {
            id: state.clock.new_uuid(),
            at_ms: now_ms,
            account: None,
            role: "",
            action: "wiped_device",
            object_kind: "device",
            object_id: &device.to_string(),
            from: None,
            to: Some(&kept),
            reason: None,
        };
        db::audit::insert_audit(&mut tx, &audit).await?;
    }
    tx.commit().await?;
    Ok(Json(json!({})))
}
