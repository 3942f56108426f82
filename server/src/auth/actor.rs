//! The person behind a request.

use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::id::{AccountId, CompanyId, CompoundId, HouseholdId};
use domain::org::{Grant, Role, Whereabouts, may};

/// A logged-in person with the grants that hold right now.
#[derive(Debug, Clone)]
pub struct Actor {
    pub account: AccountId,
    pub login: String,
    pub name: String,
    pub company: Option<CompanyId>,
    pub must_change_password: bool,
    pub grants: Vec<Grant>,
    /// Hash of the session's token, to end it.
    pub session: String,
}

impl Actor {
    /// Whether the person has one of the roles anywhere.
    pub fn has_any(&self, roles: &[Role]) -> bool {
        self.grants.iter().any(|grant| roles.contains(&grant.role))
    }

    /// The grants with one of the roles: what a list may show.
    pub fn grants_for(&self, roles: &[Role]) -> Vec<Grant> {
        self.grants.iter().filter(|grant| roles.contains(&grant.role)).cloned().collect()
    }

    /// Passes when one of the roles reaches this place.
    pub fn require(&self, roles: &[Role], place: &Whereabouts) -> ApiResult<()> {
        if may(&self.grants, roles, place) { Ok(()) } else { Err(ApiError::Forbidden("out_of_scope")) }
    }

    /// Where a compound lies, if one of the roles reaches it. What does not exist and what is out of reach look alike.
    pub async fn compound(&self, tx: &mut Tx, roles: &[Role], id: CompoundId) -> ApiResult<Whereabouts> {
        let place = db::place::whereabouts(tx, id).await?.ok_or(ApiError::NotFound)?;
        self.require(roles, &place)?;
        Ok(place)
    }

    /// Where a household lies, if one of the roles reaches it.
    pub async fn household(&self, tx: &mut Tx, roles: &[Role], id: HouseholdId) -> ApiResult<Whereabouts> {
        let place = db::place::whereabouts_of_household(tx, id).await?.ok_or(ApiError::NotFound)?;
        self.require(roles, &place)?;
        Ok(place)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Actor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
        parts.extensions.get::<Self>().cloned().ok_or(ApiError::NotLoggedIn)
    }
}
