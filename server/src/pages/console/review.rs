//! What the rules and the roster's import leave to a person: the list, one item with both its sides, and that it is settled.

use super::decide::Decided;
use super::desk::{Audit, Desk, done};
use super::listing::Loaded;
use super::{filter, household, roster_item, side, text, void};
use crate::db::review_list::{ReviewFilter, ReviewLine};
use crate::db::select::Page;
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::pages::document::or_failure;
use app::console::review::{self as page, ReviewView, Step};
use app::console::table::{Cell, Table};
use app::ui::badge::Mark;
use app::words::{Word, console as words, console_conflict as conflict, console_value as value, roster};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::fact::FactKind;
use domain::language::Language;
use domain::merge::ReviewKind;
use domain::org::Role;
use domain::roster::remark::Remark;
use uuid::Uuid;

/// Who may see the items.
pub const ROLES: &[Role] = &[Role::CommunityClerk, Role::CommunityDirector, Role::StreetClerk, Role::CenterStaff];
/// Who sees items of every kind; the others see those where consents disagree.
const SETTLERS: &[Role] = &[Role::CommunityClerk, Role::CenterStaff];

/// A page of the list; open items unless another state is asked for.
pub async fn load(desk: &Desk, tx: &mut Tx, page: Page) -> ApiResult<Loaded> {
    let (language, scopes, query) = (desk.language(), desk.scopes(ROLES), &desk.query);
    let status = query.one_of("status", &["open", "settled"]);
    let known_kind = |name: &str| kind_word(name).is_some().then_some(());
    let every_kind = desk.actor.has_any(SETTLERS);
    let kind_chosen = match every_kind {
        true => query.known("kind", known_kind),
        false => Some(ReviewKind::ConsentInReview.name().to_owned()),
    };
    let chosen = ReviewFilter { place: query.place(), status, kind: kind_chosen };
    let all = db::review_list::count_listed_reviews(tx, &scopes, &chosen).await?;
    let lines = db::review_list::list_reviews(tx, &scopes, &chosen, page).await?;
    let mut filters = filter::place(desk, tx, ROLES).await?;
    let states = ["open", "settled"].map(|name| (name.to_owned(), value::state_text(name, language))).into();
    filters.push(filter::choice("status", words::STATE, query.text("status"), states, language));
    if every_kind {
        let kinds = KINDS.iter().map(|name| ((*name).to_owned(), kind(name, language))).collect();
        filters.push(filter::choice("kind", words::KIND, query.text("kind"), kinds, language));
    }
    let heads = [words::WHEN, words::COMPOUND, words::KIND, words::REASON, words::SOURCE, words::STATE];
    let row = |line: ReviewLine| {
        vec![
            Cell::text(text::at(line.created_at_ms)).to(format!("/console/reviews/{}", line.id)),
            Cell::text(line.compound.clone().unwrap_or_default()),
            Cell::text(kind(&line.kind, language)),
            Cell::text(reason(&line.reason, language)),
            Cell::text(origin(&line, language)),
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

/// The kinds that the list can be narrowed to.
const KINDS: [&str; 8] = [
    "fact_differs",
    "new_door",
    "two_responses",
    "look_alike",
    "consent_in_review",
    "register_differs",
    "roster_row",
    "roster_cell",
];

fn kind_word(name: &str) -> Option<Word> {
    ReviewKind::from_name(name).map(conflict::review_kind).or_else(|| conflict::roster_kind(name))
}

fn kind(name: &str, language: Language) -> String {
    kind_word(name).map_or_else(|| name.to_owned(), |word| word.text(language).to_owned())
}

/// The reason in words: remarks of the importer, facts, and what the rules say.
fn reason(text: &str, language: Language) -> String {
    let remark = |name: &str| Remark::from_name(name).map(roster::remark);
    let fact = |name: &str| FactKind::from_name(name).map(conflict::fact);
    let known = |name: &str| conflict::reason(name).or_else(|| remark(name)).or_else(|| fact(name));
    let say = |name: &str| known(name).map_or_else(|| name.to_owned(), |word| word.text(language).to_owned());
    let parts: Vec<String> = text.split(',').map(|name| say(name.trim())).collect();
    parts.join("；")
}

/// Where an item comes from; ids of the rules' own items say nothing to a reader.
fn origin(line: &ReviewLine, language: Language) -> String {
    let word = conflict::origin(&line.source).map_or(line.source.as_str(), |word| word.text(language));
    if matches!(line.source.as_str(), db::review::MERGE | "roster") {
        word.to_owned()
    } else {
        format!("{word} {}", line.source_ref)
    }
}

/// `GET /console/reviews/{id}`
pub async fn show_review(desk: Desk, Path(id): Path<Uuid>) -> Response {
    or_failure(&desk.state, shown(&desk, id, None)).await
}

/// The page; with what was typed and what is wrong with it.
pub async fn shown(desk: &Desk, id: Uuid, tried: Option<(&Decided, &str)>) -> ApiResult<Response> {
    let language = desk.language();
    let mut tx = desk.state.db.read().await?;
    let line = readable(desk, &mut tx, id).await?.ok_or(ApiError::NotFound)?;
    let clerk = desk.scopes(&[Role::CommunityClerk]);
    let may_settle = db::review_list::review_within(&mut tx, &clerk, id).await?.is_some() && line.status == "open";
    let (sides, next) = side::sides(desk, &mut tx, &line, tried).await?;
    let void = void::step(desk, &mut tx, &line, tried).await?;
    let decisions = db::review::decisions_of(&mut tx, id).await?;
    let names = void::names(desk, &mut tx, &line).await?;
    let detail = match line.household_id {
        Some(household) => db::person_list::household_detail(&mut tx, household).await?,
        None => None,
    };
    drop(tx);
    let fact = |label: Word, cell: Cell| (label.text(language).to_owned(), cell);
    let door = detail.map(|home| text::door(&home.building, &home.unit, &home.door_no, language)).unwrap_or_default();
    let href = line.household_id.filter(|_| desk.actor.has_any(household::ROLES));
    let href = href.map(|id| format!("/console/households/{id}"));
    let facts = vec![
        fact(words::STATE, state(&line.status, language)),
        fact(words::REASON, Cell::text(reason(&line.reason, language))),
        fact(words::COMPOUND, Cell::text(line.compound.clone().unwrap_or_default())),
        fact(words::DOOR, Cell { href, ..Cell::text(door) }),
        fact(words::SOURCE, Cell::text(origin(&line, language))),
        fact(words::WHEN, Cell::text(text::at(line.created_at_ms))),
    ];
    let of_roster = line.source != db::review::MERGE;
    let view = ReviewView {
        language,
        facts,
        content: if of_roster { roster_item::facts(desk, &line) } else { vec![] },
        sides,
        decisions: decisions.into_iter().map(|one| side::happening(one, &names, language)).collect(),
        step: if may_settle { next } else { Step::Nothing },
        void,
    };
    let trail = vec![("/console", words::HOME.text(language)), ("/console/reviews", words::REVIEWS.text(language))];
    let page = desk.page(&kind(&line.kind, language), trail, move || page::page(view));
    Ok(if tried.is_some() { (StatusCode::UNPROCESSABLE_ENTITY, page).into_response() } else { page })
}

/// An item within reach: of any kind for those who work through the list; for those who void, where consents disagree.
async fn readable(desk: &Desk, tx: &mut Tx, id: Uuid) -> ApiResult<Option<ReviewLine>> {
    if let Some(line) = db::review_list::review_within(tx, &desk.scopes(SETTLERS), id).await? {
        return Ok(Some(line));
    }
    let line = db::review_list::review_within(tx, &desk.scopes(ROLES), id).await?;
    Ok(line.filter(|line| line.kind == ReviewKind::ConsentInReview.name()))
}

/// `POST /console/reviews/{id}/settle`
pub async fn settle_review(desk: Desk, Path(id): Path<Uuid>) -> Response {
    or_failure(&desk.state, settled(&desk, id)).await
}

async fn settled(desk: &Desk, id: Uuid) -> ApiResult<Response> {
    let clerk = &[Role::CommunityClerk];
    let mut tx = desk.state.db.write().await?;
    let line = db::review_list::review_within(&mut tx, &desk.scopes(clerk), id).await?.ok_or(ApiError::NotFound)?;
    if !side::may_be_laid_by(&line) {
        return Err(ApiError::Conflict("illegal_transition"));
    }
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
