//! Residents' requests: the list, and one request with what a clerk may do with it.

use super::desk::Desk;
use super::listing::Loaded;
use super::{filter, need, secret, text};
use crate::db::request_list::{RequestFilter, RequestLine};
use crate::db::select::Page;
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::pages::document::or_failure;
use app::console::detail::FactView;
use app::console::request::{self as page, RequestView, Triage};
use app::console::table::{Cell, Table};
use app::ui::badge::Mark;
use app::words::{Word, console as words, console_step as step, console_value as value, console_work as work};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::finding::Finding;
use domain::language::Language;
use domain::need::NeedIcon;
use domain::org::Role;
use domain::request::RequestStatus;
use uuid::Uuid;

/// Who sees requests.
pub const ROLES: &[Role] = &[Role::CommunityClerk];

/// A page of the list.
pub async fn load(desk: &Desk, tx: &mut Tx, page: Page) -> ApiResult<Loaded> {
    let (language, scopes, query) = (desk.language(), desk.scopes(ROLES), &desk.query);
    let chosen = RequestFilter {
        place: query.place(),
        status: query.known("status", RequestStatus::from_name),
        icon: query.known("icon", NeedIcon::from_name),
        hazard: query.flag("hazard"),
        to_triage: query.flag("triage"),
        hides: secret::hidden_from(desk, tx).await?,
    };
    let all = db::request_list::count_listed_requests(tx, &scopes, &chosen).await?;
    let lines = db::request_list::list_requests(tx, &scopes, &chosen, page).await?;
    let mut filters = filter::place(desk, tx, ROLES).await?;
    let status =
        filter::wire(desk, "status", words::STATE, RequestStatus::ALL, RequestStatus::name, work::request_status);
    filters.push(status);
    filters.push(filter::wire(desk, "icon", words::CATEGORY, NeedIcon::ALL, NeedIcon::name, app::words::need::group));
    let waits = vec![("1".to_owned(), words::YES.text(language).to_owned())];
    filters.push(filter::choice("triage", step::REQUESTS_NEW, query.text("triage"), waits, language));
    let heads = [
        words::NUMBER,
        words::SINCE,
        words::COMPOUND,
        words::CATEGORY,
        words::HAZARD,
        words::DESCRIPTION,
        words::STATE,
        words::TASK,
    ];
    let table = Table {
        label: words::REQUESTS.text(language).into(),
        heads: heads.map(|head| head.text(language).to_owned()).into(),
        rows: lines.into_iter().map(|line| row(line, language)).collect(),
        total: None,
    };
    Ok(Loaded { note: filter::narrowed(desk, tx).await?, filters, table, all })
}

fn row(line: RequestLine, language: Language) -> Vec<Cell> {
    let task = line.task_status.as_deref().map(|status| text::task_status(status, language)).unwrap_or_default();
    vec![
        Cell::text(line.no).to(format!("/console/requests/{}", line.id)),
        Cell::text(text::at(line.created_at_ms)),
        Cell::text(line.compound).to(format!("/console/compounds/{}", line.compound_id)),
        Cell::text(value::of_name(NeedIcon::from_name, app::words::need::group, &line.icon, language)),
        need::hazard(line.hazard, language),
        Cell::text(format!("{} {}", line.place_text, line.description).trim().to_owned()),
        state(&line.status, language),
        Cell { href: line.task_id.map(|id| format!("/console/tasks/{id}")), ..task },
    ]
}

fn state(name: &str, language: Language) -> Cell {
    use RequestStatus as R;
    let mark = match RequestStatus::from_name(name) {
        Some(R::Confirmed) => Mark::Good,
        Some(R::Rejected | R::Merged | R::AutoClosed) => Mark::Closed,
        Some(R::Emergency | R::Escalated) => Mark::Danger,
        Some(R::Reopened) => Mark::Warn,
        Some(R::Submitted | R::Triaged) | None => Mark::Waiting,
        Some(_) => Mark::Going,
    };
    Cell::badge(mark, value::of_name(RequestStatus::from_name, work::request_status, name, language))
}

/// `GET /console/requests/{id}`
pub async fn show_request(desk: Desk, Path(id): Path<Uuid>) -> Response {
    or_failure(&desk.state, shown(&desk, id, None)).await
}

/// The page; with what was typed as a reason and what is wrong with it.
pub async fn shown(desk: &Desk, id: Uuid, tried: Option<(String, Finding)>) -> ApiResult<Response> {
    let language = desk.language();
    let mut tx = desk.state.db.read().await?;
    let line = within_reach(desk, &mut tx, id).await?;
    let triage = if may_triage(&line) { Some(triage(desk, &mut tx, &line, tried.clone()).await?) } else { None };
    let photos = line.photos.0.iter().map(|hash| format!("/console/blobs/{hash}")).collect();
    let title = line.no.clone();
    let view = RequestView { language, facts: facts(desk, line), photos, triage };
    let trail = vec![("/console", words::HOME.text(language)), ("/console/requests", words::REQUESTS.text(language))];
    let page = desk.page(&title, trail, move || page::page(view));
    Ok(if tried.is_some() { (axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response() } else { page })
}

/// One request that the reader may see.
pub async fn within_reach(desk: &Desk, tx: &mut Tx, id: Uuid) -> ApiResult<RequestLine> {
    let filter = RequestFilter { hides: secret::hidden_from(desk, tx).await?, ..RequestFilter::default() };
    let line = db::request_list::request_within(tx, &desk.scopes(ROLES), &filter, id).await?;
    line.ok_or(ApiError::NotFound)
}

/// Other open requests of the same compound that the reader may see and this one may be merged into.
pub async fn beside(desk: &Desk, tx: &mut Tx, line: &RequestLine) -> ApiResult<Vec<(Uuid, String, String)>> {
    let hides = secret::hidden_from(desk, tx).await?;
    Ok(db::request_list::open_requests_beside(tx, &hides, line.id, line.compound_id).await?)
}

/// A request without a category waits for one: new, or a danger whose task has only been raised.
fn may_triage(line: &RequestLine) -> bool {
    match RequestStatus::from_name(&line.status) {
        Some(RequestStatus::Submitted | RequestStatus::Triaged) => line.task_id.is_none(),
        Some(RequestStatus::Emergency) => line.task_status.as_deref() != Some("closed"),
        _ => false,
    }
}

async fn triage(desk: &Desk, tx: &mut Tx, line: &RequestLine, tried: Option<(String, Finding)>) -> ApiResult<Triage> {
    let language = desk.language();
    let icon = NeedIcon::from_name(&line.icon);
    let first = icon.into_iter().chain(NeedIcon::ALL.iter().copied().filter(|other| Some(*other) != icon));
    let group = |icon: NeedIcon| {
        let options =
            icon.categories().map(|category| (category.code.to_owned(), text::category_text(category.code, language)));
        (app::words::need::group(icon).text(language).to_owned(), options.collect())
    };
    let others = beside(desk, tx, line).await?;
    let short = |text: String| text.chars().take(30).collect::<String>();
    let others = others.into_iter().map(|(id, no, words)| (id.to_string(), format!("{no} {}", short(words)))).collect();
    let (reason, error) = tried.map_or((String::new(), None), |(typed, finding)| {
        (typed, Some(app::words::console_finding::finding(&finding.code).text(language).to_owned()))
    });
    Ok(Triage {
        path: format!("/console/requests/{}", line.id),
        categories: first.map(group).collect(),
        others,
        reason,
        error,
    })
}

fn facts(desk: &Desk, line: RequestLine) -> Vec<FactView> {
    let language = desk.language();
    let fact = |label: Word, cell: Cell| (label.text(language).to_owned(), cell);
    let task = line.task_status.as_deref().map(|status| text::task_status(status, language)).unwrap_or_default();
    let phone = line.phone_sealed.as_deref().and_then(|sealed| desk.state.seal.open_text(sealed));
    vec![
        fact(words::STATE, state(&line.status, language)),
        fact(words::COMPOUND, Cell::text(line.compound).to(format!("/console/compounds/{}", line.compound_id))),
        fact(
            words::CATEGORY,
            Cell::text(value::of_name(NeedIcon::from_name, app::words::need::group, &line.icon, language)),
        ),
        fact(words::HAZARD, need::hazard(line.hazard, language)),
        fact(words::PLACE, Cell::text(line.place_text)),
        fact(words::DESCRIPTION, Cell::text(line.description)),
        fact(words::SINCE, Cell::text(text::at(line.created_at_ms))),
        fact(step::PHONE, Cell::text(phone.map(|phone| text::masked_phone(&phone)).unwrap_or_default())),
        fact(words::REASON, Cell::text(line.rejected_reason.unwrap_or_default())),
        fact(words::TASK, Cell { href: line.task_id.map(|id| format!("/console/tasks/{id}")), ..task }),
    ]
}
