//! Parts of a page about one thing: facts, photos, what happened when.

use super::table::Cell;
use crate::ui::badge::Badge;
use crate::ui::card::Fact;
use crate::ui::photo::Photo;
use crate::words::{console as words, console_step as step};
use domain::language::Language;
use leptos::prelude::*;

/// Label and value; an empty value is shown as a dash.
pub type FactView = (String, Cell);

/// Facts in a card.
pub fn facts(list: Vec<FactView>, language: Language) -> impl IntoView {
    let items = list
        .into_iter()
        .map(|(label, cell)| {
            let empty = cell.text.is_empty();
            let inside = match (cell.href, cell.mark) {
                _ if empty => words::NONE.text(language).into_any(),
                (Some(href), _) => view! { <a href=href>{cell.text}</a> }.into_any(),
                (None, Some(mark)) => view! { <Badge mark=mark label=cell.text/> }.into_any(),
                (None, None) => cell.text.into_any(),
            };
            view! { <Fact label=label>{inside}</Fact> }
        })
        .collect_view();
    view! { <dl class="facts card">{items}</dl> }
}

/// A heading with what belongs under it.
pub fn section(title: String, content: AnyView) -> impl IntoView {
    view! { <section class="section stack-small"><h2>{title}</h2>{content}</section> }
}

/// Photos by their address.
pub fn photos(addresses: Vec<String>, language: Language) -> AnyView {
    if addresses.is_empty() {
        return view! { <p class="quiet">{step::NO_PHOTOS.text(language)}</p> }.into_any();
    }
    let items = addresses
        .into_iter()
        .zip(1..)
        .map(|(src, at)| {
            let alt = step::PHOTO_OF.fill(language, &[("n", &at.to_string())]);
            let label = format!("{} {alt}", words::SHOW.text(language));
            view! { <Photo src=src.clone() alt=alt><a class="photo-whole" href=src aria-label=label></a></Photo> }
        })
        .collect_view();
    view! { <ul class="photos">{items}</ul> }.into_any()
}

/// One thing that happened.
#[derive(Debug, Clone, Default)]
pub struct Happening {
    pub at: String,
    pub what: String,
    pub who: String,
    pub note: String,
    pub before: Vec<String>,
    pub after: Vec<String>,
}

/// What happened, oldest first.
pub fn history(list: Vec<Happening>, language: Language) -> impl IntoView {
    let side = |label: &'static str, addresses: Vec<String>| {
        (!addresses.is_empty()).then(|| view! { <p class="small quiet">{label}</p>{photos(addresses, language)} })
    };
    let items = list
        .into_iter()
        .map(|one| {
            view! {
                <li class="card stack-small">
                    <p><strong>{one.what}</strong>" "<span class="quiet number">{one.at}</span>" "<span class="quiet">{one.who}</span></p>
                    {(!one.note.is_empty()).then(|| view! { <p>{one.note}</p> })}
                    {side(step::BEFORE.text(language), one.before)}
                    {side(step::AFTER.text(language), one.after)}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="plain stack-small">{items}</ol> }
}
