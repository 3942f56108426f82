//! The page of one door.

use super::behind::{Behind, behind};
use super::known::{facts, history, promises, rules};
use super::slip::slip;
use crate::element::{Element, Node, el, live, many};
use crate::field::board::cells::{look, place};
use crate::field::context::Phone;
use crate::field::glance::AboutDoor;
use crate::field::loaded::{Loaded, failed, loaded};
use crate::field::route::{Route, VisitPart};
use crate::field::sheet::page::About;
use crate::field::signal::*;
use crate::field::top::top;
use crate::field::visit::draft::VisitDraft;
use crate::field::visit::finish;
use crate::field::visit::step::Step;
use crate::store::StoreError;
use crate::sync::outbox;
use crate::ui::badge::{Mark, badge};
use crate::ui::button::{Kind, action_bar, link};
use crate::ui::icon;
use crate::ui::notice::{Tone, notice};
use crate::ui::state::{State, state_page};
use crate::words::{Word, door as words, fact as fact_words, new_door as new_words, visit};
use domain::id::HouseholdId;
use domain::org::Role;
use domain::sync::record::RecordKind;
use domain::visit::{PlanState, VisitOutcome, VisitPlan, is_quiet, plan_after};
use std::rc::Rc;

/// The outcomes without a talk: one tap each, then save or undo.
const QUICK: [VisitOutcome; 10] = [
    VisitOutcome::NoAnswer,
    VisitOutcome::NoEntry,
    VisitOutcome::RefusedNow,
    VisitOutcome::RefusedFinal,
    VisitOutcome::Vacant,
    VisitOutcome::NotDecisionMaker,
    VisitOutcome::LanguageOrHearing,
    VisitOutcome::Unsafe,
    VisitOutcome::Demolished,
    VisitOutcome::WrongDoor,
];

/// A door with the visit that is half written there.
struct Known {
    behind: Behind,
    /// As it was kept.
    written: Option<String>,
    /// Its facts are half checked.
    facts_begun: bool,
    /// Facts were recorded that the server has not heard of.
    facts_unsent: bool,
}

async fn read(phone: Phone, household: HouseholdId) -> Result<Option<Rc<Known>>, StoreError> {
    let written = phone.draft(&VisitDraft::name(household)).await?;
    let facts_begun = phone.draft(&About::Facts(household).name()).await?.is_some();
    let facts_unsent = outbox::entries(phone.store(), phone.owner()).await?.iter().any(|entry| {
        let about = || domain::json::read(&entry.record.body).ok().map(|about: AboutDoor| about.household);
        entry.is_unsent() && entry.record.kind == RecordKind::HouseholdFacts && about() == Some(household)
    });
    Ok(behind(phone, household).await?.map(|behind| Rc::new(Known { behind, written, facts_begun, facts_unsent })))
}

/// The page of one door. Made from nothing after each reading: a button must never act for the door as it was read before.
pub fn door(phone: Phone, household: HouseholdId) -> Node {
    let data = loaded(phone, move || read(phone, household));
    live(move || {
        data.with(|data| match data {
            Loaded::Waiting => Node::Nothing,
            Loaded::Failed(why) => el("main").class("main").child(failed(phone, why)).into(),
            Loaded::Here(None) => {
                let text = state_page(State::Empty, phone.say(words::NOT_HERE), phone.say(words::NOT_HERE_TEXT));
                let bar = top(phone, phone.say(words::HOUSEHOLD), "", Some(Route::Home));
                many([bar, el("main").class("main").child(text)])
            }
            Loaded::Here(Some(known)) => page(phone, known),
        })
    })
}

fn page(phone: Phone, known: &Rc<Known>) -> Node {
    let Behind { household, compound } = &known.behind;
    let place = place(&household.building, &household.unit, phone.language.get_untracked());
    let config = phone.config();
    let plan = plan_after(&finish::history(household), &config);
    let sign =
        el("span").class(look(household.door_state).class()).class_if("door-sign", true).attr("aria-hidden", "true");
    let state = el("span").class("lead").text(phone.say(words::state(household.door_state)));
    let begun = known.draft().is_some().then(|| notice(Tone::Warn, phone.say(words::DRAFT_OPEN), ""));
    let stack = el("div")
        .class("stack")
        .child(el("p").class("row").child(sign).child(state))
        .child(begun)
        .child(
            household
                .household_code
                .is_none()
                .then(|| notice(Tone::Warn, phone.say(new_words::WAITING), phone.say(new_words::WAITING_TEXT))),
        )
        .child(rules(phone, &plan, is_quiet(phone.now_ms(), &config)))
        .child(promises(phone, household))
        .child(history(phone, household))
        .child(quick(phone, known))
        .child(registered(phone, known));
    let main = el("main")
        .class("main")
        .child(stack)
        .child(slip(phone, &known.behind))
        .child(action_bar().child(start(phone, known, &plan)));
    let title = format!("{place} {}", household.door);
    many([top(phone, title, compound.name.clone(), Some(Route::Board(compound.id))), main])
}

/// What is registered, and the way to put it right for whom it is given to.
fn registered(phone: Phone, known: &Known) -> Node {
    let begun = known.facts_begun.then(|| notice(Tone::Warn, phone.say(fact_words::DRAFT_OPEN), ""));
    let unsent = known.facts_unsent.then(|| el("p").child(badge(Mark::Waiting, phone.say(fact_words::WAITING))));
    let path = Route::Facts(known.behind.household.id).path();
    let check = || link(Kind::Secondary, Some(icon::PEN), path, phone.say(fact_words::TITLE));
    let check = phone.has_role(&[Role::GridWorker]).then(|| check().class_if("button-wide", true));
    many([Node::from(facts(phone, &known.behind)), unsent.into(), begun.into(), check.into()])
}

fn plain(phone: Phone, word: Word) -> Element {
    el("button").attr("type", "button").class("button").text(phone.say(word))
}

fn quick(phone: Phone, known: &Rc<Known>) -> Element {
    let button = |outcome: VisitOutcome| {
        let known = known.clone();
        plain(phone, visit::outcome(outcome)).on_click(move || {
            let mut draft = known.visit(phone);
            draft.outcome = Some(outcome);
            draft.quick = draft.answers.is_empty();
            draft.step = Step::Finish;
            open(phone, draft, VisitPart::Review);
        })
    };
    el("section")
        .class("card stack-small")
        .child(el("h2").text(phone.say(words::QUICK)))
        .child(el("div").class("quick-outcomes").children(QUICK.map(button)))
}

/// The one primary action. After a final refusal only the residents themselves can open the door again.
fn start(phone: Phone, known: &Rc<Known>, plan: &VisitPlan) -> Node {
    if let Some(draft) = known.draft() {
        let path = Route::Visit(draft.household, draft.step.part()).path();
        return link(Kind::Primary, None, path, phone.say(words::CONTINUE)).into();
    }
    let act = known.clone();
    let act = move || open(phone, act.visit(phone), VisitPart::Survey);
    match plan.state {
        PlanState::ClosedRefused => {
            many([plain(phone, words::START).flag("disabled", true), plain(phone, words::RESIDENT_CAME).on_click(act)])
        }
        _ => plain(phone, words::START).class_if("button-primary", true).on_click(act).into(),
    }
}

impl Known {
    /// The visit that is half written.
    fn draft(&self) -> Option<VisitDraft> {
        domain::json::read(self.written.as_deref()?).ok()
    }

    /// The same, or a new one.
    fn visit(&self, phone: Phone) -> VisitDraft {
        let new = || VisitDraft::new(phone.new_id(), &self.behind.household, phone.now_ms());
        self.draft().unwrap_or_else(new)
    }
}

/// Keeps the draft first, then opens the visit.
fn open(phone: Phone, draft: VisitDraft, part: VisitPart) {
    spawn_local(async move {
        let json = domain::json::write(&draft);
        // Should the storage refuse it, the visit page says so at its own first save.
        let _ = phone.save_draft(&VisitDraft::name(draft.household), json).await;
        phone.navigate(Route::Visit(draft.household, part));
    });
}
