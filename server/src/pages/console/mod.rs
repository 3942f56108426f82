//! The console: load within the actor's scopes, render, redirect. Works with scripts off.

use self::account_step::Press;
use self::desk::Desk;
use self::export::Format;
use self::listing::List;
use crate::auth::guard::Who::{Account, Anyone, Roles};
use crate::router::{Route, route};
use axum::extract::Path;
use axum::routing::{get, post};
use domain::org::Role;
use uuid::Uuid;

mod account;
mod account_step;
mod blob;
mod clash;
mod compound;
mod confirmation;
mod consent;
mod coverage;
mod decide;
pub mod desk;
mod device;
pub mod export;
mod filter;
mod home;
mod household;
pub mod listing;
mod need;
mod own_household;
pub mod query;
mod rating;
mod record;
mod reliability;
mod request;
mod rescue;
mod review;
mod roster_item;
mod secret;
mod session;
mod side;
mod survey;
mod task;
mod task_step;
mod text;
mod triage;
mod visit;
mod void;
mod wipe;
mod withdrawal;
mod zero_clearing;

const CLERK: &[Role] = &[Role::CommunityClerk];

/// Every page and step of the console.
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        route("GET", "/console", Roles(Role::ALL), get(home::show_home)),
        route("GET", "/console/login", Anyone, get(session::show_login)),
        route("POST", "/console/login", Anyone, post(session::log_in_at_desk)),
        route("POST", "/console/logout", Account, post(session::log_out_at_desk)),
        route("GET", "/console/password", Account, get(session::show_password)),
        route("POST", "/console/password", Account, post(session::change_password_at_desk)),
        route("GET", "/console/zero-clearing", Roles(zero_clearing::ROLES), get(zero_clearing::show_zero_clearing)),
        route("GET", "/console/blobs/{sha256}", Roles(blob::ROLES), get(blob::show_blob)),
        route("GET", "/console/visits/{id}", Roles(visit::ROLES), get(visit::show_visit)),
        route("GET", "/console/needs/{id}", Roles(need::ROLES), get(need::show_need)),
        route("GET", "/console/requests/{id}", Roles(request::ROLES), get(request::show_request)),
        route("POST", "/console/requests/{id}/triage", Roles(CLERK), post(triage::triage_request)),
        route("POST", "/console/requests/{id}/reject", Roles(CLERK), post(triage::reject_request)),
        route("POST", "/console/requests/{id}/merge", Roles(CLERK), post(triage::merge_request)),
        route("GET", "/console/consents/{id}", Roles(consent::READERS), get(consent::show_consent)),
        route("POST", "/console/consents/{id}/confirm", Roles(CLERK), post(confirmation::confirm_consent)),
        route("GET", "/console/tasks/{id}", Roles(task::ROLES), get(task::show_task)),
        route("POST", "/console/tasks/{id}", Roles(task::ROLES), post(task_step::take_step)),
        route("POST", "/console/tasks/{id}/assign", Roles(task::ROLES), post(task_step::assign_task)),
        route("GET", "/console/records/{id}", Roles(record::ROLES), get(record::show_record)),
        route("POST", "/console/records/{id}/retry", Roles(CLERK), post(record::retry_record)),
        route("GET", "/console/reviews/{id}", Roles(review::ROLES), get(review::show_review)),
        route("POST", "/console/reviews/{id}/settle", Roles(CLERK), post(review::settle_review)),
        route("POST", "/console/reviews/{id}/decide", Roles(CLERK), post(decide::decide_review)),
        route("POST", "/console/reviews/{id}/void", Roles(void::DIRECTOR), post(void::propose_void)),
        route("POST", "/console/reviews/{id}/void/confirm", Roles(void::STREET), post(void::confirm_void)),
        route("GET", "/console/compounds/{id}", Roles(compound::ROLES), get(compound::show_compound)),
        route("GET", "/console/households/{id}", Roles(household::ROLES), get(household::show_household)),
        route("POST", "/console/households/{id}/withdraw", Roles(CLERK), post(withdrawal::withdraw_at_desk)),
        route("POST", "/console/households/{id}/own", Roles(CLERK), post(own_household::declare_own_household)),
        route("POST", "/console/households/{id}/own/end", Roles(CLERK), post(own_household::end_own_household)),
        route("POST", "/console/households/{id}/reveal", Roles(CLERK), post(household::reveal_phone)),
    ];
    let supervisors = Roles(List::Devices.roles());
    routes.push(route("GET", "/console/devices/{id}/wipe", supervisors, get(wipe::show_wipe)));
    routes.push(route("POST", "/console/devices/{id}/wipe", supervisors, post(wipe::order_wipe)));
    routes.extend(account_routes());
    routes.extend(rescue::routes());
    for list in List::ALL {
        let [page, csv, xlsx] = list.paths();
        let who = Roles(list.roles());
        // These two have pages of their own: where a file is handed in, and where figures stand above the rows.
        if !matches!(list, List::Imports | List::ZeroClearing) {
            routes.push(route("GET", page, who, get(move |desk: Desk| listing::show(list, desk))));
        }
        routes.push(route("GET", csv, who, get(move |desk: Desk| export::send(list, Format::Csv, desk))));
        routes.push(route("GET", xlsx, who, get(move |desk: Desk| export::send(list, Format::Xlsx, desk))));
    }
    routes
}

fn account_routes() -> Vec<Route> {
    let who = Roles(account::ROLES);
    let press =
        |press: Press| post(move |desk: Desk, Path(id): Path<Uuid>| account_step::press_account(desk, id, press));
    vec![
        route("GET", "/console/accounts/new", who, get(account::show_new_account)),
        route("POST", "/console/accounts", who, post(account_step::add_account)),
        route("GET", "/console/accounts/{id}", who, get(account::show_account)),
        route("POST", "/console/accounts/{id}/lock", who, press(Press::Lock)),
        route("POST", "/console/accounts/{id}/unlock", who, press(Press::Unlock)),
        route("POST", "/console/accounts/{id}/end", who, press(Press::End)),
        route("POST", "/console/accounts/{id}/grant", who, post(account_step::add_grant)),
        route("POST", "/console/accounts/{id}/ungrant", who, post(account_step::end_grant)),
        route("POST", "/console/accounts/{id}/handler", who, post(secret::name_handler)),
        route("POST", "/console/accounts/{id}/password", who, post(account_step::set_first_password)),
    ]
}
