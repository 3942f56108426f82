//! Tasks: the list, and one task with its photos, its history and the steps of the reader.

use super::desk::Desk;
use super::listing::Loaded;
use super::{filter, secret, task_step, text};
use crate::db::need_list::SECRET_CODES;
use crate::db::select::Page;
use crate::db::task_list::{TaskEventLine, TaskFilter, TaskLine};
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::pages::document::or_failure;
use app::console::detail::{FactView, Happening};
use app::console::table::{Cell, Table};
use app::console::task::{self as page, TaskView};
use app::words::{
    Word, console as words, console_finding, console_step as step, console_value as value, console_work as work,
};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::language::Language;
use domain::need::{Party, Priority, TAXONOMY};
use domain::org::{Role, Scope};
use domain::task::{TaskAction, TaskStatus};
use uuid::Uuid;

/// Who sees tasks at a desk.
pub const ROLES: &[Role] = &[Role::CommunityClerk, Role::CompanyManager, Role::CenterStaff];

/// In which role somebody reads tasks, which decides what of them: a clerk everything of the community but what others are named
/// for, the centre and a company without what only named handlers see, a company only its own.
pub async fn reach(desk: &Desk, tx: &mut Tx) -> ApiResult<(Vec<Scope>, TaskFilter)> {
    let hiding = |hides| TaskFilter { hides, ..TaskFilter::default() };
    if desk.is(Role::CommunityClerk) {
        let hides = secret::hidden_from(desk, tx).await?;
        return Ok((desk.scopes(&[Role::CommunityClerk]), hiding(hides)));
    }
    if desk.is(Role::CenterStaff) {
        return Ok((desk.scopes(&[Role::CenterStaff]), hiding(SECRET_CODES.into())));
    }
    let company = desk.actor.company.map(|id| id.0);
    let scopes = if company.is_some() { desk.scopes(&[Role::CompanyManager]) } else { vec![] };
    Ok((scopes, TaskFilter { company, ..hiding(SECRET_CODES.into()) }))
}

/// A page of the list.
pub async fn load(desk: &Desk, tx: &mut Tx, page: Page) -> ApiResult<Loaded> {
    let (language, query) = (desk.language(), &desk.query);
    let (scopes, reach) = reach(desk, tx).await?;
    let codes: Vec<&str> = TAXONOMY.iter().map(|category| category.code).collect();
    let chosen = TaskFilter {
        place: query.place(),
        status: query.known("status", TaskStatus::from_name),
        open: query.flag("open"),
        priority: query.known("priority", Priority::from_name),
        code: query.one_of("code", &codes),
        assignee: query.id("assignee"),
        ..reach
    };
    let all = db::task_list::count_listed_tasks(tx, &scopes, &chosen).await?;
    let lines = db::task_list::list_tasks(tx, &scopes, &chosen, page).await?;
    let mut filters = filter::place(desk, tx, ROLES).await?;
    filters.push(filter::wire(desk, "status", words::STATE, TaskStatus::ALL, TaskStatus::name, work::task_status));
    filters.push(filter::wire(desk, "priority", words::PRIORITY, Priority::ALL, Priority::name, work::priority));
    let open = vec![("1".to_owned(), words::YES.text(language).to_owned())];
    filters.push(filter::choice("open", step::TASKS_OPEN, query.text("open"), open, language));
    let heads = [
        words::CATEGORY,
        words::PRIORITY,
        words::STATE,
        words::COMPOUND,
        words::PLACE,
        words::SINCE,
        words::RESPONSIBLE,
        words::ASSIGNEE,
    ];
    let table = Table {
        label: words::TASKS.text(language).into(),
        heads: heads.map(|head| head.text(language).to_owned()).into(),
        rows: lines.into_iter().map(|line| row(line, language)).collect(),
        total: None,
    };
    Ok(Loaded { note: filter::narrowed(desk, tx).await?, filters, table, all })
}

fn responsible(line: &TaskLine, language: Language) -> String {
    let party = value::of_name(Party::from_name, work::party, &line.responsible, language);
    line.company.clone().unwrap_or(party)
}

fn row(line: TaskLine, language: Language) -> Vec<Cell> {
    let responsible = responsible(&line, language);
    vec![
        Cell::text(text::category_text(&line.code, language)).to(format!("/console/tasks/{}", line.id)),
        text::priority(&line.priority, language),
        text::task_status(&line.status, language),
        Cell::text(line.compound).to(format!("/console/compounds/{}", line.compound_id)),
        Cell::text(line.place_text),
        Cell::text(text::at(line.created_at_ms)),
        Cell::text(responsible),
        Cell::text(line.assignee.unwrap_or_default()),
    ]
}

/// `GET /console/tasks/{id}`
pub async fn show_task(desk: Desk, Path(id): Path<Uuid>) -> Response {
    or_failure(&desk.state, shown(&desk, id, None)).await
}

/// The page; with the step that was tried, the words typed, and what is wrong with them.
pub async fn shown(desk: &Desk, id: Uuid, tried: Option<(TaskAction, String, String)>) -> ApiResult<Response> {
    let language = desk.language();
    let mut tx = desk.state.db.read().await?;
    let (scopes, filter) = reach(desk, &mut tx).await?;
    let line = db::task_list::task_within(&mut tx, &scopes, &filter, id).await?.ok_or(ApiError::NotFound)?;
    let events = db::task_list::events_of_task(&mut tx, id).await?;
    let steps = task_step::steps(desk, &mut tx, &line).await?;
    drop(tx);
    let photo = |hash: &String| format!("/console/blobs/{hash}");
    let say = |code: &str| console_finding::finding(code).text(language).to_owned();
    let wrong = tried.is_some();
    let worded = |action: TaskAction| (action.name(), work::task_action(action).text(language).to_owned());
    let view = TaskView {
        language,
        facts: facts(desk, &line),
        photos: line.photos.0.iter().map(photo).collect(),
        history: events.iter().map(|event| happening(event, language)).collect(),
        path: format!("/console/tasks/{id}"),
        staff: steps.staff,
        presses: steps.presses.into_iter().map(worded).collect(),
        worded: steps.worded.into_iter().map(worded).collect(),
        tried: tried.map(|(action, typed, code)| (action.name().to_owned(), typed, say(&code))),
    };
    let trail = vec![("/console", words::HOME.text(language)), ("/console/tasks", words::TASKS.text(language))];
    let page = desk.page(&text::category_text(&line.code, language), trail, move || page::page(view));
    Ok(if wrong { (StatusCode::UNPROCESSABLE_ENTITY, page).into_response() } else { page })
}

/// A company sees the door only while the task is open, and never who lives there (rules 4.8).
fn facts(desk: &Desk, line: &TaskLine) -> Vec<FactView> {
    let language = desk.language();
    let fact = |label: Word, cell: Cell| (label.text(language).to_owned(), cell);
    let office = desk.actor.has_any(&[Role::CommunityClerk, Role::CenterStaff]);
    let door = match (&line.building, &line.unit, &line.door_no) {
        (Some(building), Some(unit), Some(door)) if office || line.status != TaskStatus::Closed.name() => {
            text::door(building, unit, door, language)
        }
        _ => String::new(),
    };
    let household = line.household_id.filter(|_| office).map(|id| format!("/console/households/{id}"));
    let clerk = desk.is(Role::CommunityClerk);
    let source = match (line.need_id, line.request_id) {
        (Some(id), _) => {
            Cell { href: clerk.then(|| format!("/console/needs/{id}")), ..Cell::text(step::FROM_NEED.text(language)) }
        }
        (None, Some(id)) => Cell {
            href: clerk.then(|| format!("/console/requests/{id}")),
            ..Cell::text(step::FROM_REQUEST.text(language))
        },
        (None, None) => Cell::default(),
    };
    vec![
        fact(words::STATE, text::task_status(&line.status, language)),
        fact(words::PRIORITY, text::priority(&line.priority, language)),
        fact(words::COMPOUND, Cell::text(line.compound.clone()).to(format!("/console/compounds/{}", line.compound_id))),
        fact(words::PLACE, Cell::text(line.place_text.clone())),
        fact(words::DOOR, Cell { href: household, ..Cell::text(door) }),
        fact(words::DESCRIPTION, Cell::text(line.description.clone())),
        fact(words::RESPONSIBLE, Cell::text(responsible(line, language))),
        fact(words::ASSIGNEE, Cell::text(line.assignee.clone().unwrap_or_default())),
        fact(words::SOURCE, source),
        fact(words::SINCE, Cell::text(text::at(line.created_at_ms))),
        fact(words::REOPENED, Cell::text(line.reopen_count.to_string())),
    ]
}

fn happening(event: &TaskEventLine, language: Language) -> Happening {
    let action = value::of_name(TaskAction::from_name, work::task_action, &event.action, language);
    let what = match &event.refused_reason {
        Some(code) => {
            let reason = console_finding::finding(code).text(language);
            format!("{action} · {}", step::REFUSED_STEP.fill(language, &[("reason", reason)]))
        }
        None => action,
    };
    let actor = value::of_name(Role::from_name, work::role, &event.actor, language);
    let photo = |hash: &String| format!("/console/blobs/{hash}");
    Happening {
        at: text::at(event.received_at_ms),
        what,
        who: event.who.clone().map_or(actor.clone(), |who| format!("{who}（{actor}）")),
        note: event.note.clone(),
        before: event.photos_before.0.iter().map(photo).collect(),
        after: event.photos_after.0.iter().map(photo).collect(),
    }
}
