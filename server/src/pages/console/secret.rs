//! What only the named handlers may see in any list (content 7.2: SEC-05, NBR-02), and naming them.

use super::desk::{Audit, Desk, done};
use crate::auth::sight;
use crate::db::need_list::SECRET_CODES;
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::pages::document::or_failure;
use axum::Form;
use axum::extract::Path;
use axum::response::Response;
use domain::id::AccountId;
use domain::org::Role;
use serde::Deserialize;
use uuid::Uuid;

const CLERK: &[Role] = &[Role::CommunityClerk];

/// The codes that the reader may not see as a clerk.
pub async fn hidden_from(desk: &Desk, tx: &mut Tx) -> ApiResult<Vec<&'static str>> {
    sight::hidden_from(&desk.actor, tx, desk.now_ms).await
}

/// Which code, and whether from now on or no more.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Naming {
    code: String,
    give: String,
}

/// `POST /console/accounts/{id}/handler`
pub async fn name_handler(desk: Desk, Path(id): Path<Uuid>, Form(said): Form<Naming>) -> Response {
    or_failure(&desk.state, named(&desk, id, said)).await
}

async fn named(desk: &Desk, id: Uuid, said: Naming) -> ApiResult<Response> {
    let target = AccountId(id);
    let mut tx = desk.state.db.write().await?;
    db::account::account_by_id(&mut tx, target).await?.ok_or(ApiError::NotFound)?;
    let grants = db::account::grants_of(&mut tx, target, desk.now_ms).await?;
    let is_clerk = grants.iter().any(|grant| CLERK.contains(&grant.role));
    let code = SECRET_CODES.into_iter().find(|code| *code == said.code);
    let code = code.ok_or_else(|| ApiError::invalid("unknown_code", "code"))?;
    let (action, is_done) = match said.give.as_str() {
        "1" if !is_clerk => return Err(ApiError::Conflict("illegal_transition")),
        "1" => ("name_handler", db::secret::name_handler(&mut tx, target, code, desk.now_ms).await?),
        _ => ("end_handler", db::secret::end_handler(&mut tx, target, code, desk.now_ms).await?),
    };
    if !is_done {
        return Err(ApiError::Conflict("illegal_transition"));
    }
    let audit = Audit { action, object: "account", id: &id.to_string(), to: Some(code), ..Audit::default() };
    desk.audit(&mut tx, super::account::ROLES, audit).await?;
    tx.commit().await?;
    Ok(done(&format!("/console/accounts/{id}")))
}

/// The codes that an account could handle, each with whether it does; none for who is no clerk.
pub async fn handled(desk: &Desk, tx: &mut Tx, account: AccountId) -> ApiResult<Vec<(&'static str, bool)>> {
    let grants = db::account::grants_of(tx, account, desk.now_ms).await?;
    if !grants.iter().any(|grant| CLERK.contains(&grant.role)) {
        return Ok(vec![]);
    }
    let named = db::secret::list_handlers(tx).await?;
    Ok(SECRET_CODES.map(|code| (code, named.iter().any(|(id, of)| *id == account && of == code))).into())
}
