//! Imports: a file that was uploaded, and what became of it.

use super::{DbResult, Tx, on};
use crate::db::select::Page;
use domain::id::{AccountId, ImportId};
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportStatus {
    /// Uploaded; being looked at.
    Reading,
    /// Looked at; it is no roster.
    Refused,
    /// Looked at; nothing applied.
    Previewed,
    /// Applied, all of it.
    Applied,
    /// Thrown away by a person.
    Discarded,
}

impl ImportStatus {
    /// The name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Refused => "refused",
            Self::Previewed => "previewed",
            Self::Applied => "applied",
            Self::Discarded => "discarded",
        }
    }
}

/// An import as the database holds it.
#[derive(Debug, Clone, FromRow)]
pub struct Import {
    pub id: Uuid,
    pub file_name: String,
    pub file_sha256: String,
    pub account_id: Option<Uuid>,
    pub status: String,
    pub counts: Json<serde_json::Value>,
    pub report_sha256: Option<String>,
    pub created_at_ms: i64,
    pub applied_at_ms: Option<i64>,
}

/// Notes a file that was uploaded or looked at.
pub async fn insert_import(tx: &mut Tx, new: &Import) -> DbResult<()> {
    let sql = "insert into imports (id, file_name, file_sha256, account_id, status, counts, report_sha256, created_at_ms, applied_at_ms)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    on!(tx, c => sqlx::query(sql).bind(new.id).bind(&new.file_name).bind(&new.file_sha256).bind(new.account_id)
        .bind(&new.status).bind(&new.counts).bind(&new.report_sha256).bind(new.created_at_ms).bind(new.applied_at_ms)
        .execute(c).await.map(|_| ()))
}

/// Moves an import on; answers whether it still stood where the step begins.
pub async fn set_import(
    tx: &mut Tx,
    id: ImportId,
    [from, to]: [ImportStatus; 2],
    counts: &serde_json::Value,
    at_ms: Option<i64>,
) -> DbResult<bool> {
    let sql = "update imports set status = $2, counts = $3, applied_at_ms = $4 where id = $1 and status = $5";
    let count = on!(tx, c => sqlx::query(sql).bind(id.0).bind(to.name()).bind(Json(counts)).bind(at_ms)
        .bind(from.name()).execute(c).await?.rows_affected());
    Ok(count == 1)
}

/// One import.
pub async fn import_by_id(tx: &mut Tx, id: ImportId) -> DbResult<Option<Import>> {
    let sql =
        "select id, file_name, file_sha256, account_id, status, counts, report_sha256, created_at_ms, applied_at_ms
               from imports where id = $1";
    on!(tx, c => sqlx::query_as(sql).bind(id.0).fetch_optional(c).await)
}

/// The latest imports; all of them, or those of one person.
pub async fn list_imports(tx: &mut Tx, of: Option<AccountId>, limit: i64) -> DbResult<Vec<Import>> {
    let sql =
        "select id, file_name, file_sha256, account_id, status, counts, report_sha256, created_at_ms, applied_at_ms
               from imports where $1 is null or account_id = $1 order by created_at_ms desc limit $2";
    on!(tx, c => sqlx::query_as(sql).bind(of.map(|id| id.0)).bind(limit).fetch_all(c).await)
}

/// How many imports there were.
pub async fn count_imports(tx: &mut Tx) -> DbResult<i64> {
    let (count,): (i64,) = on!(tx, c => sqlx::query_as("select count(*) from imports").fetch_one(c).await?);
    Ok(count)
}

/// A page of all imports, latest first.
pub async fn imports_of_page(tx: &mut Tx, page: Page) -> DbResult<Vec<Import>> {
    let sql =
        "select id, file_name, file_sha256, account_id, status, counts, report_sha256, created_at_ms, applied_at_ms
               from imports order by created_at_ms desc, id limit $1 offset $2";
    on!(tx, c => sqlx::query_as(sql).bind(page.limit).bind(page.offset).fetch_all(c).await)
}
