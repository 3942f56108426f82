//! Which household a door that was found on this phone has become.

use super::written::{same, shown};
use crate::field::context::Phone;
use crate::store::StoreError;
use crate::sync::outbox;
use domain::id::HouseholdId;
use domain::json;
use domain::new_household::NewHousehold;
use domain::sync::view::HouseholdView;

/// The household when it is not on the board under its own id: another phone may have found the same door before.
pub async fn became(phone: Phone, id: HouseholdId) -> Result<Option<HouseholdView>, StoreError> {
    for entry in outbox::entries(phone.store(), phone.owner()).await? {
        if entry.record.id.0 == id.0
            && let Ok(new) = json::read::<NewHousehold>(&entry.record.body)
        {
            let doors = phone.households(new.compound).await?;
            return Ok(Some(same(&doors, &new).cloned().unwrap_or_else(|| shown(&doors, id, &new))));
        }
    }
    Ok(None)
}
