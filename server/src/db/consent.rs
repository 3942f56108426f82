//! Consent events and confirmations: inserted, read, never anything else (INV-03; the database refuses the rest).

use super::{DbResult, Tx, batch, on};
use domain::chain::mark;
use domain::consent::{ConfirmationMethod, ConsentAction, ConsentConfirmation, ConsentEvent, StoredConsent};
use domain::id::{AccountId, CompoundId, HouseholdId, RecordId};
use sqlx::FromRow;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Nobody goes further than this from repair to repair.
pub(super) const LONGEST_CHAIN: usize = 16;

/// An event with its author and times.
#[derive(Debug, Clone)]
pub struct NewConsentEvent<'a> {
    pub id: RecordId,
    pub event: &'a ConsentEvent,
    /// The event's clear part as JSON, kept byte for byte.
    pub content: &'a str,
    pub compound: CompoundId,
    pub author: Option<AccountId>,
    pub recorded_at_ms: i64,
    pub received_at_ms: i64,
}

/// Adds an event.
pub async fn insert_event(tx: &mut Tx, new: &NewConsentEvent<'_>) -> DbResult<()> {
    let event = new.event;
    let sql = "insert into consent_events (id, household_id, compound_id, occupancy_seq, kind, action, refers_to,
                 account_id, content, recorded_at_ms, received_at_ms)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    on!(tx, c => sqlx::query(sql)
        .bind(new.id.0).bind(event.household.0).bind(new.compound.0).bind(i64::from(event.occupancy_seq))
        .bind(event.kind.name()).bind(event.action.name()).bind(event.refers_to.map(|id| id.0))
        .bind(new.author.map(|id| id.0)).bind(new.content).bind(new.recorded_at_ms).bind(new.received_at_ms)
        .execute(c).await.map(|_| ()))
}

/// Every event of a household, its clear part, in the order of its chain: that in which the server took them.
pub async fn events_of(tx: &mut Tx, household: HouseholdId) -> DbResult<Vec<StoredConsent>> {
    let places = event_links(tx, household).await?;
    let sql = "select e.id, r.device_id, r.device_seq, r.repairs, e.account_id, e.received_at_ms, e.content
               from consent_events e left join records r on r.id = e.id
               where e.household_id = $1 order by e.received_at_ms,
                 (case when r.device_seq is null then 1 else 0 end), r.device_seq, e.id";
    let rows: Vec<EventRow> = on!(tx, c => sqlx::query_as(sql).bind(household.0).fetch_all(c).await?);
    let mut events = Vec::with_capacity(rows.len());
    for row in rows {
        let event: ConsentEvent =
            serde_json::from_str(&row.content).map_err(|error| sqlx::Error::Decode(Box::new(error)))?;
        // What was declared at a desk stands in the books without a phone.
        let own = row.device_id.zip(row.device_seq).filter(|(device, _)| !device.is_nil());
        let made = first_made(tx, &row, own, event.action == ConsentAction::Given).await?;
        events.push(StoredConsent {
            id: row.id.into(),
            device: made.map(|(device, _)| device.into()),
            seq: made.and_then(|(_, seq)| u64::try_from(seq).ok()),
            author: row.account_id.map(Into::into),
            received_at_ms: Some(row.received_at_ms),
            mark: places.get(&row.id.to_string()).map(|(_, mark)| *mark),
            event,
        });
    }
    events.sort_by_key(|stored| places.get(&stored.id.to_string()).map_or(i64::MAX, |(seq, _)| *seq));
    Ok(events)
}

#[derive(FromRow)]
struct EventRow {
    id: Uuid,
    device_id: Option<Uuid>,
    device_seq: Option<i64>,
    repairs: Option<Uuid>,
    account_id: Option<Uuid>,
    received_at_ms: i64,
    content: String,
}

/// Where a consent was made first that was sent once more, however often: what comes in the place of another says what was said then.
async fn first_made(
    tx: &mut Tx,
    row: &EventRow,
    own: Option<(Uuid, i64)>,
    is_yes: bool,
) -> DbResult<Option<(Uuid, i64)>> {
    let sql = "select device_id, device_seq, repairs from records
               where id = $1 and kind = 'consent_event' and author_id = $2";
    let (mut next, mut made) = (row.repairs, own);
    for _ in 0..LONGEST_CHAIN {
        let Some(id) = next else { break };
        let first: Option<(Uuid, i64, Option<Uuid>)> =
            on!(tx, c => sqlx::query_as(sql).bind(id).bind(row.account_id).fetch_optional(c).await?);
        let Some((device, seq, repairs)) = first else {
            // What it stands for is not here: a yes was said before every no of its phone then, a no when it was sent.
            return Ok(if is_yes { made.map(|(device, _)| (device, 0)) } else { own });
        };
        made = Some((device, seq));
        next = repairs;
    }
    Ok(made)
}

/// The clear parts of what an author recorded about a household's consents within a span of the author's clock.
pub async fn consents_near(
    tx: &mut Tx,
    household: HouseholdId,
    author: AccountId,
    (from_ms, to_ms): (i64, i64),
) -> DbResult<Vec<(Uuid, String)>> {
    let sql = "select id, content from consent_events where household_id = $1 and account_id = $2
                 and recorded_at_ms between $3 and $4 order by received_at_ms, id";
    on!(tx, c => sqlx::query_as(sql).bind(household.0).bind(author.0).bind(from_ms).bind(to_ms).fetch_all(c).await)
}

/// Number and mark of each event's link, by the event's id.
async fn event_links(tx: &mut Tx, household: HouseholdId) -> DbResult<HashMap<String, (i64, u32)>> {
    let sql = "select subject, household_seq, hash from evidence_links where household_id = $1 and kind = 'event'";
    let rows: Vec<(String, i64, String)> = on!(tx, c => sqlx::query_as(sql).bind(household.0).fetch_all(c).await?);
    Ok(rows.into_iter().filter_map(|(event, seq, hash)| Some((event, (seq, mark(hash.parse().ok()?))))).collect())
}

/// Whose event it is: the household and which of its families.
pub async fn family_of(tx: &mut Tx, event: RecordId) -> DbResult<Option<(HouseholdId, u32)>> {
    let sql = "select household_id, cast(occupancy_seq as bigint) from consent_events where id = $1";
    let row: Option<(Uuid, i64)> = on!(tx, c => sqlx::query_as(sql).bind(event.0).fetch_optional(c).await?);
    Ok(row.map(|(household, family)| (household.into(), u32::try_from(family).unwrap_or(0))))
}

/// Which of these households have any event.
pub async fn households_with_events(tx: &mut Tx, households: &[Uuid]) -> DbResult<HashSet<Uuid>> {
    let sql = "select household_id from consent_events where household_id in ($ids)";
    let rows: Vec<(Uuid,)> = batch::rows_in(tx, sql, households).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Adds a confirmation.
pub async fn insert_confirmation(
    tx: &mut Tx,
    id: Uuid,
    household: HouseholdId,
    confirmation: &ConsentConfirmation,
    note: &str,
) -> DbResult<()> {
    let sql =
        "insert into consent_confirmations (id, consent_id, household_id, method, account_id, by_company, note, at_ms)
               values ($1, $2, $3, $4, $5, $6, $7, $8)";
    on!(tx, c => sqlx::query(sql)
        .bind(id).bind(confirmation.consent.0).bind(household.0).bind(confirmation.method.name())
        .bind(confirmation.confirmed_by.map(|id| id.0)).bind(confirmation.by_company).bind(note)
        .bind(confirmation.at_ms).execute(c).await.map(|_| ()))
}

/// Every confirmation of a household's consents, oldest first.
pub async fn confirmations_of(tx: &mut Tx, household: HouseholdId) -> DbResult<Vec<ConsentConfirmation>> {
    let sql = "select consent_id, method, account_id, by_company, at_ms from consent_confirmations
               where household_id = $1 order by at_ms, id";
    let rows: Vec<(Uuid, String, Option<Uuid>, bool, i64)> =
        on!(tx, c => sqlx::query_as(sql).bind(household.0).fetch_all(c).await?);
    let read = |(consent, method, account, by_company, at_ms): (Uuid, String, Option<Uuid>, bool, i64)| {
        Some(ConsentConfirmation {
            consent: consent.into(),
            method: ConfirmationMethod::from_name(&method)?,
            confirmed_by: account.map(Into::into),
            by_company,
            at_ms,
        })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// A call-back that confirmed nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callback {
    pub id: Uuid,
    pub consent: RecordId,
    pub household: HouseholdId,
    pub result: String,
    pub note: String,
    pub account: Option<AccountId>,
    pub at_ms: i64,
}

type CallbackRow = (Uuid, Uuid, Uuid, String, String, Option<Uuid>, i64);

fn callback((id, consent, household, result, note, account, at_ms): CallbackRow) -> Callback {
    let (consent, household) = (consent.into(), household.into());
    Callback { id, consent, household, result, note, account: account.map(Into::into), at_ms }
}

/// Writes down a call-back that confirmed nothing: only ever added, and never a step towards a fee.
pub async fn insert_callback(tx: &mut Tx, new: &Callback) -> DbResult<()> {
    let sql = "insert into consent_callbacks (id, consent_id, household_id, result, note, account_id, at_ms)
               values ($1, $2, $3, $4, $5, $6, $7)";
    on!(tx, c => sqlx::query(sql).bind(new.id).bind(new.consent.0).bind(new.household.0).bind(&new.result)
        .bind(&new.note).bind(new.account.map(|id| id.0)).bind(new.at_ms).execute(c).await.map(|_| ()))
}

/// Every call-back that confirmed nothing, oldest first.
pub async fn list_callbacks(tx: &mut Tx) -> DbResult<Vec<Callback>> {
    let sql = "select id, consent_id, household_id, result, note, account_id, at_ms from consent_callbacks
               order by at_ms, id";
    let rows: Vec<CallbackRow> = on!(tx, c => sqlx::query_as(sql).fetch_all(c).await?);
    Ok(rows.into_iter().map(callback).collect())
}

/// A call-back by its id.
pub async fn callback_by_id(tx: &mut Tx, id: Uuid) -> DbResult<Option<Callback>> {
    let sql =
        "select id, consent_id, household_id, result, note, account_id, at_ms from consent_callbacks where id = $1";
    let row: Option<CallbackRow> = on!(tx, c => sqlx::query_as(sql).bind(id).fetch_optional(c).await?);
    Ok(row.map(callback))
}
