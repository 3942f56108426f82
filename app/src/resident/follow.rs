//! `/r` and `/r/{number}`: follow a request. The number alone shows how far it is and nothing else; the key that was given with it
//! (or the household code) opens the details and lets the resident confirm or reopen.

use super::compound::day;
use super::draft::FormDraft;
use super::form::{danger, line, lines, send, wrong};
use crate::element::{Element, Node, el, many};
use crate::ui::badge::{Mark, badge};
use crate::ui::card::fact;
use crate::ui::field::{Input, Typed, hidden};
use crate::ui::icon::{self, icon};
use crate::ui::notice::{Tone, notice};
use crate::ui::page::preferences;
use crate::ui::preference::Preference;
use crate::ui::steps::steps;
use crate::words::{Word, need, request as status_words, resident as words};
use domain::calendar::Day;
use domain::language::Language;
use domain::need::NeedIcon;
use domain::request::RequestStatus;

/// What anybody may see who has the number.
#[derive(Debug, Clone)]
pub struct FollowView {
    pub number: String,
    pub status: RequestStatus,
    /// Why it was not taken up.
    pub sent_on: Day,
    /// Present only for whom the key or the household code has opened it.
    pub details: Option<DetailsView>,
    /// Right after sending: the key to note down.
    pub fresh: bool,
    /// A confirm or reopen form, or the key form, that came back.
    pub draft: FormDraft,
}

/// What only the person who asked (or their household) may see.
#[derive(Debug, Clone)]
pub struct DetailsView {
    /// The key, to carry along in forms; absent when a household code opened it.
    pub key: Option<String>,
    /// Address of the compound's page and its name.
    pub compound: (String, String),
    pub icon: NeedIcon,
    pub hazard: bool,
    pub place: String,
    pub text: String,
    pub handler: Option<String>,
    /// What the handler wrote last, and the reason of a refusal.
    pub last_word: Option<String>,
    pub rejected_reason: Option<String>,
    /// Addresses of photos: the resident's, and those after the work.
    pub photos: Vec<String>,
    pub photos_after: Vec<String>,
}

/// The form that asks for a number.
pub fn lookup_page(draft: FormDraft, reader: Preference) -> Node {
    let language = reader.language;
    let form = el("form")
        .class("stack")
        .attr("method", "get")
        .attr("action", "/r")
        .child(el("h1").text(words::FOLLOW_TITLE.text(language)))
        .child(number_field(&draft, language))
        .child(send(words::LOOK, language));
    many([preferences(reader, "/r"), el("main").class("main").child(form)])
}

/// Where a request's number is typed.
pub fn number_field(draft: &FormDraft, language: Language) -> Element {
    let typed = Typed {
        name: "number".into(),
        label: words::FOLLOW_NUMBER.text(language).into(),
        hint: words::FOLLOW_HINT.text(language).into(),
        input: Input::Code,
        max_length: Some(40),
        ..Typed::default()
    };
    line(draft, typed, language)
}

/// The page of one request.
pub fn page(view: FollowView, reader: Preference) -> Node {
    let language = reader.language;
    let FollowView { number, status, sent_on, details, fresh, draft } = view;
    let here = format!("/r/{number}");
    let hazard = fresh && details.as_ref().is_some_and(|details| details.hazard);
    let note = details.as_ref().and_then(|details| details.key.clone()).filter(|_| fresh);
    let back = details.as_ref().map(|details| {
        let (href, name) = details.compound.clone();
        el("a").class("back-link").attr("href", href).child(icon(icon::BACK)).text(name)
    });
    let sent_on = format!("{} {}", words::SENT_ON.text(language), day(sent_on, language));
    let inside = match details {
        Some(details) => opened(&here, status, details, &draft, language),
        None => closed(&here, &draft, language).into(),
    };
    let main = el("main")
        .class("main stack")
        .child(back)
        .child(wrong(&draft, language))
        .child(hazard.then(|| danger(language)))
        .child(note.map(|key| noted(&number, key, language)))
        .child(el("h1").text(words::STANDS.text(language)))
        .child(el("p").class("number").text(number))
        .child(el("p").child(badge(mark(status), status_words::status(status).text(language))))
        .child(step(status).map(|here| steps(step_names(language), here)))
        .child(el("p").class("quiet").text(sent_on))
        .child(inside);
    many([preferences(reader, here), main])
}

fn noted(number: &str, key: String, language: Language) -> Element {
    let line = |word: Word, value: String| {
        el("p").text(word.text(language)).child(el("span").class("request-number").text(value))
    };
    let lines = [
        line(words::NUMBER, number.to_owned()),
        line(words::SECRET, key),
        el("p").text(words::NOTE_THEM.text(language)),
    ];
    notice(Tone::Good, words::RECEIVED.text(language), many(lines))
}

/// How a status looks.
pub const fn mark(status: RequestStatus) -> Mark {
    use RequestStatus as S;
    match status {
        S::Submitted | S::Triaged => Mark::Waiting,
        S::Assigned | S::Accepted | S::InProgress | S::ConvertedToComplaint | S::Merged => Mark::Going,
        S::Waiting | S::DonePendingConfirm | S::Reopened | S::Escalated => Mark::Warn,
        S::Emergency => Mark::Danger,
        S::Confirmed => Mark::Good,
        S::AutoClosed | S::Rejected => Mark::Closed,
    }
}

/// At which of the five steps it stands; none for what left the usual road.
const fn step(status: RequestStatus) -> Option<usize> {
    use RequestStatus as S;
    Some(match status {
        S::Submitted | S::Triaged => 0,
        S::Assigned | S::Accepted | S::Emergency => 1,
        S::InProgress | S::Waiting | S::Reopened | S::Escalated => 2,
        S::DonePendingConfirm => 3,
        S::Confirmed | S::AutoClosed => 5,
        S::Rejected | S::Merged | S::ConvertedToComplaint => return None,
    })
}

fn step_names(language: Language) -> Vec<String> {
    let names = [words::STEP_SENT, words::STEP_ASSIGNED, words::STEP_WORKING, words::STEP_DONE, words::STEP_CLOSED];
    names.map(|word| word.text(language).to_owned()).to_vec()
}

fn closed(here: &str, draft: &FormDraft, language: Language) -> Element {
    let key = Typed {
        name: "key".into(),
        label: words::KEY_OR_CODE.text(language).into(),
        hint: words::KEY_HINT.text(language).into(),
        input: Input::Code,
        max_length: Some(24),
        ..Typed::default()
    };
    el("form")
        .class("card stack-small")
        .attr("method", "post")
        .attr("action", here.to_owned())
        .child(el("h2").text(words::OPEN_DETAILS.text(language)))
        .child(line(draft, key, language))
        .child(el("button").class("button button-wide").text(words::OPEN.text(language)))
}

/// A fact, where there is anything to tell.
pub fn fact_if(label: Word, text: String, language: Language) -> Option<Element> {
    (!text.is_empty()).then(|| fact(label.text(language), text))
}

fn opened(here: &str, status: RequestStatus, details: DetailsView, draft: &FormDraft, language: Language) -> Node {
    let may_confirm = status == RequestStatus::DonePendingConfirm;
    let may_reopen = may_confirm || status == RequestStatus::AutoClosed;
    let answer = may_reopen.then(|| answer(here, may_confirm, details.key, draft, language));
    let facts = el("dl")
        .class("facts card")
        .child(fact(words::ABOUT.text(language), need::group(details.icon).text(language)))
        .child(fact_if(words::PLACE, details.place, language))
        .child(fact_if(words::SAID, details.text, language))
        .child(fact_if(words::HANDLER, details.handler.unwrap_or_default(), language))
        .child(fact_if(words::LAST_WORD, details.last_word.unwrap_or_default(), language))
        .child(fact_if(words::REASON, details.rejected_reason.unwrap_or_default(), language));
    many([
        Node::from(answer),
        facts.into(),
        Node::from(photos(words::PHOTOS_AFTER.text(language), details.photos_after)),
        Node::from(photos(words::PHOTOS_YOURS.text(language), details.photos)),
    ])
}

fn photos(title: &'static str, addresses: Vec<String>) -> Option<Element> {
    let section = el("section").class("section stack-small").child(el("h2").text(title));
    let is_there = !addresses.is_empty();
    let images = addresses
        .into_iter()
        .map(|src| el("p").child(el("img").attr("src", src).attr("alt", title).attr("loading", "lazy")));
    is_there.then(|| section.children(images))
}

fn answer(here: &str, may_confirm: bool, key: Option<String>, draft: &FormDraft, language: Language) -> Element {
    let text = Typed {
        name: "text".into(),
        label: words::REOPEN_TEXT.text(language).into(),
        max_length: Some(200),
        ..Typed::default()
    };
    el("form")
        .class("card stack-small")
        .attr("method", "post")
        .attr("action", format!("{here}/answer"))
        .child(el("h2").text(words::IS_IT_DONE.text(language)))
        .child(key.map(|key| hidden("key", key)))
        .child(lines(draft, text, language))
        .child(confirm_or_reopen(may_confirm, language))
}

/// The two answers to "is it done?"; both of one size.
pub fn confirm_or_reopen(may_confirm: bool, language: Language) -> Element {
    let answer = |class: &'static str, value: &'static str, label: Word| {
        el("button").class(class).attr("name", "answer").attr("value", value).text(label.text(language))
    };
    el("div")
        .class("two")
        .child(may_confirm.then(|| answer("button button-primary", "confirm", words::CONFIRM)))
        .child(answer("button", "reopen", words::REOPEN))
}
