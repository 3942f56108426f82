//! The page of the door board: search, filter, legend, doors.

use super::arrange::{Sieve, arrange, tally};
use super::cells::buildings;
use crate::field::context::Phone;
use crate::field::loaded::{Loaded, loaded};
use crate::field::route::Route;
use crate::field::top::Top;
use crate::ui::door_cell::DoorLegend;
use crate::ui::field::TextField;
use crate::ui::state::{State, StatePage};
use crate::words::{door, theme};
use domain::id::CompoundId;
use domain::sync::view::{CompoundView, HouseholdView};
use domain::visit::DoorState;
use leptos::prelude::*;
use std::sync::Arc;

/// What the board shows.
#[derive(Clone)]
struct Doors {
    compound: Option<CompoundView>,
    doors: Arc<Vec<HouseholdView>>,
}

/// The board of one compound.
#[component]
pub fn Board(compound: CompoundId) -> impl IntoView {
    let phone = Phone::here();
    let data = loaded(phone, move || async move {
        let doors = phone.entities("household", &format!("{compound}/")).await?;
        Ok(Doors { compound: phone.entity("compound", &compound.to_string()).await?, doors: Arc::new(doors) })
    });
    let sieve = RwSignal::new(Sieve::default());
    let title = move || match data.get() {
        Loaded::Here(Doors { compound: Some(compound), .. }) => compound.name,
        _ => phone.say(door::BOARD).to_owned(),
    };
    view! {
        <Top title=Signal::derive(title) back=Route::Home/>
        <main class="main">
            {move || match data.get() {
                Loaded::Waiting => ().into_any(),
                Loaded::Failed(why) => view! { <StatePage state=State::Error title=phone.say(theme::FAILED) text=why/> }.into_any(),
                Loaded::Here(found) if found.doors.is_empty() => {
                    view! { <StatePage state=State::Empty title=phone.say(door::NO_DOORS) text=phone.say(door::NO_DOORS_TEXT)/> }.into_any()
                }
                Loaded::Here(found) => view! { <Sieved doors=found.doors sieve/> }.into_any(),
            }}
        </main>
    }
}

/// Search and filters above, the doors that pass below. The inputs stay where they are while the doors are drawn anew.
#[component]
fn Sieved(doors: Arc<Vec<HouseholdView>>, sieve: RwSignal<Sieve>) -> impl IntoView {
    let phone = Phone::here();
    let language = phone.language.get_untracked();
    let counts = tally(&doors);
    let all = doors.len() as u64;
    let chips = counts.into_iter().filter(|(_, count)| *count > 0).map(|(state, count)| {
        view! { <StateChip label=door::state(state).text(language) state=Some(state) count sieve/> }
    });
    let grid = move || {
        let chosen = sieve.with(|sieve| sieve.pass(&doors));
        if chosen.is_empty() {
            return view! {
                <StatePage state=State::Empty title=door::NOTHING_FOUND.text(language) text=door::NOTHING_FOUND_TEXT.text(language)>
                    <button type="button" class="button" on:click=move |_| sieve.set(Sieve::default())>{door::SHOW_ALL.text(language)}</button>
                </StatePage>
            }
            .into_any();
        }
        buildings(arrange(&doors, &chosen), &doors, language).into_any()
    };
    let typed = Signal::derive(move || sieve.with(|sieve| sieve.search.clone()));
    view! {
        <div class="stack-small">
            <TextField name="search" label=door::SEARCH.text(language) placeholder=door::SEARCH_HINT.text(language) value=typed
                on:input=move |event| sieve.update(|sieve| sieve.search = event_target_value(&event))/>
            <div class="chips chips-scroll" role="group" aria-label=door::LEGEND.text(language)>
                <StateChip label=door::ALL.text(language) state=None count=all sieve/>
                {chips.collect_view()}
            </div>
            <details>
                <summary>{door::LEGEND.text(language)}</summary>
                <DoorLegend words=legend().map(|word| word.text(language))/>
            </details>
        </div>
        <div class="section" aria-live="off">{grid}</div>
    }
}

#[component]
fn StateChip(label: &'static str, state: Option<DoorState>, count: u64, sieve: RwSignal<Sieve>) -> impl IntoView {
    let on = move || sieve.with(|sieve| sieve.state == state);
    view! {
        <button type="button" class="chip" aria-pressed=move || on().to_string() on:click=move |_| sieve.update(|sieve| sieve.state = state)>
            {label}<span class="chip-count">{count}</span>
        </button>
    }
}

/// In the order of the looks.
fn legend() -> [crate::words::Word; 7] {
    use DoorState::{Answered, Closed, Consented, NobodyHome, NotVisited, Refused, Retry};
    [NotVisited, NobodyHome, Retry, Refused, Answered, Consented, Closed].map(door::state)
}
