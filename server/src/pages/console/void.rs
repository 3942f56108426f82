//! Voiding one side of consents that disagree (model 2.5): the community's director proposes, somebody else at the street confirms.
//! What was said stays as it is and counts no more. It is the only way in which a yes can stand beside a no again.

use super::decide::Decided;
use super::desk::{Audit, Desk, done};
use super::{review, text};
use crate::db::household::HouseholdRow;
use crate::db::review::{DecisionLine, NewDecision};
use crate::db::review_list::ReviewLine;
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::intake::Intake;
use crate::intake::declared::withdrawal;
use crate::pages::document::or_failure;
use app::console::review::{Choose, Step};
use app::words::{console_conflict as conflict, console_finding::finding, console_value as value};
use axum::Form;
use axum::extract::Path;
use axum::response::Response;
use domain::consent::{ConsentAction, ConsentEvent, ConsentKind, ConsentMethod};
use domain::id::{AccountId, HouseholdId, RecordId};
use domain::merge::ReviewKind;
use domain::org::Role;
use uuid::Uuid;

/// Who proposes.
pub const DIRECTOR: &[Role] = &[Role::CommunityDirector];
/// Who confirms.
pub const STREET: &[Role] = &[Role::StreetClerk];
const REASON_MAX: usize = 200;
const PROPOSED: &str = "void_proposed";
const CONFIRMED: &str = "void_confirmed";
const REFUSED: &str = "void_refused";
/// What ends a proposal: an answer, or that nothing was left to decide.
const ENDS: [&str; 3] = [CONFIRMED, REFUSED, "settled_by_itself"];
const TOO_LATE: ApiError = ApiError::Conflict("illegal_transition");

/// What the second person says.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Answer {
    result: String,
    reason: String,
}

/// One side of what disagrees, in words.
struct Side {
    id: RecordId,
    what: String,
    who: String,
    voided: bool,
}

/// `POST /console/reviews/{id}/void`
pub async fn propose_void(desk: Desk, Path(id): Path<Uuid>, Form(decided): Form<Decided>) -> Response {
    or_failure(&desk.state, proposed(&desk, id, decided)).await
}

/// `POST /console/reviews/{id}/void/confirm?proposal={id}`
pub async fn confirm_void(desk: Desk, Path(id): Path<Uuid>, Form(answer): Form<Answer>) -> Response {
    or_failure(&desk.state, confirmed(&desk, id, answer)).await
}

/// Whether an item is open and consents disagree in it.
fn is_open(line: &ReviewLine) -> bool {
    line.status == "open" && ReviewKind::from_name(&line.kind) == Some(ReviewKind::ConsentInReview)
}

/// The household of an item that is open, for somebody who had no hand in what was said there.
async fn open_item(desk: &Desk, tx: &mut Tx, roles: &[Role], id: Uuid) -> ApiResult<HouseholdRow> {
    let line = db::review_list::review_within(tx, &desk.scopes(roles), id).await?.ok_or(ApiError::NotFound)?;
    let household = line.household_id.filter(|_| is_open(&line)).map(HouseholdId).ok_or(TOO_LATE)?;
    if is_involved(desk, tx, household).await? {
        return Err(ApiError::Forbidden("not_second_person"));
    }
    db::household::household_row(tx, household).await?.ok_or(ApiError::NotFound)
}

/// Whether the reader made, captured or signed any of it, is at home there, or works for a property company (INV-10, INV-28).
async fn is_involved(desk: &Desk, tx: &mut Tx, household: HouseholdId) -> ApiResult<bool> {
    let own = desk.actor.account;
    let events = db::consent::events_of(tx, household).await?;
    let had_a_hand = events.iter().any(|one| one.event.action != ConsentAction::Voided && one.involves(own));
    if had_a_hand || desk.actor.company.is_some() {
        return Ok(true);
    }
    for no in db::open_no::open_noes_of(tx, household).await? {
        if db::record::fate_of(tx, no.id).await?.is_some_and(|(_, author, _)| author == own) {
            return Ok(true);
        }
    }
    Ok(db::own_household::own_households_of(tx, own).await?.contains(&household))
}

/// What may be voided: each yes and no of the family that lives there to the fee, also a no that does not count yet.
async fn sides(desk: &Desk, tx: &mut Tx, row: &HouseholdRow) -> ApiResult<Vec<Side>> {
    Ok(all_sides(desk, tx, row).await?.into_iter().filter(|side| !side.voided).collect())
}

/// The sides by their ids, also those that were voided.
pub async fn names(desk: &Desk, tx: &mut Tx, line: &ReviewLine) -> ApiResult<Vec<(String, String)>> {
    let Some(household) = line.household_id.map(HouseholdId) else { return Ok(vec![]) };
    let Some(row) = db::household::household_row(tx, household).await? else { return Ok(vec![]) };
    let all = all_sides(desk, tx, &row).await?;
    Ok(all.into_iter().map(|side| (side.id.to_string(), format!("{} {}", side.what, side.who))).collect())
}

async fn all_sides(desk: &Desk, tx: &mut Tx, row: &HouseholdRow) -> ApiResult<Vec<Side>> {
    let language = desk.language();
    let lines = db::consent_list::consent_history(tx, row.id).await?;
    let gone: Vec<Uuid> = lines.iter().filter(|one| one.action == "voided").filter_map(|one| one.refers_to).collect();
    let voided = |id: Uuid| gone.contains(&id);
    let said = lines.iter().filter(|one| {
        one.kind == ConsentKind::FeePaid.name()
            && one.occupancy_seq == row.occupancy_seq
            && ["given", "refused", "withdrawn"].contains(&one.action.as_str())
    });
    let in_words = said.map(|one| {
        let what = value::of_name(ConsentAction::from_name, value::consent_action, &one.action, language);
        let what = format!("{what} · {}", text::at(one.recorded_at_ms));
        Side { id: RecordId(one.id), what, who: one.who.clone().unwrap_or_default(), voided: voided(one.id) }
    });
    let mut all: Vec<Side> = in_words.collect();
    for no in db::open_no::open_noes_of(tx, HouseholdId(row.id)).await? {
        let what = format!("{} · {}", conflict::OPEN_NO.text(language), no.day);
        all.push(Side { id: no.id, what, who: String::new(), voided: voided(no.id.0) });
    }
    Ok(all)
}

/// The proposal that waits for its second person, and the side it names.
fn pending<'a>(decisions: &'a [DecisionLine], sides: &'a [Side]) -> Option<(&'a DecisionLine, &'a Side)> {
    let about_void = |one: &&DecisionLine| one.action == PROPOSED || ENDS.contains(&one.action.as_str());
    let last = decisions.iter().rfind(about_void).filter(|one| one.action == PROPOSED)?;
    Some(last).zip(sides.iter().find(|side| side.id.to_string() == last.value))
}

/// What the reader may do about one side of an item.
pub async fn step(desk: &Desk, tx: &mut Tx, line: &ReviewLine, tried: Option<(&Decided, &str)>) -> ApiResult<Step> {
    let Some(household) = line.household_id.map(HouseholdId).filter(|_| is_open(line)) else {
        return Ok(Step::Nothing);
    };
    let Some(row) = db::household::household_row(tx, household).await? else { return Ok(Step::Nothing) };
    let at_street = db::review_list::review_within(tx, &desk.scopes(STREET), line.id).await?.is_some();
    let directs = db::review_list::review_within(tx, &desk.scopes(DIRECTOR), line.id).await?.is_some();
    if !at_street && !directs {
        return Ok(Step::Nothing);
    }
    if is_involved(desk, tx, household).await? {
        return Ok(Step::Told(conflict::VOID_NOT_YOU));
    }
    let decisions = db::review::decisions_of(tx, line.id).await?;
    let sides = sides(desk, tx, &row).await?;
    if let Some((proposal, side)) = pending(&decisions, &sides) {
        if !at_street || proposal.account_id == Some(desk.actor.account.0) {
            return Ok(Step::Told(conflict::VOID_WAITS));
        }
        let what = format!("{} {}", side.what, side.who);
        let who = proposal.who.clone().unwrap_or_default();
        let words = [("who", who.as_str()), ("what", what.trim_end()), ("why", proposal.reason.as_str())];
        let said = conflict::VOID_PROPOSED.fill(desk.language(), &words);
        let action = format!("/console/reviews/{}/void/confirm?proposal={}", line.id, proposal.id);
        return Ok(Step::Confirm(action, said));
    }
    if !directs {
        return Ok(Step::Told(conflict::VOID_UNPROPOSED));
    }
    Ok(Step::Propose(Choose {
        action: format!("/console/reviews/{}/void", line.id),
        sides: sides.into_iter().map(|side| (side.id.to_string(), side.what, side.who)).collect(),
        chosen: tried.map(|(decided, _)| decided.choice.clone()).unwrap_or_default(),
        reason: tried.map(|(decided, _)| decided.reason.clone()).unwrap_or_default(),
        error: tried.map(|(_, code)| finding(code).text(desk.language()).to_owned()),
        ..Choose::default()
    }))
}

async fn proposed(desk: &Desk, id: Uuid, decided: Decided) -> ApiResult<Response> {
    let mut tx = desk.state.db.write().await?;
    db::change::lock_order(&mut tx).await?;
    let row = open_item(desk, &mut tx, DIRECTOR, id).await?;
    let sides = sides(desk, &mut tx, &row).await?;
    if pending(&db::review::decisions_of(&mut tx, id).await?, &sides).is_some() {
        return Err(TOO_LATE);
    }
    let chosen = sides.iter().map(|side| side.id.to_string()).find(|side| *side == decided.choice);
    let reason = decided.reason.trim();
    let wrong = match (&chosen, reason.chars().count()) {
        (None, _) => Some("required"),
        (_, 0) => Some("reason_missing"),
        (_, length) if length > REASON_MAX => Some("too_long"),
        _ => None,
    };
    if let Some(code) = wrong {
        drop(tx);
        return review::shown(desk, id, Some((&decided, code))).await;
    }
    write_down(desk, &mut tx, DIRECTOR, id, (PROPOSED, &chosen.unwrap_or_default(), reason)).await?;
    tx.commit().await?;
    Ok(done(&format!("/console/reviews/{id}")))
}

async fn confirmed(desk: &Desk, id: Uuid, answer: Answer) -> ApiResult<Response> {
    let reason = answer.reason.trim();
    if reason.chars().count() > REASON_MAX {
        return Err(ApiError::invalid("too_long", "reason"));
    }
    let mut tx = desk.state.db.write().await?;
    db::change::lock_order(&mut tx).await?;
    let row = open_item(desk, &mut tx, STREET, id).await?;
    let sides = sides(desk, &mut tx, &row).await?;
    let decisions = db::review::decisions_of(&mut tx, id).await?;
    // What was read is what is confirmed, not what somebody proposed since.
    let read = |proposal: &DecisionLine| desk.query.id("proposal") == Some(proposal.id);
    let (proposal, side) = pending(&decisions, &sides).filter(|(proposal, _)| read(proposal)).ok_or(TOO_LATE)?;
    let proposer = proposal.account_id.map(AccountId).ok_or(TOO_LATE)?;
    if proposer == desk.actor.account {
        return Err(ApiError::Forbidden("not_second_person"));
    }
    let said = match answer.result.as_str() {
        "confirmed" => CONFIRMED,
        "refused" => REFUSED,
        _ => return Err(ApiError::invalid("required", "result")),
    };
    write_down(desk, &mut tx, STREET, id, (said, &proposal.value, reason)).await?;
    if said == CONFIRMED {
        let intake = Intake::new(&desk.state);
        let event = ConsentEvent {
            action: ConsentAction::Voided,
            method: ConsentMethod::E0,
            // The first of the two; the second makes the record.
            captured_by: Some(proposer),
            ..withdrawal(&row, Some(side.id), intake.now_ms)
        };
        intake.declare(&mut tx, &row, desk.actor.account, &event).await?;
    }
    tx.commit().await?;
    Ok(done(&format!("/console/reviews/{id}")))
}

/// In the item's history and in the audit log.
async fn write_down(
    desk: &Desk,
    tx: &mut Tx,
    roles: &[Role],
    review: Uuid,
    (action, value, reason): (&'static str, &str, &str),
) -> ApiResult<()> {
    let (id, account) = (desk.state.clock.new_uuid(), Some(desk.actor.account));
    let decision = NewDecision { id, review, action, value, reason, account, at_ms: desk.now_ms };
    db::review::insert_decision(tx, &decision).await?;
    let audit = Audit { action, object: "consent_event", id: value, reason: Some(reason), ..Audit::default() };
    desk.audit(tx, roles, audit).await
}
