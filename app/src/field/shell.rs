//! The frame around every page, and which page stands in it.

use super::board::page::Board;
use super::context::Phone;
use super::home::Home;
use super::household::page::Door;
use super::login::Login;
use super::outbox::Outbox;
use super::password::Password;
use super::route::{Route, VisitPart};
use super::settings::Settings;
use super::task::list::Tasks;
use super::task::page::TaskPage;
use super::top::Top;
use super::visit::page::VisitPage;
use crate::ui::button::ButtonLink;
use crate::ui::state::{State, StatePage};
use crate::words::shell as words;
use domain::id::AccountId;
use leptos::either::Either;
use leptos::prelude::*;

/// What a person may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gate {
    LogIn,
    ChangePassword,
    Open(AccountId),
}

/// The app. Another person, another language: the page is drawn anew.
#[component]
pub fn Shell() -> impl IntoView {
    let phone = Phone::here();
    let gate = Memo::new(move |_| {
        phone.session.with(|session| match session {
            None => Gate::LogIn,
            Some(session) if session.must_change_password => Gate::ChangePassword,
            Some(session) => Gate::Open(session.account),
        })
    });
    // The parts of one visit are one page: it stays while its address follows.
    let place = Memo::new(move |_| match phone.route.get() {
        Route::Visit(household, _) => Route::Visit(household, VisitPart::default()),
        route => route,
    });
    let key = Memo::new(move |_| (gate.get(), place.get(), phone.language.get()));
    // Every other page is the other side: so a page is always built new, never made out of the one before with its fields and handlers.
    let is_left = StoredValue::new(false);
    let inside = move || {
        let (gate, place, _) = key.get();
        is_left.update_value(|is_left| *is_left = !*is_left);
        let page = match gate {
            Gate::LogIn => view! { <Login/> }.into_any(),
            Gate::ChangePassword => view! { <Password/> }.into_any(),
            Gate::Open(_) => page(place),
        };
        if is_left.get_value() { Either::Left(page) } else { Either::Right(page) }
    };
    view! { <div class="shell">{inside}</div> }
}

/// The page of a route.
fn page(route: Route) -> AnyView {
    match route {
        Route::Home => view! { <Home/> }.into_any(),
        Route::Login => view! { <Login/> }.into_any(),
        Route::Password => view! { <Password/> }.into_any(),
        Route::Outbox => view! { <Outbox/> }.into_any(),
        Route::Settings => view! { <Settings/> }.into_any(),
        Route::Tasks => view! { <Tasks/> }.into_any(),
        Route::Task(id) => view! { <TaskPage id/> }.into_any(),
        Route::Board(compound) => view! { <Board compound/> }.into_any(),
        Route::Door(household) => view! { <Door household/> }.into_any(),
        Route::Visit(household, _) => view! { <VisitPage household/> }.into_any(),
        Route::Missing => view! { <Missing/> }.into_any(),
    }
}

#[component]
fn Missing() -> impl IntoView {
    let phone = Phone::here();
    view! {
        <Top title=phone.say(words::APP) back=Route::Home/>
        <main class="main">
            <StatePage state=State::Empty title=phone.say(words::NO_SUCH_PAGE)>
                <ButtonLink label=phone.say(words::GO_HOME) href=Route::Home.path()/>
            </StatePage>
        </main>
    }
}
