//! What a sheet of facts comes to, and how the door looks right after. Pure.

use crate::field::sheet::draft::Draft;
use domain::area::AreaC;
use domain::fact::{FactKind, FactSource, HouseholdFacts, Proposed};
use domain::finding::{Finding, Findings};
use domain::hash::Hash;
use domain::id::HouseholdId;
use domain::json::{Page, ToJson};
use domain::map::Map;
use domain::place::{Occupancy, Usage};
use domain::sync::view::HouseholdView;

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

/// What the phone knows of a door's facts, by their names, in canonical form. Telephones are never downloaded.
pub fn known(door: &HouseholdView) -> Map<String> {
    let mut known = Map::new();
    let mut add = |kind: FactKind, value: Option<String>| {
        if let Some(value) = value {
            known.insert(kind.name().to_owned(), value);
        }
    };
    add(FactKind::Area, door.area_c.map(|area| area.to_string()));
    add(FactKind::Floor, door.floor.map(|floor| floor.to_string()));
    add(FactKind::Usage, Some(door.usage.name().to_owned()));
    let is_known = door.occupancy != Occupancy::Unknown;
    add(FactKind::Occupancy, is_known.then(|| door.occupancy.name().to_owned()));
    known
}

/// A known value as somebody would type it; nothing where nothing is known.
pub fn as_typed(known: &Map<String>, name: &str) -> String {
    let Some(value) = known.get(name) else { return String::new() };
    match value.parse() {
        Ok(area) if name == FactKind::Area.name() => AreaC(area).to_string(),
        _ => value.clone(),
    }
}

impl Facts {
    /// The record that it becomes: what differs from what was seen, nothing else.
    ///
    /// # Errors
    /// All findings: a fact's under its name, `nothing_changed` under `facts`, and those of [`HouseholdFacts::validate`].
    pub fn of(draft: &Draft, household: HouseholdId) -> Result<Self, Vec<Finding>> {
        let mut findings = Findings::default();
        let mut facts = Vec::new();
        let mut is_wrong = false;
        for kind in FactKind::ALL {
            let Some(text) = draft.typed.get(kind.name()) else { continue };
            let base = draft.seen.get(kind.name());
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
        let photos = if draft.is_certificate { draft.photos.clone() } else { Vec::new() };
        let note = draft.note.trim().to_owned();
        findings
            .when(facts.is_empty() && !is_wrong, "nothing_changed", "facts")
            .when(draft.is_certificate && photos.is_empty(), "paper_missing", "photos")
            .when(note.chars().count() > HouseholdFacts::NOTE_MAX, "too_long", "note");
        let source = if draft.is_certificate { FactSource::Certificate } else { FactSource::Resident };
        findings.or(Self { household, occupancy_seq: draft.occupancy_seq, source, facts: Said(facts), photos, note })
    }

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

    fn typed(entries: &[(FactKind, &str)]) -> Draft {
        let mut draft = Draft { occupancy_seq: 1, ..Draft::default() };
        for (kind, text) in entries {
            draft.set(&known(&home()), kind.name(), (*text).to_owned());
        }
        draft
    }

    fn record(draft: &Draft) -> HouseholdFacts {
        let facts = Facts::of(draft, home().id).unwrap();
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
            (Draft { is_certificate: true, ..typed(&[(FactKind::Area, "70")]) }, one("paper_missing", "photos")),
            (Draft { note: "很".repeat(201), ..typed(&[(FactKind::Area, "70")]) }, one("too_long", "note")),
        ];
        for (draft, findings) in cases {
            assert_eq!(Facts::of(&draft, home().id).unwrap_err(), findings, "{draft:?}");
        }
    }

    #[test]
    fn a_photo_goes_with_the_paper_only() {
        let photos = vec![Hash::of(b"p")];
        let told = Draft { photos, ..typed(&[(FactKind::Area, "70")]) };
        assert_eq!(record(&told).photos, vec![]);
        let read = record(&Draft { is_certificate: true, ..told });
        assert_eq!((read.source, read.photos.len(), read.validate(false)), (FactSource::Certificate, 1, Ok(())));
    }

    #[test]
    fn the_door_shows_the_new_values_but_none_that_a_better_source_contradicts() {
        let draft = typed(&[(FactKind::Area, "70"), (FactKind::Floor, "-1"), (FactKind::Occupancy, "tenant")]);
        let facts = Facts::of(&draft, home().id).unwrap();
        let shown = facts.shown_on(home());
        assert_eq!((shown.area_c, shown.area_source.as_deref(), shown.floor), (Some(7000), Some("resident"), Some(-1)));
        assert_eq!((shown.occupancy, shown.usage), (Occupancy::Tenant, Usage::Residence));
        let proven = HouseholdView { area_source: Some("certificate".into()), ..home() };
        assert_eq!(facts.shown_on(proven).area_c, Some(6847));
    }
}
