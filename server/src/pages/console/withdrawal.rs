//! A withdrawal that somebody of the household declares at the desk: always possible, without a reason, at once (model 2.5, INV-07).

use super::desk::{Audit, Desk, done};
use crate::db;
use crate::error::{ApiError, ApiResult};
use crate::intake::Intake;
use crate::pages::document::or_failure;
use axum::Form;
use axum::extract::Path;
use axum::response::Response;
use domain::consent::{ConsentAction, ConsentEvent, ConsentKind, ConsentMethod, Evidence, Relation};
use domain::hash::Hash;
use domain::id::{DeviceId, HouseholdId, RecordId};
use domain::language::Language;
use domain::map::Map;
use domain::org::Role;
use domain::sync::record::{Record, RecordKind};
use domain::sync::signature::Hex;
use serde::Deserialize;
use uuid::Uuid;

const CLERK: &[Role] = &[Role::CommunityClerk];
const NOTE_MAX: usize = 200;

/// The form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Withdrawal {
    relation: String,
    /// Number of the paper; empty when it was spoken.
    paper_no: String,
    note: String,
}

/// `POST /console/households/{id}/withdraw`
pub async fn withdraw_at_desk(desk: Desk, Path(id): Path<Uuid>, Form(said): Form<Withdrawal>) -> Response {
    or_failure(&desk.state, withdrawn(&desk, id, said)).await
}

async fn withdrawn(desk: &Desk, id: Uuid, said: Withdrawal) -> ApiResult<Response> {
    let household = HouseholdId(id);
    let (paper_no, note) = (said.paper_no.trim(), said.note.trim());
    if note.chars().count() > NOTE_MAX || paper_no.chars().count() > 40 {
        return Err(ApiError::invalid("too_long", "note"));
    }
    let intake = Intake::new(&desk.state);
    let mut tx = desk.state.db.write().await?;
    db::change::lock_order(&mut tx).await?;
    let place = desk.actor.household(&mut tx, CLERK, household).await?;
    let row = db::household::household_row(&mut tx, household).await?.ok_or(ApiError::NotFound)?;
    let events = db::consent::events_of(&mut tx, household).await?;
    let stands = |kind, action, seq| {
        (kind, action) == (ConsentKind::FeePaid, ConsentAction::Given) && i64::from(seq) == row.occupancy_seq
    };
    let given = events.iter().rfind(|one| stands(one.event.kind, one.event.action, one.event.occupancy_seq));
    let event = event(desk, &row, given.map(|one| one.id), &said.relation, paper_no, intake.now_ms);
    let record = Record {
        id: RecordId(desk.state.clock.new_uuid()),
        kind: RecordKind::ConsentEvent,
        // No phone made it; no chain of a phone runs through it.
        device: DeviceId(Uuid::nil()),
        seq: 0,
        author: desk.actor.account,
        recorded_at_ms: intake.now_ms,
        offset_ms: Some(0),
        prev_hash: None,
        repairs: None,
        body: serde_json::to_string(&event).map_err(anyhow::Error::from)?,
    };
    intake.notary().add_event(&mut tx, &record, &event, place.compound, intake.now_ms).await?;
    intake.refresh_household(&mut tx, household).await?;
    let family = (household, event.occupancy_seq);
    let reason = match note.is_empty() {
        true => None,
        false => Some(intake.notary().seal_note(&mut tx, family, &record.id.to_string(), note, intake.now_ms).await?),
    };
    let audit = Audit {
        action: "withdraw_at_desk",
        object: "household",
        id: &id.to_string(),
        from: Some(&row.fee_consent_state),
        to: Some(ConsentAction::Withdrawn.name()),
        reason: reason.as_deref(),
    };
    desk.audit(&mut tx, CLERK, audit).await?;
    tx.commit().await?;
    Ok(done(&format!("/console/households/{id}")))
}

fn event(
    desk: &Desk,
    row: &db::household::HouseholdRow,
    refers_to: Option<RecordId>,
    relation: &str,
    paper_no: &str,
    now_ms: i64,
) -> ConsentEvent {
    let on_paper = !paper_no.is_empty();
    ConsentEvent {
        kind: ConsentKind::FeePaid,
        action: ConsentAction::Withdrawn,
        household: HouseholdId(row.id),
        occupancy_seq: u32::try_from(row.occupancy_seq).unwrap_or(0),
        relation: Relation::from_name(relation).unwrap_or(Relation::Other),
        signer_name: None,
        signer_account: None,
        text_version: 0,
        language: Language::Zh,
        text_sha256: Hash::of(b""),
        fee_terms: None,
        printed: Map::new(),
        method: if on_paper { ConsentMethod::Ep } else { ConsentMethod::E0 },
        evidence: Evidence {
            paper_no: on_paper.then(|| paper_no.to_owned()),
            witness: (!on_paper).then(|| desk.actor.name.clone()),
            ..Evidence::default()
        },
        share_with_company: None,
        captured_by: Some(desk.actor.account),
        captured_at_ms: now_ms,
        refers_to,
        seen: None,
        salt: Some(Hex(rand::random())),
    }
}
