//! The frame around every page of the console: the bar of places, who is logged in, reading preferences, the title.

use crate::element::Node;
use crate::ui::navigation::breadcrumb;
use crate::ui::notice::{Tone, notice};
use crate::ui::page::preferences;
use crate::ui::preference::Preference;
use crate::words::{Word, console as words, theme};
use leptos::prelude::*;

/// One place of the bar.
#[derive(Debug, Clone)]
pub struct Place {
    pub href: &'static str,
    pub label: Word,
}

/// What stands around a page.
#[derive(Debug, Clone)]
pub struct Frame {
    pub preference: Preference,
    /// Name of the person; none before the login.
    pub name: Option<String>,
    pub places: Vec<Place>,
    /// Path and query of this page, to come back to after a change of preferences.
    pub back: String,
    pub title: String,
    /// `(address, label)` of the pages above this one.
    pub trail: Vec<(String, String)>,
    /// What just happened.
    pub said: Option<(Tone, String)>,
}

/// The page's body.
pub fn body(frame: Frame, content: Node) -> impl IntoView {
    let Frame { preference, name, places, back, title, trail, said } = frame;
    let language = preference.language;
    let here = back.split('?').next().unwrap_or_default().to_owned();
    let bar = name.map(|name| bar(name, places, &here, preference));
    let trail = (!trail.is_empty()).then(|| {
        let whole: Vec<_> = trail.into_iter().chain([(String::new(), title.clone())]).collect();
        breadcrumb(whole)
    });
    let said = said.map(|(tone, text)| notice(tone, "", text));
    view! {
        <a class="skip-link" href="#main">{theme::SKIP_TO_MAIN.text(language)}</a>
        {bar}
        {preferences(preference, back)}
        <main class="main stack" id="main">
            {Node::from(trail)}
            <h1>{title}</h1>
            {Node::from(said)}
            {content}
        </main>
    }
}

fn bar(name: String, places: Vec<Place>, here: &str, preference: Preference) -> impl IntoView + use<> {
    let language = preference.language;
    let items = places
        .into_iter()
        .map(|place| {
            let inside = place.href != "/console" && here.starts_with(place.href);
            let current = (here == place.href || inside).then_some("page");
            view! { <li><a href=place.href aria-current=current>{place.label.text(language)}</a></li> }
        })
        .collect_view();
    view! {
        <header class="desk-bar">
            <a class="desk-name" href="/console">{words::NAME.text(language)}</a>
            <nav class="desk-nav" aria-label=words::PLACES.text(language)><ul class="desk-places">{items}</ul></nav>
            <div class="desk-who">
                <a href="/console/password">{name}</a>
                <form method="post" action="/console/logout">
                    <button class="button">{words::LOG_OUT.text(language)}</button>
                </form>
            </div>
        </header>
    }
}
