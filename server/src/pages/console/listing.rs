//! Every list of the console by one handler: load, draw, page; and by another: load everything and export it.

use super::desk::Desk;
use super::{
    account, clash, compound, consent, coverage, device, export, household, need, rating, record, reliability, request,
    review, task, visit, zero_clearing,
};
use crate::db::Tx;
use crate::db::select::Page;
use crate::error::ApiResult;
use crate::pages::document::or_failure;
use crate::pages::imports;
use app::console::list::{self, Filter, FilterKind, ListView};
use app::console::table::Table;
use app::element::{Element, Node, el, many};
use app::ui::button::{Kind, link};
use app::words::{Word, console as words, console_device as device_words};
use axum::response::Response;
use domain::language::Language;
use domain::org::Role;

/// A list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    Visits,
    Needs,
    Requests,
    Consents,
    Tasks,
    Records,
    Reviews,
    Compounds,
    Households,
    Coverage,
    ZeroClearing,
    Ratings,
    SingleRatings,
    Devices,
    Clashes,
    Reliability,
    Accounts,
    Exports,
    Imports,
}

/// What a list loads.
pub struct Loaded {
    pub note: Option<String>,
    pub filters: Vec<Filter>,
    pub table: Table,
    /// Rows in all, over every page.
    pub all: i64,
}

impl List {
    /// Every list.
    pub const ALL: [Self; 19] = [
        Self::Visits,
        Self::Needs,
        Self::Requests,
        Self::Consents,
        Self::Tasks,
        Self::Records,
        Self::Reviews,
        Self::Compounds,
        Self::Households,
        Self::Coverage,
        Self::ZeroClearing,
        Self::Ratings,
        Self::SingleRatings,
        Self::Devices,
        Self::Clashes,
        Self::Reliability,
        Self::Accounts,
        Self::Exports,
        Self::Imports,
    ];

    /// Address, address of the CSV, address of the XLSX.
    pub const fn paths(self) -> [&'static str; 3] {
        macro_rules! three {
            ($name:literal) => {
                [concat!("/console/", $name), concat!("/console/", $name, ".csv"), concat!("/console/", $name, ".xlsx")]
            };
        }
        match self {
            Self::Visits => three!("visits"),
            Self::Needs => three!("needs"),
            Self::Requests => three!("requests"),
            Self::Consents => three!("consents"),
            Self::Tasks => three!("tasks"),
            Self::Records => three!("records"),
            Self::Reviews => three!("reviews"),
            Self::Compounds => three!("compounds"),
            Self::Households => three!("households"),
            Self::Coverage => three!("coverage"),
            Self::ZeroClearing => three!("zero-clearing"),
            Self::Ratings => three!("ratings"),
            Self::SingleRatings => three!("single-ratings"),
            Self::Devices => three!("devices"),
            Self::Clashes => three!("clashes"),
            Self::Reliability => three!("reliability"),
            Self::Accounts => three!("accounts"),
            Self::Exports => three!("exports"),
            Self::Imports => three!("imports"),
        }
    }

    /// The name in file names and in the audit log.
    pub fn name(self) -> &'static str {
        self.paths()[0].trim_start_matches("/console/")
    }

    /// Its heading.
    pub const fn title(self) -> Word {
        match self {
            Self::Visits => words::VISITS,
            Self::Needs => words::NEEDS,
            Self::Requests => words::REQUESTS,
            Self::Consents => words::CONSENTS,
            Self::Tasks => words::TASKS,
            Self::Records => words::RECORDS,
            Self::Reviews => words::REVIEWS,
            Self::Compounds => words::COMPOUNDS,
            Self::Households => words::HOUSEHOLDS,
            Self::Coverage => words::COVERAGE,
            Self::ZeroClearing => words::ZERO_CLEARING,
            Self::Ratings | Self::SingleRatings => words::RATINGS,
            Self::Devices => device_words::DEVICES,
            Self::Clashes => device_words::CLASHES,
            Self::Reliability => device_words::RELIABILITY,
            Self::Accounts => words::ACCOUNTS,
            Self::Exports => words::EXPORTS,
            Self::Imports => words::IMPORT,
        }
    }

    /// Whom it is for (appendix A).
    pub const fn roles(self) -> &'static [Role] {
        use Role::{CenterStaff, CommunityClerk, CompanyManager, SysAdmin};
        match self {
            Self::Reviews => super::review::ROLES,
            Self::Visits | Self::Households | Self::Records => &[CommunityClerk, CenterStaff],
            Self::Needs | Self::Requests | Self::Consents => &[CommunityClerk],
            Self::Tasks | Self::Compounds => &[CommunityClerk, CompanyManager, CenterStaff],
            Self::Ratings => &[CompanyManager, CenterStaff],
            Self::Coverage | Self::SingleRatings | Self::Exports => &[CenterStaff],
            Self::Devices | Self::Clashes => &[CommunityClerk, CenterStaff, SysAdmin],
            Self::Reliability => &[CenterStaff, SysAdmin],
            Self::Accounts => &[SysAdmin],
            Self::ZeroClearing => zero_clearing::ROLES,
            Self::Imports => imports::ROLES,
        }
    }

    /// Loads a page of it within the actor's scopes.
    pub async fn load(self, desk: &Desk, tx: &mut Tx, page: Page) -> ApiResult<Loaded> {
        match self {
            Self::Visits => visit::load(desk, tx, page).await,
            Self::Needs => need::load(desk, tx, page).await,
            Self::Requests => request::load(desk, tx, page).await,
            Self::Consents => consent::load(desk, tx, page).await,
            Self::Tasks => task::load(desk, tx, page).await,
            Self::Records => record::load(desk, tx, page).await,
            Self::Reviews => review::load(desk, tx, page).await,
            Self::Compounds => compound::load(desk, tx, page).await,
            Self::Households => household::load(desk, tx, page).await,
            Self::Coverage => coverage::load(desk, tx, page).await,
            Self::ZeroClearing => zero_clearing::load(desk, tx).await,
            Self::Ratings => rating::load(desk, tx, page).await,
            Self::SingleRatings => rating::load_single(desk, tx, page).await,
            Self::Devices => device::load(desk, tx, page).await,
            Self::Clashes => clash::load(desk, tx, page).await,
            Self::Reliability => reliability::load(desk, tx, page).await,
            Self::Accounts => account::load(desk, tx, page).await,
            Self::Exports => export::load(desk, tx, page).await,
            Self::Imports => imports::load(desk, tx, page).await,
        }
    }
}

/// `GET` of a list.
pub async fn show(list: List, desk: Desk) -> Response {
    or_failure(&desk.state, shown(list, &desk)).await
}

async fn shown(list: List, desk: &Desk) -> ApiResult<Response> {
    let mut tx = desk.state.db.read().await?;
    let page = desk.query.page();
    let loaded = list.load(desk, &mut tx, page).await?;
    let [path, csv, xlsx] = list.paths();
    let (language, no) = (desk.language(), desk.query.page_no());
    let to = page.offset.saturating_add(page.limit).min(loaded.all);
    let turn = |no: i64| format!("{path}?{}", desk.query.with("page", &no.to_string()));
    let filters = desk.query.filters();
    let mut shown_filters = loaded.filters;
    shown_filters.push(super::filter::size(desk));
    let view = ListView {
        language,
        note: loaded.note,
        path: path.to_owned(),
        filters: shown_filters,
        from: (page.offset + 1).min(loaded.all),
        to,
        all: loaded.all,
        previous: (no > 1).then(|| turn(no - 1)),
        next: (to < loaded.all).then(|| turn(no + 1)),
        csv: format!("{csv}?{filters}"),
        xlsx: format!("{xlsx}?{filters}"),
        table: loaded.table,
    };
    let title = list.title().text(language);
    Ok(desk.page(title, vec![("/console", words::HOME.text(language))], move || {
        many([Node::from(beside(list, language)), list::page(view)])
    }))
}

/// What stands above a list: where else to go from it.
fn beside(list: List, language: Language) -> Option<Element> {
    let to = |list: List| {
        let [path, ..] = list.paths();
        link(Kind::Secondary, None, path, list.title().text(language))
    };
    match list {
        List::Accounts => Some(account::add_link(language)),
        List::Records | List::Devices | List::Reliability => Some(el("div").class("row").child(to(List::Clashes))),
        _ => None,
    }
}

/// Whether a filter narrows: what a hidden one says must be seen somewhere.
pub fn hidden(name: &'static str, value: String) -> Filter {
    Filter { name, label: String::new(), value, kind: FilterKind::Hidden }
}
