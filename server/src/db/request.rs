//! Requests of residents: kept, found by number, moved, and followed to the task that does the work.

use super::{DbResult, Tx, on};
use domain::calendar::{Day, shanghai_day};
use domain::hash::Hash;
use domain::id::{CompoundId, HouseholdId, RequestId};
use domain::need::NeedIcon;
use domain::request::{RequestNumber, RequestState, RequestStatus};
use sqlx::types::Json;
use uuid::Uuid;

/// A request to keep. Its number is found by [`insert_request`].
#[derive(Debug, Clone)]
pub struct NewRequest {
    pub id: RequestId,
    /// Six digits.
    pub district: u32,
    pub compound: CompoundId,
    pub household: Option<HouseholdId>,
    pub icon: NeedIcon,
    pub hazard: bool,
    pub place_text: String,
    pub description: String,
    pub photos: Vec<Hash>,
    pub phone_sealed: Option<String>,
    /// `qr` or `desk`.
    pub channel: &'static str,
    pub status: RequestStatus,
    pub created_at_ms: i64,
}

/// A kept request.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct RequestRow {
    pub id: Uuid,
    pub no: String,
    pub compound_id: Uuid,
    pub household_id: Option<Uuid>,
    /// Which family of the household.
    pub occupancy_seq: Option<i64>,
    pub icon: String,
    pub hazard: bool,
    pub place_text: String,
    pub description: String,
    pub photos: Json<Vec<String>>,
    pub status: String,
    pub rejected_reason: Option<String>,
    pub reopen_count: i64,
    pub created_at_ms: i64,
}

impl RequestRow {
    /// Where it stands; `None` for a status that this program does not know.
    pub fn state(&self) -> Option<RequestState> {
        let reopen_count = u8::try_from(self.reopen_count).unwrap_or(u8::MAX);
        RequestStatus::from_name(&self.status).map(|status| RequestState { status, reopen_count })
    }
}

/// Keeps a request under the day's next free number; `key_kind` says how its key is made. `None` when the district's 9999 numbers
/// of the day are used up.
pub async fn insert_request(tx: &mut Tx, new: &NewRequest, key_kind: &str) -> DbResult<Option<RequestNumber>> {
    let day = shanghai_day(new.created_at_ms);
    let mut serial = last_serial(tx, new.district, day).await?;
    loop {
        serial = serial.saturating_add(1);
        let Some(number) = RequestNumber::make(new.district, day, serial) else { return Ok(None) };
        if try_insert(tx, new, number, key_kind).await? {
            return Ok(Some(number));
        }
    }
}

async fn last_serial(tx: &mut Tx, district: u32, day: Day) -> DbResult<u16> {
    let ends = [1, 9999].map(|serial| RequestNumber::make(district, day, serial).map(|number| number.to_string()));
    let [Some(first), Some(last)] = ends else { return Ok(0) };
    let sql = "select count(*) from requests where no >= $1 and no <= $2";
    let (count,): (i64,) = on!(tx, c => sqlx::query_as(sql).bind(first).bind(last).fetch_one(c).await?);
    Ok(u16::try_from(count).unwrap_or(u16::MAX))
}

/// Two requests at the same moment may try the same number: the later one waits, finds it taken, and goes on to the next.
async fn try_insert(tx: &mut Tx, new: &NewRequest, number: RequestNumber, key_kind: &str) -> DbResult<bool> {
    let sql = "insert into requests (id, no, secret, compound_id, household_id, icon, hazard, place_text, description,
               photos, phone_sealed, channel, status, reopen_count, created_at_ms, occupancy_seq)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14,
                 (select h.occupancy_seq from households h where h.id = $5)) on conflict (no) do nothing";
    let photos: Vec<String> = new.photos.iter().map(Hash::to_string).collect();
    let rows = on!(tx, c => sqlx::query(sql).bind(new.id.0).bind(number.to_string()).bind(key_kind).bind(new.compound.0)
        .bind(new.household.map(|id| id.0)).bind(new.icon.name()).bind(new.hazard).bind(&new.place_text)
        .bind(&new.description).bind(Json(photos)).bind(&new.phone_sealed).bind(new.channel).bind(new.status.name())
        .bind(new.created_at_ms).execute(c).await?.rows_affected());
    Ok(rows == 1)
}

/// What is known about the id that a form carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SentBefore {
    /// Nothing.
    No,
    /// This very request, under this number: a second tap, a page sent again.
    Same(String),
    /// Another request has the id. Its number is not told: it would open a stranger's page.
    Other,
}

/// Whether a form was sent before.
pub async fn sent_before(tx: &mut Tx, new: &NewRequest) -> DbResult<SentBefore> {
    let sql = "select no, compound_id, icon, place_text, description from requests where id = $1";
    let row: Option<(String, Uuid, String, String, String)> =
        on!(tx, c => sqlx::query_as(sql).bind(new.id.0).fetch_optional(c).await?);
    Ok(match row {
        None => SentBefore::No,
        Some((number, compound, icon, place, text))
            if (compound, icon.as_str()) == (new.compound.0, new.icon.name())
                && (&place, &text) == (&new.place_text, &new.description) =>
        {
            SentBefore::Same(number)
        }
        Some(_) => SentBefore::Other,
    })
}

/// The request with a number.
pub async fn request_by_number(tx: &mut Tx, number: RequestNumber) -> DbResult<Option<RequestRow>> {
    let sql = "select id, no, compound_id, household_id, occupancy_seq, icon, hazard, place_text, description, photos, status,
               rejected_reason, reopen_count, created_at_ms from requests where no = $1";
    on!(tx, c => sqlx::query_as(sql).bind(number.to_string()).fetch_optional(c).await)
}

/// Moves a request on, unless it has moved meanwhile: then nothing happens and the answer is `false`.
pub async fn move_request(tx: &mut Tx, id: RequestId, from: RequestStatus, to: RequestState) -> DbResult<bool> {
    let sql = "update requests set status = $1, reopen_count = $2 where id = $3 and status = $4";
    let rows = on!(tx, c => sqlx::query(sql).bind(to.status.name()).bind(i64::from(to.reopen_count)).bind(id.0)
        .bind(from.name()).execute(c).await?.rows_affected());
    Ok(rows == 1)
}

/// The task that does a request's work, as the resident may see it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct RequestWork {
    pub task_id: Uuid,
    pub compound_id: Uuid,
    pub company_id: Option<Uuid>,
    pub status: String,
    pub reopen_count: i64,
    pub company_name: Option<String>,
    /// What was written with the latest "done".
    pub note: Option<String>,
    pub photos_after: Option<Json<Vec<String>>>,
}

/// The task of a request, with the last accepted "done".
pub async fn work_of_request(tx: &mut Tx, request: RequestId) -> DbResult<Option<RequestWork>> {
    let sql = "select t.id as task_id, t.compound_id, t.company_id, t.status, t.reopen_count, m.name as company_name,
               e.note, e.photos_after
               from tasks t left join companies m on m.id = t.company_id
               left join task_events e on e.task_id = t.id and e.action = 'submit' and e.refused_reason is null
               where t.request_id = $1 order by e.received_at_ms desc limit 1";
    on!(tx, c => sqlx::query_as(sql).bind(request.0).fetch_optional(c).await)
}

/// One thing that was asked for in a compound, by QR page, desk or at the door.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct AskedRow {
    /// Icon of a request; empty for a need.
    pub icon: String,
    /// Code of the taxonomy, where staff has given one.
    pub code: String,
    pub household_id: Option<Uuid>,
    pub request_status: String,
    pub task_status: String,
    /// When it last moved.
    pub changed_at_ms: i64,
}

/// Everything asked for in a compound since an instant: requests, and needs recorded at the door.
pub async fn asked_since(tx: &mut Tx, compound: CompoundId, since_ms: i64) -> DbResult<Vec<AskedRow>> {
    let sql = "select r.icon as icon, coalesce(t.code, '') as code, r.household_id as household_id,
                 r.status as request_status, coalesce(t.status, '') as task_status,
                 coalesce(t.changed_at_ms, r.created_at_ms) as changed_at_ms
               from requests r left join tasks t on t.request_id = r.id
               where r.compound_id = $1 and r.created_at_ms >= $2
               union all
               select '' as icon, n.code as code, n.household_id as household_id, '' as request_status,
                 coalesce(t.status, '') as task_status, coalesce(t.changed_at_ms, n.received_at_ms) as changed_at_ms
               from needs n left join tasks t on t.need_id = n.id
               where n.compound_id = $1 and n.received_at_ms >= $2";
    on!(tx, c => sqlx::query_as(sql).bind(compound.0).bind(since_ms).fetch_all(c).await)
}
