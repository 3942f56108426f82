//! Who is named to handle what no list may show to others (content 7.2).

use super::{DbResult, Tx, on};
use domain::id::AccountId;
use uuid::Uuid;

/// Names somebody for a code; `false` when they are named already.
pub async fn name_handler(tx: &mut Tx, account: AccountId, code: &str, now_ms: i64) -> DbResult<bool> {
    let sql = "insert into secret_handlers (account_id, code, from_ms) select $1, $2, $3
               where not exists (select 1 from secret_handlers s
                 where s.account_id = $1 and s.code = $2 and s.to_ms is null)";
    let rows = on!(tx, c => sqlx::query(sql).bind(account.0).bind(code).bind(now_ms).execute(c).await?.rows_affected());
    Ok(rows == 1)
}

/// Ends it; `false` when they were not named.
pub async fn end_handler(tx: &mut Tx, account: AccountId, code: &str, now_ms: i64) -> DbResult<bool> {
    let sql = "update secret_handlers set to_ms = $3 where account_id = $1 and code = $2 and to_ms is null";
    let rows = on!(tx, c => sqlx::query(sql).bind(account.0).bind(code).bind(now_ms).execute(c).await?.rows_affected());
    Ok(rows > 0)
}

/// Everybody who is named and can log in, with the code.
pub async fn list_handlers(tx: &mut Tx) -> DbResult<Vec<(AccountId, String)>> {
    let sql = "select s.account_id, s.code from secret_handlers s join accounts a on a.id = s.account_id
               where s.to_ms is null and a.ended_at_ms is null and a.locked_at_ms is null order by s.code, s.from_ms";
    let rows: Vec<(Uuid, String)> = on!(tx, c => sqlx::query_as(sql).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(id, code)| (AccountId(id), code)).collect())
}
