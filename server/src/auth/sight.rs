//! What somebody may see of what others recorded: whom secret matters are hidden from (content 7.2: SEC-05, NBR-02), and whose photos
//! are shown to whom (appendix A).

use super::Actor;
use crate::db::blob_list::{self, Showing};
use crate::db::need_list::SECRET_CODES;
use crate::db::{self, Tx};
use crate::error::ApiResult;
use domain::id::AccountId;
use domain::org::{Role, Scope};

const CLERK: &[Role] = &[Role::CommunityClerk];
const CENTER: &[Role] = &[Role::CenterStaff];
/// Two of them void a consent together.
const VOIDS: &[Role] = &[Role::CommunityDirector, Role::StreetClerk];
const COMPANY: &[Role] = &[Role::CompanyManager, Role::CompanyStaff];
const WORKER: &[Role] = &[Role::GridWorker];

fn scopes(actor: &Actor, roles: &[Role]) -> Vec<Scope> {
    actor.grants_for(roles).into_iter().map(|grant| grant.scope).collect()
}

/// The codes that a clerk may not see, because others are named for them here. As long as nobody is named for a place, its clerks
/// see everything: a person in danger must not be hidden from everybody.
pub async fn hidden_from(actor: &Actor, tx: &mut Tx, now_ms: i64) -> ApiResult<Vec<&'static str>> {
    let own = scopes(actor, CLERK);
    let named = db::secret::list_handlers(tx).await?;
    let mut hidden = Vec::new();
    for code in SECRET_CODES {
        let handlers: Vec<AccountId> = named.iter().filter(|(_, of)| of == code).map(|(id, _)| *id).collect();
        if handlers.is_empty() || handlers.contains(&actor.account) {
            continue;
        }
        let mut watched: Vec<Scope> = Vec::new();
        for handler in handlers {
            let grants = db::account::grants_of(tx, handler, now_ms).await?;
            let clerk = grants.into_iter().filter(|grant| CLERK.contains(&grant.role));
            watched.extend(clerk.map(|grant| grant.scope));
        }
        if own.iter().all(|scope| watched.iter().any(|wide| covers(wide, scope))) {
            hidden.push(code);
        }
    }
    Ok(hidden)
}

fn covers(wide: &Scope, narrow: &Scope) -> bool {
    match (wide, narrow) {
        (Scope::District, _) => true,
        (Scope::Street(street), Scope::Community(community)) => community.starts_with(street.as_str()),
        _ => wide == narrow,
    }
}

/// Whether somebody may see a photo: only when at least one thing that shows it is theirs to see. A clerk sees what was recorded in the
/// community, photos of consents only at a desk (`with_consents`); who may void a consent there the photos of consents; the centre the photos of tasks; a company those of its own tasks; a
/// grid worker those of the needs of the own doors and of the public places of the own grids.
pub async fn may_see_photo(
    actor: &Actor,
    tx: &mut Tx,
    now_ms: i64,
    sha256: &str,
    with_consents: bool,
) -> ApiResult<bool> {
    let own = scopes(actor, CLERK);
    if !own.is_empty() {
        let hides = hidden_from(actor, tx, now_ms).await?;
        let seen = Showing { sha256, hides: &hides };
        if blob_list::in_records(tx, &own, seen, with_consents).await?
            || blob_list::in_requests(tx, &own, seen).await?
            || blob_list::in_tasks(tx, &own, None, seen).await?
        {
            return Ok(true);
        }
    }
    let seen = Showing { sha256, hides: &SECRET_CODES };
    let district = scopes(actor, CENTER);
    if !district.is_empty() && blob_list::in_tasks(tx, &district, None, seen).await? {
        return Ok(true);
    }
    let voids = scopes(actor, VOIDS);
    if with_consents && !voids.is_empty() && blob_list::in_consents(tx, &voids, sha256).await? {
        return Ok(true);
    }
    let served = scopes(actor, COMPANY);
    if let (Some(company), false) = (actor.company, served.is_empty())
        && blob_list::in_tasks(tx, &served, Some(company.0), seen).await?
    {
        return Ok(true);
    }
    let grids = scopes(actor, WORKER);
    Ok(!grids.is_empty() && blob_list::in_needs(tx, &grids, seen).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handler_covers_the_own_places_and_what_lies_in_them() {
        let (street, community) = (Scope::Street("140403001".into()), Scope::Community("140403001002".into()));
        let other = Scope::Community("140403002002".into());
        let cases = [
            (&Scope::District, &community, true),
            (&street, &community, true),
            (&street, &other, false),
            (&community, &community, true),
            (&community, &street, false),
            (&community, &other, false),
        ];
        for (wide, narrow, expected) in cases {
            assert_eq!(covers(wide, narrow), expected, "{wide:?} {narrow:?}");
        }
    }
}
