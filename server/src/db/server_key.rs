//! The server's own key pairs: the private half sealed, never deleted, so that old receipts can still be checked and old envelopes opened.

use super::{DbResult, Tx, on};
use sqlx::FromRow;

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Signing receipts.
    Receipt,
    /// Opening envelopes.
    Opening,
}

impl Purpose {
    fn table(self) -> &'static str {
        match self {
            Self::Receipt => "receipt_keys",
            Self::Opening => "opening_keys",
        }
    }
}

/// A key.
#[derive(Debug, Clone, FromRow)]
pub struct ServerKeyRow {
    pub no: i64,
    pub private_sealed: String,
    pub public_key: String,
    pub from_ms: i64,
    pub to_ms: Option<i64>,
}

/// Every key, by number.
pub async fn server_keys(tx: &mut Tx, purpose: Purpose) -> DbResult<Vec<ServerKeyRow>> {
    let sql = format!("select no, private_sealed, public_key, from_ms, to_ms from {} order by no", purpose.table());
    on!(tx, c => sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(c).await)
}

/// Adds a key; whoever comes second with a number adds nothing.
pub async fn insert_server_key(
    tx: &mut Tx,
    purpose: Purpose,
    no: i64,
    sealed: &str,
    public: &str,
    now_ms: i64,
) -> DbResult<()> {
    let sql = format!(
        "insert into {} (no, private_sealed, public_key, from_ms) values ($1, $2, $3, $4)
         on conflict (no) do update set to_ms = null",
        purpose.table()
    );
    on!(tx, c => sqlx::query(sqlx::AssertSqlSafe(sql)).bind(no).bind(sealed).bind(public).bind(now_ms).execute(c).await
        .map(|_| ()))
}

/// Ends every key that has no end: from now on none of them is used for anything new.
pub async fn end_server_keys(tx: &mut Tx, purpose: Purpose, now_ms: i64) -> DbResult<()> {
    let sql = format!("update {} set to_ms = $1 where to_ms is null", purpose.table());
    on!(tx, c => sqlx::query(sqlx::AssertSqlSafe(sql)).bind(now_ms).execute(c).await.map(|_| ()))
}
