//! What the phone knows of one door: the household and its compound.

use crate::field::context::Phone;
use crate::field::new_door::found::became;
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

/// Reads a door. One found on this phone may have become another household meanwhile: what is half written there goes on here.
pub async fn behind(phone: Phone, id: HouseholdId) -> Result<Option<Behind>, StoreError> {
    let household = match phone.household(id).await? {
        Some(household) => household,
        None => match became(phone, id).await? {
            Some(household) => household,
            None => return Ok(None),
        },
    };
    let compound = phone.compound(household.compound).await?;
    Ok(compound.map(|compound| Behind { household, compound }))
}
