//! One task: what, where, what was said; and below it the step to make now.

use super::list::{name, priority, status};
use super::work::work;
use crate::element::{Element, Node, el, live, many};
use crate::field::context::Phone;
use crate::field::glance::AboutTask;
use crate::field::loaded::{Loaded, failed, loaded};
use crate::field::outbox::reasons;
use crate::field::route::Route;
use crate::field::signal::*;
use crate::field::top::top;
use crate::store::StoreError;
use crate::sync::outbox;
use crate::ui::badge::{Mark, badge};
use crate::ui::card::fact;
use crate::ui::notice::{Tone, notice};
use crate::ui::state::{State, state_page};
use crate::words::{Word, shell, task as words};
use domain::calendar::shanghai_text;
use domain::finding::Finding;
use domain::id::TaskId;
use domain::json;
use domain::sync::outbox::Custody;
use domain::sync::record::RecordKind;
use domain::sync::view::TaskView;

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
    for entry in outbox::entries(phone.store(), account).await? {
        let is_step = entry.record.kind == RecordKind::TaskEvent;
        let about: Option<AboutTask> = is_step.then(|| json::read(&entry.record.body).ok()).flatten();
        if about.is_none_or(|about| about.task != id) {
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
pub fn task(phone: Phone, id: TaskId) -> Node {
    let read = loaded(phone, move || known(phone, id));
    // A form being typed into is made anew only when something about this task has changed.
    let data = memo(move || read.get());
    let body = move || {
        data.with(|data| match data {
            Loaded::Waiting => Node::Nothing,
            Loaded::Failed(why) => failed(phone, why).into(),
            Loaded::Here(Known { task: None, .. }) => {
                state_page(State::Empty, phone.say(words::NOT_FOUND), phone.say(words::NOT_FOUND_TEXT)).into()
            }
            Loaded::Here(Known { task: Some(task), unsent, refused }) => {
                many([notices(phone, *unsent, refused), facts(phone, task), work(phone, task)])
            }
        })
    };
    let main = el("main").class("main stack").child(live(body));
    many([top(phone, phone.say(shell::TASKS), "", Some(Route::Tasks)), main])
}

fn notices(phone: Phone, unsent: usize, refused: &[Finding]) -> Node {
    let why: Vec<Element> = reasons(phone, refused).into_iter().map(|why| el("p").text(why)).collect();
    let refused = (!why.is_empty()).then(|| notice(Tone::Warn, phone.say(words::NOT_ALLOWED), why));
    let unsent = (unsent > 0).then(|| el("p").child(badge(Mark::Waiting, phone.say(words::WAITING_FOR_SERVER))));
    many([refused, unsent])
}

fn facts(phone: Phone, task: &TaskView) -> Node {
    let assignee = task.assignee_name.as_deref().unwrap_or(phone.say(words::NOBODY));
    let since = shanghai_text(task.created_at_ms);
    let lines: [(Word, &str); 6] = [
        (words::COMPOUND, &task.compound_name),
        (words::WHERE, &task.place_text),
        (words::WHAT, &task.description),
        (words::SINCE, &since),
        (words::ASSIGNEE, assignee),
        (words::LAST_NOTE, &task.last_note),
    ];
    let known = lines.into_iter().filter(|(_, text)| !text.is_empty());
    let reopened = (task.reopen_count > 0).then(|| phone.count(words::REOPENED, task.reopen_count as usize));
    many([
        Node::from(el("h2").text(name(phone, task))),
        el("p").class("row").child(status(phone, task)).child(priority(phone, task)).into(),
        el("dl").class("facts").children(known.map(|(label, text)| fact(phone.say(label), text.to_owned()))).into(),
        reopened.map(|text| el("p").text(text)).into(),
    ])
}
