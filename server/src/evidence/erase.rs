//! Lawful erasure (PIPL 47): the keys of a household are destroyed, and with them every name, note, signature and photo of its
//! consents. The chain says that it happened, and still verifies.

use super::append::Notary;
use super::facts::{ErasureFacts, NewLink};
use crate::db::{self, audit::NewAudit};
use crate::state::AppState;
use anyhow::ensure;
use domain::chain::LinkKind;
use domain::consent::ConsentEvent;
use domain::id::{AccountId, HouseholdId};
use domain::sync::record::Record;

/// Whom and why.
#[derive(Debug, Clone, Copy)]
pub struct Erasure<'a> {
    pub household: HouseholdId,
    /// Which family (居住轮次); `None` for all.
    pub family: Option<u32>,
    pub account: Option<AccountId>,
    /// File number of the request, never a name.
    pub reason: &'a str,
}

/// Destroys the keys; returns how many there were.
pub async fn erase_household(state: &AppState, erasure: Erasure<'_>) -> anyhow::Result<u64> {
    super::blob::seal_arrived(state, None).await?;
    let (now_ms, household) = (state.clock.now_ms(), erasure.household);
    let mut tx = state.db.write().await?;
    db::evidence::lock_household(&mut tx, household).await?;
    ensure!(db::household::household_row(&mut tx, household).await?.is_some(), "no such household");
    let ours = |event: &ConsentEvent| {
        event.household == household && erasure.family.is_none_or(|family| family == event.occupancy_seq)
    };
    for (id, body) in db::record::consents_not_taken(&mut tx).await? {
        let event: Option<ConsentEvent> = serde_json::from_str(&body).ok();
        if event.as_ref().is_some_and(ours) {
            db::record::empty_body(&mut tx, id).await?;
        }
    }
    for (id, hash, whole) in db::record::clashes_of_consents(&mut tx).await? {
        let record: Option<Record> = serde_json::from_str(&whole).ok();
        let event: Option<ConsentEvent> = record.and_then(|record| serde_json::from_str(&record.body).ok());
        if event.as_ref().is_some_and(ours) {
            db::record::empty_clash(&mut tx, id, &hash).await?;
        }
    }
    let keys = db::evidence::destroy_keys(&mut tx, household, erasure.family, now_ms).await?;
    let facts = ErasureFacts {
        occupancy_seq: erasure.family,
        keys,
        account: erasure.account,
        reason: erasure.reason.to_owned(),
    };
    let id = state.clock.new_uuid();
    let link = NewLink {
        household,
        kind: LinkKind::Erasure,
        subject: id.to_string(),
        facts: serde_json::to_string(&facts)?,
        record_hash: None,
        at_ms: now_ms,
    };
    Notary { seal: &state.seal, clock: &state.clock }.add(&mut tx, link, None).await?;
    let audit = NewAudit {
        id,
        at_ms: now_ms,
        account: erasure.account,
        role: "system",
        action: "evidence_erased",
        object_kind: "household",
        object_id: &household.to_string(),
        from: None,
        to: None,
        reason: Some(erasure.reason),
    };
    db::audit::insert_audit(&mut tx, &audit).await?;
    tx.commit().await?;
    Ok(keys)
}
