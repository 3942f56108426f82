//! Needs: the list, and one need with its photos and its task.

use super::desk::Desk;
use super::listing::Loaded;
use super::{filter, secret, text};
use crate::db::need_list::{NeedFilter, NeedLine};
use crate::db::select::Page;
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::pages::document::or_failure;
use app::console::detail::FactView;
use app::console::need::{self as page, NeedView};
use app::console::table::{Cell, Table};
use app::ui::badge::Mark;
use app::words::{Word, console as words, console_value as value};
use axum::extract::Path;
use axum::response::Response;
use domain::language::Language;
use domain::need::TAXONOMY;
use domain::org::Role;
use uuid::Uuid;

/// Who may see needs one by one.
pub const ROLES: &[Role] = &[Role::CommunityClerk];

/// A page of the list.
pub async fn load(desk: &Desk, tx: &mut Tx, page: Page) -> ApiResult<Loaded> {
    let (language, scopes, query) = (desk.language(), desk.scopes(ROLES), &desk.query);
    let codes: Vec<&str> = TAXONOMY.iter().map(|category| category.code).collect();
    let chosen = NeedFilter {
        place: query.place(),
        household: query.id("household"),
        code: query.one_of("code", &codes),
        hazard: query.flag("hazard"),
        hides: secret::hidden_from(desk, tx).await?,
        ..NeedFilter::default()
    };
    let all = db::need_list::count_listed_needs(tx, &scopes, &chosen).await?;
    let lines = db::need_list::list_needs(tx, &scopes, &chosen, page).await?;
    let mut filters = filter::place(desk, tx, ROLES).await?;
    let options = codes.iter().map(|code| ((*code).to_owned(), text::category_text(code, language))).collect();
    filters.push(filter::choice("code", words::CATEGORY, query.text("code"), options, language));
    let danger = vec![("1".to_owned(), words::YES.text(language).to_owned())];
    filters.push(filter::choice("hazard", words::HAZARD, query.text("hazard"), danger, language));
    filters.push(super::listing::hidden("household", query.text("household")));
    Ok(Loaded { note: filter::narrowed(desk, tx).await?, filters, table: table(lines, language), all })
}

fn door(line: &NeedLine, language: Language) -> String {
    match (&line.building, &line.unit, &line.door_no) {
        (Some(building), Some(unit), Some(door)) => text::door(building, unit, door, language),
        _ => String::new(),
    }
}

/// Needs as a table.
pub fn table(lines: Vec<NeedLine>, language: Language) -> Table {
    let heads = [
        words::WHEN,
        words::COMPOUND,
        words::CATEGORY,
        words::HAZARD,
        words::PLACE,
        words::DESCRIPTION,
        words::DOOR,
        words::TASK,
    ];
    let row = |line: NeedLine| {
        let door = door(&line, language);
        let task = line.task_status.as_deref().map(|status| text::task_status(status, language)).unwrap_or_default();
        let task = Cell { href: line.task_id.map(|id| format!("/console/tasks/{id}")), ..task };
        vec![
            Cell::text(text::at(line.recorded_at_ms)).to(format!("/console/needs/{}", line.id)),
            Cell::text(line.compound).to(format!("/console/compounds/{}", line.compound_id)),
            Cell::text(text::category_text(&line.code, language)),
            hazard(line.hazard, language),
            Cell::text(line.place_text),
            Cell::text(line.description),
            Cell { href: line.household_id.map(|id| format!("/console/households/{id}")), ..Cell::text(door) },
            task,
        ]
    };
    Table {
        label: words::NEEDS.text(language).into(),
        heads: heads.map(|head| head.text(language).to_owned()).into(),
        rows: lines.into_iter().map(row).collect(),
        total: None,
    }
}

/// Danger as a badge; nothing otherwise.
pub fn hazard(hazard: bool, language: Language) -> Cell {
    if hazard { Cell::badge(Mark::Danger, words::HAZARD.text(language)) } else { Cell::text("") }
}

/// `GET /console/needs/{id}`
pub async fn show_need(desk: Desk, Path(id): Path<Uuid>) -> Response {
    or_failure(&desk.state, shown(&desk, id)).await
}

async fn shown(desk: &Desk, id: Uuid) -> ApiResult<Response> {
    let language = desk.language();
    let mut tx = desk.state.db.read().await?;
    let filter = NeedFilter { hides: secret::hidden_from(desk, &mut tx).await?, ..NeedFilter::default() };
    let line = db::need_list::need_within(&mut tx, &desk.scopes(ROLES), &filter, id).await?;
    let line = line.ok_or(ApiError::NotFound)?;
    let title = text::category_text(&line.code, language);
    let photos = line.photos.0.iter().map(|hash| format!("/console/blobs/{hash}")).collect();
    let view = NeedView { language, facts: facts(line, language), photos };
    let trail = vec![("/console", words::HOME.text(language)), ("/console/needs", words::NEEDS.text(language))];
    Ok(desk.page(&title, trail, move || page::page(view)))
}

fn facts(line: NeedLine, language: Language) -> Vec<FactView> {
    let fact = |label: Word, cell: Cell| (label.text(language).to_owned(), cell);
    let door = door(&line, language);
    let link = |path: &str, id: Option<Uuid>, cell: Cell| Cell { href: id.map(|id| format!("{path}/{id}")), ..cell };
    let task = line.task_status.as_deref().map(|status| text::task_status(status, language)).unwrap_or_default();
    vec![
        fact(words::COMPOUND, Cell::text(line.compound).to(format!("/console/compounds/{}", line.compound_id))),
        fact(words::DOOR, link("/console/households", line.household_id, Cell::text(door))),
        fact(words::HAZARD, hazard(line.hazard, language)),
        fact(words::PLACE, Cell::text(line.place_text)),
        fact(words::DESCRIPTION, Cell::text(line.description)),
        fact(words::WHEN, Cell::text(text::at(line.recorded_at_ms))),
        fact(words::STATE, Cell::text(value::state_text(&line.status, language))),
        fact(words::VISITS, link("/console/visits", line.visit_id, Cell::text(text::at(line.recorded_at_ms)))),
        fact(words::TASK, link("/console/tasks", line.task_id, task)),
    ]
}
