//! A withdrawal that somebody of the household declares at the desk: always possible, without a reason, at once (model 2.5, INV-07).

use super::desk::{Audit, Desk, done};
use crate::db;
use crate::error::{ApiError, ApiResult};
use crate::intake::Intake;
use crate::intake::declared::{last_yes, withdrawal};
use crate::pages::document::or_failure;
use axum::Form;
use axum::extract::Path;
use axum::response::Response;
use domain::consent::{ConsentAction, ConsentEvent, ConsentMethod, Evidence, Relation};
use domain::id::HouseholdId;
use domain::org::Role;
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
    desk.actor.household(&mut tx, CLERK, household).await?;
    let row = db::household::household_row(&mut tx, household).await?.ok_or(ApiError::NotFound)?;
    let events = db::consent::events_of(&mut tx, household).await?;
    let on_paper = !paper_no.is_empty();
    let event = ConsentEvent {
        relation: Relation::from_name(&said.relation).unwrap_or(Relation::Other),
        method: if on_paper { ConsentMethod::Ep } else { ConsentMethod::E0 },
        evidence: Evidence {
            paper_no: on_paper.then(|| paper_no.to_owned()),
            witness: (!on_paper).then(|| desk.actor.name.clone()),
            ..Evidence::default()
        },
        captured_by: Some(desk.actor.account),
        ..withdrawal(&row, last_yes(&events, &row), intake.now_ms)
    };
    let record = intake.declare(&mut tx, &row, desk.actor.account, &event).await?;
    let family = (household, event.occupancy_seq);
    let reason = match note.is_empty() {
        true => None,
        false => Some(intake.notary().seal_note(&mut tx, family, &record.to_string(), note, intake.now_ms).await?),
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
