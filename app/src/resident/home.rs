//! `/c/{code}/mine`: what one household asked for, at the door or through the page, and its word on whether it is solved.

use super::draft::FormDraft;
use super::follow::mark;
use super::place::{PlaceView, SubHead};
use super::rate::Wrong;
use crate::ui::badge::{Badge, Mark};
use crate::ui::card::{CardLink, Fact};
use crate::ui::field::{Input, TextArea, TextField};
use crate::ui::notice::{Notice, Tone};
use crate::ui::preference::Preference;
use crate::ui::state::{State, StatePage};
use crate::words::{need, request as status_words, resident as words};
use domain::calendar::Day;
use domain::language::Language;
use domain::need::NeedIcon;
use domain::request::RequestStatus;
use leptos::prelude::*;

/// The form for the code, or what it opened.
#[derive(Debug, Clone)]
pub struct HomeView {
    pub place: PlaceView,
    pub draft: FormDraft,
    pub opened: Option<OpenedView>,
}

/// What a household code opened.
#[derive(Debug, Clone)]
pub struct OpenedView {
    /// The code, to carry along in the forms; never in an address.
    pub household_code: String,
    pub tasks: Vec<HomeTaskView>,
    /// Number, status, day and address of each request.
    pub requests: Vec<(String, RequestStatus, Day, String)>,
    /// An answer was just taken.
    pub thanks: bool,
}

/// Something that was noted at the door.
#[derive(Debug, Clone)]
pub struct HomeTaskView {
    pub id: String,
    pub icon: NeedIcon,
    pub status: RequestStatus,
    /// Closed by whomever; a resident's own word shows through `status`.
    pub closed: bool,
    pub place: String,
    pub text: String,
    pub handler: Option<String>,
    pub last_word: Option<String>,
    pub may_answer: bool,
}

/// The page.
pub fn page(view: HomeView, reader: Preference) -> impl IntoView {
    let language = reader.language;
    let HomeView { place, draft, opened } = view;
    let here = place.href("mine");
    let inside = match opened {
        Some(opened) => list(&here, opened, language).into_any(),
        None => ask_code(here.clone(), &draft, language).into_any(),
    };
    view! {
        <SubHead place=place reader=reader here=here title=words::HOME.text(language)/>
        <main class="main stack">
            <Wrong draft=draft reader=reader/>
            {inside}
        </main>
    }
}

fn ask_code(here: String, draft: &FormDraft, language: Language) -> impl IntoView + use<> {
    view! {
        <form class="stack" method="post" action=here>
            <p class="quiet">{words::HOME_TEXT.text(language)}</p>
            <TextField name="household_code" label=words::HOUSEHOLD_CODE.text(language)
                hint=words::HOME_CODE_HINT.text(language) placeholder=words::CODE_PLACEHOLDER.text(language)
                input=Input::Code max_length=24 value=draft.signal("household_code")
                error=draft.error("household_code", language)/>
            <div class="action-bar"><button class="button button-primary">{words::OPEN.text(language)}</button></div>
        </form>
    }
}

fn list(here: &str, opened: OpenedView, language: Language) -> impl IntoView + use<> {
    let OpenedView { household_code, tasks, requests, thanks } = opened;
    let nothing = tasks.is_empty() && requests.is_empty();
    let (any_task, any_request) = (!tasks.is_empty(), !requests.is_empty());
    let tasks = tasks.into_iter().map(|task| one_task(here, &household_code, task, language)).collect_view();
    let requests = requests.into_iter().map(|(number, status, _, href)| {
        view! { <CardLink href=href title=status_words::status(status).text(language) text=number/> }
    });
    let requests = requests.collect_view();
    view! {
        {thanks.then(|| view! { <Notice tone=Tone::Good>{words::NOTED_DOWN.text(language)}</Notice> })}
        {nothing.then(|| view! { <StatePage state=State::Empty title=words::HOME_EMPTY.text(language)/> })}
        {any_task.then(|| view! { <h2>{words::HOME_AT_DOOR.text(language)}</h2> })}
        {tasks}
        {any_request.then(|| view! { <h2>{words::HOME_SENT.text(language)}</h2> })}
        {requests}
    }
}

fn one_task(here: &str, household_code: &str, task: HomeTaskView, language: Language) -> impl IntoView + use<> {
    let fact =
        |label: &'static str, text: String| (!text.is_empty()).then(|| view! { <Fact label=label>{text}</Fact> });
    let badge = if task.closed {
        view! { <Badge mark=Mark::Good label=words::DONE_CLOSED.text(language)/> }
    } else {
        view! { <Badge mark=mark(task.status) label=status_words::status(task.status).text(language)/> }
    };
    let answer = task.may_answer.then(|| answer(here, household_code, &task.id, language));
    view! {
        <section class="card stack-small">
            <h3>{need::group(task.icon).text(language)}</h3>
            <p>{badge}</p>
            <dl class="facts">
                {fact(words::PLACE.text(language), task.place)}
                {fact(words::SAID.text(language), task.text)}
                {fact(words::HANDLER.text(language), task.handler.unwrap_or_default())}
                {fact(words::LAST_WORD.text(language), task.last_word.unwrap_or_default())}
            </dl>
            {answer}
        </section>
    }
}

fn answer(here: &str, household_code: &str, task: &str, language: Language) -> impl IntoView + use<> {
    let (household_code, task) = (household_code.to_owned(), task.to_owned());
    view! {
        <form class="stack-small" method="post" action=format!("{here}/answer")>
            <input type="hidden" name="household_code" value=household_code/>
            <input type="hidden" name="task" value=task/>
            <TextArea name="text" label=words::REOPEN_TEXT.text(language) max_length=200/>
            <div class="two">
                <button class="button button-primary" name="answer" value="confirm">{words::CONFIRM.text(language)}</button>
                <button class="button" name="answer" value="reopen">{words::REOPEN.text(language)}</button>
            </div>
        </form>
    }
}
