//! The fields of a sheet: what is registered stands in them, every keystroke is kept, one commit ends it.

use super::draft::Draft;
use super::page::About;
use crate::element::{Element, Node, el, live, many};
use crate::field::board::arrange::arrange;
use crate::field::browser;
use crate::field::context::Phone;
use crate::field::fact::record::{as_typed, known};
use crate::field::new_door::written::{new_household, same};
use crate::field::photo::camera::Camera;
use crate::field::photo::strip::photo_strip;
use crate::field::signal::*;
use crate::ui::button::{Kind, action_bar, button};
use crate::ui::choice::{Layout, Tiled, tile, tile_group};
use crate::ui::field::{Fault, Input, Typed, text_area, text_field};
use crate::ui::notice::{Tone, notice};
use crate::words::finding::finding;
use crate::words::{Word, door as door_words, fact as words, new_door as new_words, sync, visit};
use domain::fact::{FactKind, HouseholdFacts};
use domain::finding::Finding;
use domain::id::HouseholdId;
use domain::json;
use domain::map::Map;
use domain::new_household::NewHousehold;
use domain::place::{Occupancy, Usage};
use domain::sync::view::HouseholdView;

/// Photos of one paper, and of one door plate.
const PAPERS_MAX: usize = 3;
const PLATES_MAX: usize = 1;

/// A sheet being filled in.
#[derive(Clone, Copy)]
pub struct Sheet {
    pub(super) phone: Phone,
    pub(super) about: About,
    /// As they are on the screen: the one whose facts are checked, or those of the board.
    pub(super) doors: Signal<Vec<HouseholdView>>,
    /// What is registered, by the names of fields.
    known: Signal<Map<String>>,
    pub(super) draft: Signal<Draft>,
    pub(super) findings: Signal<Vec<Finding>>,
    /// What the storage said.
    pub(super) not_kept: Signal<String>,
    pub(super) is_busy: Signal<bool>,
}

impl Sheet {
    /// A sheet with what was filled in before.
    pub fn new(phone: Phone, about: About, doors: Vec<HouseholdView>, draft: Draft) -> Self {
        let registered = match (about, doors.first()) {
            (About::Facts(_), Some(door)) => known(door),
            _ => Map::new(),
        };
        Self {
            phone,
            about,
            doors: Signal::new(doors),
            known: Signal::new(registered),
            draft: Signal::new(draft),
            findings: Signal::new(Vec::new()),
            not_kept: Signal::new(String::new()),
            is_busy: Signal::new(false),
        }
    }

    /// Where the camera is open, for the next save.
    pub fn set_camera(self, place: Option<String>) {
        self.draft.update(|draft| draft.camera = place);
    }

    /// Changes the draft and saves it at once; what was found is shown until something changes.
    fn change(self, edit: impl FnOnce(&mut Draft)) {
        self.draft.update(edit);
        self.findings.set(Vec::new());
        spawn_local(self.keep());
    }

    /// What is there now is what will be kept, should the page go in the meantime.
    pub fn keep(self) -> impl Future<Output = ()> + use<> {
        let name = self.about.name();
        let json = self.draft.with_untracked(|draft| json::write(draft));
        async move {
            if let Err(why) = self.phone.save_draft(&name, json).await
                && self.not_kept.is_here()
            {
                self.not_kept.set(why.to_string());
            }
        }
    }

    fn set(self, name: &str, text: String) {
        self.change(|draft| self.known.with_untracked(|known| draft.set(known, name, text)));
    }

    fn text(self, name: &str) -> String {
        let typed = self.draft.with(|draft| draft.typed.get(name).cloned());
        typed.unwrap_or_else(|| self.known.with_untracked(|known| as_typed(known, name)))
    }

    /// The words of what was found at a field.
    fn said(self, field: &str) -> Option<String> {
        self.findings.with(|found| {
            let found = found.iter().find(|one| one.field == field)?;
            Some(self.phone.say(finding(&found.code)).to_owned())
        })
    }

    fn fault(self, field: &'static str) -> Fault {
        (move || self.said(field)).into()
    }

    /// All of it.
    pub fn drawn(self, camera: Camera) -> Node {
        let phone = self.phone;
        let failed = move || {
            let failed = self.not_kept.with(|why| {
                (!why.is_empty())
                    .then(|| phone.fill(sync::STATE_STORAGE, &[("why", why)]))
                    .or_else(|| self.said("facts"))
            });
            failed.map(|why| wrong(&why))
        };
        // Beside the button, because that leads there then; the fields' end is behind the bar.
        let on_board =
            move || self.on_board().map(|_| el("p").attr("role", "status").text(phone.say(new_words::KNOWN)));
        let save = button(Kind::Primary, None, phone.say(door_words::SAVE))
            .class_if("button-wide", true)
            .flag("disabled", move || self.is_busy.get())
            .on_click(move || self.save());
        many([
            match self.about {
                About::Facts(_) => self.facts(camera),
                About::NewDoor(_) => self.new_door(camera),
            },
            self.note().into(),
            live(failed),
            action_bar().child(live(on_board)).child(save).into(),
        ])
    }

    fn facts(self, camera: Camera) -> Node {
        let phone = self.phone;
        let is_paper = memo(move || self.draft.with(|draft| draft.is_certificate));
        let photos = move || is_paper.get().then(|| untrack(|| self.photos(camera, words::PAPER_PHOTO, PAPERS_MAX)));
        many([
            el("p").text(phone.say(words::WHY)).into(),
            self.choices(FactKind::Occupancy, door_words::OCCUPANCY, occupancies(phone)),
            self.choices(FactKind::Usage, door_words::USAGE, usages(phone)),
            self.fact(FactKind::Area, words::AREA, Input::Decimal),
            self.fact(FactKind::Floor, words::FLOOR, Input::Text),
            self.fact(FactKind::Phone, words::PHONE, Input::Phone),
            self.source(),
            live(photos),
        ])
    }

    fn new_door(self, camera: Camera) -> Node {
        let say = |word: Word| self.phone.say(word);
        let line = |name, label, hint| self.line(name, label, say(hint).to_owned(), Input::Text);
        many([
            el("p").text(say(new_words::WHY)).into(),
            line("building", new_words::BUILDING, new_words::BUILDING_HINT),
            self.buildings().into(),
            el("div")
                .class("tiles tiles-pair")
                .child(line("unit", new_words::UNIT, new_words::UNIT_HINT))
                .child(line("floor", new_words::FLOOR, new_words::UNIT_HINT))
                .into(),
            line("door", new_words::DOOR, new_words::DOOR_HINT),
            self.photos(camera, new_words::PLATE_PHOTO, PLATES_MAX),
        ])
    }

    /// The buildings of the board, one tap each.
    fn buildings(self) -> Element {
        let mut chips = el("div").class("chips chips-scroll");
        for house in self.doors.with_untracked(|doors| arrange(doors)) {
            let (name, chosen) = (house.name.clone(), house.name.clone());
            let is_chosen = move || self.text("building") == chosen;
            let chip = el("button").attr("type", "button").class("chip").text(house.name);
            let chip = chip.attr("aria-pressed", move || if is_chosen() { "true" } else { "false" }.to_owned());
            chips = chips.child(chip.on_click(move || self.set("building", name.clone())));
        }
        chips
    }

    /// The door of the board that is written the same as this one.
    pub(super) fn on_board(self) -> Option<HouseholdId> {
        let About::NewDoor(compound) = self.about else { return None };
        let new = self.draft.with(|draft| new_household(draft, compound));
        self.doors.with_untracked(|doors| same(doors, &new).map(|door| door.id))
    }

    /// A fact that is chosen.
    fn choices(self, kind: FactKind, label: Word, values: Vec<(&'static str, &'static str)>) -> Node {
        let name = kind.name();
        let mut tiles = Vec::new();
        for (value, label) in values {
            tiles.push(self.tile(name, value, label, move || self.text(name) == value));
        }
        tile_group(self.phone.say(label), Layout::Grid, "", self.fault(name), tiles)
            .on("change", move |event| self.set(name, browser::typed(event)))
            .into()
    }

    fn tile(self, name: &str, value: &str, label: &str, is_chosen: impl Fn() -> bool + 'static) -> Element {
        let tiled =
            Tiled { name: name.to_owned(), value: value.to_owned(), label: label.to_owned(), ..Tiled::default() };
        tile(tiled, is_chosen)
    }

    /// A fact that is typed; what is registered stays beside what is typed.
    fn fact(self, kind: FactKind, label: Word, input: Input) -> Node {
        let phone = self.phone;
        let known = self.known.with_untracked(|known| as_typed(known, kind.name()));
        let hint = match kind {
            FactKind::Phone => phone.say(words::PHONE_HINT).to_owned(),
            _ if known.is_empty() => phone.say(door_words::AREA_UNKNOWN).to_owned(),
            _ => phone.fill(words::REGISTERED, &[("value", &known)]),
        };
        self.line(kind.name(), label, hint, input)
    }

    fn line(self, name: &'static str, label: Word, hint: String, input: Input) -> Node {
        let typed = Typed {
            name: name.to_owned(),
            label: self.phone.say(label).to_owned(),
            hint,
            input,
            max_length: Some(NewHousehold::TEXT_MAX as u16),
            autocomplete: Some("off"),
            fault: self.fault(name),
            ..Typed::default()
        };
        text_field(typed, move || self.text(name))
            .on("input", move |event| self.set(name, browser::typed(event)))
            .into()
    }

    fn source(self) -> Node {
        let mut tiles = Vec::new();
        for (value, word, is_paper) in [("said", words::SAID, false), ("paper", words::PAPER, true)] {
            let is_chosen = move || self.draft.with(|draft| draft.is_certificate == is_paper);
            tiles.push(self.tile("source", value, self.phone.say(word), is_chosen));
        }
        tile_group(self.phone.say(words::SOURCE), Layout::Pair, "", Fault::NONE, tiles)
            .on("change", move |event| {
                let is_paper = browser::typed(event) == "paper";
                self.change(|draft| draft.is_certificate = is_paper);
            })
            .into()
    }

    fn photos(self, camera: Camera, label: Word, max: usize) -> Node {
        let phone = self.phone;
        let photos = move || self.draft.with(|draft| draft.photos.clone());
        let set = move |photos| self.change(|draft| draft.photos = photos);
        let strip = photo_strip(phone, camera, phone.say(label), photos, max, set, "paper".to_owned());
        let missing = move || self.said("photos").map(|why| wrong(&why));
        many([strip.into(), live(missing)])
    }

    fn note(self) -> Element {
        let phone = self.phone;
        let typed = Typed {
            name: "note".to_owned(),
            label: phone.say(visit::NOTE).to_owned(),
            hint: phone.say(visit::NOTE_HINT).to_owned(),
            max_length: Some(HouseholdFacts::NOTE_MAX as u16),
            fault: self.fault("note"),
            ..Typed::default()
        };
        text_area(typed, move || self.draft.with(|draft| draft.note.clone()))
            .on("input", move |event| self.change(|draft| draft.note = browser::typed(event)))
    }
}

/// Who may live there. What nobody knows is no fact.
fn occupancies(phone: Phone) -> Vec<(&'static str, &'static str)> {
    let mut all = Vec::new();
    for occupancy in Occupancy::ALL.iter().filter(|one| **one != Occupancy::Unknown) {
        all.push((occupancy.name(), phone.say(visit::occupancy(*occupancy))));
    }
    all
}

fn usages(phone: Phone) -> Vec<(&'static str, &'static str)> {
    let mut all = Vec::new();
    for usage in Usage::ALL {
        all.push((usage.name(), phone.say(visit::usage(*usage))));
    }
    all
}

/// Something wrong that belongs to no field; the page comes to it as to a wrong field.
fn wrong(why: &str) -> Element {
    notice(Tone::Danger, "", why.to_owned()).class_if("field-wrong", true)
}
