//! The call-back (INV-10): a second person, neither who captured nor of a company, asks the signer and writes down what came of
//! it. Without a confirmation there is no fee.

use super::consent::{self, ROLES};
use super::desk::{Audit, Desk, done};
use crate::auth::Actor;
use crate::db;
use crate::db::consent::Callback;
use crate::db::consent_list::ConsentLine;
use crate::error::{ApiError, ApiResult};
use crate::intake::Intake;
use crate::pages::document::or_failure;
use axum::Form;
use axum::extract::Path;
use axum::response::Response;
use domain::consent::{ConfirmationMethod, ConsentConfirmation, ConsentEvent, FeeConsentState};
use domain::id::{AccountId, HouseholdId};
use domain::org::Role;
use serde::Deserialize;
use uuid::Uuid;

const NOTE_MAX: usize = 200;

/// What the signer said.
#[derive(Debug, Deserialize)]
pub struct CallBack {
    result: String,
    #[serde(default)]
    note: String,
}

/// Whether somebody may confirm this consent.
pub fn is_second_person(actor: &Actor, line: &ConsentLine, event: &ConsentEvent) -> bool {
    let involved = [line.worker_id.map(AccountId), event.captured_by, event.signer_account];
    let of_company = actor.company.is_some() || actor.has_any(&[Role::CompanyManager, Role::CompanyStaff]);
    !involved.contains(&Some(actor.account)) && !of_company
}

/// `POST /console/consents/{id}/confirm`
pub async fn confirm_consent(desk: Desk, Path(id): Path<Uuid>, Form(said): Form<CallBack>) -> Response {
    or_failure(&desk.state, confirmed(&desk, id, said)).await
}

async fn confirmed(desk: &Desk, id: Uuid, said: CallBack) -> ApiResult<Response> {
    let note = said.note.trim();
    let yes = said.result == "confirmed";
    let wrong = match note.chars().count() {
        0 if !yes => Some("reason_missing"),
        length if length > NOTE_MAX => Some("too_long"),
        _ => None,
    };
    if let Some(code) = wrong {
        return consent::shown(desk, id, Some((said.note.clone(), code))).await;
    }
    let intake = Intake::new(&desk.state);
    let mut tx = desk.state.db.write().await?;
    let line = db::consent_list::consent_within(&mut tx, &desk.scopes(ROLES), id).await?.ok_or(ApiError::NotFound)?;
    let event = consent::event_of(&line).ok_or(ApiError::NotFound)?;
    if line.state != FeeConsentState::PendingConfirmation.name() || line.action != "given" {
        return Err(ApiError::Conflict("nothing_to_confirm"));
    }
    if !is_second_person(&desk.actor, &line, &event) {
        return Err(ApiError::Forbidden("not_second_person"));
    }
    let household = HouseholdId(line.household_id);
    if yes {
        let confirmation = ConsentConfirmation {
            consent: id.into(),
            method: ConfirmationMethod::Callback,
            confirmed_by: Some(desk.actor.account),
            by_company: false,
            at_ms: intake.now_ms,
        };
        let id = desk.state.clock.new_uuid();
        intake.notary().add_confirmation(&mut tx, id, household, &confirmation, note).await?;
        intake.refresh_household(&mut tx, household).await?;
    }
    // What was said on a yes is sealed with the confirmation; what was said on a no is sealed here.
    let family = (household, u32::try_from(line.occupancy_seq).unwrap_or(0));
    let reason = match yes {
        true => None,
        false => Some(intake.notary().seal_note(&mut tx, family, &id.to_string(), note, intake.now_ms).await?),
    };
    if let Some(sealed) = &reason {
        let callback = Callback {
            id: desk.state.clock.new_uuid(),
            consent: id.into(),
            household,
            result: "not_confirmed".into(),
            note: sealed.clone(),
            account: Some(desk.actor.account),
            at_ms: intake.now_ms,
        };
        intake.notary().add_callback(&mut tx, &callback).await?;
    }
    let audit = Audit {
        action: if yes { "consent_confirmed" } else { "consent_not_confirmed" },
        object: "consent_event",
        id: &id.to_string(),
        reason: reason.as_deref(),
        ..Audit::default()
    };
    desk.audit(&mut tx, ROLES, audit).await?;
    tx.commit().await?;
    Ok(done(&format!("/console/consents/{id}")))
}
