//! When to come again (W2): a band of the week, suggested, changed or dropped with one tap.

use super::desk::Desk;
use crate::element::Element;
use crate::field::browser;
use crate::ui::choice::{Layout, Tiled, tile, tile_group};
use crate::words::visit;
use domain::calendar::{Day, is_weekend, plus_days};
use domain::language::Language;
use domain::visit::{Band, Slot};

/// The bands, the suggested day of each, and "no date".
pub fn slots(desk: Desk) -> Element {
    let phone = desk.phone;
    let language = phone.language.get_untracked();
    let suggested = desk.draft.with_untracked(|draft| draft.next_slot);
    let from = suggested.map_or_else(|| plus_days(desk.today(), 1), |slot| slot.day);
    let hint =
        suggested.map(|slot| phone.fill(visit::SLOT_HINT, &[("slot", &said(slot, language))])).unwrap_or_default();
    let part = |band: Option<Band>, label: &str, hint: String| {
        let value = band.map_or("none", Band::name).to_owned();
        let tiled = Tiled { name: "slot".to_owned(), value, label: label.to_owned(), hint, ..Tiled::default() };
        tile(tiled, move || desk.draft.with(|draft| draft.next_slot.map(|slot| slot.band) == band))
    };
    let mut tiles = Vec::new();
    for band in Band::ALL.iter().copied() {
        tiles.push(part(Some(band), phone.say(visit::band(band)), day_of(first_day(from, band), language)));
    }
    tiles.push(part(None, phone.say(visit::SLOT_NONE), String::new()));
    let fault = desk.error("visit.next_slot");
    tile_group(phone.say(visit::SLOT), Layout::Grid, &hint, fault, tiles).on("change", move |event| {
        let band = Band::from_name(&browser::typed(event));
        desk.forget_findings("visit.next_slot");
        desk.change(|draft| {
            draft.next_slot = band.map(|band| Slot { day: first_day(from, band), band });
            draft.slot_chosen = true;
        });
    })
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
