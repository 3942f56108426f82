//! The runs of the server, see `domain::sync::history`.

use super::{DbResult, Tx, on};
use domain::sync::history::Epoch;

/// Notes that a run begins; `name` is drawn by lot.
pub async fn begin_epoch(tx: &mut Tx, name: &str, now_ms: i64) -> DbResult<()> {
    super::change::lock_order(tx).await?;
    let sql = "insert into epochs (no, name, from_seq, at_ms)
               select (select coalesce(max(no), 0) + 1 from epochs), $1, last_seq, $2 from change_counter where id = 1";
    on!(tx, c => sqlx::query(sql).bind(name).bind(now_ms).execute(c).await.map(|_| ()))
}

/// All runs, the one of now last.
pub async fn list_epochs(tx: &mut Tx) -> DbResult<Vec<Epoch>> {
    let sql = "select name, from_seq from epochs order by no";
    let rows: Vec<(String, i64)> = on!(tx, c => sqlx::query_as(sql).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(name, from_seq)| Epoch { name, from_seq }).collect())
}
