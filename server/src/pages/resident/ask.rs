//! `/c/{code}/requests`: the form to ask for help, and what was sent with it.

use super::caller::{Caller, Sent};
use super::code::place_view;
use super::form::SentForm;
use super::key::key_of;
use crate::db::place::NamedCompound;
use crate::db::request::{NewRequest, SentBefore};
use crate::db::task::NewTask;
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::intake::Intake;
use crate::pages::document::or_failure;
use crate::state::AppState;
use app::resident::ask::{self as page, AskView};
use app::resident::draft::FormDraft;
use app::words::resident as words;
use axum::response::{IntoResponse, Redirect, Response};
use domain::finding::{Finding, Findings};
use domain::hash::Hash;
use domain::id::{HouseholdId, RequestId, TaskId};
use domain::need::{Need, NeedIcon, Party, Priority, Routing};
use domain::request::{RequestNumber, RequestStatus};
use domain::roster::phone::read_phone;
use domain::task::{TaskKind, TaskStatus};

/// The code of a request before staff has looked at it.
const NOT_YET_CODED: &str = "OTH-00";
/// How the key of a request was made; stored beside it so that another way can follow some day.
pub const KEY_KIND: &str = "hmac-sha256/1";

/// Shows the empty form.
pub async fn show_request_form(caller: Caller) -> Response {
    let work = async {
        Ok(match caller.compound().await? {
            Ok(compound) => form(&caller, &compound, FormDraft::new_form(caller.state.clock.new_uuid())),
            Err(why) => caller.refuse(why),
        })
    };
    or_failure(&caller.state, work).await
}

fn form(caller: &Caller, compound: &NamedCompound, draft: FormDraft) -> Response {
    let is_wrong = !draft.findings.is_empty();
    let view = AskView { place: place_view(&caller.code, compound), draft };
    caller.form(words::ASK_TITLE, is_wrong, |preference| page::page(view, preference))
}

/// Keeps a request and shows its number.
pub async fn send_request(caller: Caller, sent: SentForm) -> Response {
    or_failure(&caller.state, keep_request(&caller, sent)).await
}

async fn keep_request(caller: &Caller, sent: SentForm) -> ApiResult<Response> {
    let compound = match caller.compound().await? {
        Ok(compound) => compound,
        Err(why) => return Ok(caller.refuse(why)),
    };
    let Sent { draft, photos, owner } = caller.read(("ask", compound.id), sent, Need::PHOTOS_MAX, findings).await?;
    let icon = NeedIcon::from_name(draft.value("icon"));
    let Some(icon) = icon.filter(|_| draft.findings.is_empty()) else { return Ok(form(caller, &compound, draft)) };
    let household = owner.map(|owner| owner.household);
    let new = new_request(&caller.state, &compound, household, icon, &draft, photos);
    let number = insert(&caller.state, new).await?;
    let key = key_of(&caller.state, number);
    Ok(Redirect::to(&format!("/r/{number}?key={key}&new=1")).into_response())
}

fn findings(draft: &FormDraft) -> Vec<Finding> {
    let (place, text) = (draft.value("place"), draft.value("text"));
    let hazard = draft.value("hazard");
    let mut findings = Findings::default();
    findings
        .when(NeedIcon::from_name(draft.value("icon")).is_none(), "choose_one", "icon")
        .when(!matches!(hazard, "yes" | "no"), "choose_one", "hazard")
        .when(hazard == "yes" && place.is_empty(), "place_missing", "place")
        .when(place.is_empty() && text.is_empty() && hazard != "yes", "text_missing", "text")
        .when(place.chars().count() > Need::PLACE_MAX, "too_long", "place")
        .when(text.chars().count() > Need::TEXT_MAX, "too_long", "text")
        .when(read_phone(draft.value("phone")).is_err(), "phone_wrong", "phone");
    findings.into_vec()
}

fn new_request(
    state: &AppState,
    compound: &NamedCompound,
    household: Option<HouseholdId>,
    icon: NeedIcon,
    draft: &FormDraft,
    photos: Vec<Hash>,
) -> NewRequest {
    let hazard = draft.value("hazard") == "yes";
    let phone = read_phone(draft.value("phone")).ok().flatten();
    NewRequest {
        id: RequestId(draft.form_id().unwrap_or_else(|| state.clock.new_uuid())),
        district: compound.district,
        compound: compound.id,
        household,
        icon,
        hazard,
        place_text: draft.value("place").to_owned(),
        description: draft.value("text").to_owned(),
        photos,
        phone_sealed: phone.map(|phone| state.seal.seal(&phone)),
        channel: "qr",
        status: if hazard { RequestStatus::Emergency } else { RequestStatus::Submitted },
        created_at_ms: state.clock.now_ms(),
    }
}

/// Keeps the request, and for a hazard its P0 task, in one transaction. The same form sent twice is one request.
async fn insert(state: &AppState, mut new: NewRequest) -> ApiResult<RequestNumber> {
    let mut tx = state.db.write().await?;
    match db::request::sent_before(&mut tx, &new).await? {
        SentBefore::No => {}
        SentBefore::Same(number) => return number.parse().map_err(|_| ApiError::Conflict("number_unreadable")),
        SentBefore::Other => new.id = RequestId(state.clock.new_uuid()),
    }
    let number = db::request::insert_request(&mut tx, &new, KEY_KIND).await?;
    let number = number.ok_or(ApiError::Conflict("no_number_left_today"))?;
    if new.hazard {
        open_hazard_task(&Intake::new(state), &mut tx, &new).await?;
    }
    tx.commit().await?;
    Ok(number)
}

/// A P0 task without waiting for a clerk (model 2.4); staff gives it its code later.
pub async fn open_hazard_task(intake: &Intake<'_>, tx: &mut Tx, new: &NewRequest) -> ApiResult<()> {
    let place = db::place::whereabouts(tx, new.compound).await?.ok_or(ApiError::NotFound)?;
    let task = NewTask {
        id: TaskId(intake.state.clock.new_uuid()),
        kind: TaskKind::Repair,
        need: None,
        request: Some(new.id),
        compound: new.compound,
        household: new.household,
        code: NOT_YET_CODED.to_owned(),
        routing: Routing { priority: Priority::P0, responsible: Party::Company },
        company: None,
        place_text: new.place_text.clone(),
        description: new.description.clone(),
        photos: new.photos.clone(),
        status: TaskStatus::Created,
        at_ms: intake.now_ms,
    };
    intake.open_task(tx, task, &place).await
}
