//! Accounts: the list, a new one, and one account with its grants.

use super::desk::Desk;
use super::listing::Loaded;
use super::{filter, text};
use crate::db::account_list::{AccountFilter, AccountLine};
use crate::db::select::Page;
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::pages::document::or_failure;
use app::console::account::{self as page, AccountDraft, AccountView, GrantChoices};
use app::console::list::{Filter, FilterKind};
use app::console::table::{Cell, Table};
use app::element::{Element, el};
use app::ui::badge::Mark;
use app::ui::button::{Kind, link};
use app::words::{Word, console as words, console_step as step, console_work as work};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::finding::Finding;
use domain::id::AccountId;
use domain::language::Language;
use domain::org::{Grant, Role, Scope};
use uuid::Uuid;

/// Who keeps accounts.
pub const ROLES: &[Role] = &[Role::SysAdmin];

/// A page of the list.
pub async fn load(desk: &Desk, tx: &mut Tx, page: Page) -> ApiResult<Loaded> {
    let (language, query) = (desk.language(), &desk.query);
    let chosen = AccountFilter {
        state: query.one_of("state", &["open", "locked", "ended"]),
        role: query.known("role", Role::from_name),
        name: query.get("name").map(str::to_owned),
    };
    let all = db::account_list::count_listed_accounts(tx, &chosen, desk.now_ms).await?;
    let lines = db::account_list::page_accounts(tx, &chosen, desk.now_ms, page).await?;
    let states = [("open", step::OPEN_STATE), ("locked", step::LOCKED_STATE), ("ended", step::ENDED_STATE)];
    let states = states.map(|(name, word)| (name.to_owned(), word.text(language).to_owned())).into();
    let name = step::NAME.text(language).to_owned();
    let filters = vec![
        filter::choice("state", words::STATE, query.text("state"), states, language),
        filter::wire(desk, "role", step::ROLE, Role::ALL, Role::name, work::role),
        Filter { name: "name", label: name, value: query.text("name"), kind: FilterKind::Text },
    ];
    let heads = [step::LOGIN, step::NAME, words::COMPANY, words::STATE, words::OPENED];
    let row = |line: AccountLine| {
        let state = state(line.locked_at_ms.is_some(), line.ended_at_ms.is_some(), language);
        vec![
            Cell::text(line.login).to(format!("/console/accounts/{}", line.id)),
            Cell::text(line.name),
            Cell::text(line.company.unwrap_or_default()),
            state,
            Cell::text(text::at(line.created_at_ms)),
        ]
    };
    let table = Table {
        label: words::ACCOUNTS.text(language).into(),
        heads: heads.map(|head| head.text(language).to_owned()).into(),
        rows: lines.into_iter().map(row).collect(),
        total: None,
    };
    Ok(Loaded { note: None, filters, table, all })
}

fn state(locked: bool, ended: bool, language: Language) -> Cell {
    let (mark, word) = match (ended, locked) {
        (true, _) => (Mark::Closed, step::ENDED_STATE),
        (false, true) => (Mark::Warn, step::LOCKED_STATE),
        (false, false) => (Mark::Good, step::OPEN_STATE),
    };
    Cell::badge(mark, word.text(language))
}

/// The way to the form of a new account.
pub fn add_link(language: Language) -> Element {
    let add = link(Kind::Primary, None, "/console/accounts/new", step::ADD_ACCOUNT.text(language));
    el("div").class("row").child(add)
}

/// Roles and places to choose from.
pub async fn choices(tx: &mut Tx, language: Language) -> ApiResult<GrantChoices> {
    let places = db::account_list::scope_choices(tx).await?;
    let group = |kind: &str, word: Word| {
        let options = places.iter().filter(|(of, _, _)| *of == kind);
        let options = options.map(|(kind, value, name)| (format!("{kind}:{value}"), name.clone())).collect();
        (word.text(language).to_owned(), options)
    };
    let whole = vec![("district".to_owned(), step::SCOPE_DISTRICT.text(language).to_owned())];
    Ok(GrantChoices {
        roles: Role::ALL
            .iter()
            .map(|role| (role.name().to_owned(), work::role(*role).text(language).to_owned()))
            .collect(),
        scopes: vec![
            (step::SCOPE_DISTRICT.text(language).to_owned(), whole),
            group("street", words::STREET),
            group("community", words::COMMUNITY),
            group("company", words::COMPANY),
            group("grid", words::GRID),
        ],
    })
}

/// `GET /console/accounts/new`
pub async fn show_new_account(desk: Desk) -> Response {
    or_failure(&desk.state, new_page(&desk, AccountDraft::default(), vec![])).await
}

/// The form, with what was typed and what is wrong with it.
pub async fn new_page(desk: &Desk, draft: AccountDraft, findings: Vec<Finding>) -> ApiResult<Response> {
    let language = desk.language();
    let mut tx = desk.state.db.read().await?;
    let choices = choices(&mut tx, language).await?;
    drop(tx);
    let wrong = !findings.is_empty();
    let trail = vec![("/console", words::HOME.text(language)), ("/console/accounts", words::ACCOUNTS.text(language))];
    let title = step::ADD_ACCOUNT.text(language);
    let page = desk.page(title, trail, move || page::new_page(draft, choices, findings, language));
    Ok(if wrong { (StatusCode::UNPROCESSABLE_ENTITY, page).into_response() } else { page })
}

/// `GET /console/accounts/{id}`
pub async fn show_account(desk: Desk, Path(id): Path<Uuid>) -> Response {
    or_failure(&desk.state, shown(&desk, id, vec![])).await
}

/// The page, with what is wrong with the step that was tried.
pub async fn shown(desk: &Desk, id: Uuid, findings: Vec<Finding>) -> ApiResult<Response> {
    let language = desk.language();
    let mut tx = desk.state.db.read().await?;
    let account = db::account::account_by_id(&mut tx, AccountId(id)).await?.ok_or(ApiError::NotFound)?;
    let grants = db::account::grants_of(&mut tx, AccountId(id), desk.now_ms).await?;
    let choices = choices(&mut tx, language).await?;
    let handled = super::secret::handled(desk, &mut tx, AccountId(id)).await?;
    let handled = handled.into_iter().map(|(code, is_named)| (code, text::category_text(code, language), is_named));
    let handled = handled.collect();
    drop(tx);
    let (locked, ended) = (account.locked_at_ms.is_some(), account.ended_at_ms.is_some());
    let wrong = !findings.is_empty();
    let fact = |label: Word, cell: Cell| (label.text(language).to_owned(), cell);
    let held = |grant: &Grant| {
        let scope = scope_value(&grant.scope);
        let place = choices.scopes.iter().flat_map(|(_, options)| options).find(|(value, _)| *value == scope);
        let place = place.map_or_else(|| scope.clone(), |(_, name)| name.clone());
        (grant.role.name().to_owned(), scope, format!("{} · {place}", work::role(grant.role).text(language)))
    };
    let view = AccountView {
        language,
        facts: vec![
            fact(step::LOGIN, Cell::text(account.login.clone())),
            fact(step::NAME, Cell::text(account.name.clone())),
            fact(words::STATE, state(locked, ended, language)),
            fact(words::OPENED, Cell::text(text::at(account.created_at_ms))),
        ],
        grants: grants.iter().map(held).collect(),
        handled,
        choices,
        path: format!("/console/accounts/{id}"),
        locked,
        ended,
        findings,
    };
    let trail = vec![("/console", words::HOME.text(language)), ("/console/accounts", words::ACCOUNTS.text(language))];
    let page = desk.page(&account.name, trail, move || page::page(view));
    Ok(if wrong { (StatusCode::UNPROCESSABLE_ENTITY, page).into_response() } else { page })
}

fn scope_value(scope: &Scope) -> String {
    match scope {
        Scope::District => "district".to_owned(),
        Scope::Street(code) => format!("street:{code}"),
        Scope::Community(code) => format!("community:{code}"),
        Scope::Grid(id) => format!("grid:{id}"),
        Scope::Compound(id) => format!("compound:{id}"),
        Scope::Company(id) => format!("company:{id}"),
    }
}
