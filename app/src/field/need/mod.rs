//! One need (需求): what kind, where, what is the matter, photos; a hazard says first whom to call.

use super::board::cells::place;
use super::browser;
use super::photo::strip::photo_strip;
use super::survey::ask::need_glyph;
use super::visit::desk::Desk;
use super::visit::needs::NeedDraft;
use super::visit::page::warning;
use crate::element::{Element, Node, el, live, many};
use crate::field::signal::*;
use crate::ui::choice::{Layout, Tiled, tile, tile_group};
use crate::ui::field::{Typed, text_area, text_field};
use crate::ui::icon::icon;
use crate::ui::notice::{Tone, notice};
use crate::words::need;
use domain::need::{Need, NeedIcon, category};

/// The page of the need with this place in the draft.
pub fn need_page(desk: Desk, index: usize) -> Node {
    let phone = desk.phone;
    let at = desk.draft.with_untracked(|draft| draft.needs.get(index).map(|need| (need.icon, need.hazard)));
    let Some((icon_of, is_hazard)) = at else { return Node::Nothing };
    let group = el("span").text(phone.say(need::group(icon_of)));
    let typed = Typed {
        name: "text".to_owned(),
        label: phone.say(need::TEXT).to_owned(),
        hint: phone.say(need::TEXT_HINT).to_owned(),
        max_length: Some(Need::TEXT_MAX as u16),
        fault: desk.error(field(index, "text")),
        ..Typed::default()
    };
    let text = text_area(typed, move || kept(desk, index, |need| need.text.clone()))
        .on("input", move |event| change(desk, index, "text", |need| need.text = browser::typed(event)));
    let photos = move || kept(desk, index, |need| need.photos.clone());
    let set_photos = move |photos| change(desk, index, "photos", |need| need.photos = photos);
    let camera = desk.camera();
    let place_of_photos = field(index, "photos");
    let photos =
        photo_strip(phone, camera, phone.say(need::PHOTO), photos, Need::PHOTOS_MAX, set_photos, place_of_photos);
    el("div")
        .class("stack")
        .attr("data-q", ["need-", icon_of.name()].concat())
        .child(el("h2").class("row").child(icon(need_glyph(icon_of))).child(group))
        .child(is_hazard.then(|| warning(phone, Tone::Danger, need::CALL_FIRST, need::CALL_FIRST_TEXT)))
        .child(kinds(desk, index, icon_of))
        .child(where_it_is(desk, index))
        .child(text)
        .child(photos)
        .into()
}

/// Where findings name it.
fn field(index: usize, name: &str) -> String {
    ["needs.", &index.to_string(), ".", name].concat()
}

/// Reads the need; followed.
fn kept<T: Default>(desk: Desk, index: usize, read: impl FnOnce(&NeedDraft) -> T) -> T {
    desk.draft.with(|draft| draft.needs.get(index).map(read)).unwrap_or_default()
}

fn change(desk: Desk, index: usize, name: &str, change: impl FnOnce(&mut NeedDraft)) {
    desk.forget_findings(&field(index, name));
    desk.change(|draft| {
        if let Some(need) = draft.needs.get_mut(index) {
            change(need);
        }
    });
}

/// The worker picks the category behind the icon that the resident pointed at.
fn kinds(desk: Desk, index: usize, icon: NeedIcon) -> Node {
    let phone = desk.phone;
    let language = phone.language.get_untracked();
    let mut tiles = Vec::new();
    for kind in icon.categories() {
        let tiled = Tiled {
            name: ["code-", &index.to_string()].concat(),
            value: kind.code.to_owned(),
            label: kind.name(language).to_owned(),
            ..Tiled::default()
        };
        tiles.push(tile(tiled, move || kept(desk, index, |need| need.code.as_deref() == Some(kind.code))));
    }
    let tiles = tile_group(phone.say(need::KIND), Layout::List, "", desk.error(field(index, "code")), tiles)
        .on("change", move |event| change(desk, index, "code", |need| need.code = Some(browser::typed(event))));
    let first = memo(move || kept(desk, index, |need| category(need.code.as_deref()?)?.call_first()));
    let call = move || {
        let said = match first.get()? {
            "gas" => phone.say(need::CALL_GAS).to_owned(),
            number => phone.fill(need::CALL, &[("number", number)]),
        };
        Some(notice(Tone::Danger, "", said))
    };
    many([tiles.into(), live(call)])
}

/// Where: one tap for the usual places, typing for the rest.
fn where_it_is(desk: Desk, index: usize) -> Element {
    let phone = desk.phone;
    let language = phone.language.get_untracked();
    let typed = Typed {
        name: "place".to_owned(),
        label: phone.say(need::PLACE).to_owned(),
        hint: phone.say(need::PLACE_HINT).to_owned(),
        max_length: Some(Need::PLACE_MAX as u16),
        fault: desk.error(field(index, "place_text")),
        ..Typed::default()
    };
    let line = text_field(typed, move || kept(desk, index, |need| need.place_text.clone()))
        .on("input", move |event| set_place(desk, index, browser::typed(event)));
    let (building, unit) = desk.behind(|behind| {
        let household = &behind.household;
        (household.building.clone(), place("", &household.unit, language))
    });
    let mut chips = el("div").class("chips");
    for word in need::PLACES {
        let place = word.fill(language, &[("building", &building), ("unit", unit.trim())]);
        let chip = el("button").attr("type", "button").class("chip").text(place.clone());
        chips = chips.child(chip.on_click(move || set_place(desk, index, place.clone())));
    }
    el("div").class("stack-small").child(line).child(chips)
}

fn set_place(desk: Desk, index: usize, place: String) {
    desk.forget_findings(&field(index, "place_text"));
    desk.change(|draft| draft.set_need_place(index, place));
}
