//! Whether somebody at a desk may see a photo: only when a record, a request or a task in reach refers to it.

use super::select::{Page, Select, rows};
use super::{DbResult, Tx};
use domain::org::Scope;
use uuid::Uuid;

async fn any(tx: &mut Tx, select: Select) -> DbResult<bool> {
    let found: Vec<(i64,)> = rows!(tx, select, "count(*)", "1", Page { limit: 1, offset: 0 })?;
    Ok(found.first().is_some_and(|(count,)| *count > 0))
}

/// Referred to by a record of one of these kinds in a compound in reach.
pub async fn in_records(tx: &mut Tx, scopes: &[Scope], sha256: &str, kinds: &str) -> DbResult<bool> {
    let mut select = Select::new(
        "from record_blobs rb join records r on r.id = rb.record_id join compounds p on p.id = r.compound_id where 1 = 1",
    );
    select.and("rb.sha256 =", Some(sha256)).and_if(true, kinds).within(scopes);
    any(tx, select).await
}

/// Sent with a resident's request in a compound in reach.
pub async fn in_requests(tx: &mut Tx, scopes: &[Scope], sha256: &str) -> DbResult<bool> {
    let mut select = Select::new("from requests q join compounds p on p.id = q.compound_id where 1 = 1");
    select.within(scopes).and_contains("cast(q.photos as text)", Some(sha256));
    any(tx, select).await
}

/// Part of a task in reach: its own photos, or those of its steps.
pub async fn in_tasks(tx: &mut Tx, scopes: &[Scope], company: Option<Uuid>, sha256: &str) -> DbResult<bool> {
    let mut select = Select::new(
        "from tasks t join compounds p on p.id = t.compound_id left join task_events e on e.task_id = t.id where 1 = 1",
    );
    select.within(scopes).and("t.company_id =", company).push(" and t.code ").push(super::need_list::NOT_SECRET);
    let like = format!("%{sha256}%");
    select.push(" and (cast(t.photos as text) like ").bind(like.as_str());
    select.push(" or cast(e.photos_before as text) like ").bind(like.as_str());
    select.push(" or cast(e.photos_after as text) like ").bind(like.as_str()).push(")");
    any(tx, select).await
}
