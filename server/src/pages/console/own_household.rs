//! Homes that a grid worker declares as their own or a relative's: noted by the clerk, so that another worker captures there (INV-28).

use super::desk::{Audit, Desk, done};
use super::text;
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::pages::document::or_failure;
use app::console::household::{OwnHome, OwnView};
use app::words::console_step as step;
use axum::Form;
use axum::extract::Path;
use axum::response::Response;
use domain::id::{AccountId, HouseholdId};
use domain::org::Role;
use serde::Deserialize;
use uuid::Uuid;

const CLERK: &[Role] = &[Role::CommunityClerk];

/// Who, and whose home it is to them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Declaration {
    worker: String,
    relation: String,
}

/// `POST /console/households/{id}/own`
pub async fn declare_own_household(desk: Desk, Path(id): Path<Uuid>, Form(said): Form<Declaration>) -> Response {
    or_failure(&desk.state, declared(&desk, HouseholdId(id), said)).await
}

/// `POST /console/households/{id}/own/end`
pub async fn end_own_household(desk: Desk, Path(id): Path<Uuid>, Form(said): Form<Declaration>) -> Response {
    or_failure(&desk.state, ended(&desk, HouseholdId(id), said)).await
}

async fn declared(desk: &Desk, household: HouseholdId, said: Declaration) -> ApiResult<Response> {
    let mut tx = desk.state.db.write().await?;
    desk.actor.household(&mut tx, CLERK, household).await?;
    if !step::OWN_RELATIONS.iter().any(|(name, _)| *name == said.relation) {
        return Err(ApiError::invalid("required", "relation"));
    }
    let worker = worker_of(&mut tx, household, &said.worker).await?;
    if !db::own_household::declare_own(&mut tx, worker, household, &said.relation, desk.now_ms).await? {
        return Err(ApiError::Conflict("illegal_transition"));
    }
    finish(desk, tx, household, ("declare_own_household", worker, Some(&said.relation))).await
}

async fn ended(desk: &Desk, household: HouseholdId, said: Declaration) -> ApiResult<Response> {
    let mut tx = desk.state.db.write().await?;
    desk.actor.household(&mut tx, CLERK, household).await?;
    let worker: Uuid = said.worker.parse().map_err(|_| ApiError::invalid("required", "worker"))?;
    if !db::own_household::end_own(&mut tx, AccountId(worker), household, desk.now_ms).await? {
        return Err(ApiError::Conflict("illegal_transition"));
    }
    finish(desk, tx, household, ("end_own_household", AccountId(worker), None)).await
}

/// A worker who may come to this door.
async fn worker_of(tx: &mut Tx, household: HouseholdId, typed: &str) -> ApiResult<AccountId> {
    let wanted: Option<Uuid> = typed.parse().ok();
    let near = db::own_household::workers_near(tx, household).await?;
    let found = near.into_iter().find(|(id, _)| Some(*id) == wanted);
    found.map(|(id, _)| AccountId(id)).ok_or_else(|| ApiError::invalid("required", "worker"))
}

async fn finish(
    desk: &Desk,
    mut tx: Tx,
    household: HouseholdId,
    (action, worker, relation): (&str, AccountId, Option<&str>),
) -> ApiResult<Response> {
    let (id, worker) = (household.to_string(), worker.to_string());
    let audit = Audit { action, object: "household", id: &id, to: relation, reason: Some(&worker), ..Audit::default() };
    desk.audit(&mut tx, CLERK, audit).await?;
    tx.commit().await?;
    Ok(done(&format!("/console/households/{id}")))
}

/// What the household's page shows of it.
pub async fn view(desk: &Desk, tx: &mut Tx, household: HouseholdId) -> ApiResult<OwnView> {
    let language = desk.language();
    let lines = db::own_household::own_lines_of(tx, household).await?;
    let is_declared = |id: &Uuid| lines.iter().any(|line| line.account_id == *id);
    let near = db::own_household::workers_near(tx, household).await?;
    let workers = near.into_iter().filter(|(id, _)| !is_declared(id)).map(|(id, name)| (id.to_string(), name));
    let workers = workers.collect();
    let home = |line: db::own_household::OwnLine| {
        let word = step::OWN_RELATIONS.iter().find(|(name, _)| *name == line.relation);
        OwnHome {
            worker: line.account_id.to_string(),
            name: line.name,
            relation: word.map(|(_, word)| word.text(language).to_owned()).unwrap_or_default(),
            since: text::at(line.from_ms),
        }
    };
    Ok(OwnView {
        action: format!("/console/households/{household}/own"),
        homes: lines.into_iter().map(home).collect(),
        workers,
    })
}
