//! What the roster's import left to a person: the list, one item, and that it is settled.

use super::desk::{Audit, Desk, done};
use super::listing::Loaded;
use super::{filter, text};
use crate::db::review_list::{ReviewFilter, ReviewLine};
use crate::db::select::Page;
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::pages::document::or_failure;
use app::console::detail::FactView;
use app::console::review::{self as page, ReviewView};
use app::console::table::{Cell, Table};
use app::ui::badge::Mark;
use app::words::{Word, console as words, console_value as value, roster};
use axum::extract::Path;
use axum::response::Response;
use domain::language::Language;
use domain::org::Role;
use domain::roster::remark::Remark;
use uuid::Uuid;

/// Who may see the items.
pub const ROLES: &[Role] = &[Role::CommunityClerk, Role::CenterStaff];

/// A page of the list; open items unless another state is asked for.
pub async fn load(desk: &Desk, tx: &mut Tx, page: Page) -> ApiResult<Loaded> {
    let (language, scopes, query) = (desk.language(), desk.scopes(ROLES), &desk.query);
    let status = query.one_of("status", &["open", "settled"]);
    let chosen = ReviewFilter { place: query.place(), status, kind: None };
    let all = db::review_list::count_listed_reviews(tx, &scopes, &chosen).await?;
    let lines = db::review_list::list_reviews(tx, &scopes, &chosen, page).await?;
    let mut filters = filter::place(desk, tx, ROLES).await?;
    let states = ["open", "settled"].map(|name| (name.to_owned(), value::state_text(name, language))).into();
    filters.push(filter::choice("status", words::STATE, query.text("status"), states, language));
    let heads = [words::WHEN, words::COMPOUND, words::REASON, words::SOURCE, words::STATE];
    let row = |line: ReviewLine| {
        vec![
            Cell::text(text::at(line.created_at_ms)).to(format!("/console/reviews/{}", line.id)),
            Cell::text(line.compound.unwrap_or_default()),
            Cell::text(reason(&line.reason, language)),
            Cell::text(format!("{} {}", line.source, line.source_ref)),
            state(&line.status, language),
        ]
    };
    let table = Table {
        label: words::REVIEWS.text(language).into(),
        heads: heads.map(|head| head.text(language).to_owned()).into(),
        rows: lines.into_iter().map(row).collect(),
        total: None,
    };
    Ok(Loaded { note: filter::narrowed(desk, tx).await?, filters, table, all })
}

fn state(name: &str, language: Language) -> Cell {
    let mark = if name == "open" { Mark::Waiting } else { Mark::Good };
    Cell::badge(mark, value::state_text(name, language))
}

/// The reason: names of remarks in words, other text as it stands.
fn reason(text: &str, language: Language) -> String {
    let known = |name: &str| Remark::from_name(name.trim()).map(|remark| roster::remark(remark).text(language));
    let parts: Vec<&str> = text.split(',').map(|name| known(name).unwrap_or(name)).collect();
    parts.join("；")
}

/// `GET /console/reviews/{id}`
pub async fn show_review(desk: Desk, Path(id): Path<Uuid>) -> Response {
    or_failure(&desk.state, shown(&desk, id)).await
}

async fn shown(desk: &Desk, id: Uuid) -> ApiResult<Response> {
    let language = desk.language();
    let mut tx = desk.state.db.read().await?;
    let line = db::review_list::review_within(&mut tx, &desk.scopes(ROLES), id).await?.ok_or(ApiError::NotFound)?;
    let clerk = desk.scopes(&[Role::CommunityClerk]);
    let may_settle = db::review_list::review_within(&mut tx, &clerk, id).await?.is_some() && line.status == "open";
    let fact = |label: Word, cell: Cell| (label.text(language).to_owned(), cell);
    let title = reason(&line.reason, language);
    let household = line.household_id.map(|id| format!("/console/households/{id}"));
    let facts = vec![
        fact(words::STATE, state(&line.status, language)),
        fact(words::REASON, Cell::text(title.clone())),
        fact(words::COMPOUND, Cell::text(line.compound.unwrap_or_default())),
        fact(
            words::DOOR,
            Cell { href: household.clone(), ..Cell::text(household.map_or("", |_| words::SHOW.text(language))) },
        ),
        fact(words::SOURCE, Cell::text(format!("{} {}", line.source, line.source_ref))),
        fact(words::WHEN, Cell::text(text::at(line.created_at_ms))),
    ];
    let settle = may_settle.then(|| format!("/console/reviews/{id}/settle"));
    let view = ReviewView { language, facts, content: content(&line.content), settle };
    let trail = vec![("/console", words::HOME.text(language)), ("/console/reviews", words::REVIEWS.text(language))];
    Ok(desk.page(&title, trail, move || page::page(view)))
}

/// The columns of the row, whatever they were.
fn content(json: &str) -> Vec<FactView> {
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json).unwrap_or_default();
    let text = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => text,
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    };
    object.into_iter().map(|(key, value)| (key, Cell::text(text(value)))).collect()
}

/// `POST /console/reviews/{id}/settle`
pub async fn settle_review(desk: Desk, Path(id): Path<Uuid>) -> Response {
    or_failure(&desk.state, settled(&desk, id)).await
}

async fn settled(desk: &Desk, id: Uuid) -> ApiResult<Response> {
    let clerk = &[Role::CommunityClerk];
    let mut tx = desk.state.db.write().await?;
    db::review_list::review_within(&mut tx, &desk.scopes(clerk), id).await?.ok_or(ApiError::NotFound)?;
    if db::review_list::settle_review(&mut tx, id).await? {
        let audit = Audit {
            action: "settle_review",
            object: "review_item",
            id: &id.to_string(),
            from: Some("open"),
            to: Some("settled"),
            reason: None,
        };
        desk.audit(&mut tx, clerk, audit).await?;
        tx.commit().await?;
    }
    Ok(done(&format!("/console/reviews/{id}")))
}
