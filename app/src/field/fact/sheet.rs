//! The sheet on which facts are checked: what is registered stands in its fields, every keystroke is kept, one commit ends it.

use super::draft::{FactsDraft, as_typed};
use crate::element::{Element, Node, el, live, many};
use crate::field::browser;
use crate::field::context::Phone;
use crate::field::photo::camera::Camera;
use crate::field::photo::strip::photo_strip;
use crate::field::route::Route;
use crate::field::signal::*;
use crate::sync::outbox::NewRecord;
use crate::ui::button::{Kind, action_bar, button};
use crate::ui::choice::{Layout, Tiled, tile, tile_group};
use crate::ui::field::{Fault, Input, Typed, text_area, text_field};
use crate::ui::notice::{Tone, notice};
use crate::words::finding::finding;
use crate::words::{Word, door as door_words, fact as words, sync, visit};
use domain::fact::{FactKind, HouseholdFacts};
use domain::finding::Finding;
use domain::id::HouseholdId;
use domain::json;
use domain::place::{Occupancy, Usage};
use domain::sync::record::RecordKind;
use domain::sync::view::HouseholdView;

/// Photos of one paper.
const PHOTOS_MAX: usize = 3;

/// The facts being checked.
#[derive(Clone, Copy)]
pub struct Sheet {
    phone: Phone,
    /// As it is on the screen.
    door: Signal<HouseholdView>,
    draft: Signal<FactsDraft>,
    findings: Signal<Vec<Finding>>,
    /// What the storage said.
    not_kept: Signal<String>,
    is_busy: Signal<bool>,
}

impl Sheet {
    /// A sheet with what was filled in before.
    pub fn new(phone: Phone, door: HouseholdView, draft: FactsDraft) -> Self {
        Self {
            phone,
            door: Signal::new(door),
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
    fn change(self, edit: impl FnOnce(&mut FactsDraft)) {
        self.draft.update(edit);
        self.findings.set(Vec::new());
        spawn_local(self.keep());
    }

    /// What is there now is what will be kept, should the page go in the meantime.
    pub fn keep(self) -> impl Future<Output = ()> + use<> {
        let name = FactsDraft::name(self.household());
        let json = self.draft.with_untracked(|draft| json::write(draft));
        async move {
            if let Err(why) = self.phone.save_draft(&name, json).await
                && self.not_kept.is_here()
            {
                self.not_kept.set(why.to_string());
            }
        }
    }

    fn household(self) -> HouseholdId {
        self.door.with_untracked(|door| door.id)
    }

    fn set(self, kind: FactKind, text: String) {
        self.change(|draft| self.door.with_untracked(|door| draft.set(door, kind, text)));
    }

    fn text(self, kind: FactKind) -> String {
        self.door.with_untracked(|door| self.draft.with(|draft| draft.text(door, kind)))
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
        let paper = move || self.draft.with(|draft| draft.is_certificate);
        let is_paper = memo(paper);
        let photos = move || is_paper.get().then(|| untrack(|| self.photos(camera)));
        let failed = move || {
            let failed = self.not_kept.with(|why| {
                (!why.is_empty())
                    .then(|| phone.fill(sync::STATE_STORAGE, &[("why", why)]))
                    .or_else(|| self.said("facts"))
            });
            failed.map(|why| wrong(&why))
        };
        let save = button(Kind::Primary, None, phone.say(door_words::SAVE)).class_if("button-wide", true);
        many([
            el("p").text(phone.say(words::WHY)).into(),
            self.choices(FactKind::Occupancy, door_words::OCCUPANCY, occupancies(phone)),
            self.choices(FactKind::Usage, door_words::USAGE, usages(phone)),
            self.line(FactKind::Area, words::AREA, Input::Decimal),
            self.line(FactKind::Floor, words::FLOOR, Input::Text),
            self.line(FactKind::Phone, words::PHONE, Input::Phone),
            self.source(),
            live(photos),
            self.note().into(),
            live(failed),
            action_bar().child(save.flag("disabled", move || self.is_busy.get()).on_click(move || self.save())).into(),
        ])
    }

    /// A fact that is chosen.
    fn choices(self, kind: FactKind, label: Word, values: Vec<(&'static str, &'static str)>) -> Node {
        let mut tiles = Vec::new();
        for (value, label) in values {
            tiles.push(self.tile(kind.name(), value, label, move || self.text(kind) == value));
        }
        tile_group(self.phone.say(label), Layout::Grid, "", self.fault(kind.name()), tiles)
            .on("change", move |event| self.set(kind, browser::typed(event)))
            .into()
    }

    fn tile(self, name: &str, value: &str, label: &str, is_chosen: impl Fn() -> bool + 'static) -> Element {
        let tiled =
            Tiled { name: name.to_owned(), value: value.to_owned(), label: label.to_owned(), ..Tiled::default() };
        tile(tiled, is_chosen)
    }

    /// A fact that is typed; what is registered stays beside what is typed.
    fn line(self, kind: FactKind, label: Word, input: Input) -> Node {
        let phone = self.phone;
        let known = self.door.with_untracked(|door| as_typed(door, kind));
        let hint = match kind {
            FactKind::Phone => phone.say(words::PHONE_HINT).to_owned(),
            _ if known.is_empty() => phone.say(door_words::AREA_UNKNOWN).to_owned(),
            _ => phone.fill(words::REGISTERED, &[("value", &known)]),
        };
        let typed = Typed {
            name: kind.name().to_owned(),
            label: phone.say(label).to_owned(),
            hint,
            input,
            max_length: Some(20),
            autocomplete: Some("off"),
            fault: self.fault(kind.name()),
            ..Typed::default()
        };
        text_field(typed, move || self.text(kind))
            .on("input", move |event| self.set(kind, browser::typed(event)))
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

    fn photos(self, camera: Camera) -> Node {
        let phone = self.phone;
        let photos = move || self.draft.with(|draft| draft.photos.clone());
        let set = move |photos| self.change(|draft| draft.photos = photos);
        let strip =
            photo_strip(phone, camera, phone.say(words::PAPER_PHOTO), photos, PHOTOS_MAX, set, "paper".to_owned());
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

    /// One commit: the record, how the door looks now, and the end of the draft.
    fn save(self) {
        if self.is_busy.get_untracked() {
            return;
        }
        let (phone, id) = (self.phone, self.household());
        let facts = match self.draft.with_untracked(|draft| draft.facts(id)) {
            Ok(facts) => facts,
            Err(findings) => {
                self.findings.set(findings);
                browser::to_first_error();
                return;
            }
        };
        self.is_busy.set(true);
        spawn_local(async move {
            let body = json::write(&facts);
            let new =
                NewRecord { id: phone.new_id(), kind: RecordKind::HouseholdFacts, body, blobs: facts.photos.clone() };
            let mut also = vec![phone.end_draft(&FactsDraft::name(id))];
            // As it is now: the server may have said more of the door since the page was opened.
            if let Ok(Some(door)) = phone.household(id).await {
                also.push(phone.put_household(&facts.shown_on(door)));
            }
            match phone.record_all(vec![new], also).await {
                Ok(()) => {
                    browser::buzz();
                    phone.replace(Route::Door(id));
                }
                Err(why) => {
                    self.not_kept.set(why.to_string());
                    self.is_busy.set(false);
                }
            }
        });
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
