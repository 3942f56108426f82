//! Orders to wipe a phone, for the phone itself. It needs no login: who used it may have none any more, or be locked out by it. Who
//! knows a phone's id learns whether there is an order, and nobody can carry one out or take one back by it.

use crate::db::{self, audit::NewAudit};
use crate::error::{ApiError, ApiResult};
use crate::state::AppState;
use axum::Json;
use axum::extract::{Query, State};
use domain::id::{DeviceId, WipeId};
use domain::sync::protocol::WipedRequest;
use serde::Deserialize;
use serde_json::{Value, json};

/// Which phone asks.
#[derive(Debug, Deserialize)]
pub struct Asking {
    device: DeviceId,
}

/// `GET /api/v1/sync/wipe?device=`: the order that the phone has not carried out yet, or `null`.
pub async fn show_order(
    State(state): State<AppState>,
    Query(asking): Query<Asking>,
) -> ApiResult<Json<Option<WipeId>>> {
    Ok(Json(db::wipe::open_wipe(&mut state.db.read().await?, asking.device).await?))
}

/// `POST /api/v1/sync/wiped`
pub async fn note_wiped(State(state): State<AppState>, Json(said): Json<WipedRequest>) -> ApiResult<Json<Value>> {
    let mut tx = state.db.write().await?;
    let now_ms = state.clock.now_ms();
    match db::wipe::finish_wipe(&mut tx, &said, now_ms).await? {
        None => return Err(ApiError::NotFound),
        // Its first word stands.
        Some(false) => {}
        Some(true) => {
            let kept = format!("{} unsent", said.unsent_count);
            let audit = NewAudit {
                id: state.clock.new_uuid(),
                at_ms: now_ms,
                account: None,
                role: "",
                action: "wiped_device",
                object_kind: "device",
                object_id: &said.device.to_string(),
                from: None,
                to: Some(&kept),
                reason: None,
            };
            db::audit::insert_audit(&mut tx, &audit).await?;
        }
    }
    tx.commit().await?;
    Ok(Json(json!({})))
}
