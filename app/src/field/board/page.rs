//! The page of the door board: search, filter, legend, doors.

use super::arrange::{Sieve, arrange, count};
use super::cells::{Cells, Parts};
use crate::element::{Element, Node, el, live, many};
use crate::field::browser;
use crate::field::context::Phone;
use crate::field::loaded::{Loaded, failed, loaded};
use crate::field::route::Route;
use crate::field::signal::*;
use crate::field::top::top;
use crate::store::StoreError;
use crate::ui::button::{Kind, link};
use crate::ui::door_cell::door_legend;
use crate::ui::field::{Typed, text_field};
use crate::ui::icon;
use crate::ui::state::{State, state_page};
use crate::words::{Word, door, new_door};
use domain::id::CompoundId;
use domain::org::Role;
use domain::sync::view::{CompoundView, HouseholdView};
use domain::visit::DoorState;
use std::rc::Rc;

/// What the board shows.
struct Doors {
    compound: Option<CompoundView>,
    doors: Rc<Vec<HouseholdView>>,
}

async fn read(phone: Phone, compound: CompoundId) -> Result<Doors, StoreError> {
    let doors = Rc::new(phone.households(compound).await?);
    Ok(Doors { compound: phone.compound(compound).await?, doors })
}

/// The board of one compound. The search stays as it is while the doors are read again.
pub fn board(phone: Phone, compound: CompoundId) -> Node {
    let data = loaded(phone, move || read(phone, compound));
    let sieve = Signal::new(Sieve::default());
    let title = move || {
        data.with(|data| match data {
            Loaded::Here(Doors { compound: Some(compound), .. }) => compound.name.clone(),
            _ => phone.say(door::BOARD).to_owned(),
        })
    };
    let doors =
        move || data.with(|data| if let Loaded::Here(found) = data { found.doors.clone() } else { Rc::default() });
    let controls = el("div")
        .class("stack-small")
        .flag("hidden", move || doors().is_empty())
        .child(search(phone, sieve))
        .child(live(move || chips(phone, &doors(), sieve)))
        .child(legend(phone));
    let missing = phone.has_role(&[Role::GridWorker]).then(|| {
        let path = Route::NewDoor(compound).path();
        link(Kind::Secondary, Some(icon::PLUS), path, phone.say(new_door::TITLE)).class_if("button-wide", true)
    });
    let body = move || {
        data.with(|data| match data {
            Loaded::Waiting => Node::Nothing,
            Loaded::Failed(why) => failed(phone, why).into(),
            Loaded::Here(found) if found.doors.is_empty() => {
                state_page(State::Empty, phone.say(door::NO_DOORS), phone.say(door::NO_DOORS_TEXT)).into()
            }
            Loaded::Here(found) => sieved(phone, found.doors.clone(), sieve).into(),
        })
    };
    many([
        top(phone, title, "", Some(Route::Home)),
        el("main").class("main").child(controls).child(missing).child(live(body)),
    ])
}

fn search(phone: Phone, sieve: Signal<Sieve>) -> Element {
    let typed = Typed {
        name: "search".to_owned(),
        label: phone.say(door::SEARCH).to_owned(),
        placeholder: phone.say(door::SEARCH_HINT).to_owned(),
        ..Typed::default()
    };
    text_field(typed, move || sieve.with(|sieve| sieve.search.clone()))
        .on("input", move |event| sieve.update(|sieve| sieve.search = browser::typed(event)))
}

/// All doors, and each state that there is.
fn chips(phone: Phone, doors: &[HouseholdView], sieve: Signal<Sieve>) -> Element {
    let mut chips = el("div")
        .class("chips chips-scroll")
        .attr("role", "group")
        .attr("aria-label", phone.say(door::LEGEND))
        .child(chip(phone.say(door::ALL), None, doors.len(), sieve));
    for state in DoorState::ALL {
        let count = count(doors, *state);
        if count > 0 {
            chips = chips.child(chip(phone.say(door::state(*state)), Some(*state), count, sieve));
        }
    }
    chips
}

fn chip(label: &'static str, state: Option<DoorState>, count: usize, sieve: Signal<Sieve>) -> Element {
    el("button")
        .attr("type", "button")
        .class("chip")
        .attr("aria-pressed", move || sieve.with(|sieve| sieve.state == state).to_string())
        .on_click(move || sieve.update(|sieve| sieve.state = state))
        .text(label)
        .child(el("span").class("chip-count").text(count.to_string()))
}

/// In the order of the looks.
fn legend(phone: Phone) -> Element {
    use DoorState::{Answered, Closed, Consented, NobodyHome, NotVisited, Refused, Retry};
    let states = [NotVisited, NobodyHome, Retry, Refused, Answered, Consented, Closed];
    let words = states.map(|state| phone.say(door::state(state)));
    el("details").child(el("summary").text(phone.say(door::LEGEND))).child(door_legend(words))
}

/// All doors are built once; what does not pass is hidden.
fn sieved(phone: Phone, doors: Rc<Vec<HouseholdView>>, sieve: Signal<Sieve>) -> Element {
    let passing = {
        let doors = doors.clone();
        memo(move || sieve.with(|sieve| sieve.pass(&doors)))
    };
    let parts = Parts::default();
    let cells = Cells { doors: &doors, passing, parts: parts.clone(), language: phone.language.get_untracked() };
    let houses = arrange(&doors);
    let nothing = move || passing.with(|passing| !passing.contains(&true)).then(|| nothing_found(phone, sieve));
    el("div")
        .class("section")
        .attr("aria-live", "off")
        .child(live(nothing))
        .children(houses.iter().map(|house| cells.building(house)))
        .mounted(move |_| follow(Box::new(move || passing.with(|passing| parts.show(passing)))))
}

fn nothing_found(phone: Phone, sieve: Signal<Sieve>) -> Element {
    let say = |word: Word| phone.say(word);
    let all = el("button").attr("type", "button").class("button").text(say(door::SHOW_ALL));
    state_page(State::Empty, say(door::NOTHING_FOUND), say(door::NOTHING_FOUND_TEXT))
        .child(all.on_click(move || sieve.set(Sieve::default())))
}
