//! The frame around every page, and which page stands in it.

use super::context::Phone;
use super::route::Route;
use leptos::prelude::*;

/// The app.
#[component]
pub fn Shell() -> impl IntoView {
    let phone = Phone::here();
    view! { <div class="shell">{move || page(phone.route.get())}</div> }
}

/// The page of a route.
fn page(route: Route) -> AnyView {
    match route {
        Route::Board(_) | Route::Door(_) | Route::Visit(..) => blank(route),
        Route::Home | Route::Login | Route::Password | Route::Outbox => blank(route),
        Route::Tasks | Route::Task(_) | Route::Settings | Route::Missing => blank(route),
    }
}

fn blank(route: Route) -> AnyView {
    view! { <main class="main"><p>{route.path()}</p></main> }.into_any()
}
