//! What people said about a household's facts: only ever added. What holds is computed from all of it (model 2.12).

use super::{DbResult, Tx, on};
use domain::fact::{FactKind, FactSource};
use domain::id::{AccountId, DeviceId, HouseholdId, RecordId};
use domain::merge::fact::Assertion;
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

/// Somebody's word on one fact.
#[derive(Debug, Clone)]
pub struct NewAssertion<'a> {
    pub household: HouseholdId,
    pub occupancy_seq: i64,
    pub kind: FactKind,
    /// With a telephone sealed in it, see [`super::super::intake`].
    pub assertion: &'a Assertion,
    pub record: Option<RecordId>,
    pub note: &'a str,
    pub received_at_ms: i64,
}

/// Adds an assertion.
pub async fn insert_assertion(tx: &mut Tx, new: &NewAssertion<'_>) -> DbResult<()> {
    let said = new.assertion;
    let sql = "insert into fact_assertions (id, household_id, occupancy_seq, kind, value, base, source, record_id, account_id,
                 device_id, device_seq, settles, note, at_ms, received_at_ms)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    on!(tx, c => sqlx::query(sql)
        .bind(said.id).bind(new.household.0).bind(new.occupancy_seq).bind(new.kind.name()).bind(&said.value)
        .bind(&said.base).bind(said.source.name()).bind(new.record.map(|id| id.0)).bind(said.author.map(|id| id.0))
        .bind(said.device.map(|(id, _)| id.0)).bind(said.device.map(|(_, seq)| seq as i64)).bind(Json(&said.settles))
        .bind(new.note).bind(said.at_ms).bind(new.received_at_ms).execute(c).await.map(|_| ()))
}

/// An assertion as the console shows it.
#[derive(Debug, Clone, FromRow)]
pub struct AssertionRow {
    pub id: Uuid,
    pub value: String,
    pub base: Option<String>,
    pub source: String,
    pub account_id: Option<Uuid>,
    pub who: Option<String>,
    pub device_id: Option<Uuid>,
    pub device_seq: Option<i64>,
    pub settles: Json<Vec<Uuid>>,
    pub note: String,
    pub at_ms: i64,
}

impl AssertionRow {
    /// As the rules read it; `open` opens a sealed value.
    pub fn assertion(&self, open: impl Fn(&str) -> String) -> Assertion {
        Assertion {
            id: self.id,
            value: open(&self.value),
            base: self.base.as_deref().map(&open),
            source: FactSource::from_name(&self.source).unwrap_or(FactSource::Roster),
            author: self.account_id.map(AccountId),
            device: self.device_id.map(DeviceId).zip(self.device_seq.and_then(|seq| u64::try_from(seq).ok())),
            at_ms: self.at_ms,
            settles: self.settles.0.clone(),
        }
    }
}

/// Everything ever said about a fact; of one family only, where the fact belongs to a family.
pub async fn assertions_of(
    tx: &mut Tx,
    household: HouseholdId,
    kind: FactKind,
    occupancy_seq: Option<i64>,
) -> DbResult<Vec<AssertionRow>> {
    let sql = "select f.id, f.value, f.base, f.source, f.account_id, a.name as who, f.device_id,
                 cast(f.device_seq as bigint) as device_seq, f.settles, f.note, f.at_ms
               from fact_assertions f left join accounts a on a.id = f.account_id
               where f.household_id = $1 and f.kind = $2 and ($3 is null or f.occupancy_seq = $3)
               order by f.at_ms, f.id";
    on!(tx, c => sqlx::query_as(sql).bind(household.0).bind(kind.name()).bind(occupancy_seq).fetch_all(c).await)
}

/// The facts as the register holds them: area, its source, floor, usage, occupancy, sealed telephone.
#[derive(Debug, Clone, FromRow)]
pub struct RegisterRow {
    pub area_c: Option<i64>,
    pub area_source: Option<String>,
    pub floor: Option<i64>,
    pub usage: String,
    pub occupancy: String,
    pub phone_sealed: Option<String>,
}

const PERSON_OF: &str = "select r.person_id from residencies r where r.household_id = $1 and r.to_on is null
    and r.occupancy_seq = (select h.occupancy_seq from households h where h.id = $1) order by r.id limit 1";

/// What the register says about a household.
pub async fn register_row(tx: &mut Tx, household: HouseholdId) -> DbResult<Option<RegisterRow>> {
    let sql = sqlx::AssertSqlSafe(format!(
        "select cast(h.area_c as bigint) as area_c, h.area_source, cast(h.floor as bigint) as floor, h.usage, h.occupancy,
           (select p.phone_sealed from persons p where p.id = ({PERSON_OF})) as phone_sealed
         from households h where h.id = $1"
    ));
    on!(tx, c => sqlx::query_as(sql).bind(household.0).fetch_optional(c).await)
}

/// Lets the register follow: the floor area with its source.
pub async fn set_area(tx: &mut Tx, household: HouseholdId, area_c: i64, source: FactSource) -> DbResult<()> {
    let sql = "update households set area_c = $2, area_source = $3 where id = $1";
    on!(tx, c => sqlx::query(sql).bind(household.0).bind(area_c).bind(source.name()).execute(c).await.map(|_| ()))
}

/// Lets the register follow: the floor.
pub async fn set_floor(tx: &mut Tx, household: HouseholdId, floor: i64) -> DbResult<()> {
    let sql = "update households set floor = $2 where id = $1";
    on!(tx, c => sqlx::query(sql).bind(household.0).bind(floor).execute(c).await.map(|_| ()))
}

/// Lets the register follow: the use of the rooms.
pub async fn set_usage(tx: &mut Tx, household: HouseholdId, usage: &str) -> DbResult<()> {
    let sql = "update households set usage = $2 where id = $1";
    on!(tx, c => sqlx::query(sql).bind(household.0).bind(usage).execute(c).await.map(|_| ()))
}

/// Lets the register follow: who lives there.
pub async fn set_occupancy(tx: &mut Tx, household: HouseholdId, occupancy: &str) -> DbResult<()> {
    let sql = "update households set occupancy = $2 where id = $1";
    on!(tx, c => sqlx::query(sql).bind(household.0).bind(occupancy).execute(c).await.map(|_| ()))
}

/// Lets the register follow: the telephone of the registered person of the family, where there is one.
pub async fn set_phone(tx: &mut Tx, household: HouseholdId, sealed: &str, hash: &str) -> DbResult<()> {
    let sql =
        sqlx::AssertSqlSafe(format!("update persons set phone_sealed = $2, phone_hash = $3 where id = ({PERSON_OF})"));
    on!(tx, c => sqlx::query(sql).bind(household.0).bind(sealed).bind(hash).execute(c).await.map(|_| ()))
}
