//! The visit as a page: reads door, form and draft, shows the step one is at, and at the end the slip.

use super::desk::Desk;
use super::draft::VisitDraft;
use super::flow::question_screens;
use super::outcome::outcome_page;
use super::step::{Form, Step};
use super::thanks::thanks;
use crate::element::{Element, Node, each, el, live, many};
use crate::field::board::cells::place;
use crate::field::browser;
use crate::field::consent::fee::fee_page;
use crate::field::consent::frozen::Agreed;
use crate::field::consent::trial::trial_page;
use crate::field::context::Phone;
use crate::field::household::behind::{Behind, behind};
use crate::field::loaded::failed;
use crate::field::need::need_page;
use crate::field::route::Route;
use crate::field::signal::*;
use crate::field::survey::ask::ask;
use crate::field::top::top;
use crate::store::StoreError;
use crate::ui::button::action_bar;
use crate::ui::notice::{Tone, notice};
use crate::ui::progress::progress;
use crate::ui::state::{State, state_page};
use crate::words::{Word, door, visit};
use domain::id::HouseholdId;
use domain::json;
use domain::visit::VisitOutcome;

/// The form that is asked where none is chosen.
pub const USUAL_FORM: &str = "HQ-01";

/// What was saved, for the last page.
#[derive(Clone)]
pub struct Saved {
    /// What came of it.
    pub outcome: VisitOutcome,
    /// What was agreed to be paid, if a fee consent was given.
    pub signed: Option<Agreed>,
}

/// Everything a visit is written on.
struct Begun {
    behind: Behind,
    draft: VisitDraft,
    document: String,
}

/// The page of a visit.
pub fn visit_page(phone: Phone, household: HouseholdId) -> Node {
    let shown = Signal::new(None::<Result<Option<Desk>, String>>);
    let owner = Owner::current();
    spawn_local(async move {
        let begun = begin(phone, household).await;
        let Some(owner) = owner.filter(|_| shown.is_here()) else { return };
        let on_desk = |begun: Begun| owner.with(|| Desk::new(phone, begun.draft, begun.document, begun.behind));
        shown.set(Some(begun.map(|begun| begun.map(on_desk)).map_err(|error| error.to_string())));
    });
    phone.hold_updates(true);
    on_cleanup(move || phone.hold_updates(false));
    let state = |state: State, title: &str, text: &str| el("main").class("main").child(state_page(state, title, text));
    live(move || match shown.get() {
        None => Node::Nothing,
        Some(Ok(Some(desk))) => untrack(|| written(desk)),
        Some(Ok(None)) => state(State::Empty, phone.say(door::NOT_HERE), phone.say(door::NOT_HERE_TEXT)).into(),
        Some(Err(why)) => el("main").class("main").child(failed(phone, &why)).into(),
    })
}

async fn begin(phone: Phone, household: HouseholdId) -> Result<Option<Begun>, StoreError> {
    let Some(behind) = behind(phone, household).await? else { return Ok(None) };
    let kept = phone.draft(&VisitDraft::name(household)).await?;
    let draft = match kept.and_then(|kept| json::read(&kept).ok()) {
        Some(draft) => draft,
        None => VisitDraft::new(phone.new_id(), &behind.household, phone.now_ms()),
    };
    let document = document(phone, household).await?;
    Ok(Some(Begun { behind, draft, document }))
}

/// The form this visit began with, else the newest one; it is kept with the draft, so an update does not change it under way.
async fn document(phone: Phone, household: HouseholdId) -> Result<String, StoreError> {
    let name = VisitDraft::form_name(household);
    if let Some(kept) = phone.draft(&name).await? {
        return Ok(kept);
    }
    let Some(newest) = phone.document("questionnaire", USUAL_FORM).await? else { return Ok(String::new()) };
    let document = newest.content.0;
    phone.save_draft(&name, document.clone()).await?;
    Ok(document)
}

/// The visit while it is written, then the slip.
fn written(desk: Desk) -> Node {
    let saved = Signal::new(None::<Saved>);
    // A first save: what was begun is found again even if nothing was tapped yet.
    spawn_local(desk.keep());
    let language = desk.phone.language.get_untracked();
    let (household, title) = desk.behind(|behind| {
        let it = &behind.household;
        (it.id, format!("{} {}", place(&it.building, &it.unit, language), it.door))
    });
    let inside = live(move || match saved.get() {
        Some(what) => untrack(|| thanks(desk, what)),
        None => untrack(|| flow(desk, saved)),
    });
    many([top(desk.phone, title, "", Some(Route::Door(household))), el("main").class("main").child(inside)])
}

/// The steps, one at a time, each built anew: a page that only changed its number would keep the ears of the page before.
fn flow(desk: Desk, saved: Signal<Option<Saved>>) -> Node {
    let phone = desk.phone;
    let place = memo(move || desk.place());
    let step = memo(move || place.with(|(at, steps)| steps.get(*at).cloned()));
    let is_quick = desk.draft.with_untracked(|draft| draft.quick);
    let done = move || place.with(|(at, steps)| (*at as u32 + 1, steps.len() as u32));
    many([
        live(move || desk.not_kept.get().then(|| warning(phone, Tone::Danger, visit::NOT_KEPT, visit::NOT_KEPT_TEXT))),
        (!is_quick).then(|| progress(phone.say(visit::VISIT), done)).into(),
        live(move || {
            let step = step.get();
            untrack(|| at_step(desk, step.unwrap_or(Step::Finish), saved))
        }),
    ])
}

/// A notice of a title and one sentence.
pub fn warning(phone: Phone, tone: Tone, title: Word, text: Word) -> Element {
    notice(tone, phone.say(title), el("p").text(phone.say(text)))
}

fn at_step(desk: Desk, step: Step, saved: Signal<Option<Saved>>) -> Node {
    match step {
        Step::Ask(_) if !desk.has_questions() => no_questions(desk).into(),
        Step::Ask(first) => questions(desk, first),
        Step::Need(shown) => {
            let index = desk.draft.with_untracked(|draft| draft.shown_needs().get(shown).copied()).unwrap_or(0);
            many([need_page(desk, index), onward(desk).into()])
        }
        Step::Trial => trial_page(desk),
        Step::Fee => fee_page(desk),
        Step::Finish => outcome_page(desk, saved),
    }
}

fn no_questions(desk: Desk) -> Element {
    let phone = desk.phone;
    let on =
        plain_button("button button-primary", phone.say(visit::TO_OUTCOME)).on_click(move || desk.go(Step::Finish));
    state_page(State::Offline, phone.say(visit::NO_FORM), phone.say(visit::NO_FORM_TEXT)).child(on)
}

/// A button with nothing but its word inside.
pub(super) fn plain_button(class: &'static str, label: &'static str) -> Element {
    el("button").attr("type", "button").class(class).text(label)
}

/// The questions of one screen; a question that an answer opens appears below without touching the others.
fn questions(desk: Desk, first: String) -> Node {
    let phone = desk.phone;
    let is_notice = first == super::meaning::NOTICE;
    let part = move |code: &str| desk.form.with_untracked(|form| form.question(code).map(|one| ask(desk, one)));
    let all = el("div").class("stack section").child(each(move || codes(desk, &first), part));
    if !is_notice {
        return many([all, onward(desk)]);
    }
    let is_full = memo(move || desk.draft.with(|draft| draft.form == Form::Full));
    let label = move || phone.say(if is_full.get() { visit::SHORT_FORM } else { visit::FULL_FORM }).to_owned();
    let other = move || if is_full.get_untracked() { Form::Short } else { Form::Full };
    let switch = el("button").attr("type", "button").class("button button-quiet").text(label);
    many([all, el("p").child(switch.on_click(move || desk.change(|draft| draft.form = other())))])
}

/// The questions on the screen of `first`, as the answers are now.
fn codes(desk: Desk, first: &str) -> Vec<String> {
    let offer = desk.offer();
    desk.form.with(|form| {
        desk.draft.with(|draft| {
            let mut codes = Vec::new();
            for screen in question_screens(draft, form, offer) {
                if screen.iter().any(|question| question.code == first) {
                    for question in screen {
                        codes.push(question.code.clone());
                    }
                    break;
                }
            }
            codes
        })
    })
}

/// Back and on. Going on never asks for more than was answered; what is missing is said at the end.
pub fn onward(desk: Desk) -> Element {
    let phone = desk.phone;
    if desk.findings.with_untracked(|found| !found.is_empty()) {
        browser::to_first_error();
    }
    action_bar()
        .child(plain_button("button", phone.say(visit::PREVIOUS)).on_click(move || desk.step(-1)))
        .child(plain_button("button button-primary", phone.say(visit::NEXT)).on_click(move || desk.step(1)))
}
