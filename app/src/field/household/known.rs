//! What there is to know at a door: what the rules say, what was promised, who was here, what is registered.

use super::behind::Behind;
use crate::element::{Element, Node, el, many};
use crate::field::consent::event::say_day;
use crate::field::context::Phone;
use crate::ui::badge::{Mark, badge};
use crate::ui::card::fact;
use crate::ui::notice::{Tone, notice};
use crate::words::{Word, door, need as need_words, task, visit};
use domain::area::AreaC;
use domain::calendar::{iso, shanghai_day, shanghai_text};
use domain::need::NeedIcon;
use domain::sync::view::{HouseholdView, PromiseBrief, VisitBrief};
use domain::visit::{PlanState, VisitPlan};

/// What the rules say about knocking here now.
pub fn rules(phone: Phone, plan: &VisitPlan, is_quiet: bool) -> Node {
    let para = |text: String| el("p").text(text);
    let rest = plan.not_before.filter(|day| shanghai_day(phone.now_ms()) < *day);
    let advice = match (plan.state, rest) {
        (PlanState::ClosedRefused, _) => {
            let text = phone.say(door::REFUSED_FINAL_TEXT).to_owned();
            Some(notice(Tone::Warn, phone.say(door::REFUSED_FINAL), para(text)))
        }
        (_, Some(day)) => {
            let day = say_day(day, phone.language.get_untracked());
            let text = phone.fill(door::RESTING_TEXT, &[("day", &day)]);
            Some(notice(Tone::Warn, phone.say(door::RESTING), para(text)))
        }
        (_, None) => None,
    };
    let in_twos = plan.in_twos.then(|| notice(Tone::Warn, "", phone.say(door::IN_TWOS)));
    let quiet = is_quiet.then(|| notice(Tone::Info, "", phone.say(door::QUIET_NOW)));
    many([advice, in_twos, quiet])
}

fn card(phone: Phone, title: Word) -> Element {
    el("section").class("card").child(el("h2").text(phone.say(title)))
}

/// 答应过的事: so that "what about the manhole cover" has an answer.
pub fn promises(phone: Phone, household: &HouseholdView) -> Option<Element> {
    let lines = household.promises.iter().map(|promise| promised(phone, promise));
    let list = el("ul").class("plain stack-small").children(lines);
    (!household.promises.is_empty()).then(|| card(phone, door::PROMISES).child(list))
}

fn promised(phone: Phone, promise: &PromiseBrief) -> Element {
    let kind = match domain::need::category(&promise.code) {
        Some(kind) => kind.name(phone.language.get_untracked()),
        None => NeedIcon::of_code(&promise.code).map_or("", |icon| phone.say(need_words::group(icon))),
    };
    let day = el("small").class("quiet number").text(iso::text(shanghai_day(promise.at_ms)));
    let what = el("span").class("grow").text(format!("{kind} · {}", promise.place_text)).child(el("br")).child(day);
    el("li").class("row row-between").child(what).child(badge(Mark::Waiting, phone.say(task::status(promise.status))))
}

/// The last visits.
pub fn history(phone: Phone, household: &HouseholdView) -> Element {
    let none = household.visits.is_empty().then(|| el("p").class("quiet").text(phone.say(door::HISTORY_NONE)));
    let attempts = phone.fill(door::ATTEMPTS, &[("n", &household.attempts.to_string())]);
    card(phone, door::HISTORY)
        .child(none)
        .child(el("ul").class("plain stack-small").children(household.visits.iter().map(|past| visited(phone, past))))
        .child(el("p").class("quiet").text(attempts))
}

fn visited(phone: Phone, past: &VisitBrief) -> Element {
    el("li")
        .child(el("strong").text(phone.say(visit::outcome(past.outcome))))
        .text(" ")
        .child(el("span").class("quiet number").text(shanghai_text(past.at_ms)))
        .child((!past.note.is_empty()).then(|| el("p").text(past.note.clone())))
}

/// What is registered.
pub fn facts(phone: Phone, behind: &Behind) -> Element {
    let household = &behind.household;
    let say = |word: Word| phone.say(word);
    let name = household.name_masked.clone().map(|name| fact(say(door::NAME), name));
    el("dl")
        .class("facts card")
        .child(name)
        .child(fact(say(door::AREA), area(phone, household)))
        .child(fact(say(door::USAGE), say(visit::usage(household.usage))))
        .child(fact(say(door::OCCUPANCY), say(visit::occupancy(household.occupancy))))
        .child(fact(say(door::FEE_STATE), say(visit::fee_state(household.fee_consent))))
}

/// `68.47 m² · 产权证`.
fn area(phone: Phone, household: &HouseholdView) -> String {
    let Some(area) = household.area_c else { return phone.say(door::AREA_UNKNOWN).to_owned() };
    let mut text = format!("{} m²", AreaC(area));
    if let Some(source) = &household.area_source {
        text.push_str(" · ");
        text.push_str(visit::area_source(source).map_or(source, |word| phone.say(word)));
    }
    text
}
