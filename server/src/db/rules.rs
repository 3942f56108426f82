//! Activated versions of the configuration.

use super::{DbResult, Tx, on};
use domain::id::AccountId;
use sqlx::types::Json;

/// Every activated version with the day from which it holds, oldest first.
pub async fn config_versions(tx: &mut Tx) -> DbResult<Vec<(String, serde_json::Value)>> {
    let sql = "select effective_from, content from config_versions order by effective_from";
    let rows: Vec<(String, Json<serde_json::Value>)> = on!(tx, c => sqlx::query_as(sql).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(from, Json(content))| (from, content)).collect())
}

/// Activates a version; a day has one version for good.
pub async fn activate_config(
    tx: &mut Tx,
    effective_from: &str,
    content: &serde_json::Value,
    by: AccountId,
    now_ms: i64,
) -> DbResult<()> {
    let sql = "insert into config_versions (effective_from, content, activated_by, activated_at_ms)
               values ($1, $2, $3, $4)";
    on!(tx, c => sqlx::query(sql).bind(effective_from).bind(Json(content)).bind(by.0).bind(now_ms).execute(c).await
        .map(|_| ()))
}
