//! One question of any kind, rendered from its document.

use super::info::info;
use super::typed::{number, words};
use crate::element::{Element, Node, el, many};
use crate::field::browser;
use crate::field::photo::strip::photo_strip;
use crate::field::signal::*;
use crate::field::visit::desk::Desk;
use crate::ui::choice::{Layout, Pick, Tiled, scale5, tile, tile_group};
use crate::ui::field::Fault;
use crate::ui::icon::{Glyph, NEED_GROUPS};
use crate::words::{survey, theme};
use domain::need::NeedIcon;
use domain::questionnaire::{Answer, Kind, Question};
use web_sys::Event;

/// A question; its container carries its code as `data-q`.
pub fn ask(desk: Desk, question: &Question) -> Element {
    let code = question.code.clone();
    let may_decline = question.may_decline() && !matches!(question.kind, Kind::Info { .. });
    el("div")
        .class("ask stack-small")
        .class_if("ask-words", matches!(question.kind, Kind::Single | Kind::Yesno))
        .class_if("ask-declined", is(desk, &code, "declined".to_owned()))
        .attr("data-q", code.clone())
        .child(control(desk, question))
        .child(may_decline.then(|| decline(desk, code)))
}

fn decline(desk: Desk, code: String) -> Element {
    let is_declined = is(desk, &code, "declined".to_owned());
    let toggle = move || {
        let declined = desk.draft.with_untracked(|draft| draft.answers.get(&code) == Some(&Answer::Declined));
        desk.answer_typed(&code, None, (!declined).then_some(Answer::Declined));
    };
    chip(desk.phone.say(survey::DECLINE).to_owned(), is_declined).on_click(toggle)
}

fn control(desk: Desk, question: &Question) -> Node {
    match question.kind {
        Kind::Single => single(desk, question).into(),
        Kind::Multi { max } => multi(desk, question, max),
        Kind::Scale5 => scale(desk, question).into(),
        Kind::Int { min, max } => number(desk, question, "numeric", Some((min, max))),
        Kind::Area => number(desk, question, "decimal", None),
        Kind::Text { max, format } => words(desk, question, max, format).into(),
        Kind::Yesno => yes_or_no(desk, question).into(),
        Kind::Photo { max } => photos(desk, question, max).into(),
        Kind::Info { seconds } => info(desk, question, seconds),
    }
}

/// Something small to tap that stays pressed.
pub(super) fn chip(label: String, is_pressed: Is) -> Element {
    let pressed = move || if is_pressed() { "true" } else { "false" }.to_owned();
    el("button").attr("type", "button").class("chip").attr("aria-pressed", pressed).text(label)
}

/// Prompt, hint and error of a question, in the language of now and with the answers of now.
pub(super) struct Around {
    pub prompt: String,
    pub hint: String,
    pub fault: Fault,
}

pub(super) fn around(desk: Desk, question: &Question) -> Around {
    let language = desk.phone.language.get_untracked();
    Around {
        prompt: desk.draft.with_untracked(|draft| question.prompt(&draft.answers).in_language(language).to_owned()),
        hint: question.hint.as_ref().map(|hint| hint.in_language(language).to_owned()).unwrap_or_default(),
        fault: desk.error(["answers.", &question.code].concat()),
    }
}

/// A yes or no of now.
pub(super) type Is = Box<dyn Fn() -> bool>;

/// Whether the answer is (or has) this option, `yes`, `no`, this number, or is `declined`; followed.
pub(super) fn is(desk: Desk, code: &str, value: String) -> Is {
    let code = code.to_owned();
    Box::new(move || {
        desk.draft.with(|draft| match draft.answers.get(&code) {
            Some(Answer::Choices(codes)) => codes.contains(&value),
            Some(answer) => answer.is(&value),
            None => false,
        })
    })
}

/// A question with its tiles, as wide as the longest of them asks for.
fn group(desk: Desk, question: &Question, layout: Layout, tiles: Vec<Element>) -> Element {
    let Around { prompt, hint, fault } = around(desk, question);
    tile_group(prompt, layout, &hint, fault, tiles)
}

/// One tile for each option. Those of one choice share the question's name.
fn options(desk: Desk, question: &Question, pick: Pick) -> Element {
    let language = desk.phone.language.get_untracked();
    let (mut tiles, mut layout) = (Vec::new(), Layout::Grid);
    for option in &question.options {
        let (value, label) = (option.code.clone(), option.text.in_language(language).to_owned());
        if label.chars().count() > 7 {
            layout = Layout::List;
        }
        let is_chosen = is(desk, &question.code, value.clone());
        let (name, glyph) = match pick {
            Pick::One => (question.code.clone(), None),
            Pick::Any => (value.clone(), NeedIcon::from_name(&value).map(need_glyph)),
        };
        tiles.push(tile(Tiled { pick, name, value, label, glyph, hint: String::new() }, is_chosen));
    }
    group(desk, question, layout, tiles)
}

fn single(desk: Desk, question: &Question) -> Element {
    let code = question.code.clone();
    options(desk, question, Pick::One)
        .on("change", move |event| desk.answer(&code, Some(Answer::Choice(browser::typed(event)))))
}

fn yes_or_no(desk: Desk, question: &Question) -> Element {
    let mut tiles = Vec::new();
    for (value, word) in [("yes", survey::YES), ("no", survey::NO)] {
        let (name, label) = (question.code.clone(), desk.phone.say(word).to_owned());
        let is_chosen = is(desk, &question.code, value.to_owned());
        tiles.push(tile(Tiled { name, value: value.to_owned(), label, ..Tiled::default() }, is_chosen));
    }
    let code = question.code.clone();
    group(desk, question, Layout::Pair, tiles)
        .on("change", move |event| desk.answer(&code, Some(Answer::YesNo(browser::typed(event) == "yes"))))
}

fn multi(desk: Desk, question: &Question, max: u8) -> Node {
    let phone = desk.phone;
    let is_full = Signal::new(false);
    let code = question.code.clone();
    let mut exclusive = Vec::new();
    for option in question.options.iter().filter(|option| option.exclusive) {
        exclusive.push(option.code.clone());
    }
    let toggled = move |event: &Event| {
        let before = desk.draft.with_untracked(|draft| match draft.answers.get(&code) {
            Some(Answer::Choices(codes)) => codes.clone(),
            _ => Vec::new(),
        });
        let after = toggle(&exclusive, before, browser::typed(event), usize::from(max));
        is_full.set(after.is_none());
        match after {
            Some(codes) => desk.answer(&code, (!codes.is_empty()).then_some(Answer::Choices(codes))),
            // The browser has ticked it already.
            None => browser::untick(event),
        }
    };
    let limit = phone.fill(survey::AT_MOST, &[("n", &max.to_string())]);
    let said = move || if is_full.get() { limit.clone() } else { String::new() };
    many([
        options(desk, question, Pick::Any).on("change", toggled),
        el("p").class("quiet").attr("role", "status").text(said),
    ])
}

/// The choices after a tap; none when there is no room for one more.
fn toggle(exclusive: &[String], mut codes: Vec<String>, tapped: String, max: usize) -> Option<Vec<String>> {
    if let Some(at) = codes.iter().position(|code| *code == tapped) {
        codes.remove(at);
        return Some(codes);
    }
    if exclusive.contains(&tapped) {
        return Some(vec![tapped]);
    }
    codes.retain(|code| !exclusive.contains(code));
    if codes.len() >= max {
        return None;
    }
    codes.push(tapped);
    Some(codes)
}

/// The picture of a need's icon, in the order both lists share.
pub fn need_glyph(icon: NeedIcon) -> Glyph {
    NEED_GROUPS[NeedIcon::ALL.iter().position(|other| *other == icon).unwrap_or(0) % NEED_GROUPS.len()]
}

fn scale(desk: Desk, question: &Question) -> Element {
    let Around { prompt, hint, fault } = around(desk, question);
    let language = desk.phone.language.get_untracked();
    let named = |at: usize| question.options.get(at).map(|option| option.text.in_language(language).to_owned());
    let words = std::array::from_fn(|at| named(at).unwrap_or_else(|| theme::SCALE5[at].text(language).to_owned()));
    let code = question.code.clone();
    let chosen = move || {
        desk.draft.with(|draft| match draft.answers.get(&code) {
            Some(Answer::Scale(step)) => Some(*step),
            _ => None,
        })
    };
    let code = question.code.clone();
    scale5(&question.code, prompt, words, &hint, fault, chosen)
        .on("change", move |event| desk.answer(&code, browser::typed(event).parse().ok().map(Answer::Scale)))
}

fn photos(desk: Desk, question: &Question, max: u8) -> Element {
    let Around { prompt, .. } = around(desk, question);
    let (code, place) = (question.code.clone(), ["answers.", &question.code].concat());
    let photos = move || {
        desk.draft.with(|draft| match draft.answers.get(&code) {
            Some(Answer::Photos(photos)) => photos.clone(),
            _ => Vec::new(),
        })
    };
    let code = question.code.clone();
    let set = move |photos: Vec<_>| desk.answer(&code, (!photos.is_empty()).then_some(Answer::Photos(photos)));
    photo_strip(desk.phone, desk.camera(), &prompt, photos, usize::from(max), set, place)
}
