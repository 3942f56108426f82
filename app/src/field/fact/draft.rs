//! Facts half filled, what they come to, and how the door looks right after. Pure.

use domain::area::AreaC;
use domain::fact::{FactKind, FactSource, HouseholdFacts, Proposed};
use domain::finding::{Finding, Findings};
use domain::hash::Hash;
use domain::id::HouseholdId;
use domain::json::{FromJson, Page, ToJson};
use domain::map::Map;
use domain::place::{Occupancy, Usage};
use domain::sync::view::HouseholdView;
#[cfg(test)]
use serde::{Deserialize, Serialize};

/// Facts of one household half filled: kept on every keystroke.
#[derive(Debug, Clone, PartialEq, Eq, FromJson, ToJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
pub struct FactsDraft {
    /// Which family.
    pub occupancy_seq: u32,
    /// What was typed or chosen, by the name of its [`FactKind`].
    #[serde(default)]
    pub typed: Map<String>,
    /// What stood on the screen as registered when that was typed, in canonical form.
    #[serde(default)]
    pub seen: Map<String>,
    /// Read from the paper; else somebody at the door said so.
    #[serde(default)]
    pub is_certificate: bool,
    /// Of the paper.
    #[serde(default)]
    pub photos: Vec<Hash>,
    /// A note.
    #[serde(default)]
    pub note: String,
    /// Where the camera is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub camera: Option<String>,
}

/// A [`HouseholdFacts`] as a phone writes it: without a tree of values.
#[derive(Debug, PartialEq, Eq, ToJson)]
pub struct Facts {
    household: HouseholdId,
    occupancy_seq: u32,
    source: FactSource,
    facts: Said,
    /// Blobs it refers to.
    pub photos: Vec<Hash>,
    note: String,
}

#[derive(Debug, PartialEq, Eq)]
struct Said(Vec<(FactKind, Proposed)>);

impl ToJson for Said {
    fn to_json(&self, page: &mut Page) {
        page.put("{");
        for (kind, proposed) in &self.0 {
            page.key(kind.name());
            proposed.to_json(page);
        }
        page.put("}");
    }
}

/// What the phone knows of a fact, in canonical form. Telephones are never downloaded.
pub fn known(door: &HouseholdView, kind: FactKind) -> Option<String> {
    match kind {
        FactKind::Area => door.area_c.map(|area| area.to_string()),
        FactKind::Floor => door.floor.map(|floor| floor.to_string()),
        FactKind::Usage => Some(door.usage.name().to_owned()),
        FactKind::Occupancy if door.occupancy == Occupancy::Unknown => None,
        FactKind::Occupancy => Some(door.occupancy.name().to_owned()),
        FactKind::Phone => None,
    }
}

/// A known value as somebody would type it.
pub fn as_typed(door: &HouseholdView, kind: FactKind) -> String {
    match kind {
        FactKind::Area => door.area_c.map(|area| AreaC(area).to_string()).unwrap_or_default(),
        _ => known(door, kind).unwrap_or_default(),
    }
}

impl FactsDraft {
    /// Nothing touched yet.
    pub fn new(door: &HouseholdView) -> Self {
        let (photos, note) = (Vec::new(), String::new());
        let (typed, seen) = (Map::new(), Map::new());
        Self { occupancy_seq: door.occupancy_seq, typed, seen, is_certificate: false, photos, note, camera: None }
    }

    /// The name it is kept under.
    pub fn name(household: HouseholdId) -> String {
        ["facts/", &household.to_string()].concat()
    }

    /// What stands in the field of a fact.
    pub fn text(&self, door: &HouseholdView, kind: FactKind) -> String {
        self.typed.get(kind.name()).cloned().unwrap_or_else(|| as_typed(door, kind))
    }

    /// Something was typed into it, with this door on the screen.
    pub fn set(&mut self, door: &HouseholdView, kind: FactKind, text: String) {
        match known(door, kind) {
            Some(known) => drop(self.seen.insert(kind.name().to_owned(), known)),
            None => drop(self.seen.remove(kind.name())),
        }
        self.typed.insert(kind.name().to_owned(), text);
    }

    /// The record that it becomes: what differs from what was seen, nothing else.
    ///
    /// # Errors
    /// All findings: a fact's under its name, `nothing_changed` under `facts`, and those of [`HouseholdFacts::validate`].
    pub fn facts(&self, household: HouseholdId) -> Result<Facts, Vec<Finding>> {
        let mut findings = Findings::default();
        let mut facts = Vec::new();
        let mut is_wrong = false;
        for kind in FactKind::ALL {
            let Some(text) = self.typed.get(kind.name()) else { continue };
            let base = self.seen.get(kind.name());
            let read = match text.trim().is_empty() {
                true if base.is_none() => continue,
                true => Err("required"),
                false => kind.read(text),
            };
            match read {
                Ok(value) if base == Some(&value) => {}
                Ok(value) => facts.push((*kind, Proposed { base: base.cloned(), value })),
                Err(code) => {
                    is_wrong = true;
                    findings.when(true, code, kind.name());
                }
            }
        }
        let photos = if self.is_certificate { self.photos.clone() } else { Vec::new() };
        let note = self.note.trim().to_owned();
        findings
            .when(facts.is_empty() && !is_wrong, "nothing_changed", "facts")
            .when(self.is_certificate && photos.is_empty(), "paper_missing", "photos")
            .when(note.chars().count() > HouseholdFacts::NOTE_MAX, "too_long", "note");
        let source = if self.is_certificate { FactSource::Certificate } else { FactSource::Resident };
        findings.or(Facts { household, occupancy_seq: self.occupancy_seq, source, facts: Said(facts), photos, note })
    }
}

impl Facts {
    /// The door as it is shown until the server has answered. What came from a better source stays: the server decides on it, and a
    /// consent must not be signed over an area that does not hold.
    pub fn shown_on(&self, mut door: HouseholdView) -> HouseholdView {
        let value = |kind: FactKind| {
            self.facts.0.iter().find(|(said, _)| *said == kind).map(|(_, proposed)| proposed.value.as_str())
        };
        let known_by = door.area_source.as_deref().and_then(FactSource::from_name).unwrap_or(FactSource::Roster);
        if let Some(area) = value(FactKind::Area).filter(|_| self.source.rank() >= known_by.rank()) {
            door.area_c = area.parse().ok();
            door.area_source = Some(self.source.name().to_owned());
        }
        if let Some(floor) = value(FactKind::Floor) {
            door.floor = floor.parse().ok();
        }
        if let Some(usage) = value(FactKind::Usage).and_then(Usage::from_name) {
            door.usage = usage;
        }
        if let Some(occupancy) = value(FactKind::Occupancy).and_then(Occupancy::from_name) {
            door.occupancy = occupancy;
        }
        door
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::board::arrange::tests::door;

    fn home() -> HouseholdView {
        let mut home = door(3, 2, Some(5), "501");
        (home.area_c, home.area_source) = (Some(6847), Some("roster".into()));
        home
    }

    fn typed(entries: &[(FactKind, &str)]) -> FactsDraft {
        let mut draft = FactsDraft::new(&home());
        for (kind, text) in entries {
            draft.set(&home(), *kind, (*text).to_owned());
        }
        draft
    }

    fn record(draft: &FactsDraft) -> HouseholdFacts {
        let facts = draft.facts(home().id).unwrap();
        serde_json::from_str(&domain::json::write(&facts)).unwrap()
    }

    #[test]
    fn only_what_was_changed_is_sent_with_what_was_seen() {
        use FactKind::{Area, Floor, Occupancy, Phone, Usage};
        let draft = typed(&[
            (Area, "70.5"),
            (Usage, "residence"),
            (Floor, " 5 "),
            (Occupancy, "tenant"),
            (Phone, "13812345678"),
        ]);
        let facts = record(&draft);
        let said: Vec<(FactKind, Option<&str>, &str)> =
            facts.facts.iter().map(|(kind, one)| (*kind, one.base.as_deref(), one.value.as_str())).collect();
        assert_eq!(said, [(Area, Some("6847"), "7050"), (Occupancy, None, "tenant"), (Phone, None, "13812345678")]);
        assert_eq!((facts.source, facts.occupancy_seq), (FactSource::Resident, 1));
        assert_eq!(facts.validate(false), Ok(()));
    }

    #[test]
    fn what_is_wrong_is_named_at_its_field_and_no_change_is_no_record() {
        let one = |code: &str, field: &str| vec![Finding::new(code, field)];
        let cases = [
            (typed(&[]), one("nothing_changed", "facts")),
            (typed(&[(FactKind::Area, "68.47"), (FactKind::Phone, " ")]), one("nothing_changed", "facts")),
            (typed(&[(FactKind::Area, "")]), one("required", "area")),
            (typed(&[(FactKind::Area, "6847")]), one("area_missing_point", "area")),
            (FactsDraft { is_certificate: true, ..typed(&[(FactKind::Area, "70")]) }, one("paper_missing", "photos")),
            (FactsDraft { note: "很".repeat(201), ..typed(&[(FactKind::Area, "70")]) }, one("too_long", "note")),
        ];
        for (draft, findings) in cases {
            assert_eq!(draft.facts(home().id).unwrap_err(), findings, "{draft:?}");
        }
    }

    #[test]
    fn a_photo_goes_with_the_paper_only() {
        let photos = vec![Hash::of(b"p")];
        let told = FactsDraft { photos, ..typed(&[(FactKind::Area, "70")]) };
        assert_eq!(record(&told).photos, vec![]);
        let read = record(&FactsDraft { is_certificate: true, ..told });
        assert_eq!((read.source, read.photos.len(), read.validate(false)), (FactSource::Certificate, 1, Ok(())));
    }

    #[test]
    fn the_door_shows_the_new_values_but_none_that_a_better_source_contradicts() {
        let draft = typed(&[(FactKind::Area, "70"), (FactKind::Floor, "-1"), (FactKind::Occupancy, "tenant")]);
        let facts = draft.facts(home().id).unwrap();
        let shown = facts.shown_on(home());
        assert_eq!((shown.area_c, shown.area_source.as_deref(), shown.floor), (Some(7000), Some("resident"), Some(-1)));
        assert_eq!((shown.occupancy, shown.usage), (Occupancy::Tenant, Usage::Residence));
        let proven = HouseholdView { area_source: Some("certificate".into()), ..home() };
        assert_eq!(facts.shown_on(proven).area_c, Some(6847));
    }

    #[test]
    fn both_readers_agree_on_a_draft() {
        use crate::reading::{HASH, agree_and_write};
        agree_and_write::<FactsDraft>(&serde_json::json!({
            "occupancy_seq": 2, "typed": {"area": "7"}, "seen": {"area": "6847"}, "is_certificate": true, "photos": [HASH],
            "note": "n", "camera": "paper",
        }));
    }
}
