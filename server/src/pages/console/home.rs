//! `/console`: what waits, by role. Each count is taken by the very list that it leads to.

use super::desk::Desk;
use super::listing::List;
use super::query::Query;
use crate::db::Tx;
use crate::db::select::Page;
use crate::error::ApiResult;
use crate::pages::document::or_failure;
use app::console::home::{self as page, Count, HomeView};
use app::words::{Word, console as words, console_device as device, console_step as step};
use axum::response::Response;
use domain::org::Role;

/// A list with the filters that make the count.
type Asked = (List, &'static str, Word);

const CLERK: &[Asked] = &[
    (List::Requests, "triage=1", step::REQUESTS_NEW),
    (List::Consents, "state=pending_confirmation", step::CONSENTS_PENDING),
    (List::Tasks, "status=submitted", step::TASKS_DONE),
    (List::Tasks, "status=created", step::TASKS_UNASSIGNED),
    (List::Tasks, "priority=p0&open=1", step::TASKS_DANGER),
    (List::Records, "", step::RECORDS_ASIDE),
    (List::Devices, "flag=any", device::DEVICES_WAIT),
    (List::Reviews, "status=open", step::REVIEWS_OPEN),
];
const MANAGER: &[Asked] = &[
    (List::Tasks, "priority=p0&open=1", step::TASKS_DANGER),
    (List::Tasks, "status=assigned", step::TASKS_UNASSIGNED),
    (List::Tasks, "status=returned", step::TASKS_RETURNED),
    (List::Tasks, "status=declined", step::TASKS_DECLINED),
];
const CENTER: &[Asked] = &[
    (List::Tasks, "priority=p0&open=1", step::TASKS_DANGER),
    (List::Tasks, "status=escalated", step::TASKS_ESCALATED),
    (List::Records, "status=set_aside", step::RECORDS_ASIDE),
    (List::Devices, "flag=any", device::DEVICES_WAIT),
];
const VOIDS: &[Asked] = &[(List::Reviews, "status=open", step::REVIEWS_OPEN)];
const ADMIN: &[Asked] = &[(List::Accounts, "state=locked", step::ACCOUNTS_LOCKED)];

/// What is there.
const OVERVIEW: &[Asked] = &[
    (List::Compounds, "", words::COMPOUNDS),
    (List::Compounds, "baseline=1&cleared=net", words::CLEARED_NOW),
    (List::Households, "", words::HOUSEHOLDS),
    (List::Households, "survey=accepted", words::ACCEPTED),
    (List::Visits, "", words::VISITS),
    (List::Tasks, "open=1", step::TASKS_OPEN),
    (List::Needs, "", words::NEEDS),
    (List::Accounts, "state=open", step::ACCOUNTS_OPEN),
];

/// `GET /console`
pub async fn show_home(desk: Desk) -> Response {
    or_failure(&desk.state, shown(&desk)).await
}

async fn shown(desk: &Desk) -> ApiResult<Response> {
    let language = desk.language();
    let mut tx = desk.state.db.read().await?;
    let lists = [
        (Role::CommunityClerk, CLERK),
        (Role::CommunityDirector, VOIDS),
        (Role::StreetClerk, VOIDS),
        (Role::CompanyManager, MANAGER),
        (Role::CenterStaff, CENTER),
        (Role::SysAdmin, ADMIN),
    ];
    let mut waits: Vec<Count> = Vec::new();
    for (_, asked) in lists.into_iter().filter(|(role, _)| desk.is(*role)) {
        for count in counts(desk, &mut tx, asked).await? {
            if !waits.iter().any(|known| known.href == count.href) {
                waits.push(count);
            }
        }
    }
    let overview = counts(desk, &mut tx, OVERVIEW).await?;
    drop(tx);
    let field_only = [Role::GridWorker, Role::CompanyStaff];
    let office: Vec<Role> = Role::ALL.iter().copied().filter(|role| !field_only.contains(role)).collect();
    let view = HomeView { language, waits, overview, field: !desk.actor.has_any(&office) };
    Ok(desk.page(words::HOME.text(language), vec![], move || page::page(view)))
}

/// Counts of the lists that the reader may see.
async fn counts(desk: &Desk, tx: &mut Tx, asked: &[Asked]) -> ApiResult<Vec<Count>> {
    let mut counts = Vec::new();
    for (list, query, word) in asked.iter().filter(|(list, _, _)| desk.actor.has_any(list.roles())) {
        let narrowed = Desk { query: Query::read(query), ..desk.clone() };
        let loaded = list.load(&narrowed, tx, Page { limit: 0, offset: 0 }).await?;
        let [path, ..] = list.paths();
        let href = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
        counts.push(Count { number: loaded.all, label: word.text(desk.language()).to_owned(), href });
    }
    Ok(counts)
}
