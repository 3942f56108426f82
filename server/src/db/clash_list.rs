//! What came under an id that other content had taken, or could not even be kept as a record: kept beside, word for word, counted nowhere.

use super::select::{Page, Select, count, rows};
use super::{DbResult, Tx};
use domain::org::Scope;
use sqlx::FromRow;
use uuid::Uuid;

/// Two contents under one id: the one that was kept as the record, and the one that came beside it.
#[derive(Debug, Clone, FromRow)]
pub struct ClashLine {
    pub id: Uuid,
    /// Kind of the record that was kept; none where there is none.
    pub kind: Option<String>,
    /// Whose session brought it.
    pub sender: String,
    pub device_id: Option<Uuid>,
    pub device_seq: Option<i64>,
    pub compound: Option<String>,
    /// Hash of the record that was kept.
    pub kept_hash: Option<String>,
    /// Hash of what came beside it.
    pub hash: String,
    pub kept_at_ms: Option<i64>,
    pub received_at_ms: i64,
}

const COLUMNS: &str = "k.id, r.kind, a.name as sender, k.device_id, k.device_seq, p.name as compound,
    r.hash as kept_hash, k.hash, r.received_at_ms as kept_at_ms, k.received_at_ms";

/// One whose place is not known belongs to whoever sees a place that its sender works in.
fn select(scopes: &[Scope]) -> Select {
    let mut select = Select::new(
        "from record_clashes k join accounts a on a.id = k.author_id left join records r on r.id = k.id
         left join compounds p on p.id = r.compound_id where 1 = 1",
    );
    if !scopes.contains(&Scope::District) {
        select.push(" and ((r.compound_id is not null").within(scopes);
        select.push(
            ") or (r.compound_id is null and exists (select 1 from grids g join compounds p on p.community_code = g.community_code
               where (g.primary_worker_id = k.author_id or g.backup_worker_id = k.author_id)",
        );
        select.within(scopes).push(")))");
    }
    select
}

/// How many there are.
pub async fn count_listed_clashes(tx: &mut Tx, scopes: &[Scope]) -> DbResult<i64> {
    count(tx, &select(scopes)).await
}

/// All of them, latest first.
pub async fn list_clashes(tx: &mut Tx, scopes: &[Scope], page: Page) -> DbResult<Vec<ClashLine>> {
    rows!(tx, select(scopes), COLUMNS, "k.received_at_ms desc, k.id, k.hash", page)
}
