//! `/c/{code}/mine`: what one household asked for, at the door or through the page, and its word on whether it is solved.

use super::draft::FormDraft;
use super::follow::{confirm_or_reopen, fact_if, mark};
use super::form::{household_code, send, wrong};
use super::place::{PlaceView, sub_head};
use crate::element::{Element, Node, el, many};
use crate::ui::badge::{Mark, badge};
use crate::ui::card::card_link;
use crate::ui::field::{Typed, hidden, text_area};
use crate::ui::notice::{Tone, notice};
use crate::ui::preference::Preference;
use crate::ui::state::{State, state_page};
use crate::words::console_value::fee_consent;
use crate::words::{Word, need, request as status_words, resident as words};
use domain::calendar::Day;
use domain::consent::FeeConsentState;
use domain::language::Language;
use domain::need::NeedIcon;
use domain::request::RequestStatus;

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
    /// The fee consent that stands and can be taken back.
    pub consent: Option<FeeConsentState>,
    pub tasks: Vec<HomeTaskView>,
    /// Number, status, day and address of each request.
    pub requests: Vec<(String, RequestStatus, Day, String)>,
    /// What was just taken in.
    pub thanks: Option<Word>,
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
pub fn page(view: HomeView, reader: Preference) -> Node {
    let language = reader.language;
    let HomeView { place, draft, opened } = view;
    let here = place.href("mine");
    let head = sub_head(&place, reader, &here, words::HOME.text(language));
    let inside = match opened {
        Some(opened) => list(&here, opened, language),
        None => ask_code(here, &draft, language).into(),
    };
    many([head, el("main").class("main stack").child(wrong(&draft, language)).child(inside).into()])
}

fn ask_code(here: String, draft: &FormDraft, language: Language) -> Element {
    el("form")
        .class("stack")
        .attr("method", "post")
        .attr("action", here)
        .child(el("p").class("quiet").text(words::HOME_TEXT.text(language)))
        .child(household_code(draft, words::HOME_CODE_HINT, language))
        .child(send(words::OPEN, language))
}

fn list(here: &str, opened: OpenedView, language: Language) -> Node {
    let OpenedView { household_code, consent, tasks, requests, thanks } = opened;
    let nothing = tasks.is_empty() && requests.is_empty();
    let title = |is_there: bool, word: Word| is_there.then(|| el("h2").text(word.text(language)));
    let (at_door, sent) =
        (title(!tasks.is_empty(), words::HOME_AT_DOOR), title(!requests.is_empty(), words::HOME_SENT));
    let tasks: Vec<Element> = tasks.into_iter().map(|task| one_task(here, &household_code, task, language)).collect();
    let requests = requests
        .into_iter()
        .map(|(number, status, _, href)| card_link(None, href, status_words::status(status).text(language), number));
    many([
        Node::from(thanks.map(|said| notice(Tone::Good, "", said.text(language)))),
        Node::from(nothing.then(|| state_page(State::Empty, words::HOME_EMPTY.text(language), ""))),
        Node::from(at_door),
        many(tasks),
        Node::from(sent),
        many(requests),
        Node::from(consent.map(|state| take_back(here, &household_code, state, language))),
    ])
}

/// One tap, as the signed text says, and as easy as signing was.
fn take_back(here: &str, household_code: &str, state: FeeConsentState, language: Language) -> Element {
    el("form")
        .class("card stack-small")
        .attr("method", "post")
        .attr("action", format!("{here}/withdraw"))
        .child(hidden("household_code", household_code.to_owned()))
        .child(el("h2").text(words::YOUR_CONSENT.text(language)))
        .child(el("p").child(badge(Mark::Waiting, fee_consent(state).text(language))))
        .child(el("p").text(words::TAKE_BACK_TEXT.text(language)))
        .child(el("button").class("button").text(words::TAKE_BACK.text(language)))
}

fn one_task(here: &str, household_code: &str, task: HomeTaskView, language: Language) -> Element {
    let badge = if task.closed {
        badge(Mark::Good, words::DONE_CLOSED.text(language))
    } else {
        badge(mark(task.status), status_words::status(task.status).text(language))
    };
    let facts = el("dl")
        .class("facts")
        .child(fact_if(words::PLACE, task.place, language))
        .child(fact_if(words::SAID, task.text, language))
        .child(fact_if(words::HANDLER, task.handler.unwrap_or_default(), language))
        .child(fact_if(words::LAST_WORD, task.last_word.unwrap_or_default(), language));
    el("section")
        .class("card stack-small")
        .child(el("h3").text(need::group(task.icon).text(language)))
        .child(el("p").child(badge))
        .child(facts)
        .child(task.may_answer.then(|| answer(here, household_code, &task.id, language)))
}

fn answer(here: &str, household_code: &str, task: &str, language: Language) -> Element {
    let text = Typed {
        name: "text".into(),
        label: words::REOPEN_TEXT.text(language).into(),
        max_length: Some(200),
        ..Typed::default()
    };
    el("form")
        .class("stack-small")
        .attr("method", "post")
        .attr("action", format!("{here}/answer"))
        .child(hidden("household_code", household_code.to_owned()))
        .child(hidden("task", task.to_owned()))
        .child(text_area(text, ""))
        .child(confirm_or_reopen(true, language))
}
