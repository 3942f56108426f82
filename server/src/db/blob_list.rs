//! Whether somebody may see a photo: only when a record, a request or a task in reach refers to it.

use super::need_list::{hide, hide_records};
use super::select::{Page, Select, rows};
use super::{DbResult, Tx, request_list};
use domain::org::Scope;
use uuid::Uuid;

/// A photo, and what of the things that show it the reader may not see.
#[derive(Debug, Clone, Copy)]
pub struct Showing<'a> {
    pub sha256: &'a str,
    /// Codes that only named handlers see.
    pub hides: &'a [&'static str],
}

async fn any(tx: &mut Tx, select: Select) -> DbResult<bool> {
    let found: Vec<(i64,)> = rows!(tx, select, "count(*)", "1", Page { limit: 1, offset: 0 })?;
    Ok(found.first().is_some_and(|(count,)| *count > 0))
}

/// Referred to by a record in a compound in reach: of work, or also a consent's photo.
pub async fn in_records(tx: &mut Tx, scopes: &[Scope], seen: Showing<'_>, with_consents: bool) -> DbResult<bool> {
    let mut select = Select::new(
        "from record_blobs rb join records r on r.id = rb.record_id join compounds p on p.id = r.compound_id
         where rb.kind = 'photo'",
    );
    select
        .and("rb.sha256 =", Some(seen.sha256))
        .and_if(!with_consents, "r.kind in ('need', 'task_event')")
        .within(scopes);
    hide_records(&mut select, seen.hides);
    any(tx, select).await
}

/// Part of what proves a consent in a compound in reach.
pub async fn in_consents(tx: &mut Tx, scopes: &[Scope], sha256: &str) -> DbResult<bool> {
    let mut select = Select::new(
        "from record_blobs rb join records r on r.id = rb.record_id join compounds p on p.id = r.compound_id
         where rb.kind = 'photo' and r.kind = 'consent_event'",
    );
    select.and("rb.sha256 =", Some(sha256)).within(scopes);
    any(tx, select).await
}

/// Part of a need of a door in reach, or of one of the public places of a compound in reach.
pub async fn in_needs(tx: &mut Tx, scopes: &[Scope], seen: Showing<'_>) -> DbResult<bool> {
    let mut select = Select::new(
        "from record_blobs rb join needs n on n.id = rb.record_id join compounds p on p.id = n.compound_id
         left join households h on h.id = n.household_id where rb.kind = 'photo'",
    );
    select.and("rb.sha256 =", Some(seen.sha256)).push(" and ((n.household_id is null").within(scopes);
    select.push(") or (n.household_id is not null").within_households(scopes).push("))");
    hide(&mut select, "n.code", seen.hides);
    any(tx, select).await
}

/// Sent with a resident's request in a compound in reach.
pub async fn in_requests(tx: &mut Tx, scopes: &[Scope], seen: Showing<'_>) -> DbResult<bool> {
    let mut select = request_list::within_reach(scopes, seen.hides);
    select.and_contains("cast(q.photos as text)", Some(seen.sha256));
    any(tx, select).await
}

/// Part of a task in reach: its own photos, or those of its steps. For a company only its own tasks.
pub async fn in_tasks(tx: &mut Tx, scopes: &[Scope], company: Option<Uuid>, seen: Showing<'_>) -> DbResult<bool> {
    let mut select = Select::new(
        "from tasks t join compounds p on p.id = t.compound_id left join task_events e on e.task_id = t.id where 1 = 1",
    );
    select.within(scopes).and("t.company_id =", company);
    hide(&mut select, "t.code", seen.hides);
    let like = format!("%{}%", seen.sha256);
    select.push(" and (cast(t.photos as text) like ").bind(like.as_str());
    select.push(" or cast(e.photos_before as text) like ").bind(like.as_str());
    select.push(" or cast(e.photos_after as text) like ").bind(like.as_str()).push(")");
    any(tx, select).await
}
