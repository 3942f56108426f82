//! `POST /c/{code}/mine/withdraw`: the household takes its fee consent back on its own page. Always possible, at once, without a reason
//! (model 2.5, INV-07); the text that was signed promises it (content 7.5).

use crate::db;
use crate::db::household::HouseholdRow;
use crate::db::household_code::CodeOwner;
use crate::error::{ApiError, ApiResult};
use crate::intake::Intake;
use crate::state::AppState;
use domain::consent::{
    ConsentAction, ConsentEvent, ConsentKind, ConsentMethod, Evidence, FeeConsentState, Relation, StoredConsent,
};
use domain::hash::Hash;
use domain::id::{AccountId, DeviceId, HouseholdId, RecordId};
use domain::language::Language;
use domain::map::Map;
use domain::sync::record::{Record, RecordKind};
use domain::sync::signature::Hex;
use uuid::Uuid;

/// What of the household's fee consent its own family may take back now; none: nothing stands.
pub fn stands(row: &HouseholdRow, owner: CodeOwner) -> Option<FeeConsentState> {
    let state = FeeConsentState::from_name(&row.fee_consent_state)?;
    let is_its_own = row.occupancy_seq == owner.occupancy_seq;
    (is_its_own && (state.is_signed() || state == FeeConsentState::InReview)).then_some(state)
}

/// Writes the withdrawal down. A second tap finds nothing that stands, and writes nothing.
pub async fn take_back(state: &AppState, owner: CodeOwner, language: Language) -> ApiResult<()> {
    let intake = Intake::new(state);
    let mut tx = state.db.write().await?;
    db::change::lock_order(&mut tx).await?;
    let row = db::household::household_row(&mut tx, owner.household).await?.ok_or(ApiError::NotFound)?;
    if stands(&row, owner).is_none() {
        return Ok(());
    }
    let events = db::consent::events_of(&mut tx, owner.household).await?;
    let event = withdrawal(&row, standing_yes(&events, &row), language, intake.now_ms);
    let record = record(state, &event, intake.now_ms)?;
    intake.notary().add_event(&mut tx, &record, &event, row.compound_id.into(), intake.now_ms).await?;
    intake.refresh_household(&mut tx, owner.household).await?;
    tx.commit().await?;
    Ok(())
}

fn standing_yes(events: &[StoredConsent], row: &HouseholdRow) -> Option<RecordId> {
    let is_it = |one: &&StoredConsent| {
        (one.event.kind, one.event.action) == (ConsentKind::FeePaid, ConsentAction::Given)
            && i64::from(one.event.occupancy_seq) == row.occupancy_seq
    };
    events.iter().rfind(is_it).map(|one| one.id)
}

/// Nobody's phone made it and no account: the household itself, with the code that only it has.
fn record(state: &AppState, event: &ConsentEvent, now_ms: i64) -> ApiResult<Record> {
    Ok(Record {
        id: RecordId(state.clock.new_uuid()),
        kind: RecordKind::ConsentEvent,
        device: DeviceId(Uuid::nil()),
        seq: 0,
        author: AccountId(Uuid::nil()),
        recorded_at_ms: now_ms,
        offset_ms: Some(0),
        prev_hash: None,
        repairs: None,
        body: serde_json::to_string(event).map_err(anyhow::Error::from)?,
    })
}

fn withdrawal(row: &HouseholdRow, refers_to: Option<RecordId>, language: Language, now_ms: i64) -> ConsentEvent {
    ConsentEvent {
        kind: ConsentKind::FeePaid,
        action: ConsentAction::Withdrawn,
        household: HouseholdId(row.id),
        occupancy_seq: u32::try_from(row.occupancy_seq).unwrap_or(0),
        relation: Relation::Other,
        signer_name: None,
        signer_account: None,
        text_version: 0,
        language,
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
