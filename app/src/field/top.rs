//! The bar on top of every page: way back, title, and the badge that leads to the outbox.

use super::context::Phone;
use super::route::Route;
use crate::ui::top_bar::{SyncBadge, TopBar};
use crate::words::theme;
use leptos::prelude::*;

/// The bar. Without `back` it is home's.
#[component]
pub fn Top(
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] subtitle: String,
    #[prop(optional)] back: Option<Route>,
) -> impl IntoView {
    let phone = Phone::here();
    let state = Signal::derive(move || phone.standing.with(|standing| standing.sign()));
    let label = Signal::derive(move || phone.standing.with(|standing| standing.label(phone.language.get())));
    move || {
        let subtitle = subtitle.clone();
        let badge = view! { <SyncBadge state label on:click=move |_| phone.navigate(Route::Outbox)/> };
        match back {
            Some(back) => {
                let back = (back.path(), phone.say(theme::BACK).to_owned());
                view! { <TopBar title=title.get() subtitle back>{badge}</TopBar> }.into_any()
            }
            None => view! { <TopBar title=title.get() subtitle>{badge}</TopBar> }.into_any(),
        }
    }
}
