//! The list of tasks: danger first, mine before those of colleagues, what is handed in last.

use crate::element::{Element, Node, el, live, many};
use crate::field::context::Phone;
use crate::field::home::is_open;
use crate::field::loaded::{Loaded, failed, loaded};
use crate::field::order::in_order;
use crate::field::route::Route;
use crate::field::top::top;
use crate::ui::badge::{Mark, badge};
use crate::ui::state::{State, state_page};
use crate::words::{shell, task as words};
use domain::need::Priority;
use domain::sync::view::TaskView;
use domain::task::TaskStatus;

/// The page.
pub fn tasks(phone: Phone) -> Node {
    let data = loaded(phone, move || phone.tasks());
    let body = move || {
        data.with(|data| match data {
            Loaded::Waiting => Node::Nothing,
            Loaded::Failed(why) => failed(phone, why).into(),
            Loaded::Here(tasks) if tasks.is_empty() => {
                state_page(State::Empty, phone.say(words::NOTHING), phone.say(words::NOTHING_TEXT)).into()
            }
            Loaded::Here(tasks) => groups(phone, tasks),
        })
    };
    let main = el("main").class("main").child(live(body));
    many([top(phone, phone.say(shell::TASKS), "", Some(Route::Home)), main])
}

/// Whose a task is: a group of the list.
#[derive(Clone, Copy, PartialEq)]
enum Group {
    Mine,
    OfCompany,
    Finished,
}

fn groups(phone: Phone, tasks: &[TaskView]) -> Node {
    let key = |place: usize| (tasks[place].priority, tasks[place].created_at_ms);
    let order = in_order(tasks.len(), &|left, right| key(left).cmp(&key(right)));
    let me = phone.account();
    let group_of = |task: &TaskView| match (is_open(task.status), task.assignee == me) {
        (false, _) => Group::Finished,
        (true, true) => Group::Mine,
        (true, false) => Group::OfCompany,
    };
    let group = |(group, title)| {
        let mut cards = Vec::new();
        for place in &order {
            if group_of(&tasks[*place]) == group {
                cards.push(card(phone, &tasks[*place]));
            }
        }
        let title = el("h2").text(format!("{} ", phone.say(title)));
        let title = title.child(el("span").class("number").text(cards.len().to_string()));
        (!cards.is_empty()).then(|| el("section").class("section stack-small").child(title).children(cards))
    };
    let all = [(Group::Mine, words::MINE), (Group::OfCompany, words::OF_COMPANY), (Group::Finished, words::FINISHED)];
    many(all.map(group))
}

fn card(phone: Phone, task: &TaskView) -> Element {
    let head = el("span")
        .class("row row-between")
        .child(el("span").class("card-title").text(name(phone, task)))
        .child(status(phone, task));
    let place = format!("{} · {}", task.compound_name, task.place_text);
    let below = el("span").class("row").child(priority(phone, task)).child(el("span").class("quiet").text(place));
    el("a").class("card").attr("href", Route::Task(task.id).path()).child(head).child(below)
}

/// The badge of its status.
pub(super) fn status(phone: Phone, task: &TaskView) -> Element {
    badge(mark(task.status), phone.say(words::status(task.status)))
}

/// The badge of its urgency.
pub(super) fn priority(phone: Phone, task: &TaskView) -> Element {
    badge(urgency(task.priority), phone.say(words::priority(task.priority)))
}

/// What the task is about; the code where this app is older than the taxonomy.
pub(super) fn name(phone: Phone, task: &TaskView) -> String {
    match domain::need::category(&task.code) {
        Some(category) => category.name(phone.language.get_untracked()).to_owned(),
        None => task.code.clone(),
    }
}

/// Danger is marked by more than its colour.
fn urgency(priority: Priority) -> Mark {
    match priority {
        Priority::P0 => Mark::Danger,
        Priority::P1 => Mark::Warn,
        Priority::P2 | Priority::P3 | Priority::P4 => Mark::Closed,
    }
}

fn mark(status: TaskStatus) -> Mark {
    use TaskStatus as S;
    match status {
        S::Created | S::Assigned => Mark::Waiting,
        S::Accepted | S::Working => Mark::Going,
        S::Returned | S::Escalated | S::Declined => Mark::Warn,
        S::Submitted | S::Checked | S::Closed => Mark::Good,
    }
}
