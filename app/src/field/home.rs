//! Home: today's compounds with their progress, what was left half-filled, tasks, and how the phone stands.

use super::context::Phone;
use super::glance::DoorBrief;
use super::loaded::{Loaded, failed, loaded};
use super::loss::loss;
use super::order::in_order;
use super::route::{Route, VisitPart};
use super::standing::Standing;
use super::top::top;
use crate::element::{Element, Node, el, live, many};
use crate::store::{Store, StoreError, Table, key};
use crate::ui::button::{Kind, action_bar, button, link};
use crate::ui::card::card_link;
use crate::ui::icon;
use crate::ui::notice::{Tone, notice};
use crate::ui::progress::progress;
use crate::ui::state::{State, state_page};
use crate::words::{Word, fact as fact_words, new_door as new_words, shell as words, sync as sync_words};
use domain::calendar::shanghai_text;
use domain::id::{CompoundId, HouseholdId};
use domain::need::Priority;
use domain::org::Role;
use domain::sync::view::{CompoundView, GridView};
use domain::task::TaskStatus;
use domain::visit::DoorState;

/// Who has tasks on the phone.
pub(super) const TECHNICIANS: &[Role] = &[Role::CompanyStaff, Role::CompanyManager];

struct CompoundLine {
    compound: CompoundView,
    done: u32,
    all: u32,
}

struct Today {
    grids: Vec<GridView>,
    compounds: Vec<CompoundLine>,
    /// The order in which they are shown.
    order: Vec<usize>,
    /// Forms begun and not recorded: where they are, and of what.
    unfinished: Vec<(Route, String)>,
    tasks_open: usize,
    tasks_danger: usize,
    /// What was downloaded has been forgotten; when the last contact had been.
    expired_ms: Option<i64>,
}

async fn today(phone: Phone) -> Result<Today, StoreError> {
    let doors: Vec<DoorBrief> = phone.rows("household", "").await?.read();
    let mut compounds = Vec::new();
    for compound in phone.compounds().await? {
        let (mut done, mut all) = (0, 0);
        for door in &doors {
            if door.compound == compound.id {
                all += 1;
                done += u32::from(door.door_state != DoorState::NotVisited);
            }
        }
        compounds.push(CompoundLine { compound, done, all });
    }
    // What is begun comes first, what is finished last.
    let rank = |line: &CompoundLine| (line.done >= line.all, line.done == 0);
    let order = in_order(compounds.len(), &|left, right| {
        let (left, right) = (&compounds[left], &compounds[right]);
        rank(left).cmp(&rank(right)).then_with(|| left.compound.name.cmp(&right.compound.name))
    });
    let (mut tasks_open, mut tasks_danger) = (0, 0);
    for task in phone.tasks().await? {
        if is_open(task.status) {
            tasks_open += 1;
            tasks_danger += usize::from(task.priority == Priority::P0);
        }
    }
    let grids = phone.rows("grid", "").await?.read();
    let mut unfinished = Vec::new();
    for name in phone.draft_names("").await? {
        let Some((form, id)) = name.split_once('/') else { continue };
        let Some(id) = id.parse::<HouseholdId>().ok() else { continue };
        let route = match form {
            "visit" => Route::Visit(id, VisitPart::default()),
            "facts" => Route::Facts(id),
            "door" => Route::NewDoor(CompoundId(id.0)),
            _ => continue,
        };
        let place = compounds.iter().find(|line| line.compound.id.0 == id.0);
        let name = place.map_or_else(|| DoorBrief::name_of(&doors, id), |line| line.compound.name.clone());
        unfinished.push((route, name));
    }
    let expired = key::expired(phone.owner());
    let expired_ms = phone.store().get(Table::Meta, &expired).await?.and_then(|at_ms| at_ms.read());
    Ok(Today { grids, compounds, order, unfinished, tasks_open, tasks_danger, expired_ms })
}

/// Whether a task still needs the company's hands.
pub(super) fn is_open(status: TaskStatus) -> bool {
    use TaskStatus as S;
    matches!(status, S::Assigned | S::Accepted | S::Working | S::Returned | S::Created)
}

/// The page.
pub fn home(phone: Phone) -> Node {
    let data = loaded(phone, move || today(phone));
    let name = phone.session.with_untracked(|session| session.as_ref().map(|session| session.name.clone()));
    let body = move || {
        data.with(|data| match data {
            Loaded::Waiting => Node::Nothing,
            Loaded::Failed(why) => failed(phone, why).into(),
            Loaded::Here(today) => sections(phone, today),
        })
    };
    let settings = card_link(Some(icon::LETTERS), Route::Settings.path(), phone.say(words::SETTINGS), "");
    let main = el("main")
        .class("main")
        .child(loss(phone))
        .child(live(move || standing(phone)))
        .child(live(body))
        .child(el("nav").class("section").child(settings))
        .child(action_bar().child(live(move || data.with(|data| action(phone, data)))));
    many([top(phone, phone.say(words::APP), name.unwrap_or_default(), None), main])
}

/// What needs a hand before anything else: an expired login.
fn standing(phone: Phone) -> Option<Element> {
    use crate::sync::round::Stop;
    phone.standing.with(|standing| standing.stop == Some(Stop::LoggedOut)).then(|| {
        let body = [
            el("p").text(phone.say(sync_words::LOG_IN_TO_SEND)),
            link(Kind::Primary, None, Route::Login.path(), phone.say(sync_words::LOG_IN_AGAIN)),
        ];
        notice(Tone::Warn, phone.say(sync_words::LOG_IN_AGAIN), many(body))
    })
}

fn section(title: Word, phone: Phone) -> Element {
    el("section").class("section stack-small").child(el("h2").text(phone.say(title)))
}

fn sections(phone: Phone, today: &Today) -> Node {
    let is_technician = phone.has_role(TECHNICIANS);
    let expired = today.expired_ms.map(|at_ms| {
        let text = phone.fill(words::EXPIRED_TEXT, &[("when", &shanghai_text(at_ms))]);
        notice(Tone::Warn, phone.say(words::EXPIRED), el("p").text(text))
    });
    let nothing = today.compounds.is_empty() && !is_technician && expired.is_none();
    many([
        expired,
        nothing.then(|| empty(phone)),
        (!today.unfinished.is_empty()).then(|| unfinished_forms(phone, today)),
        is_technician.then(|| tasks(phone, today)),
        (!today.compounds.is_empty() && !is_technician).then(|| compounds(phone, today)),
    ])
}

fn unfinished_forms(phone: Phone, today: &Today) -> Element {
    let mut forms = section(words::UNFINISHED, phone);
    for (route, name) in &today.unfinished {
        let what = match route {
            Route::Facts(_) => fact_words::TITLE,
            Route::NewDoor(_) => new_words::TITLE,
            _ => words::SAVED_ON_PHONE,
        };
        forms = forms.child(card_link(Some(icon::PEN), route.path(), name.clone(), phone.say(what)));
    }
    forms
}

fn tasks(phone: Phone, today: &Today) -> Element {
    let danger = match today.tasks_danger {
        0 => String::new(),
        danger => phone.count(words::DANGER_FIRST, danger),
    };
    let title = phone.count(words::TASKS_OPEN, today.tasks_open);
    section(words::TASKS, phone).child(card_link(Some(icon::TASK), Route::Tasks.path(), title, danger))
}

fn compounds(phone: Phone, today: &Today) -> Element {
    let mut grids = String::new();
    for grid in &today.grids {
        if !grids.is_empty() {
            grids.push('、');
        }
        grids.push_str(&grid.name);
    }
    let mut compounds = section(words::MY_COMPOUNDS, phone).child(el("p").class("quiet").text(grids));
    for place in &today.order {
        compounds = compounds.child(card(phone, &today.compounds[*place]));
    }
    compounds
}

fn card(phone: Phone, line: &CompoundLine) -> Element {
    let CompoundLine { compound, done, all } = line;
    let mut place = compound.community_name.clone();
    if let Some(company) = &compound.company {
        place.push_str(" · ");
        place.push_str(&company.name);
    }
    let (done, all) = (*done, *all);
    el("a")
        .class("card card-compound stack-small")
        .attr("href", Route::Board(compound.id).path())
        .child(el("span").class("card-title").text(compound.name.clone()))
        .child(el("span").class("quiet small").text(place))
        .child(progress(phone.say(words::DOORS_DONE), move || (done, all)))
}

fn empty(phone: Phone) -> Element {
    let works_here = phone.has_role(TECHNICIANS) || phone.has_role(&[Role::GridWorker]);
    let page = move |standing: &Standing| {
        let (title, text) = match (works_here, standing.is_busy && !standing.is_fetched) {
            (true, true) => (words::FETCHING_DOORS, words::FETCHING_DOORS_TEXT),
            (true, false) => (words::NOTHING_DOWNLOADED, words::NOTHING_DOWNLOADED_TEXT),
            (false, _) => (words::NOTHING_FOR_YOU, words::NOTHING_FOR_YOU_TEXT),
        };
        state_page(State::Empty, phone.say(title), phone.say(text))
    };
    el("div").child(live(move || phone.standing.with(page)))
}

/// The one thing to do now: go on where one was, else fetch.
fn action(phone: Phone, data: &Loaded<Today>) -> Element {
    let first = match data {
        Loaded::Here(today) => today.order.first().map(|place| today.compounds[*place].compound.id),
        _ => None,
    };
    let (label, route) = match (data, first) {
        (Loaded::Here(_), _) if phone.has_role(TECHNICIANS) => (words::TASKS, Route::Tasks),
        (_, Some(compound)) => (words::GO_VISIT, Route::Board(compound)),
        (_, None) => {
            return button(Kind::Primary, Some(icon::SYNC), phone.say(sync_words::SYNC_NOW))
                .class_if("button-wide", true)
                .on_click(move || phone.sync_now());
        }
    };
    link(Kind::Primary, Some(icon::NEXT), route.path(), phone.say(label)).class_if("button-wide", true)
}
