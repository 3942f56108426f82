//! What no phone made: declared at a desk, or on the household's own page. It goes to the evidence as every consent does.

use super::Intake;
use crate::db::Tx;
use crate::db::household::HouseholdRow;
use crate::error::ApiResult;
use domain::consent::{ConsentAction, ConsentEvent, ConsentKind, ConsentMethod, Evidence, Relation, StoredConsent};
use domain::hash::Hash;
use domain::id::{AccountId, DeviceId, HouseholdId, RecordId};
use domain::language::Language;
use domain::map::Map;
use domain::sync::record::{Record, RecordKind};
use domain::sync::signature::Hex;
use uuid::Uuid;

/// A withdrawal of the fee consent as the household itself declares it.
pub fn withdrawal(row: &HouseholdRow, refers_to: Option<RecordId>, now_ms: i64) -> ConsentEvent {
    ConsentEvent {
        kind: ConsentKind::FeePaid,
        action: ConsentAction::Withdrawn,
        household: HouseholdId(row.id),
        occupancy_seq: u32::try_from(row.occupancy_seq).unwrap_or(0),
        relation: Relation::Other,
        signer_name: None,
        signer_account: None,
        text_version: 0,
        language: Language::Zh,
        text_sha256: Hash::of(b""),
        fee_terms: None,
        printed: Map::new(),
        method: ConsentMethod::E2,
        evidence: Evidence::default(),
        share_with_company: None,
        captured_by: None,
        captured_at_ms: now_ms,
        refers_to,
        seen: None,
        salt: Some(Hex(rand::random())),
    }
}

/// The last yes to the fee of the family that lives there now: what a withdrawal takes back.
pub fn last_yes(events: &[StoredConsent], row: &HouseholdRow) -> Option<RecordId> {
    let is_it = |one: &&StoredConsent| {
        (one.event.kind, one.event.action) == (ConsentKind::FeePaid, ConsentAction::Given)
            && i64::from(one.event.occupancy_seq) == row.occupancy_seq
    };
    events.iter().rfind(is_it).map(|one| one.id)
}

impl Intake<'_> {
    /// Takes a declared event in, and says under which id; `author` is nil where the household itself made it, with the code that only it has.
    pub async fn declare(
        &self,
        tx: &mut Tx,
        row: &HouseholdRow,
        author: AccountId,
        event: &ConsentEvent,
    ) -> ApiResult<RecordId> {
        let record = Record {
            id: RecordId(self.state.clock.new_uuid()),
            kind: RecordKind::ConsentEvent,
            // No chain of a phone runs through it.
            device: DeviceId(Uuid::nil()),
            seq: 0,
            author,
            recorded_at_ms: self.now_ms,
            offset_ms: Some(0),
            prev_hash: None,
            repairs: None,
            body: serde_json::to_string(event).map_err(anyhow::Error::from)?,
        };
        self.notary().add_event(tx, &record, event, row.compound(), self.now_ms).await?;
        self.refresh_household(tx, event.household).await?;
        Ok(record.id)
    }
}
