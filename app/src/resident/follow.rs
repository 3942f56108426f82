//! `/r` and `/r/{number}`: follow a request. The number alone shows how far it is and nothing else; the key that was given with it
//! (or the household code) opens the details and lets the resident confirm or reopen.

use super::ask::Danger;
use super::compound::day;
use super::draft::FormDraft;
use super::rate::Wrong;
use crate::ui::badge::{Badge, Mark};
use crate::ui::card::Fact;
use crate::ui::field::{Input, TextArea, TextField};
use crate::ui::icon::{self, Icon};
use crate::ui::notice::{Notice, Tone};
use crate::ui::page::Preferences;
use crate::ui::preference::Preference;
use crate::ui::steps::Steps;
use crate::words::{need, request as status_words, resident as words};
use domain::calendar::Day;
use domain::language::Language;
use domain::need::NeedIcon;
use domain::request::RequestStatus;
use leptos::prelude::*;

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
pub fn lookup_page(draft: FormDraft, reader: Preference) -> impl IntoView {
    let language = reader.language;
    view! {
        <Preferences preference=reader back="/r"/>
        <main class="main">
            <form class="stack" method="get" action="/r">
                <h1>{words::FOLLOW_TITLE.text(language)}</h1>
                <TextField name="number" label=words::FOLLOW_NUMBER.text(language) hint=words::FOLLOW_HINT.text(language)
                    input=Input::Code max_length=40 value=draft.signal("number") error=draft.error("number", language)/>
                <div class="action-bar"><button class="button button-primary">{words::LOOK.text(language)}</button></div>
            </form>
        </main>
    }
}

/// The page of one request.
pub fn page(view: FollowView, reader: Preference) -> impl IntoView {
    let language = reader.language;
    let FollowView { number, status, sent_on, details, fresh, draft } = view;
    let here = format!("/r/{number}");
    let hazard = fresh && details.as_ref().is_some_and(|details| details.hazard);
    let note = details.as_ref().and_then(|details| details.key.clone()).filter(|_| fresh);
    let back = details.as_ref().map(|details| details.compound.clone());
    view! {
        <Preferences preference=reader back=here.clone()/>
        <main class="main stack">
            {back.map(|(href, name)| view! { <a class="back-link" href=href><Icon of=icon::BACK/>{name}</a> })}
            <Wrong draft=draft.clone() reader=reader/>
            {hazard.then(|| view! { <Danger language=language/> })}
            {note.map(|key| noted(&number, &key, language))}
            <h1>{words::STANDS.text(language)}</h1>
            <p class="number">{number.clone()}</p>
            <p><Badge mark=mark(status) label=status_words::status(status).text(language)/></p>
            {step(status).map(|here| steps(here, language))}
            <p class="quiet">{words::SENT_ON.text(language)}" "{day(sent_on, language)}</p>
            {match details {
                Some(details) => opened(&here, status, details, &draft, language).into_any(),
                None => closed(&here, &draft, language).into_any(),
            }}
        </main>
    }
}

fn noted(number: &str, key: &str, language: Language) -> impl IntoView + use<> {
    let (number, key) = (number.to_owned(), key.to_owned());
    view! {
        <Notice tone=Tone::Good title=words::RECEIVED.text(language)>
            <p>{words::NUMBER.text(language)}<span class="request-number">{number}</span></p>
            <p>{words::SECRET.text(language)}<span class="request-number">{key}</span></p>
            <p>{words::NOTE_THEM.text(language)}</p>
        </Notice>
    }
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

fn steps(here: usize, language: Language) -> impl IntoView {
    let names = [words::STEP_SENT, words::STEP_ASSIGNED, words::STEP_WORKING, words::STEP_DONE, words::STEP_CLOSED];
    view! { <Steps steps=names.map(|word| word.text(language).to_owned()).to_vec() here=here/> }
}

fn closed(here: &str, draft: &FormDraft, language: Language) -> impl IntoView + use<> {
    view! {
        <form class="card stack-small" method="post" action=here.to_owned()>
            <h2>{words::OPEN_DETAILS.text(language)}</h2>
            <TextField name="key" label=words::KEY_OR_CODE.text(language) hint=words::KEY_HINT.text(language) input=Input::Code
                max_length=24 value=draft.signal("key") error=draft.error("key", language)/>
            <button class="button button-wide">{words::OPEN.text(language)}</button>
        </form>
    }
}

fn opened(
    here: &str,
    status: RequestStatus,
    details: DetailsView,
    draft: &FormDraft,
    language: Language,
) -> impl IntoView + use<> {
    let may_confirm = status == RequestStatus::DonePendingConfirm;
    let may_reopen = may_confirm || status == RequestStatus::AutoClosed;
    let answer = may_reopen.then(|| answer(here, may_confirm, details.key.clone(), draft, language));
    let fact =
        |label: &'static str, text: String| (!text.is_empty()).then(|| view! { <Fact label=label>{text}</Fact> });
    view! {
        {answer}
        <dl class="facts card">
            <Fact label=words::ABOUT.text(language)>{need::group(details.icon).text(language)}</Fact>
            {fact(words::PLACE.text(language), details.place)}
            {fact(words::SAID.text(language), details.text)}
            {fact(words::HANDLER.text(language), details.handler.unwrap_or_default())}
            {fact(words::LAST_WORD.text(language), details.last_word.unwrap_or_default())}
            {fact(words::REASON.text(language), details.rejected_reason.unwrap_or_default())}
        </dl>
        {photos(words::PHOTOS_AFTER.text(language), details.photos_after)}
        {photos(words::PHOTOS_YOURS.text(language), details.photos)}
    }
}

fn photos(title: &'static str, addresses: Vec<String>) -> Option<impl IntoView> {
    (!addresses.is_empty()).then(|| {
        let images =
            addresses.into_iter().map(|src| view! { <p><img src=src alt=title loading="lazy"/></p> }).collect_view();
        view! { <section class="section stack-small"><h2>{title}</h2>{images}</section> }
    })
}

fn answer(
    here: &str,
    may_confirm: bool,
    key: Option<String>,
    draft: &FormDraft,
    language: Language,
) -> impl IntoView + use<> {
    view! {
        <form class="card stack-small" method="post" action=format!("{here}/answer")>
            <h2>{words::IS_IT_DONE.text(language)}</h2>
            {key.map(|key| view! { <input type="hidden" name="key" value=key/> })}
            <TextArea name="text" label=words::REOPEN_TEXT.text(language) value=draft.signal("text")
                error=draft.error("text", language) max_length=200/>
            <div class="two">
                {may_confirm.then(|| view! {
                    <button class="button button-primary" name="answer" value="confirm">{words::CONFIRM.text(language)}</button>
                })}
                <button class="button" name="answer" value="reopen">{words::REOPEN.text(language)}</button>
            </div>
        </form>
    }
}
