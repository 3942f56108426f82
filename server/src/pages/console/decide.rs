//! What a clerk decides about an item of the review list. Every decision is added to the item's history and to the audit log; what
//! follows from it reaches the phones with the next changes.

use super::desk::{Audit, Desk, done};
use super::{review, roster_item, side};
use crate::db::review::NewDecision;
use crate::db::review_list::ReviewLine;
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::intake::Intake;
use crate::intake::like::SUPERSEDED;
use crate::pages::document::or_failure;
use axum::Form;
use axum::extract::Path;
use axum::response::Response;
use domain::area::AreaC;
use domain::fact::{FactKind, FactSource};
use domain::merge::ReviewKind;
use domain::merge::fact::{Assertion, stand};
use domain::new_household::read_door;
use domain::org::Role;
use serde::Deserialize;
use uuid::Uuid;

const CLERK: &[Role] = &[Role::CommunityClerk];
const REASON_MAX: usize = 200;

/// The form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Decided {
    /// The side chosen, or `other`.
    pub choice: String,
    pub value: String,
    pub reason: String,
    pub building: String,
    pub unit: String,
    pub floor: String,
    pub door: String,
}

/// What a decision says, for the history.
struct Said {
    action: &'static str,
    value: String,
    /// Whether it ends the item.
    settles: bool,
}

/// A decision that cannot be taken as it was typed.
enum Wrong {
    Code(&'static str),
    Failed(ApiError),
}

impl<E: Into<ApiError>> From<E> for Wrong {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// `POST /console/reviews/{id}/decide`
pub async fn decide_review(desk: Desk, Path(id): Path<Uuid>, Form(decided): Form<Decided>) -> Response {
    or_failure(&desk.state, decided_on(&desk, id, decided)).await
}

async fn decided_on(desk: &Desk, id: Uuid, decided: Decided) -> ApiResult<Response> {
    let mut tx = desk.state.db.write().await?;
    db::change::lock_order(&mut tx).await?;
    let line = db::review_list::review_within(&mut tx, &desk.scopes(CLERK), id).await?.ok_or(ApiError::NotFound)?;
    if line.status != "open" {
        return Err(ApiError::Conflict("illegal_transition"));
    }
    let said = match take(desk, &mut tx, &line, &decided).await {
        Ok(said) => said,
        Err(Wrong::Failed(error)) => return Err(error),
        Err(Wrong::Code(code)) => {
            drop(tx);
            return review::shown(desk, id, Some((&decided, code))).await;
        }
    };
    let reason = decided.reason.trim();
    let decision = NewDecision {
        id: desk.state.clock.new_uuid(),
        review: id,
        action: said.action,
        value: &said.value,
        reason,
        account: Some(desk.actor.account),
        at_ms: desk.now_ms,
    };
    db::review::insert_decision(&mut tx, &decision).await?;
    if said.settles {
        db::review_list::settle_review(&mut tx, id).await?;
    }
    let audit = Audit {
        action: "decide_review",
        object: "review_item",
        id: &id.to_string(),
        from: Some(&line.kind),
        to: Some(said.action),
        reason: Some(reason),
    };
    desk.audit(&mut tx, CLERK, audit).await?;
    tx.commit().await?;
    Ok(done(&format!("/console/reviews/{id}")))
}

async fn take(desk: &Desk, tx: &mut Tx, line: &ReviewLine, decided: &Decided) -> Result<Said, Wrong> {
    if decided.reason.chars().count() > REASON_MAX {
        return Err(Wrong::Code("too_long"));
    }
    match ReviewKind::from_name(&line.kind) {
        Some(ReviewKind::FactDiffers) => fact(desk, tx, line, decided).await,
        Some(ReviewKind::NewDoor) => door(desk, tx, line, decided).await,
        Some(ReviewKind::TwoResponses) => response(tx, line, decided).await,
        // Nobody says yes for a household: all a clerk can do is to ask there again.
        Some(ReviewKind::ConsentInReview) if decided.reason.trim().is_empty() => Err(Wrong::Code("reason_missing")),
        Some(ReviewKind::ConsentInReview) => Ok(Said { action: "asked_again", value: String::new(), settles: false }),
        None if line.kind == roster_item::ROW => {
            let entered = roster_item::enter(desk, tx, line, decided).await?;
            Ok(Said { action: "door_settled", value: entered.map_err(Wrong::Code)?, settles: true })
        }
        Some(ReviewKind::LookAlike) | None => Err(Wrong::Failed(ApiError::Conflict("nothing_to_decide"))),
    }
}

async fn fact(desk: &Desk, tx: &mut Tx, line: &ReviewLine, decided: &Decided) -> Result<Said, Wrong> {
    let intake = Intake::new(&desk.state);
    let (household, kind) = side::fact_of(line).ok_or(ApiError::NotFound)?;
    let row = db::household::household_row(tx, household).await?.ok_or(ApiError::NotFound)?;
    let all: Vec<Assertion> = intake.assertions(tx, &row, kind).await?.into_iter().map(|(_, one)| one).collect();
    let standing = stand(&all);
    let open = &standing.contradicting;
    let (value, action) = if decided.choice == "other" {
        if decided.reason.trim().is_empty() {
            return Err(Wrong::Code("reason_missing"));
        }
        (entered(kind, &decided.value).map_err(Wrong::Code)?, "entered")
    } else {
        let chosen = open.iter().find(|one| one.id.to_string() == decided.choice);
        (chosen.ok_or(Wrong::Code("required"))?.value.clone(), "chosen")
    };
    let assertion = Assertion {
        id: desk.state.clock.new_uuid(),
        value: value.clone(),
        base: standing.current.map(|one| one.value.clone()),
        source: FactSource::Community,
        author: Some(desk.actor.account),
        device: None,
        at_ms: desk.now_ms,
        settles: open.iter().map(|one| one.id).collect(),
    };
    let about = (None, decided.reason.trim());
    intake.assert_fact(tx, household, row.occupancy_seq, kind, &assertion, about).await?;
    intake.note_household(tx, household).await?;
    Ok(Said { action, value: side::shown_value(kind, &value, desk.language()), settles: true })
}

/// A value as a clerk types it, in canonical form.
fn entered(kind: FactKind, typed: &str) -> Result<String, &'static str> {
    let typed = typed.trim();
    let value = match kind {
        FactKind::Area => typed.parse::<AreaC>().map_err(|error| error.code())?.0.to_string(),
        FactKind::Floor => typed.parse::<i16>().map_err(|_| "wrong_kind")?.to_string(),
        FactKind::Phone => domain::roster::phone::read_phone(typed).map_err(|_| "not_a_phone")?.unwrap_or_default(),
        FactKind::Usage | FactKind::Occupancy => typed.to_owned(),
    };
    kind.check(&value).map(|()| value)
}

async fn door(desk: &Desk, tx: &mut Tx, line: &ReviewLine, decided: &Decided) -> Result<Said, Wrong> {
    let (compound, key) = side::door_of(line).ok_or(ApiError::NotFound)?;
    let read = read_door(&decided.building, &decided.unit, &decided.floor, &decided.door);
    let read = read.map_err(|_| Wrong::Code("door_unclear"))?;
    let doors = db::new_door::doors_of_key(tx, compound, &key).await?;
    let intake = Intake::new(&desk.state);
    intake.settle_doors(tx, compound, &doors, &read).await?;
    let value = format!("{}-{}-{}", read.key.building_no, read.key.unit_no, read.key.door_no);
    Ok(Said { action: "door_settled", value, settles: true })
}

async fn response(tx: &mut Tx, line: &ReviewLine, decided: &Decided) -> Result<Said, Wrong> {
    let ids = side::ids_of(line);
    let chosen = ids.iter().find(|id| id.to_string() == decided.choice).ok_or(Wrong::Code("required"))?;
    for id in ids.iter().filter(|id| *id != chosen) {
        db::survey::set_response_status(tx, *id, SUPERSEDED).await?;
    }
    Ok(Said { action: "chosen", value: chosen.to_string(), settles: true })
}
