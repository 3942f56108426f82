//! Home: today's compounds with their progress, what was left half-filled, tasks, and how the phone stands.

use super::context::Phone;
use super::loaded::{Loaded, loaded};
use super::route::{Route, VisitPart};
use super::top::Top;
use crate::store::StoreError;
use crate::ui::button::{ActionBar, Button, ButtonLink};
use crate::ui::card::CardLink;
use crate::ui::icon;
use crate::ui::notice::{Notice, Tone};
use crate::ui::progress::Progress;
use crate::ui::state::{State, StatePage};
use crate::words::{shell as words, sync as sync_words, theme};
use domain::id::{CompoundId, HouseholdId};
use domain::need::Priority;
use domain::org::Role;
use domain::sync::view::{CompoundView, GridView, HouseholdView, TaskView};
use domain::task::TaskStatus;
use domain::visit::DoorState;
use leptos::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Who has tasks on the phone.
pub(super) const TECHNICIANS: &[Role] = &[Role::CompanyStaff, Role::CompanyManager];

/// As much of a door as progress needs.
#[derive(Deserialize)]
struct DoorBrief {
    compound: CompoundId,
    door_state: DoorState,
}

#[derive(Clone)]
struct CompoundLine {
    compound: CompoundView,
    done: u32,
    all: u32,
}

#[derive(Clone)]
struct Today {
    grids: Vec<GridView>,
    compounds: Vec<CompoundLine>,
    unfinished: Vec<(HouseholdId, String)>,
    tasks_open: usize,
    tasks_danger: usize,
}

async fn today(phone: Phone) -> Result<Today, StoreError> {
    let doors: Vec<DoorBrief> = phone.entities("household", "").await?;
    let mut counts: BTreeMap<CompoundId, (u32, u32)> = BTreeMap::new();
    for door in &doors {
        let (done, all) = counts.entry(door.compound).or_default();
        *all += 1;
        *done += u32::from(door.door_state != DoorState::NotVisited);
    }
    let line = |compound: CompoundView| {
        let (done, all) = counts.get(&compound.id).copied().unwrap_or_default();
        CompoundLine { compound, done, all }
    };
    let mut compounds: Vec<CompoundLine> = phone.compounds().await?.into_iter().map(line).collect();
    // What is begun comes first, what is finished last.
    compounds.sort_by_key(|line| (line.done >= line.all, line.done == 0, line.compound.name.clone()));
    let open: Vec<TaskView> = phone.tasks().await?.into_iter().filter(|task| is_open(task.status)).collect();
    Ok(Today {
        grids: phone.entities("grid", "").await?,
        compounds,
        unfinished: unfinished(phone).await?,
        tasks_open: open.len(),
        tasks_danger: open.iter().filter(|task| task.priority == Priority::P0).count(),
    })
}

/// Visits begun and not recorded.
async fn unfinished(phone: Phone) -> Result<Vec<(HouseholdId, String)>, StoreError> {
    let mut list = Vec::new();
    for name in phone.draft_names("visit/").await? {
        let Some(id) = name.strip_prefix("visit/").and_then(|id| id.parse().ok()) else { continue };
        let door: Option<HouseholdView> = phone.household(id).await?;
        list.push((id, door.map(|door| door_name(&door)).unwrap_or_default()));
    }
    Ok(list)
}

/// `3号楼 1-501`.
pub(super) fn door_name(door: &HouseholdView) -> String {
    match door.unit.as_str() {
        "0" | "" => format!("{} {}", door.building, door.door),
        unit => format!("{} {unit}-{}", door.building, door.door),
    }
}

/// Whether a task still needs the company's hands.
pub(super) fn is_open(status: TaskStatus) -> bool {
    use TaskStatus as S;
    matches!(status, S::Assigned | S::Accepted | S::Working | S::Returned | S::Created)
}

/// The page.
#[component]
pub fn Home() -> impl IntoView {
    let phone = Phone::here();
    let data = loaded(phone, move || today(phone));
    let name = phone.session.with_untracked(|session| session.as_ref().map(|session| session.name.clone()));
    let body = move || match data.get() {
        Loaded::Waiting => ().into_any(),
        Loaded::Failed(why) => {
            view! { <StatePage state=State::Error title=phone.say(theme::FAILED) text=why/> }.into_any()
        }
        Loaded::Here(today) => sections(phone, today).into_any(),
    };
    view! {
        <Top title=phone.say(words::APP) subtitle=name.unwrap_or_default()/>
        <main class="main">
            <Standing/>
            {body}
            <nav class="section">
                <CardLink href=Route::Settings.path() title=phone.say(words::SETTINGS) glyph=icon::LETTERS/>
            </nav>
            <ActionBar>{move || action(phone, data.get())}</ActionBar>
        </main>
    }
}

/// What needs a hand before anything else: an expired login.
#[component]
fn Standing() -> impl IntoView {
    use crate::sync::round::Stop;
    let phone = Phone::here();
    let must_log_in = Memo::new(move |_| phone.standing.with(|standing| standing.stop == Some(Stop::LoggedOut)));
    move || {
        must_log_in.get().then(|| {
            view! {
                <Notice tone=Tone::Warn title=phone.say(sync_words::LOG_IN_AGAIN)>
                    <p>{phone.say(sync_words::LOG_IN_TO_SEND)}</p>
                    <ButtonLink label=phone.say(sync_words::LOG_IN_AGAIN) href=Route::Login.path()/>
                </Notice>
            }
        })
    }
}

fn sections(phone: Phone, today: Today) -> impl IntoView {
    let is_technician = phone.has_role(TECHNICIANS);
    let nothing = today.compounds.is_empty() && !is_technician;
    let grids: Vec<String> = today.grids.iter().map(|grid| grid.name.clone()).collect();
    let danger = (today.tasks_danger > 0).then(|| phone.count(words::DANGER_FIRST, today.tasks_danger));
    view! {
        {nothing.then(|| empty(phone))}
        {(!today.unfinished.is_empty()).then(|| view! {
            <section class="section stack-small">
                <h2>{phone.say(words::UNFINISHED)}</h2>
                {today.unfinished.into_iter().map(|(id, name)| view! {
                    <CardLink href=Route::Visit(id, VisitPart::default()).path() title=name text=phone.say(words::SAVED_ON_PHONE) glyph=icon::PEN/>
                }).collect_view()}
            </section>
        })}
        {is_technician.then(|| view! {
            <section class="section stack-small">
                <h2>{phone.say(words::TASKS)}</h2>
                <CardLink href=Route::Tasks.path() title=phone.count(words::TASKS_OPEN, today.tasks_open)
                    text=danger.unwrap_or_default() glyph=icon::TASK/>
            </section>
        })}
        {(!today.compounds.is_empty() && !is_technician).then(|| view! {
            <section class="section stack-small">
                <h2>{phone.say(words::MY_COMPOUNDS)}</h2>
                <p class="quiet">{grids.join("、")}</p>
                {today.compounds.into_iter().map(|line| card(phone, line)).collect_view()}
            </section>
        })}
    }
}

fn card(phone: Phone, line: CompoundLine) -> impl IntoView {
    let CompoundLine { compound, done, all } = line;
    let company = compound.company.as_ref().map(|company| company.name.clone());
    let place = [Some(compound.community_name), company].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <a class="card card-compound stack-small" href=Route::Board(compound.id).path()>
            <span class="card-title">{compound.name}</span>
            <span class="quiet small">{place}</span>
            <Progress label=phone.say(words::DOORS_DONE) done=Signal::derive(move || done) all=Signal::derive(move || all)/>
        </a>
    }
}

fn empty(phone: Phone) -> impl IntoView {
    let works_here = phone.has_role(TECHNICIANS) || phone.has_role(&[Role::GridWorker]);
    let (title, text) = match works_here {
        true => (words::NOTHING_DOWNLOADED, words::NOTHING_DOWNLOADED_TEXT),
        false => (words::NOTHING_FOR_YOU, words::NOTHING_FOR_YOU_TEXT),
    };
    view! { <StatePage state=State::Empty title=phone.say(title) text=phone.say(text)/> }
}

/// The one thing to do now: go on where one was, else fetch.
fn action(phone: Phone, data: Loaded<Today>) -> AnyView {
    let (label, route) = match data {
        Loaded::Here(_) if phone.has_role(TECHNICIANS) => (words::TASKS, Route::Tasks),
        Loaded::Here(Today { compounds, .. }) if !compounds.is_empty() => {
            (words::GO_VISIT, Route::Board(compounds[0].compound.id))
        }
        _ => {
            return view! {
                <Button label=phone.say(sync_words::SYNC_NOW) glyph=icon::SYNC wide=true on:click=move |_| phone.sync_now()/>
            }
            .into_any();
        }
    };
    view! { <ButtonLink label=phone.say(label) href=route.path() glyph=icon::NEXT wide=true/> }.into_any()
}
