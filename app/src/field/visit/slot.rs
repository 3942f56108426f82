//! When to come again (W2): a band of the week, suggested, changed or dropped with one tap.

use super::desk::Desk;
use crate::ui::choice::{Tile, TileGroup};
use crate::words::visit;
use domain::calendar::{Day, is_weekend, plus_days};
use domain::language::Language;
use domain::visit::{Band, Slot};
use leptos::prelude::*;

/// The bands, the suggested day of each, and "no date".
#[component]
pub fn Slots() -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let language = phone.language.get_untracked();
    let suggested = desk.draft.with_untracked(|draft| draft.next_slot);
    let today = desk.today();
    let from = suggested.map_or(plus_days(today, 1), |slot| slot.day);
    let hint =
        suggested.map(|slot| phone.fill(visit::SLOT_HINT, &[("slot", &said(slot, language))])).unwrap_or_default();
    let choose = move |slot: Option<Slot>| {
        desk.forget_findings("visit.next_slot");
        desk.change(|draft| {
            draft.next_slot = slot;
            draft.slot_chosen = true;
        });
    };
    let tiles = Band::ALL.iter().map(move |band| {
        let slot = Slot { day: first_day(from, *band), band: *band };
        let checked = Signal::derive(move || desk.draft.with(|draft| draft.next_slot.is_some_and(|chosen| chosen.band == slot.band)));
        view! {
            <Tile name="slot" value=band.name() label=phone.say(visit::band(*band)) hint=day_of(slot.day, language) checked
                on:change=move |_| choose(Some(slot))/>
        }
    });
    let none = Signal::derive(move || desk.draft.with(|draft| draft.next_slot.is_none()));
    view! {
        <TileGroup label=phone.say(visit::SLOT) hint error=desk.error("visit.next_slot")>
            {tiles.collect_view()}
            <Tile name="slot" value="none" label=phone.say(visit::SLOT_NONE) checked=none on:change=move |_| choose(None)/>
        </TileGroup>
    }
}

/// The first day from `from` on that belongs to a band.
fn first_day(from: Day, band: Band) -> Day {
    let fits = |day: &Day| is_weekend(*day) == (band == Band::Weekend);
    (0..7).map(|days| plus_days(from, days)).find(fits).unwrap_or(from)
}

fn day_of(day: Day, language: Language) -> String {
    match language {
        Language::Zh => {
            domain::calendar::day_zh(day).split_once('年').map(|(_, rest)| rest.to_owned()).unwrap_or_default()
        }
        Language::En => domain::calendar::day_en(day),
    }
}

/// `11月25日 工作日晚上`.
pub fn said(slot: Slot, language: Language) -> String {
    format!("{} {}", day_of(slot.day, language), visit::band(slot.band).text(language))
}
