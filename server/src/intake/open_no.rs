//! Noes to a fee that cannot be taken as they come: whatever is wrong with the record, nothing falls due while one is open (INV-07).

use super::Intake;
use crate::db::open_no::NewOpenNo;
use crate::db::{self, Db, Tx};
use crate::error::ApiResult;
use domain::consent::{ConsentAction, ConsentKind};
use domain::hash::Hash;
use domain::id::{HouseholdId, RecordId};
use domain::sync::record::{Record, RecordKind};
use serde_json::Value;

impl Intake<'_> {
    /// Keeps the no that a record says, if it says one, and looks at its household again.
    pub(super) async fn keep_open_no(&self, tx: &mut Tx, record: &Record, hash: Hash) -> ApiResult<()> {
        let of_consent = record.kind == RecordKind::ConsentEvent;
        let said = of_consent.then(|| read((record.id, hash), &record.body, (record.recorded_at_ms, self.now_ms)));
        if let Some(no) = said.flatten() {
            db::open_no::insert_open_no(tx, &no).await?;
            self.look_again(tx, record).await?;
        }
        Ok(())
    }

    /// Computes the household of a consent once more: what became of its record is part of its state.
    pub(super) async fn look_again(&self, tx: &mut Tx, record: &Record) -> ApiResult<()> {
        if record.kind != RecordKind::ConsentEvent {
            return Ok(());
        }
        let Some(named) = household(&serde_json::from_str(&record.body).unwrap_or_default()) else { return Ok(()) };
        let household = db::new_door::alias_of(tx, named).await?.unwrap_or(named);
        self.refresh_household(tx, household).await
    }
}

fn household(said: &Value) -> Option<HouseholdId> {
    said.get("household")?.as_str()?.parse().ok()
}

/// A no, read as far as it can be: what no check can read is a no all the same when it says so.
fn read(
    (record, hash): (RecordId, Hash),
    body: &str,
    (recorded_at_ms, received_at_ms): (i64, i64),
) -> Option<NewOpenNo> {
    let said: Value = serde_json::from_str(body).ok()?;
    let text = |name: &str| said.get(name).and_then(Value::as_str).unwrap_or_default();
    let action = ConsentAction::from_name(text("action"))?;
    let is_no = matches!(action, ConsentAction::Refused | ConsentAction::Withdrawn);
    let of_fee = ConsentKind::from_name(text("kind")).is_none_or(|kind| kind == ConsentKind::FeePaid);
    let occupancy_seq = said.get("occupancy_seq").and_then(Value::as_u64).and_then(|family| u32::try_from(family).ok());
    let said_at_ms = said.get("captured_at_ms").and_then(Value::as_i64).unwrap_or(recorded_at_ms);
    let household = household(&said).filter(|_| is_no && of_fee)?;
    Some(NewOpenNo { record, hash, household, occupancy_seq, said_at_ms, received_at_ms })
}

/// Finds the noes that lay among the records before they were kept apart; a start finds again what it found before.
///
/// # Errors
/// When the database fails.
pub async fn find_open_noes(db: &Db) -> anyhow::Result<u64> {
    let mut tx = db.write().await?;
    let mut count = 0;
    for (record, body, recorded_at_ms, received_at_ms) in db::open_no::consents_not_taken_with_times(&mut tx).await? {
        if let Some(no) = read((record.0, record.1), &body, (recorded_at_ms, received_at_ms)) {
            count += u64::from(db::open_no::insert_open_no(&mut tx, &no).await?);
        }
    }
    tx.commit().await?;
    Ok(count)
}
