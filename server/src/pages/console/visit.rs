//! Visits: the list, and one visit with what was answered.

use super::desk::Desk;
use super::listing::Loaded;
use super::{filter, need, survey, text};
use crate::db::need_list::NeedFilter;
use crate::db::select::Page;
use crate::db::visit_list::{VisitFilter, VisitLine};
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::pages::document::or_failure;
use app::console::detail::FactView;
use app::console::table::{Cell, Table};
use app::console::visit::{self as page, VisitView};
use app::ui::badge::Mark;
use app::words::{console as words, console_step as step, console_value as value};
use axum::extract::Path;
use axum::response::Response;
use domain::language::Language;
use domain::org::Role;
use domain::visit::{Visit, VisitChannel, VisitOutcome};
use uuid::Uuid;

/// Who may see visits.
pub const ROLES: &[Role] = &[Role::CommunityClerk, Role::CenterStaff];

fn filter_of(desk: &Desk) -> VisitFilter {
    let query = &desk.query;
    VisitFilter {
        place: query.place(),
        household: query.id("household"),
        outcome: query.known("outcome", VisitOutcome::from_name),
        worker: query.id("worker"),
        from_ms: query.day_ms("from", 0),
        until_ms: query.day_ms("until", 1),
    }
}

/// A page of the list.
pub async fn load(desk: &Desk, tx: &mut Tx, page: Page) -> ApiResult<Loaded> {
    let (language, scopes, chosen) = (desk.language(), desk.scopes(ROLES), filter_of(desk));
    let all = db::visit_list::count_listed_visits(tx, &scopes, &chosen).await?;
    let lines = db::visit_list::list_visits(tx, &scopes, &chosen, page).await?;
    let workers = db::visit_list::workers_within(tx, &scopes).await?;
    let workers = workers.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let mut filters = filter::place(desk, tx, ROLES).await?;
    filters.push(filter::wire(desk, "outcome", words::OUTCOME, VisitOutcome::ALL, VisitOutcome::name, value::outcome));
    filters.push(filter::choice("worker", words::WORKER, desk.query.text("worker"), workers, language));
    filters.push(filter::day(desk, "from", words::FROM_DAY));
    filters.push(filter::day(desk, "until", words::UNTIL_DAY));
    filters.push(super::listing::hidden("household", desk.query.text("household")));
    let table = table(lines, language);
    Ok(Loaded { note: filter::narrowed(desk, tx).await?, filters, table, all })
}

/// Visits as a table.
pub fn table(lines: Vec<VisitLine>, language: Language) -> Table {
    let heads =
        [words::WHEN, words::COMPOUND, words::DOOR, words::OUTCOME, words::CHANNEL, words::WORKER, words::RECEIVED];
    let row = |line: VisitLine| {
        vec![
            Cell::text(text::at(line.started_at_ms)).to(format!("/console/visits/{}", line.id)),
            Cell::text(line.compound).to(format!("/console/compounds/{}", line.compound_id)),
            Cell::text(text::door(&line.building, &line.unit, &line.door_no, language))
                .to(format!("/console/households/{}", line.household_id)),
            outcome(&line.outcome, language),
            Cell::text(value::of_name(VisitChannel::from_name, value::channel, &line.channel, language)),
            Cell::text(line.worker),
            Cell::text(text::at(line.received_at_ms)),
        ]
    };
    Table {
        label: words::VISITS.text(language).into(),
        heads: heads.map(|head| head.text(language).to_owned()).into(),
        rows: lines.into_iter().map(row).collect(),
        total: None,
    }
}

/// An outcome as a badge.
pub fn outcome(name: &str, language: Language) -> Cell {
    let mark = match VisitOutcome::from_name(name) {
        Some(VisitOutcome::Completed) => Mark::Good,
        Some(VisitOutcome::RefusedFinal | VisitOutcome::RefusedNow) => Mark::Warn,
        Some(VisitOutcome::Unsafe) => Mark::Danger,
        Some(VisitOutcome::Vacant | VisitOutcome::Demolished | VisitOutcome::WrongDoor) => Mark::Closed,
        _ => Mark::Waiting,
    };
    Cell::badge(mark, value::of_name(VisitOutcome::from_name, value::outcome, name, language))
}

/// `GET /console/visits/{id}`
pub async fn show_visit(desk: Desk, Path(id): Path<Uuid>) -> Response {
    or_failure(&desk.state, shown(&desk, id)).await
}

async fn shown(desk: &Desk, id: Uuid) -> ApiResult<Response> {
    let language = desk.language();
    let mut tx = desk.state.db.read().await?;
    let scopes = desk.scopes(ROLES);
    let line = db::visit_list::visit_within(&mut tx, &scopes, id).await?.ok_or(ApiError::NotFound)?;
    let clerk = desk.scopes(&[Role::CommunityClerk]);
    let may_read_answers = db::visit_list::visit_within(&mut tx, &clerk, id).await?.is_some();
    let answers = if may_read_answers { survey::answers(&mut tx, id, language).await? } else { vec![] };
    let hides = super::secret::hidden_from(desk, &mut tx).await?;
    let named = NeedFilter { visit: Some(id), hides, ..NeedFilter::default() };
    let needs = match may_read_answers {
        true => db::need_list::list_needs(&mut tx, &clerk, &named, Page::ALL).await?,
        false => vec![],
    };
    let door = text::door(&line.building, &line.unit, &line.door_no, language);
    let view = VisitView { language, facts: facts(&line, language), answers, needs: need::table(needs, language) };
    let trail = vec![("/console", words::HOME.text(language)), ("/console/visits", words::VISITS.text(language))];
    Ok(desk.page(&format!("{} {door}", line.compound), trail, move || page::page(view)))
}

fn facts(line: &VisitLine, language: Language) -> Vec<FactView> {
    let said: Option<Visit> = serde_json::from_str(&line.content).ok();
    let fact = |label: app::words::Word, cell: Cell| (label.text(language).to_owned(), cell);
    let door = text::door(&line.building, &line.unit, &line.door_no, language);
    let next = said.as_ref().and_then(|visit| visit.next_slot).map(|slot| slot.day.to_string());
    vec![
        fact(words::OUTCOME, outcome(&line.outcome, language)),
        fact(words::DOOR, Cell::text(door).to(format!("/console/households/{}", line.household_id))),
        fact(words::WHEN, Cell::text(format!("{} – {}", text::at(line.started_at_ms), text::at(line.ended_at_ms)))),
        fact(
            words::CHANNEL,
            Cell::text(value::of_name(VisitChannel::from_name, value::channel, &line.channel, language)),
        ),
        fact(words::WORKER, Cell::text(line.worker.clone())),
        fact(step::COMPANION, Cell::text(said.as_ref().and_then(|visit| visit.companion.clone()).unwrap_or_default())),
        fact(step::NOTE, Cell::text(said.and_then(|visit| visit.note).unwrap_or_default())),
        fact(step::COME_AGAIN, Cell::text(next.unwrap_or_default())),
        fact(words::RECEIVED, Cell::text(text::at(line.received_at_ms))),
    ]
}
