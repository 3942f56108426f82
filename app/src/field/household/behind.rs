//! What the phone knows of one door: the household and its compound.

use crate::field::context::Phone;
use crate::store::{Store, StoreError, Table, key};
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

/// Reads a door. Its key begins with the compound, which an address does not name; so the keys are looked through.
pub async fn behind(phone: Phone, id: HouseholdId) -> Result<Option<Behind>, StoreError> {
    let Some(account) = phone.account() else { return Ok(None) };
    let kind = key::kind(account, "household");
    let keys = phone.store().keys(Table::Entities, &kind).await?;
    let wanted = format!("/{id}");
    let Some(found) = keys.iter().find(|key| key.ends_with(&wanted)) else { return Ok(None) };
    let household: Option<HouseholdView> = phone.entity("household", &found[kind.len()..]).await?;
    let Some(household) = household else { return Ok(None) };
    let compound = phone.entity("compound", &household.compound.to_string()).await?;
    Ok(compound.map(|compound| Behind { household, compound }))
}
