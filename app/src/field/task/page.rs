//! One task: what, where, what was said; and below it the step to make now.

use super::list::{mark, name, urgency};
use super::work::Work;
use crate::field::context::Phone;
use crate::field::loaded::{Loaded, loaded};
use crate::field::outbox::reasons;
use crate::field::route::Route;
use crate::field::top::Top;
use crate::store::StoreError;
use crate::sync::outbox;
use crate::ui::badge::{Badge, Mark};
use crate::ui::card::Fact;
use crate::ui::notice::{Notice, Tone};
use crate::ui::state::{State, StatePage};
use crate::words::{task as words, theme};
use domain::calendar::shanghai_text;
use domain::finding::Finding;
use domain::id::TaskId;
use domain::json;
use domain::sync::outbox::Custody;
use domain::sync::record::RecordKind;
use domain::sync::view::TaskView;
use domain::task::TaskEvent;
use leptos::prelude::*;

/// The task, and what the outbox knows of it.
#[derive(Clone, PartialEq)]
struct Known {
    task: Option<TaskView>,
    /// Steps made here that the server has not heard of.
    unsent: usize,
    /// What the server said to the last step it would not take.
    refused: Vec<Finding>,
}

async fn known(phone: Phone, id: TaskId) -> Result<Known, StoreError> {
    let mut known = Known { task: phone.task(id).await?, unsent: 0, refused: vec![] };
    let Some(account) = phone.account() else { return Ok(known) };
    for entry in outbox::entries(&phone.store(), account).await? {
        let is_step = entry.record.kind == RecordKind::TaskEvent;
        let event: Option<TaskEvent> = is_step.then(|| json::read(&entry.record.body).ok()).flatten();
        if event.is_none_or(|event| event.task != id) {
            continue;
        }
        known.unsent += usize::from(entry.is_unsent());
        known.refused = match entry.custody {
            Custody::SetAside { findings } => findings,
            _ => entry.remarks,
        };
    }
    Ok(known)
}

/// The page.
#[component]
pub fn TaskPage(id: TaskId) -> impl IntoView {
    let phone = Phone::here();
    let read = loaded(phone, move || known(phone, id));
    // A form being typed into is drawn anew only when something about this task has changed.
    let data = Memo::new(move |_| read.get());
    let body = move || {
        match data.get() {
        Loaded::Waiting => ().into_any(),
        Loaded::Failed(why) => view! { <StatePage state=State::Error title=phone.say(theme::FAILED) text=why/> }.into_any(),
        Loaded::Here(Known { task: None, .. }) => {
            view! { <StatePage state=State::Empty title=phone.say(words::NOT_FOUND) text=phone.say(words::NOT_FOUND_TEXT)/> }.into_any()
        }
        Loaded::Here(Known { task: Some(task), unsent, refused }) => view! {
            {notices(phone, unsent, &refused)}
            {facts(phone, &task)}
            <Work task/>
        }
        .into_any(),
    }
    };
    view! {
        <Top title=phone.say(crate::words::shell::TASKS) back=Route::Tasks/>
        <main class="main stack">{body}</main>
    }
}

fn notices(phone: Phone, unsent: usize, refused: &[Finding]) -> impl IntoView + use<> {
    let why = reasons(phone, refused);
    view! {
        {(!why.is_empty()).then(|| view! {
            <Notice tone=Tone::Warn title=phone.say(words::NOT_ALLOWED)>
                {why.into_iter().map(|why| view! { <p>{why}</p> }).collect_view()}
            </Notice>
        })}
        {(unsent > 0).then(|| view! { <p><Badge mark=Mark::Waiting label=phone.say(words::WAITING_FOR_SERVER)/></p> })}
    }
}

fn facts(phone: Phone, task: &TaskView) -> impl IntoView + use<> {
    let assignee = task.assignee_name.clone().unwrap_or_else(|| phone.say(words::NOBODY).to_owned());
    let fact =
        move |label, text: String| (!text.is_empty()).then(|| view! { <Fact label=phone.say(label)>{text}</Fact> });
    view! {
        <h2>{name(phone, task)}</h2>
        <p class="row">
            <Badge mark=mark(task.status) label=phone.say(words::status(task.status))/>
            <Badge mark=urgency(task.priority) label=phone.say(words::priority(task.priority))/>
        </p>
        <dl class="facts">
            {fact(words::COMPOUND, task.compound_name.clone())}
            {fact(words::WHERE, task.place_text.clone())}
            {fact(words::WHAT, task.description.clone())}
            {fact(words::SINCE, shanghai_text(task.created_at_ms))}
            {fact(words::ASSIGNEE, assignee)}
            {fact(words::LAST_NOTE, task.last_note.clone())}
        </dl>
        {(task.reopen_count > 0).then(|| view! { <p>{phone.count(words::REOPENED, task.reopen_count as usize)}</p> })}
    }
}
