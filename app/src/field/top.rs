//! The bar on top of every page: way back, title, and the badge that leads to the outbox.

use super::context::Phone;
use super::route::Route;
use crate::element::{Element, Text};
use crate::ui::top_bar::{sync_badge, top_bar};
use crate::words::theme;

/// The bar. Without `back` it is home's.
pub fn top(phone: Phone, title: impl Into<Text>, subtitle: impl Into<String>, back: Option<Route>) -> Element {
    bar(phone, title.into(), subtitle.into(), back)
}

fn bar(phone: Phone, title: Text, subtitle: String, back: Option<Route>) -> Element {
    let sign = move || phone.standing.with(|standing| standing.sign());
    let label = move || phone.standing.with(|standing| standing.label(phone.language.get()));
    let back = back.map(|back| (back.path(), phone.say(theme::BACK).to_owned()));
    top_bar(title, subtitle, back).child(sync_badge(sign, label).on_click(move || phone.navigate(Route::Outbox)))
}
