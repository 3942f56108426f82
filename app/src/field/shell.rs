//! The frame around every page, and which page stands in it.

use super::board::page::board;
use super::context::Phone;
use super::home::home;
use super::household::page::door;
use super::login::login;
use super::outbox::outbox;
use super::password::password;
use super::pin::pin_page;
use super::repair::page::repair;
use super::route::{Route, VisitPart};
use super::settings::settings;
use super::sheet::page::{About, sheet_page};
use super::signal::*;
use super::task::list::tasks;
use super::task::page::task;
use super::top::top;
use super::visit::page::visit_page;
use crate::element::{Element, Node, el, live, many};
use crate::ui::button::{Kind, link};
use crate::ui::state::{State, state_page};
use crate::words::shell as words;
use domain::id::AccountId;

/// What a person may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gate {
    LogIn,
    ChangePassword,
    ChoosePin,
    EnterPin,
    Open(AccountId),
}

/// The app. Another person, another language: the page is drawn anew.
pub fn shell(phone: Phone) -> Element {
    let gate = memo(move || {
        let pending =
            phone.pending.with(|pending| pending.as_ref().map(|pending| pending.session.must_change_password));
        phone.session.with(|session| match session {
            _ if pending == Some(true) => Gate::ChangePassword,
            _ if pending == Some(false) => Gate::ChoosePin,
            None if phone.locked.get() => Gate::EnterPin,
            None => Gate::LogIn,
            Some(session) if session.must_change_password => Gate::ChangePassword,
            Some(session) => Gate::Open(session.account),
        })
    });
    // The parts of one visit are one page: it stays while its address follows.
    let place = memo(move || match phone.route.get() {
        Route::Visit(household, _) => Route::Visit(household, VisitPart::default()),
        route => route,
    });
    let inside = move || {
        phone.language.track();
        match (gate.get(), place.get()) {
            (Gate::LogIn, _) | (Gate::EnterPin, Route::Login) => login(phone),
            (Gate::ChoosePin, _) => pin_page(phone, true),
            (Gate::EnterPin, _) => pin_page(phone, false),
            (Gate::ChangePassword, _) => password(phone),
            (Gate::Open(_), place) => page(phone, place),
        }
    };
    el("div").class("shell").child(live(inside))
}

/// The page of a route.
fn page(phone: Phone, route: Route) -> Node {
    match route {
        Route::Home => home(phone),
        Route::Login => login(phone),
        Route::Password => password(phone),
        Route::Outbox => outbox(phone),
        Route::Repair(seq) => repair(phone, seq),
        Route::Settings => settings(phone),
        Route::Tasks => tasks(phone),
        Route::Task(id) => task(phone, id),
        Route::Board(compound) => board(phone, compound),
        Route::NewDoor(compound) => sheet_page(phone, About::NewDoor(compound)),
        Route::Door(household) => door(phone, household),
        Route::Facts(household) => sheet_page(phone, About::Facts(household)),
        Route::Visit(household, _) => visit_page(phone, household),
        Route::Missing => missing(phone),
    }
}

fn missing(phone: Phone) -> Node {
    let home = link(Kind::Primary, None, Route::Home.path(), phone.say(words::GO_HOME));
    let text = state_page(State::Empty, phone.say(words::NO_SUCH_PAGE), "").child(home);
    many([top(phone, phone.say(words::APP), "", Some(Route::Home)), el("main").class("main").child(text)])
}
