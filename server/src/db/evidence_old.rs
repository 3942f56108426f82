//! Consent rows of before there were chains: found, rewritten once, and never again.

use super::{DbResult, Tx, on};
use domain::consent::{ConfirmationMethod, ConsentConfirmation};
use domain::id::{AccountId, CompoundId, HouseholdId};
use domain::sync::record::{Record, RecordKind};
use sqlx::{AssertSqlSafe, FromRow};
use std::collections::HashSet;
use uuid::Uuid;

/// An event without a link.
#[derive(Debug, Clone)]
pub struct OldEvent {
    pub id: Uuid,
    pub family: u32,
    pub compound: CompoundId,
    pub author: Option<AccountId>,
    pub content: String,
    pub recorded_at_ms: i64,
    pub received_at_ms: i64,
    /// Word for word, where a phone recorded it.
    pub record: Option<Record>,
}

/// A confirmation without a link.
#[derive(Debug, Clone)]
pub struct OldConfirmation {
    pub id: Uuid,
    pub family: u32,
    pub confirmation: ConsentConfirmation,
    pub note: String,
}

/// One of both, in the order in which the server took them.
#[derive(Debug, Clone)]
pub enum OldRow {
    Event(Box<OldEvent>),
    Confirmation(OldConfirmation),
}

#[derive(FromRow)]
struct EventRow {
    id: Uuid,
    occupancy_seq: i64,
    compound_id: Uuid,
    account_id: Option<Uuid>,
    content: String,
    recorded_at_ms: i64,
    received_at_ms: i64,
    device_id: Option<Uuid>,
    device_seq: Option<i64>,
    author_id: Option<Uuid>,
    record_ms: Option<i64>,
    offset_ms: Option<i64>,
    prev_hash: Option<String>,
    repairs: Option<Uuid>,
    body: Option<String>,
}

impl EventRow {
    fn record(&self) -> Option<Record> {
        Some(Record {
            id: self.id.into(),
            kind: RecordKind::ConsentEvent,
            device: self.device_id?.into(),
            seq: u64::try_from(self.device_seq?).ok()?,
            author: self.author_id?.into(),
            recorded_at_ms: self.record_ms?,
            offset_ms: self.offset_ms,
            prev_hash: self.prev_hash.as_ref().and_then(|text| text.parse().ok()),
            repairs: self.repairs.map(Into::into),
            body: self.body.clone().filter(|body| !body.is_empty())?,
        })
    }
}

const UNLINKED_EVENT: &str = "not exists (select 1 from evidence_links l where l.kind = 'event' and l.subject = ";
const UNLINKED_CONFIRMATION: &str =
    "not exists (select 1 from evidence_links l where l.kind = 'confirmation' and l.subject = ";

/// An id as the text that links are about; SQLite keeps ids as bytes.
fn as_text(tx: &Tx, column: &str) -> String {
    match tx {
        Tx::Postgres(_) => format!("cast({column} as text)"),
        Tx::Sqlite(_) => {
            let hex = format!("lower(hex({column}))");
            let part = |from: u8, length: u8| format!("substr({hex}, {from}, {length})");
            let parts = [part(1, 8), part(9, 4), part(13, 4), part(17, 4), part(21, 12)];
            parts.join(" || '-' || ")
        }
    }
}

/// Households with a row that has no link.
pub async fn unlinked_households(tx: &mut Tx, limit: i64) -> DbResult<Vec<HouseholdId>> {
    let sql = AssertSqlSafe(format!(
        "select e.household_id from consent_events e where {UNLINKED_EVENT}{})
         union select c.household_id from consent_confirmations c where {UNLINKED_CONFIRMATION}{}) limit $1",
        as_text(tx, "e.id"),
        as_text(tx, "c.id")
    ));
    let rows: Vec<(Uuid,)> = on!(tx, c => sqlx::query_as(sql).bind(limit).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(id,)| HouseholdId(id)).collect())
}

/// A household's rows without a link, in the order in which the server took them.
pub async fn unlinked_rows(tx: &mut Tx, household: HouseholdId) -> DbResult<Vec<OldRow>> {
    let sql = AssertSqlSafe(format!(
        "select e.id, cast(e.occupancy_seq as bigint) as occupancy_seq, e.compound_id, e.account_id, e.content,
           e.recorded_at_ms, e.received_at_ms, r.device_id, r.device_seq, r.author_id, r.recorded_at_ms as record_ms,
           r.offset_ms, r.prev_hash, r.repairs, r.body
         from consent_events e left join records r on r.id = e.id
         where e.household_id = $1 and {UNLINKED_EVENT}{}) order by e.received_at_ms, r.device_seq, e.id",
        as_text(tx, "e.id")
    ));
    let events: Vec<EventRow> = on!(tx, c => sqlx::query_as(sql).bind(household.0).fetch_all(c).await?);
    let mut rows: Vec<(i64, OldRow)> = events.into_iter().map(|row| (row.received_at_ms, old_event(row))).collect();
    rows.extend(old_confirmations(tx, household).await?);
    rows.sort_by_key(|(at_ms, _)| *at_ms);
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

fn old_event(row: EventRow) -> OldRow {
    OldRow::Event(Box::new(OldEvent {
        id: row.id,
        family: u32::try_from(row.occupancy_seq).unwrap_or(0),
        compound: row.compound_id.into(),
        author: row.account_id.map(Into::into),
        recorded_at_ms: row.recorded_at_ms,
        received_at_ms: row.received_at_ms,
        record: row.record(),
        content: row.content,
    }))
}

async fn old_confirmations(tx: &mut Tx, household: HouseholdId) -> DbResult<Vec<(i64, OldRow)>> {
    type Row = (Uuid, Uuid, String, Option<Uuid>, bool, String, i64, i64);
    let sql = AssertSqlSafe(format!(
        "select c.id, c.consent_id, c.method, c.account_id, c.by_company, c.note, c.at_ms,
           cast(e.occupancy_seq as bigint)
         from consent_confirmations c join consent_events e on e.id = c.consent_id
         where c.household_id = $1 and {UNLINKED_CONFIRMATION}{}) order by c.at_ms, c.id",
        as_text(tx, "c.id")
    ));
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(sql).bind(household.0).fetch_all(c).await?);
    let old = |(id, consent, method, account, by_company, note, at_ms, family): Row| {
        let confirmation = ConsentConfirmation {
            consent: consent.into(),
            method: ConfirmationMethod::from_name(&method)?,
            confirmed_by: account.map(Into::into),
            by_company,
            at_ms,
        };
        let family = u32::try_from(family).unwrap_or(0);
        Some((at_ms, OldRow::Confirmation(OldConfirmation { id, family, confirmation, note })))
    };
    Ok(rows.into_iter().filter_map(old).collect())
}

/// Whether the rows of before have their links.
pub async fn has_started(tx: &mut Tx) -> DbResult<bool> {
    let row: Option<(i64,)> =
        on!(tx, c => sqlx::query_as("select at_ms from evidence_start where id = 1").fetch_optional(c).await?);
    Ok(row.is_some())
}

/// Whether anything stands on a chain.
pub async fn has_links(tx: &mut Tx) -> DbResult<bool> {
    let row: Option<(i64,)> =
        on!(tx, c => sqlx::query_as("select at_ms from evidence_links limit 1").fetch_optional(c).await?);
    Ok(row.is_some())
}

/// Notes that they have: once.
pub async fn note_start(tx: &mut Tx, at_ms: i64, linked: u64) -> DbResult<()> {
    let sql = "insert into evidence_start (id, at_ms, linked) values (1, $1, $2) on conflict (id) do nothing";
    on!(tx, c => sqlx::query(sql).bind(at_ms).bind(linked as i64).execute(c).await.map(|_| ()))
}

/// What has to be put back: the triggers' own text on SQLite.
pub struct Gate(Vec<String>);

const REFUSING: [(&str, &str); 2] = [
    ("consent_events", "consent_events_stay_unchanged"),
    ("consent_confirmations", "consent_confirmations_stay_unchanged"),
];

/// Lets this one transaction rewrite consent rows. Only the owner of the tables can.
pub async fn allow_changes(tx: &mut Tx) -> DbResult<Gate> {
    let mut texts = vec![];
    match tx {
        Tx::Sqlite(tx) => {
            for (_, trigger) in REFUSING {
                let sql = "select sql from sqlite_master where type = 'trigger' and name = $1";
                let (text,): (String,) = sqlx::query_as(sql).bind(trigger).fetch_one(&mut **tx).await?;
                texts.push(text);
                sqlx::query(AssertSqlSafe(format!("drop trigger {trigger}"))).execute(&mut **tx).await?;
            }
        }
        Tx::Postgres(tx) => {
            for (table, _) in REFUSING {
                let sql = format!("alter table {table} disable trigger {table}_stay");
                sqlx::query(AssertSqlSafe(sql)).execute(&mut **tx).await?;
            }
        }
    }
    Ok(Gate(texts))
}

/// Shuts the gate again.
pub async fn refuse_changes(tx: &mut Tx, gate: Gate) -> DbResult<()> {
    match tx {
        Tx::Sqlite(tx) => {
            for text in gate.0 {
                sqlx::query(AssertSqlSafe(text)).execute(&mut **tx).await?;
            }
        }
        Tx::Postgres(tx) => {
            for (table, _) in REFUSING {
                let sql = format!("alter table {table} enable trigger {table}_stay");
                sqlx::query(AssertSqlSafe(sql)).execute(&mut **tx).await?;
            }
        }
    }
    Ok(())
}

/// Rewrites an event's content; refused outside of [`allow_changes`].
pub async fn set_content(tx: &mut Tx, id: Uuid, content: &str) -> DbResult<()> {
    let sql = "update consent_events set content = $2 where id = $1";
    on!(tx, c => sqlx::query(sql).bind(id).bind(content).execute(c).await.map(|_| ()))
}

/// Rewrites a confirmation's note; refused outside of [`allow_changes`].
pub async fn set_note(tx: &mut Tx, id: Uuid, note: &str) -> DbResult<()> {
    let sql = "update consent_confirmations set note = $2 where id = $1";
    on!(tx, c => sqlx::query(sql).bind(id).bind(note).execute(c).await.map(|_| ()))
}

/// Whether the call-backs of before have their links.
pub async fn has_callbacks_started(tx: &mut Tx) -> DbResult<bool> {
    let sql = "select at_ms from evidence_callback_start where id = 1";
    let row: Option<(i64,)> = on!(tx, c => sqlx::query_as(sql).fetch_optional(c).await?);
    Ok(row.is_some())
}

/// Notes that they have: once.
pub async fn note_callback_start(tx: &mut Tx, at_ms: i64, linked: u64) -> DbResult<()> {
    let sql = "insert into evidence_callback_start (id, at_ms, linked) values (1, $1, $2) on conflict (id) do nothing";
    on!(tx, c => sqlx::query(sql).bind(at_ms).bind(linked as i64).execute(c).await.map(|_| ()))
}

/// Which call-backs have a link, by id.
pub async fn linked_callbacks(tx: &mut Tx) -> DbResult<HashSet<String>> {
    let sql = "select subject from evidence_links where kind = 'callback'";
    let rows: Vec<(String,)> = on!(tx, c => sqlx::query_as(sql).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
