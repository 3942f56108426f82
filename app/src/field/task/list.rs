//! The list of tasks: danger first, mine before those of colleagues, what is handed in last.

use crate::field::context::Phone;
use crate::field::home::is_open;
use crate::field::loaded::{Loaded, loaded};
use crate::field::route::Route;
use crate::field::top::Top;
use crate::ui::badge::{Badge, Mark};
use crate::ui::state::{State, StatePage};
use crate::words::{Word, task as words, theme, word};
use domain::need::Priority;
use domain::sync::view::TaskView;
use domain::task::TaskStatus;
use leptos::prelude::*;

/// The page.
#[component]
pub fn Tasks() -> impl IntoView {
    let phone = Phone::here();
    let data = loaded(phone, move || phone.tasks());
    let body = move || {
        match data.get() {
        Loaded::Waiting => ().into_any(),
        Loaded::Failed(why) => view! { <StatePage state=State::Error title=phone.say(theme::FAILED) text=why/> }.into_any(),
        Loaded::Here(tasks) if tasks.is_empty() => {
            view! { <StatePage state=State::Empty title=phone.say(words::NOTHING) text=phone.say(words::NOTHING_TEXT)/> }.into_any()
        }
        Loaded::Here(tasks) => groups(phone, tasks).into_any(),
    }
    };
    view! {
        <Top title=phone.say(crate::words::shell::TASKS) back=Route::Home/>
        <main class="main">{body}</main>
    }
}

fn groups(phone: Phone, mut tasks: Vec<TaskView>) -> impl IntoView {
    tasks.sort_by_key(|task| (task.priority, task.created_at_ms));
    let me = phone.account();
    let (open, finished): (Vec<_>, Vec<_>) = tasks.into_iter().partition(|task| is_open(task.status));
    let (mine, others): (Vec<_>, Vec<_>) = open.into_iter().partition(|task| task.assignee == me);
    [(words::MINE, mine), (words::OF_COMPANY, others), (words::FINISHED, finished)]
        .into_iter()
        .filter(|(_, tasks)| !tasks.is_empty())
        .map(|(title, tasks)| group(phone, title, tasks))
        .collect_view()
}

fn group(phone: Phone, title: Word, tasks: Vec<TaskView>) -> impl IntoView {
    view! {
        <section class="section stack-small">
            <h2>{phone.say(title)}" "<span class="number">{tasks.len()}</span></h2>
            {tasks.into_iter().map(|task| card(phone, task)).collect_view()}
        </section>
    }
}

fn card(phone: Phone, task: TaskView) -> impl IntoView {
    view! {
        <a class="card" href=Route::Task(task.id).path()>
            <span class="row row-between">
                <span class="card-title">{name(phone, &task)}</span>
                <Badge mark=mark(task.status) label=phone.say(words::status(task.status))/>
            </span>
            <span class="row">
                <Badge mark=urgency(task.priority) label=phone.say(words::priority(task.priority))/>
                <span class="quiet">{task.compound_name}" · "{task.place_text}</span>
            </span>
        </a>
    }
}

/// What the task is about; the code where this app is older than the taxonomy.
pub(super) fn name(phone: Phone, task: &TaskView) -> String {
    match domain::need::category(&task.code) {
        Some(category) => phone.say(word(category.zh, category.en)).to_owned(),
        None => task.code.clone(),
    }
}

/// Danger is marked by more than its colour.
pub(super) fn urgency(priority: Priority) -> Mark {
    match priority {
        Priority::P0 => Mark::Danger,
        Priority::P1 => Mark::Warn,
        Priority::P2 | Priority::P3 | Priority::P4 => Mark::Closed,
    }
}

/// The badge of a status.
pub(super) fn mark(status: TaskStatus) -> Mark {
    use TaskStatus as S;
    match status {
        S::Created | S::Assigned => Mark::Waiting,
        S::Accepted | S::Working => Mark::Going,
        S::Returned | S::Escalated | S::Declined => Mark::Warn,
        S::Submitted | S::Checked | S::Closed => Mark::Good,
    }
}
