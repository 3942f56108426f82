//! The visit as a page: reads door, form and draft, shows the step one is at, and at the end the slip.

use super::attention::to_first_error;
use super::desk::Desk;
use super::draft::{Form, Step, VisitDraft};
use super::flow::question_screens;
use super::outcome::OutcomePage;
use super::thanks::Thanks;
use crate::field::board::cells::place;
use crate::field::browser;
use crate::field::consent::fee::FeePage;
use crate::field::consent::trial::TrialPage;
use crate::field::context::Phone;
use crate::field::household::behind::{Behind, behind};
use crate::field::need::NeedPage;
use crate::field::route::Route;
use crate::field::survey::ask::Ask;
use crate::field::top::Top;
use crate::store::StoreError;
use crate::ui::notice::{Notice, Tone};
use crate::ui::progress::Progress;
use crate::ui::state::{State, StatePage};
use crate::words::{door, theme, visit};
use domain::consent::ConsentEvent;
use domain::id::HouseholdId;
use domain::json;
use domain::questionnaire::{Question, Questionnaire, Text};
use domain::visit::VisitOutcome;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The form that is asked where none is chosen.
pub const USUAL_FORM: &str = "HQ-01";

/// What was saved, for the last page.
#[derive(Debug, Clone, PartialEq)]
pub struct Saved {
    /// What came of it.
    pub outcome: VisitOutcome,
    /// Consents given or refused.
    pub consents: Vec<ConsentEvent>,
}

/// Everything a visit is written on.
struct Begun {
    behind: Behind,
    draft: VisitDraft,
    document: Questionnaire,
}

/// The page of a visit.
#[component]
pub fn VisitPage(household: HouseholdId) -> impl IntoView {
    let phone = Phone::here();
    let begun = RwSignal::new_local(None::<Result<Option<Desk>, String>>);
    let owner = Owner::current();
    spawn_local(async move {
        let read = begin(phone, household).await;
        let on_desk = |begun: Begun| Desk::new(phone, begun.draft, begun.document, begun.behind);
        let make = || read.map(|begun| begun.map(on_desk)).map_err(|error| error.to_string());
        let made = match &owner {
            Some(owner) => owner.with(make),
            None => return,
        };
        let _ = begun.try_set(Some(made));
    });
    browser::set_root_attribute("data-draft", Some(""));
    on_cleanup(|| browser::set_root_attribute("data-draft", None));
    move || {
        match begun.get() {
        None => ().into_any(),
        Some(Ok(Some(desk))) => {
            provide_context(desk);
            provide_context(desk.camera());
            view! { <Written/> }.into_any()
        }
        Some(Ok(None)) => {
            view! { <main class="main"><StatePage state=State::Empty title=phone.say(door::NOT_HERE) text=phone.say(door::NOT_HERE_TEXT)/></main> }.into_any()
        }
        Some(Err(why)) => view! { <main class="main"><StatePage state=State::Error title=phone.say(theme::FAILED) text=why/></main> }.into_any(),
    }
    }
}

async fn begin(phone: Phone, household: HouseholdId) -> Result<Option<Begun>, StoreError> {
    let Some(behind) = behind(phone, household).await? else { return Ok(None) };
    let kept = phone.draft(&VisitDraft::name(household)).await?;
    let draft = match kept.and_then(|kept| json::read(&kept).ok()) {
        Some(draft) => draft,
        None => VisitDraft::new(phone.new_id(), &behind.household, phone.now_ms()),
    };
    let document = document(phone, household).await?.unwrap_or_else(no_questions);
    Ok(Some(Begun { behind, draft, document }))
}

/// The form this visit began with, else the newest one; it is kept with the draft, so an update does not change it under way.
async fn document(phone: Phone, household: HouseholdId) -> Result<Option<Questionnaire>, StoreError> {
    let name = VisitDraft::form_name(household);
    if let Some(kept) = phone.draft(&name).await? {
        return Ok(json::read(&kept).ok());
    }
    let Some(newest) = phone.document("questionnaire", USUAL_FORM).await? else { return Ok(None) };
    phone.save_draft(&name, newest.content.get().to_owned()).await?;
    Ok(json::read(newest.content.get()).ok())
}

fn no_questions() -> Questionnaire {
    let title = Text { zh: String::new(), en: String::new() };
    Questionnaire { code: String::new(), version: 0, title, questions: Vec::new(), constraints: Vec::new() }
}

/// The visit while it is written, then the slip.
#[component]
fn Written() -> impl IntoView {
    let desk = Desk::here();
    let saved = RwSignal::new(None::<Saved>);
    let done = Callback::new(move |what| {
        browser::set_root_attribute("data-draft", None);
        saved.set(Some(what));
        browser::window().scroll_to_with_x_and_y(0.0, 0.0);
    });
    // A first save: what was begun is found again even if nothing was tapped yet.
    spawn_local(desk.keep());
    let household = desk.draft.with_untracked(|draft| draft.household);
    let language = desk.phone.language.get_untracked();
    let title = desk.behind(|behind| {
        let it = &behind.household;
        format!("{} {}", place(&it.building, &it.unit, language), it.door)
    });
    let title = Signal::derive(move || title.clone());
    view! {
        <Top title back=Route::Door(household)/>
        <main class="main">
            {move || match saved.get() {
                Some(what) => view! { <Thanks what/> }.into_any(),
                None => view! { <Flow done/> }.into_any(),
            }}
        </main>
    }
}

#[component]
fn Flow(done: Callback<Saved>) -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let step = Memo::new(move |_| {
        let (at, steps) = desk.place();
        steps.get(at).cloned().unwrap_or(Step::Finish)
    });
    let at = Signal::derive(move || desk.place().0 as u32 + 1);
    let all = Signal::derive(move || desk.place().1.len() as u32);
    let quick = Memo::new(move |_| desk.draft.with(|draft| draft.quick));
    view! {
        {move || desk.not_kept.get().then(|| view! {
            <Notice tone=Tone::Danger title=phone.say(visit::NOT_KEPT)><p>{phone.say(visit::NOT_KEPT_TEXT)}</p></Notice>
        })}
        {move || (!quick.get()).then(|| view! { <Progress label=phone.say(visit::VISIT) done=at all/> })}
        // Keyed, so that each step is built anew: a page that only changed its number would keep the ears of the page before.
        <For each=move || [step.get()] key=|step| format!("{step:?}") let:step>{at_step(desk, step, done)}</For>
    }
}

fn at_step(desk: Desk, step: Step, done: Callback<Saved>) -> AnyView {
    match step {
        Step::Ask(_) if !desk.has_questions() => view! { <NoQuestions/> }.into_any(),
        Step::Ask(first) => view! { <Questions first/> }.into_any(),
        Step::Need(shown) => {
            let index = desk.draft.with_untracked(|draft| draft.shown_needs().get(shown).copied()).unwrap_or(0);
            view! { <NeedPage index/><Onward/> }.into_any()
        }
        Step::Trial => view! { <TrialPage/> }.into_any(),
        Step::Fee => view! { <FeePage/> }.into_any(),
        Step::Finish => view! { <OutcomePage saved=done/> }.into_any(),
    }
}

#[component]
fn NoQuestions() -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    view! {
        <StatePage state=State::Offline title=phone.say(visit::NO_FORM) text=phone.say(visit::NO_FORM_TEXT)>
            <button type="button" class="button button-primary" on:click=move |_| desk.go(Step::Finish)>{phone.say(visit::TO_OUTCOME)}</button>
        </StatePage>
    }
}

/// The questions of one screen; a question that an answer opens appears below without touching the others.
#[component]
fn Questions(first: String) -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let is_notice = first == super::meaning::NOTICE;
    let screen = Memo::new(move |_| {
        let offer = desk.offer();
        desk.form.with(|form| {
            desk.draft.with(|draft| {
                let screens = question_screens(draft, form, offer);
                let here = screens.into_iter().find(|screen| screen.iter().any(|question| question.code == first));
                here.unwrap_or_default().into_iter().cloned().collect::<Vec<Question>>()
            })
        })
    });
    let full = Memo::new(move |_| desk.draft.with(|draft| draft.form == Form::Full));
    let switch =
        move |_| desk.change(|draft| draft.form = if draft.form == Form::Full { Form::Short } else { Form::Full });
    view! {
        <div class="stack section">
            <For each=move || screen.get() key=|question| question.code.clone() let:question><Ask question/></For>
        </div>
        {is_notice.then(|| view! {
            <p><button type="button" class="button button-quiet" on:click=switch>
                {move || phone.say(if full.get() { visit::SHORT_FORM } else { visit::FULL_FORM })}
            </button></p>
        })}
        {(!is_notice).then(|| view! { <Onward/> })}
    }
}

/// Back and on. Going on never asks for more than was answered; what is missing is said at the end.
#[component]
fn Onward() -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let on = move |_| desk.step(1);
    let back = move |_| desk.step(-1);
    Effect::new(move |_| {
        if desk.findings.with_untracked(|found| !found.is_empty()) {
            to_first_error();
        }
    });
    view! {
        <div class="action-bar">
            <button type="button" class="button" on:click=back>{phone.say(visit::PREVIOUS)}</button>
            <button type="button" class="button button-primary" on:click=on>{phone.say(visit::NEXT)}</button>
        </div>
    }
}
