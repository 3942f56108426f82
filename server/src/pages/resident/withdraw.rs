//! `POST /c/{code}/mine/withdraw`: the household takes its fee consent back on its own page. Always possible, at once, without a reason
//! (model 2.5, INV-07); the text that was signed promises it (content 7.5).

use crate::db;
use crate::db::household::HouseholdRow;
use crate::db::household_code::CodeOwner;
use crate::error::{ApiError, ApiResult};
use crate::intake::Intake;
use crate::intake::declared::{last_yes, withdrawal};
use crate::state::AppState;
use domain::consent::{ConsentEvent, FeeConsentState};
use domain::id::AccountId;
use domain::language::Language;
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
    let event = ConsentEvent { language, ..withdrawal(&row, last_yes(&events, &row), intake.now_ms) };
    // No account made it: the household itself did, with the code that only it has.
    intake.declare(&mut tx, &row, AccountId(Uuid::nil()), &event).await?;
    tx.commit().await?;
    Ok(())
}
