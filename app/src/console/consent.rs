//! One signed fee consent: exactly what was shown and signed, and the call-back of the second person (INV-10).

use super::detail::{FactView, Happening, facts, history, photos, section};
use super::form::{Words, with_words};
use crate::ui::button::Kind;
use crate::ui::notice::{Notice, Tone};
use crate::words::console_step as step;
use domain::evidence::Strokes;
use domain::language::Language;
use leptos::prelude::*;

/// The page.
#[derive(Debug, Clone)]
pub struct ConsentView {
    pub language: Language,
    /// Who, when, how, in which state now.
    pub facts: Vec<FactView>,
    pub terms: Vec<FactView>,
    /// The text as shown, and whether its digest is the signed one.
    pub shown: Option<(String, bool)>,
    pub strokes: Option<Strokes>,
    pub photos: Vec<String>,
    pub history: Vec<Happening>,
    pub confirm: Confirm,
}

/// What the reader may do.
#[derive(Debug, Clone)]
pub enum Confirm {
    /// Call and say what came of it; address, words typed, error.
    Call { action: String, typed: String, error: Option<String> },
    /// Captured by the reader: somebody else has to.
    SamePerson,
    /// Nothing waits.
    Nothing,
}

/// Draws it.
pub fn page(view: ConsentView) -> impl IntoView {
    let ConsentView { language, facts: list, terms, shown, strokes, photos: addresses, history: past, confirm } = view;
    let text = shown.map(|(text, intact)| {
        let (tone, word) = if intact { (Tone::Good, step::TEXT_INTACT) } else { (Tone::Danger, step::TEXT_CHANGED) };
        let content = view! {
            <Notice tone=tone>{word.text(language)}</Notice>
            <div class="card shown-text">{text}</div>
        };
        section(step::WHAT_WAS_SHOWN.text(language).into(), content.into_any())
    });
    view! {
        <div class="desk-columns">
            <div class="stack">
                {facts(list, language)}
                {(!terms.is_empty()).then(|| section(step::TERMS.text(language).into(), facts(terms, language).into_any()))}
                {text}
            </div>
            <div class="stack">
                {section(step::SIGNATURE.text(language).into(), signature(strokes, language))}
                {(!addresses.is_empty()).then(|| section(step::PHOTOS.text(language).into(), photos(addresses, language)))}
                {call_back(confirm, language)}
                {(!past.is_empty()).then(|| section(step::CALLBACKS.text(language).into(), history(past, language).into_any()))}
            </div>
        </div>
    }
}

/// The strokes as lines.
fn signature(strokes: Option<Strokes>, language: Language) -> AnyView {
    let Some(drawn) = strokes else {
        return view! { <p class="quiet">{step::NO_SIGNATURE.text(language)}</p> }.into_any();
    };
    let lines = drawn
        .strokes
        .iter()
        .map(|stroke| {
            let points: Vec<String> = stroke.iter().map(|point| format!("{},{}", point.x, point.y)).collect();
            view! { <polyline points=points.join(" ")/> }
        })
        .collect_view();
    view! {
        <svg class="card strokes" viewBox=format!("0 0 {} {}", drawn.width, drawn.height) fill="none" stroke="currentColor"
            stroke-width="3" stroke-linecap="round" stroke-linejoin="round" role="img" aria-label=step::SIGNATURE.text(language)>
            {lines}
        </svg>
    }
    .into_any()
}

fn call_back(confirm: Confirm, language: Language) -> AnyView {
    match confirm {
        Confirm::Nothing => ().into_any(),
        Confirm::SamePerson => {
            view! { <Notice tone=Tone::Warn>{step::SECOND_PERSON.text(language)}</Notice> }.into_any()
        }
        Confirm::Call { action, typed, error } => {
            let yes = with_words(Words {
                action: action.clone(),
                hidden: Some(("result", "confirmed".into())),
                name: "note",
                label: step::NOTE_OPTIONAL.text(language).into(),
                max_length: 200,
                button: step::CONFIRMED.text(language).into(),
                ..Words::default()
            });
            let no = with_words(Words {
                action,
                hidden: Some(("result", "not_confirmed".into())),
                name: "note",
                label: step::NOTE.text(language).into(),
                hint: step::NOT_CONFIRMED_HINT.text(language).into(),
                value: typed,
                error,
                max_length: 200,
                button: step::NOT_CONFIRMED.text(language).into(),
                kind: Kind::Secondary,
            });
            view! {
                <section class="section stack-small">
                    <h2>{step::CONFIRM_TITLE.text(language)}</h2>
                    <p>{step::CONFIRM_HINT.text(language)}</p>
                    {yes}
                    {no}
                </section>
            }
            .into_any()
        }
    }
}
