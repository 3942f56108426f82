//! Households: the list of doors, and one household. Names and phones are masked everywhere; a phone is shown in full only in
//! the answer to one reveal, with its purpose written down (model 2.3, INV-21).

use super::desk::{Audit, Desk};
use super::listing::Loaded;
use super::{filter, own_household, text, visit};
use crate::db::household_list::{HouseholdFilter, HouseholdLine};
use crate::db::person_list::PersonLine;
use crate::db::select::Page;
use crate::db::visit_list::VisitFilter;
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::pages::document::or_failure;
use app::console::detail::{FactView, Happening};
use app::console::household::{self as page, HouseholdView};
use app::console::table::{Cell, Table};
use app::words::{Word, console as words, console_step as step, console_value as value};
use axum::Form;
use axum::extract::Path;
use axum::response::Response;
use domain::calendar::day_start_ms;
use domain::consent::{ConsentAction, ConsentEvent, ConsentKind, FeeConsentState, Relation};
use domain::id::HouseholdId;
use domain::language::Language;
use domain::org::Role;
use domain::place::{Occupancy, Usage};
use domain::visit::DoorState;
use serde::Deserialize;
use uuid::Uuid;

/// Who sees doors at a desk.
pub const ROLES: &[Role] = &[Role::CommunityClerk, Role::CenterStaff];
const CLERK: &[Role] = &[Role::CommunityClerk];
const REVEAL: &str = "reveal_phone";

/// A page of the list.
pub async fn load(desk: &Desk, tx: &mut Tx, page: Page) -> ApiResult<Loaded> {
    let (language, scopes, query) = (desk.language(), desk.scopes(ROLES), &desk.query);
    let clerk = desk.is(Role::CommunityClerk);
    let chosen = HouseholdFilter {
        place: query.place(),
        survey: query.one_of("survey", &["contacted", "accepted", "vacant", "refused"]),
        door_state: query.known("door_state", DoorState::from_name),
        fee_consent: query.known("fee_consent", FeeConsentState::from_name).filter(|_| clerk),
        building: query.get("building").map(str::to_owned),
        door: query.get("door").map(str::to_owned),
    };
    let all = db::household_list::count_listed_households(tx, &scopes, &chosen).await?;
    let lines = db::household_list::list_households(tx, &scopes, &chosen, page).await?;
    let mut filters = filter::place(desk, tx, ROLES).await?;
    filters.push(filter::wire(desk, "door_state", words::DOOR_STATE, DoorState::ALL, DoorState::name, value::door));
    let survey = [
        ("contacted", words::CONTACTED),
        ("accepted", words::ACCEPTED),
        ("vacant", words::VACANT),
        ("refused", words::REFUSED),
    ];
    let survey = survey.map(|(name, word)| (name.to_owned(), word.text(language).to_owned())).into();
    filters.push(filter::choice("survey", words::SURVEY, query.text("survey"), survey, language));
    if clerk {
        let states = FeeConsentState::ALL;
        filters.push(filter::wire(
            desk,
            "fee_consent",
            words::FEE_CONSENT,
            states,
            FeeConsentState::name,
            value::fee_consent,
        ));
    }
    let door = words::DOOR.text(language).to_owned();
    filters.push(app::console::list::Filter {
        name: "door",
        label: door,
        value: query.text("door"),
        kind: app::console::list::FilterKind::Text,
    });
    Ok(Loaded { note: filter::narrowed(desk, tx).await?, filters, table: table(lines, clerk, language), all })
}

/// Whether a fee was agreed to is for the clerk; the centre reads it in sums only (appendix A).
fn table(lines: Vec<HouseholdLine>, clerk: bool, language: Language) -> Table {
    let mut heads = vec![
        words::DOOR,
        words::COMPOUND,
        words::AREA,
        words::USAGE,
        words::OCCUPANCY,
        words::DOOR_STATE,
        words::ATTEMPTS,
    ];
    if clerk {
        heads.push(words::FEE_CONSENT);
    }
    let row = |line: HouseholdLine| {
        let mut cells = vec![
            Cell::text(text::door(&line.building, &line.unit, &line.door_no, language))
                .to(format!("/console/households/{}", line.id)),
            Cell::text(line.compound).to(format!("/console/compounds/{}", line.compound_id)),
            Cell::number(line.area_c.map(text::hundredths).unwrap_or_default()),
            Cell::text(value::of_name(Usage::from_name, value::usage, &line.usage, language)),
            Cell::text(value::of_name(Occupancy::from_name, value::occupancy, &line.occupancy, language)),
            Cell::text(value::of_name(DoorState::from_name, value::door, &line.door_state, language)),
            Cell::number(line.attempts).to(format!("/console/visits?household={}", line.id)),
        ];
        if clerk {
            cells.push(super::consent::state(&line.fee_consent_state, language));
        }
        cells
    };
    Table {
        label: words::HOUSEHOLDS.text(language).into(),
        heads: heads.into_iter().map(|head| head.text(language).to_owned()).collect(),
        rows: lines.into_iter().map(row).collect(),
        total: None,
    }
}

/// `GET /console/households/{id}`
pub async fn show_household(desk: Desk, Path(id): Path<Uuid>) -> Response {
    or_failure(&desk.state, shown(&desk, id, false)).await
}

/// Why a phone is needed.
#[derive(Debug, Deserialize)]
pub struct Purpose {
    purpose: String,
}

/// `POST /console/households/{id}/reveal`
pub async fn reveal_phone(desk: Desk, Path(id): Path<Uuid>, Form(purpose): Form<Purpose>) -> Response {
    or_failure(&desk.state, revealed(&desk, id, purpose)).await
}

async fn revealed(desk: &Desk, id: Uuid, purpose: Purpose) -> ApiResult<Response> {
    if !step::PURPOSES.iter().any(|(name, _)| *name == purpose.purpose) {
        return Err(ApiError::invalid("unknown_purpose", "purpose"));
    }
    let mut tx = desk.state.db.write().await?;
    desk.actor.household(&mut tx, CLERK, HouseholdId(id)).await?;
    if reveals_left(desk, &mut tx).await? <= 0 {
        return Err(ApiError::Conflict("reveal_limit"));
    }
    if !db::person_list::people_of(&mut tx, id).await?.iter().any(|person| person.phone_sealed.is_some()) {
        return Err(ApiError::Conflict("no_phone"));
    }
    let audit = Audit {
        action: REVEAL,
        object: "household",
        id: &id.to_string(),
        reason: Some(&purpose.purpose),
        ..Audit::default()
    };
    desk.audit(&mut tx, CLERK, audit).await?;
    tx.commit().await?;
    shown(desk, id, true).await
}

async fn reveals_left(desk: &Desk, tx: &mut Tx) -> ApiResult<i64> {
    let since_ms = day_start_ms(desk.today());
    let used = db::audit::count_actions(tx, desk.actor.account, REVEAL, since_ms).await?;
    Ok(i64::from(desk.config().reveals_per_day) - used)
}

async fn shown(desk: &Desk, id: Uuid, reveal_now: bool) -> ApiResult<Response> {
    let language = desk.language();
    let mut tx = desk.state.db.read().await?;
    desk.actor.household(&mut tx, ROLES, HouseholdId(id)).await?;
    let clerk = desk.actor.household(&mut tx, CLERK, HouseholdId(id)).await.is_ok();
    let detail = db::person_list::household_detail(&mut tx, id).await?.ok_or(ApiError::NotFound)?;
    let people = db::person_list::people_of(&mut tx, id).await?;
    let past = VisitFilter { household: Some(id), ..VisitFilter::default() };
    let visits = db::visit_list::list_visits(&mut tx, &desk.scopes(ROLES), &past, Page::ALL).await?;
    let consents = if clerk { consents(&mut tx, id, language).await? } else { vec![] };
    let left = reveals_left(desk, &mut tx).await?;
    let own = if clerk { Some(own_household::view(desk, &mut tx, HouseholdId(id)).await?) } else { None };
    drop(tx);
    let state = FeeConsentState::from_name(&detail.fee_consent_state);
    let signed = clerk && state.is_some_and(|state| state.is_signed() || state == FeeConsentState::InReview);
    let has_phone = people.iter().any(|person| person.phone_sealed.is_some());
    let door = text::door(&detail.building, &detail.unit, &detail.door_no, language);
    let title = format!("{} {door}", detail.compound);
    let view = HouseholdView {
        language,
        facts: facts(&detail, clerk, language),
        people: people_table(desk, &people),
        revealed: if reveal_now { open_phones(desk, &people) } else { vec![] },
        reveal: (clerk && has_phone && !reveal_now).then(|| (format!("/console/households/{id}/reveal"), left.max(0))),
        visits: visit::table(visits, language),
        consents,
        withdraw: signed.then(|| format!("/console/households/{id}/withdraw")),
        own,
    };
    let trail =
        vec![("/console", words::HOME.text(language)), ("/console/households", words::HOUSEHOLDS.text(language))];
    Ok(desk.page(&title, trail, move || page::page(view)))
}

fn facts(detail: &db::person_list::HouseholdDetail, clerk: bool, language: Language) -> Vec<FactView> {
    let fact = |label: Word, cell: Cell| (label.text(language).to_owned(), cell);
    let mut list = vec![
        fact(
            words::COMPOUND,
            Cell::text(detail.compound.clone()).to(format!("/console/compounds/{}", detail.compound_id)),
        ),
        fact(
            words::DOOR_STATE,
            Cell::text(value::of_name(DoorState::from_name, value::door, &detail.door_state, language)),
        ),
        fact(words::AREA, Cell::text(detail.area_c.map(text::hundredths).unwrap_or_default())),
        fact(words::USAGE, Cell::text(value::of_name(Usage::from_name, value::usage, &detail.usage, language))),
        fact(
            words::OCCUPANCY,
            Cell::text(value::of_name(Occupancy::from_name, value::occupancy, &detail.occupancy, language)),
        ),
        fact(step::OCCUPANCY_SEQ, Cell::text(detail.occupancy_seq.to_string())),
    ];
    if clerk {
        list.insert(1, fact(words::FEE_CONSENT, super::consent::state(&detail.fee_consent_state, language)));
    }
    list
}

fn people_table(desk: &Desk, people: &[PersonLine]) -> Table {
    let language = desk.language();
    let open = |sealed: &str| desk.state.seal.open_text(sealed).unwrap_or_default();
    let row = |person: &PersonLine| {
        let phone = person.phone_sealed.as_deref().map(|sealed| text::masked_phone(&open(sealed)));
        vec![
            Cell::text(text::masked_name(&open(&person.name_sealed))),
            Cell::text(value::of_name(Relation::from_name, value::relation, &person.relation, language)),
            Cell::text(phone.unwrap_or_default()),
        ]
    };
    Table {
        label: step::PEOPLE.text(language).into(),
        heads: [step::NAME, step::RELATION, step::PHONE].map(|head| head.text(language).to_owned()).into(),
        rows: people.iter().map(row).collect(),
        total: None,
    }
}

fn open_phones(desk: &Desk, people: &[PersonLine]) -> Vec<(String, String)> {
    let phone = |person: &PersonLine| {
        let phone = desk.state.seal.open_text(person.phone_sealed.as_deref()?)?;
        Some((text::masked_name(&desk.state.seal.open_text(&person.name_sealed)?), phone))
    };
    people.iter().filter_map(phone).collect()
}

async fn consents(tx: &mut Tx, id: Uuid, language: Language) -> ApiResult<Vec<Happening>> {
    let lines = db::consent_list::consent_history(tx, id).await?;
    let happening = |line: db::consent_list::ConsentEventLine| {
        let kind = value::of_name(ConsentKind::from_name, value::consent_kind, &line.kind, language);
        let action = value::of_name(ConsentAction::from_name, value::consent_action, &line.action, language);
        let event: Option<ConsentEvent> = serde_json::from_str(&line.content).ok();
        let fee = event
            .as_ref()
            .and_then(|event| event.fee_terms.as_ref())
            .map(|terms| format!(" · {} {}", words::MONTHLY_FEE.text(language), terms.monthly_fen));
        let method = event.map(|event| value::method(event.method).text(language)).unwrap_or_default();
        Happening {
            at: text::at(line.received_at_ms),
            what: format!("{kind} · {action}"),
            who: line.who.unwrap_or_default(),
            note: format!("{method}{}", fee.unwrap_or_default()),
            ..Happening::default()
        }
    };
    Ok(lines.into_iter().map(happening).collect())
}
