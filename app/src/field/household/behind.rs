//! What the phone knows of one door: the household and its compound.

use crate::field::context::Phone;
use crate::store::StoreError;
use domain::id::HouseholdId;
use domain::sync::view::{CompoundView, HouseholdView};

/// A household with the compound around it.
#[derive(Debug, Clone)]
pub struct Behind {
    /// The household.
    pub household: HouseholdView,
    /// Its compound.
    pub compound: CompoundView,
}

/// Reads a door.
pub async fn behind(phone: Phone, id: HouseholdId) -> Result<Option<Behind>, StoreError> {
    let Some(household) = phone.household(id).await? else { return Ok(None) };
    let compound = phone.compound(household.compound).await?;
    Ok(compound.map(|compound| Behind { household, compound }))
}
