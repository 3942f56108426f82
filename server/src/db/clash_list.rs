//! What came twice: under an id that other content had taken, or unreadable (kept beside, word for word, counted nowhere); under a number
//! that the phone had given to another record; or with the same words within minutes.

use super::select::{Page, Select, count, rows};
use super::{DbResult, Tx};
use domain::org::Scope;
use sqlx::FromRow;
use uuid::Uuid;

/// Two of what there should be one: the first, and the one that came after it.
#[derive(Debug, Clone, FromRow)]
pub struct ClashLine {
    pub id: Uuid,
    /// What both have: `id`, `number`, or `look_alike`, then `id` is that of the item to decide.
    pub what: String,
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
    pub hash: Option<String>,
    pub kept_at_ms: Option<i64>,
    pub received_at_ms: i64,
}

const COLUMNS: &str =
    "k.id, k.what, k.kind, coalesce(a.name, '') as sender, k.device_id, k.device_seq, p.name as compound, k.kept_hash,
    k.hash, k.kept_at_ms, k.received_at_ms";

/// Everything that came twice. Of several under one number the first is the one that the others are beside.
pub(super) const DOUBLED: &str =
    "select c.id, 'id' as what, r.kind, c.author_id, c.device_id, c.device_seq, r.compound_id, r.hash as kept_hash, c.hash,
       r.received_at_ms as kept_at_ms, c.received_at_ms
     from record_clashes c left join records r on r.id = c.id
     union all
     select r.id, 'number', r.kind, r.author_id, r.device_id, r.device_seq, r.compound_id, f.hash, r.hash, f.received_at_ms,
       r.received_at_ms
     from (select n.device_id, n.device_seq from records n group by n.device_id, n.device_seq having count(*) > 1) d
     join records f on f.id = (select o.id from records o where o.device_id = d.device_id and o.device_seq = d.device_seq
       order by o.received_at_ms, o.id limit 1)
     join records r on r.device_id = d.device_id and r.device_seq = d.device_seq and r.id <> f.id
     union all
     select i.id, 'look_alike', i.reason, null, null, null, i.compound_id, null, null, i.created_at_ms, i.created_at_ms
     from review_items i where i.kind = 'look_alike'";

/// One whose place is not known belongs to whoever sees a place that its sender works in.
fn select(scopes: &[Scope]) -> Select {
    let mut select = Select::new(&format!(
        "from ({DOUBLED}) k left join accounts a on a.id = k.author_id left join compounds p on p.id = k.compound_id
         where 1 = 1"
    ));
    if !scopes.contains(&Scope::District) {
        select.push(" and ((k.compound_id is not null").within(scopes);
        select.push(
            ") or (k.compound_id is null and exists (select 1 from grids g join compounds p on p.community_code = g.community_code
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
