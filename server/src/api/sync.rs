//! Sync: push records, ask for receipts, pull changes.

use crate::auth::Actor;
use crate::db::record::Signed;
use crate::db::{self, view::ChangedRow};
use crate::error::{ApiError, ApiResult};
use crate::intake::Read;
use crate::intake::push::Push;
use crate::receipt;
use crate::state::AppState;
use axum::Json;
use axum::extract::{Query, State};
use domain::hash::Hash;
use domain::org::{Role, Scope};
use domain::sync::history::{Resumed, resume, scope_of};
use domain::sync::protocol::{
    Change, ChangesResponse, OLDEST_PROTOCOL, PROTOCOL, PUSH_RECORDS, PushRequest, PushResponse, ReceiptsRequest,
    ReceiptsResponse,
};
use domain::sync::record::Record;
use domain::sync::signature::{SignatureState, signature_state};
use domain::sync::view::EntityKind;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// `POST /api/v1/sync/push`: all records of the request in one transaction (shared with other phones'), durable before the answer.
pub async fn push_records(
    State(state): State<AppState>,
    actor: Actor,
    Json(request): Json<PushRequest>,
) -> ApiResult<Json<PushResponse>> {
    if !(OLDEST_PROTOCOL..=PROTOCOL).contains(&request.protocol) {
        return Err(ApiError::invalid("protocol_unknown", "protocol"));
    }
    if request.records.len() > PUSH_RECORDS {
        return Err(ApiError::invalid("too_many", "records"));
    }
    let (read, one_proof) = (read(&state, &actor, &request).await?, request.one_proof);
    let mut receipts = state.writer.push(&state, Push { sender: actor, request, read }).await?;
    let proof = one_proof.then(|| state.receipts.sign_all(&receipts));
    if proof.is_none() {
        receipts = receipts.into_iter().map(|receipt| state.receipts.sign(receipt)).collect();
    }
    Ok(Json(PushResponse { protocol: PROTOCOL, server_time_ms: state.clock.now_ms(), receipts, proof }))
}

/// Reads the records of a push; what their signatures are worth, by all keys that this account ever had on the phone that a record
/// names. Numbers stand for the phone that gave them, so a record that names another phone than the one it comes from needs such a key.
async fn read(state: &AppState, actor: &Actor, request: &PushRequest) -> ApiResult<Vec<Read>> {
    if request.records.is_empty() {
        return Ok(vec![]);
    }
    let mut tx = state.db.read().await?;
    let named = request.records.iter().map(|record| record.device).chain([request.device]);
    let mut keys = BTreeMap::new();
    for device in BTreeSet::from_iter(named) {
        keys.insert(device, db::device::keys_of(&mut tx, device, actor.account).await?);
    }
    drop(tx);
    let own = keys.entry(request.device).or_default();
    own.extend(request.key.filter(|new| !own.iter().any(|key| key.public == new.public)));
    let read = |(at, record): (usize, &Record)| {
        let hash = record.hash();
        let signature = request.signatures.get(at).copied().flatten();
        let keys = keys.get(&record.device).map(Vec::as_slice).unwrap_or_default();
        let state = signature_state(record.seq, hash, signature.as_ref(), keys, receipt::verifies);
        let is_elsewhere = record.device != request.device && state != SignatureState::Signed;
        Read { is_elsewhere, ..Read::of(record, hash, Signed { signature, state }) }
    };
    Ok(request.records.iter().enumerate().map(read).collect())
}

/// `POST /api/v1/sync/receipts`: what the server holds of records sent before.
pub async fn list_receipts(
    State(state): State<AppState>,
    actor: Actor,
    Json(request): Json<ReceiptsRequest>,
) -> ApiResult<Json<ReceiptsResponse>> {
    if request.ids.len() > PUSH_RECORDS {
        return Err(ApiError::invalid("too_many", "ids"));
    }
    let mut tx = state.db.read().await?;
    let mut receipts = Vec::new();
    for id in request.ids {
        let receipt = db::record::receipt_of(&mut tx, id, actor.account).await?;
        receipts.extend(receipt.map(|receipt| state.receipts.sign(receipt)));
    }
    Ok(Json(ReceiptsResponse { receipts }))
}

/// Where a phone stands.
#[derive(Debug, Deserialize)]
pub struct Since {
    #[serde(default)]
    after: i64,
    #[serde(default)]
    scope: String,
}

/// `GET /api/v1/sync/changes`
pub async fn list_changes(
    State(state): State<AppState>,
    actor: Actor,
    Query(since): Query<Since>,
) -> ApiResult<Json<ChangesResponse>> {
    let mut tx = state.db.read().await?;
    let grids = actor.grants.iter().filter_map(|grant| match (&grant.role, &grant.scope) {
        (Role::GridWorker, Scope::Grid(id)) => Some(*id),
        _ => None,
    });
    let companies = actor.grants.iter().filter_map(|grant| match (&grant.role, &grant.scope) {
        (Role::CompanyStaff | Role::CompanyManager, Scope::Company(id)) => Some(*id),
        _ => None,
    });
    let reach = db::view::reach(&mut tx, grids.collect(), companies.collect()).await?;
    let fingerprint = Hash::of(format!("{} {reach:?}", actor.account).as_bytes()).to_string();
    let epochs = db::history::list_epochs(&mut tx).await?;
    let Resumed { after, reset } = resume(since.after, &since.scope, &fingerprint, &epochs);
    let page = if after == 0 { state.pages.first } else { state.pages.rest };
    let rows = db::view::changes_after(&mut tx, &reach, after, page).await?;
    let next = rows.last().map_or(after, |row| row.seq);
    let more = rows.len() as i64 == page;
    // Read after the rows: no change that they show, or that took a thing out of them, has a higher number.
    let scope = scope_of(&fingerprint, &epochs, db::change::last_number(&mut tx).await?);
    let changes = look_up(&state, &mut tx, rows).await?;
    let server_time_ms = state.clock.now_ms();
    Ok(Json(ChangesResponse { protocol: PROTOCOL, scope, reset, changes, next, more, server_time_ms }))
}

/// The changes with their bodies, in the order of the rows.
async fn look_up(state: &AppState, tx: &mut db::Tx, rows: Vec<ChangedRow>) -> ApiResult<Vec<Change>> {
    let mut bodies: HashMap<(String, String), Box<RawValue>> = HashMap::new();
    for kind in EntityKind::ALL {
        let here = rows.iter().filter(|row| row.entity_kind == kind.name() && !row.gone);
        let ids = here.map(|row| row.entity_id.clone());
        let ids: Vec<String> = ids.collect();
        if !ids.is_empty() {
            for (id, body) in bodies_of(state, tx, *kind, &ids).await? {
                bodies.insert((kind.name().to_owned(), id), body);
            }
        }
    }
    let change = |row: ChangedRow| {
        let key = (row.entity_kind, row.entity_id);
        let body = if row.gone { None } else { bodies.remove(&key) };
        Change { kind: key.0, id: key.1, body }
    };
    Ok(rows.into_iter().map(change).collect())
}

async fn bodies_of(
    state: &AppState,
    tx: &mut db::Tx,
    kind: EntityKind,
    ids: &[String],
) -> ApiResult<Vec<(String, Box<RawValue>)>> {
    let uuids: Vec<Uuid> = ids.iter().filter_map(|id| id.parse().ok()).collect();
    let config = state.rules.on_ms(state.clock.now_ms());
    match kind {
        EntityKind::Grid => raw(db::view::grid_views(tx, &uuids).await?, |view| view.id.to_string()),
        EntityKind::Compound => {
            let path_of = |code: &str| state.seal.public_path(code);
            raw(db::view::compound_views(tx, &uuids, &config, path_of).await?, |view| view.id.to_string())
        }
        EntityKind::Household => {
            let mask = |sealed: &str| state.seal.open_text(sealed).map(|name| domain::mask::name(&name));
            raw(db::view::household_views(tx, &uuids, mask).await?, |view| view.id.to_string())
        }
        EntityKind::Task => raw(db::view::task_views(tx, &uuids).await?, |view| view.id.to_string()),
        EntityKind::Document => documents(tx, ids).await,
    }
}

async fn documents(tx: &mut db::Tx, ids: &[String]) -> ApiResult<Vec<(String, Box<RawValue>)>> {
    let mut found = Vec::new();
    for id in ids {
        let mut parts = id.splitn(3, '/');
        let (Some(kind), Some(code), Some(version)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let Ok(version) = version.parse::<u32>() else { continue };
        let Some(content) = db::document::document(tx, kind, code, version.into()).await? else { continue };
        let view = domain::sync::view::DocumentView {
            kind: kind.to_owned(),
            code: code.to_owned(),
            version,
            content: to_raw_value(&content).map_err(anyhow::Error::from)?,
        };
        found.push((id.clone(), to_raw_value(&view).map_err(anyhow::Error::from)?));
    }
    Ok(found)
}

fn raw<T: Serialize>(views: Vec<T>, id: impl Fn(&T) -> String) -> ApiResult<Vec<(String, Box<RawValue>)>> {
    let pair = |view: &T| Ok((id(view), to_raw_value(view).map_err(anyhow::Error::from)?));
    views.iter().map(pair).collect()
}
