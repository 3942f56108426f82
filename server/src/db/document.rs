//! Documents: published versions of questionnaires and texts never change.

use super::{DbResult, Tx, on};
use domain::hash::Hash;
use sqlx::types::Json;

/// Publishes a version. One that is there already stays as it is; `false` comes back.
pub async fn publish_document(
    tx: &mut Tx,
    kind: &str,
    code: &str,
    version: i64,
    content: &serde_json::Value,
    effective_from: &str,
) -> DbResult<bool> {
    let sql = "insert into documents (kind, code, version, content, sha256, effective_from)
               values ($1, $2, $3, $4, $5, $6) on conflict (kind, code, version) do nothing";
    let sha256 = Hash::of(content.to_string().as_bytes()).to_string();
    let count = on!(tx, c => sqlx::query(sql).bind(kind).bind(code).bind(version).bind(Json(content)).bind(sha256)
        .bind(effective_from).execute(c).await?.rows_affected());
    Ok(count == 1)
}

/// A published version.
pub async fn document(tx: &mut Tx, kind: &str, code: &str, version: i64) -> DbResult<Option<serde_json::Value>> {
    let sql = "select content from documents where kind = $1 and code = $2 and version = $3";
    let row: Option<(Json<serde_json::Value>,)> =
        on!(tx, c => sqlx::query_as(sql).bind(kind).bind(code).bind(version).fetch_optional(c).await?);
    Ok(row.map(|(Json(content),)| content))
}
