//! A phone says that it was wiped. It needs no login, which went with the wipe; it names the order and itself, and signs both if its
//! key is still at hand. A word without a signature is taken, too: a phone that waits for its PIN has none to give. The console says so.

use crate::db::{self, Tx, audit::NewAudit};
use crate::error::{ApiError, ApiResult};
use crate::receipt;
use crate::state::AppState;
use axum::Json;
use axum::extract::{Query, State};
use domain::id::{DeviceId, WipeId};
use domain::sync::wiped::{MOST_UNSENT, wiped_digest};
use serde::Deserialize;
use serde_json::{Value, json};

/// What a phone says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wiped {
    wipe: String,
    device: String,
    /// Records that stay on it, closed.
    unsent: String,
    /// By one of the keys known from this phone, over [`wiped_digest`]; anything else is as good as none.
    signature: String,
}

/// `POST /api/v1/sync/wiped?wipe=&device=&unsent=&signature=`
pub async fn note_wiped(State(state): State<AppState>, Query(said): Query<Wiped>) -> ApiResult<Json<Value>> {
    let unsent = said.unsent.parse().ok().filter(|count| (0..=MOST_UNSENT).contains(count));
    let unsent = unsent.ok_or_else(|| ApiError::invalid("out_of_range", "unsent"))?;
    let wipe: WipeId = said.wipe.parse().map_err(|_| ApiError::NotFound)?;
    let mut tx = state.db.write().await?;
    let now_ms = state.clock.now_ms();
    // An order for another phone looks like none at all.
    let device = db::wipe::device_of(&mut tx, wipe).await?.filter(|device| said.device.parse() == Ok(*device));
    let device = device.ok_or(ApiError::NotFound)?;
    let is_signed = is_signed(&mut tx, &said, device).await?;
    if db::wipe::finish_wipe(&mut tx, wipe, unsent, is_signed, now_ms).await? {
        let kept = format!("{unsent} unsent, {}", if is_signed { "signed" } else { "not signed" });
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

async fn is_signed(tx: &mut Tx, said: &Wiped, device: DeviceId) -> ApiResult<bool> {
    let Ok(signature) = said.signature.parse() else { return Ok(false) };
    let word = wiped_digest(&said.wipe, &said.device, &said.unsent);
    let keys = db::device::keys_on(tx, device).await?;
    Ok(keys.iter().any(|key| receipt::verifies(key, word, &signature)))
}
