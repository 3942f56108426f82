//! One question of any kind, rendered from its document.

use crate::field::photo::strip::PhotoStrip;
use crate::field::survey::info::Info;
use crate::field::survey::typed::{Typed, Words};
use crate::field::visit::desk::Desk;
use crate::ui::choice::{Layout, Pick, Tile, TileGroup};
use crate::ui::icon::{FACES, Glyph, Icon, NEED_GROUPS};
use crate::words::{survey, theme};
use domain::need::NeedIcon;
use domain::questionnaire::{Answer, Kind, Question};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A question; its container carries its code as `data-q`.
#[component]
pub fn Ask(question: Question) -> impl IntoView {
    let desk = Desk::here();
    let code = question.code.clone();
    let declined = {
        let code = code.clone();
        Memo::new(move |_| desk.draft.with(|draft| draft.answers.get(&code) == Some(&Answer::Declined)))
    };
    let may_decline = question.may_decline() && !matches!(question.kind, Kind::Info { .. });
    let words = matches!(question.kind, Kind::Single | Kind::Yesno);
    let control = control(question);
    let toggle = {
        let code = code.clone();
        move |_| {
            desk.change(|draft| drop(draft.typed.remove(&code)));
            desk.answer(&code, (!declined.get_untracked()).then_some(Answer::Declined));
        }
    };
    view! {
        <div class="ask stack-small" class:ask-words=words class:ask-declined=move || declined.get() data-q=code>
            {control}
            {may_decline.then(|| view! {
                <button type="button" class="chip" aria-pressed=move || declined.get().to_string() on:click=toggle>
                    {desk.phone.say(survey::DECLINE)}
                </button>
            })}
        </div>
    }
}

fn control(question: Question) -> AnyView {
    match question.kind {
        Kind::Single => view! { <Single question/> }.into_any(),
        Kind::Multi { max } => view! { <Multi question max/> }.into_any(),
        Kind::Scale5 => view! { <Scale question/> }.into_any(),
        Kind::Int { min, max } => view! { <Typed question inputmode="numeric" range=Some((min, max))/> }.into_any(),
        Kind::Area => view! { <Typed question inputmode="decimal" range=None/> }.into_any(),
        Kind::Text { max, format } => view! { <Words question max format/> }.into_any(),
        Kind::Yesno => view! { <YesNo question/> }.into_any(),
        Kind::Photo { max } => view! { <Photos question max/> }.into_any(),
        Kind::Info { seconds } => view! { <Info question seconds/> }.into_any(),
    }
}

/// Prompt, hint and error of a question, in the language of now and with the answers of now.
pub(super) struct Around {
    pub prompt: String,
    pub hint: String,
    pub error: Signal<Option<String>>,
}

pub(super) fn around(question: &Question) -> Around {
    let desk = Desk::here();
    let language = desk.phone.language.get_untracked();
    Around {
        prompt: desk.draft.with_untracked(|draft| question.prompt(&draft.answers).in_language(language).to_owned()),
        hint: question.hint.as_ref().map(|hint| hint.in_language(language).to_owned()).unwrap_or_default(),
        error: desk.error(format!("answers.{}", question.code)),
    }
}

pub(super) fn answer_of(code: &str) -> Memo<Option<Answer>> {
    let desk = Desk::here();
    let code = code.to_owned();
    Memo::new(move |_| desk.draft.with(|draft| draft.answers.get(&code).cloned()))
}

fn layout(question: &Question) -> Layout {
    let language = Desk::here().phone.language.get_untracked();
    let long = question.options.iter().any(|option| option.text.in_language(language).chars().count() > 7);
    if long { Layout::List } else { Layout::Grid }
}

#[component]
fn Single(question: Question) -> impl IntoView {
    let desk = Desk::here();
    let Around { prompt, hint, error } = around(&question);
    let chosen = answer_of(&question.code);
    let language = desk.phone.language.get_untracked();
    let code = StoredValue::new(question.code.clone());
    let layout = layout(&question);
    let tiles = question.options.into_iter().map(move |option| {
        let value = option.code.clone();
        let checked = Signal::derive(move || chosen.with(|chosen| *chosen == Some(Answer::Choice(value.clone()))));
        let value = option.code.clone();
        view! {
            <Tile name=code.get_value() value=option.code label=option.text.in_language(language).to_owned() checked
                on:change=move |_| desk.answer(&code.get_value(), Some(Answer::Choice(value.clone())))/>
        }
    });
    view! { <TileGroup label=prompt hint error layout>{tiles.collect_view()}</TileGroup> }
}

#[component]
fn Multi(question: Question, max: u8) -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let Around { prompt, hint, error } = around(&question);
    let chosen = answer_of(&question.code);
    let language = phone.language.get_untracked();
    let full = RwSignal::new(false);
    let layout = layout(&question);
    let asked = StoredValue::new(question.clone());
    let tiles = question.options.into_iter().map(move |option| {
        let value = StoredValue::new(option.code.clone());
        let checked = Signal::derive(move || {
            chosen.with(|chosen| matches!(chosen, Some(Answer::Choices(codes)) if codes.contains(&value.get_value())))
        });
        let glyph = NeedIcon::from_name(&option.code).map(need_glyph);
        let toggled = move |event: leptos::ev::Event| {
            let before = match chosen.get_untracked() {
                Some(Answer::Choices(codes)) => codes,
                _ => Vec::new(),
            };
            let after = asked.with_value(|question| toggle(question, before, &value.get_value(), max));
            full.set(after.is_none());
            match after {
                Some(codes) => {
                    asked.with_value(|question| desk.answer(&question.code, (!codes.is_empty()).then_some(Answer::Choices(codes))));
                }
                // The browser has ticked it already.
                None => untick(&event),
            }
        };
        view! {
            <Tile name=option.code.clone() value=option.code pick=Pick::Any label=option.text.in_language(language).to_owned() nostrip:glyph=glyph checked
                on:change=toggled/>
        }
    });
    let limit = phone.fill(survey::AT_MOST, &[("n", &max.to_string())]);
    view! {
        <TileGroup label=prompt hint error layout>{tiles.collect_view()}</TileGroup>
        <p class="quiet" role="status">{move || full.get().then(|| limit.clone())}</p>
    }
}

/// The choices after a tap; none when there is no room for one more.
fn toggle(question: &Question, mut codes: Vec<String>, tapped: &str, max: u8) -> Option<Vec<String>> {
    if let Some(at) = codes.iter().position(|code| code == tapped) {
        codes.remove(at);
        return Some(codes);
    }
    let exclusive = |code: &str| question.options.iter().any(|option| option.exclusive && option.code == code);
    if exclusive(tapped) {
        return Some(vec![tapped.to_owned()]);
    }
    codes.retain(|code| !exclusive(code));
    if codes.len() >= usize::from(max) {
        return None;
    }
    codes.push(tapped.to_owned());
    Some(codes)
}

fn untick(event: &leptos::ev::Event) {
    let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    if let Some(input) = input {
        input.set_checked(false);
    }
}

/// The picture of a need's icon, in the order both lists share.
pub fn need_glyph(icon: NeedIcon) -> Glyph {
    NEED_GROUPS[NeedIcon::ALL.iter().position(|other| *other == icon).unwrap_or(0) % NEED_GROUPS.len()]
}

#[component]
fn YesNo(question: Question) -> impl IntoView {
    let desk = Desk::here();
    let Around { prompt, hint, error } = around(&question);
    let chosen = answer_of(&question.code);
    let code = StoredValue::new(question.code);
    let tiles = [(true, survey::YES), (false, survey::NO)].map(|(yes, word)| {
        let checked = Signal::derive(move || chosen.with(|chosen| *chosen == Some(Answer::YesNo(yes))));
        view! {
            <Tile name=code.get_value() value=if yes { "yes" } else { "no" } label=desk.phone.say(word) checked
                on:change=move |_| desk.answer(&code.get_value(), Some(Answer::YesNo(yes)))/>
        }
    });
    view! { <TileGroup label=prompt hint error layout=Layout::Pair>{tiles.into_iter().collect_view()}</TileGroup> }
}

#[component]
fn Scale(question: Question) -> impl IntoView {
    let desk = Desk::here();
    let Around { prompt, hint, error } = around(&question);
    let chosen = answer_of(&question.code);
    let language = desk.phone.language.get_untracked();
    let code = StoredValue::new(question.code);
    let named: Vec<String> =
        question.options.iter().map(|option| option.text.in_language(language).to_owned()).collect();
    let choices = (1u8..=5).zip(FACES).map(|(step, face)| {
        let at = usize::from(step) - 1;
        let word = named.get(at).cloned().unwrap_or_else(|| theme::SCALE5[at].text(language).to_owned());
        let checked = move || chosen.with(|chosen| *chosen == Some(Answer::Scale(step)));
        view! {
            <label class="scale5-choice">
                <input class="tile-input" type="radio" name=code.get_value() value=step.to_string() prop:checked=checked
                    on:change=move |_| desk.answer(&code.get_value(), Some(Answer::Scale(step)))/>
                <span class="scale5-face"><Icon of=face/><span>{word}</span></span>
            </label>
        }
    });
    view! {
        <fieldset class="field" class:field-wrong=move || error.get().is_some()>
            <legend class="field-label">{prompt}</legend>
            {(!hint.is_empty()).then(|| view! { <span class="field-hint">{hint}</span> })}
            <div class="scale5">{choices.collect_view()}</div>
            {move || error.get().map(|error| view! { <span class="field-error">{error}</span> })}
        </fieldset>
    }
}

#[component]
fn Photos(question: Question, max: u8) -> impl IntoView {
    let desk = Desk::here();
    let Around { prompt, .. } = around(&question);
    let chosen = answer_of(&question.code);
    let code = StoredValue::new(question.code);
    let photos = Signal::derive(move || {
        chosen.with(|chosen| match chosen {
            Some(Answer::Photos(photos)) => photos.clone(),
            _ => Vec::new(),
        })
    });
    let set = Callback::new(move |photos: Vec<_>| {
        desk.answer(&code.get_value(), (!photos.is_empty()).then_some(Answer::Photos(photos)));
    });
    view! { <PhotoStrip label=prompt photos max=usize::from(max) set place=format!("answers.{}", code.get_value())/> }
}
