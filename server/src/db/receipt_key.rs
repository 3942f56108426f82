//! The server's keys for receipts: the private half sealed, never deleted, so that old receipts can still be checked.

use super::{DbResult, Tx, on};
use sqlx::FromRow;

/// A key.
#[derive(Debug, Clone, FromRow)]
pub struct ReceiptKeyRow {
    pub no: i64,
    pub private_sealed: String,
    pub public_key: String,
    pub to_ms: Option<i64>,
}

/// Every key, by number.
pub async fn receipt_keys(tx: &mut Tx) -> DbResult<Vec<ReceiptKeyRow>> {
    let sql = "select no, private_sealed, public_key, to_ms from receipt_keys order by no";
    on!(tx, c => sqlx::query_as(sql).fetch_all(c).await)
}

/// Adds a key; whoever comes second with a number adds nothing.
pub async fn insert_receipt_key(tx: &mut Tx, no: i64, sealed: &str, public: &str, now_ms: i64) -> DbResult<()> {
    let sql = "insert into receipt_keys (no, private_sealed, public_key, from_ms) values ($1, $2, $3, $4)
               on conflict (no) do update set to_ms = null";
    on!(tx, c => sqlx::query(sql).bind(no).bind(sealed).bind(public).bind(now_ms).execute(c).await.map(|_| ()))
}

/// Ends every key that has no end: from now on none of them signs.
pub async fn end_receipt_keys(tx: &mut Tx, now_ms: i64) -> DbResult<()> {
    let sql = "update receipt_keys set to_ms = $1 where to_ms is null";
    on!(tx, c => sqlx::query(sql).bind(now_ms).execute(c).await.map(|_| ()))
}
