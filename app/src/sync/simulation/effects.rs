//! What records become on the server of the simulation: doors, visits, consents, facts, tasks, and the change log that phones read.

use super::broken::Broken;
use domain::config::Config;
use domain::consent::{ConsentConfirmation, OpenNo, StoredConsent};
use domain::fact::FactKind;
use domain::finding::Finding;
use domain::hash::Hash;
use domain::id::{AccountId, CompoundId, DeviceId, GridId, HouseholdId, RecordId, TaskId};
use domain::merge::fact::{Assertion, stand};
use domain::org::Role;
use domain::sync::body::{Body, Subject};
use domain::sync::history::{Epoch, resume, scope_of};
use domain::sync::protocol::{Change, ChangesResponse, PROTOCOL};
use domain::sync::record::Record;
use domain::task::{Actor, TaskState};
use serde_json::json;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};

/// One answer carries so few changes, so that every fetch has several pages.
const PAGE: usize = 3;

/// A household and everything said about it.
#[derive(Debug, Clone, Default)]
pub struct Home {
    pub compound: Option<CompoundId>,
    door: Option<String>,
    pub visits: Vec<RecordId>,
    pub consents: Vec<StoredConsent>,
    pub confirmations: Vec<ConsentConfirmation>,
    pub areas: Vec<Assertion>,
}

/// The register.
#[derive(Debug, Clone)]
pub struct Effects {
    pub broken: Broken,
    pub homes: BTreeMap<HouseholdId, Home>,
    /// Ids that phones made for doors that are known under another.
    pub aliases: BTreeMap<HouseholdId, HouseholdId>,
    pub tasks: BTreeMap<TaskId, (TaskState, CompoundId, Vec<String>)>,
    pub compounds: BTreeMap<CompoundId, GridId>,
    log: BTreeMap<(&'static str, String), i64>,
    pub last_seq: i64,
    /// Noes that do not count, by their record, at the home that they name.
    pub open: BTreeMap<RecordId, (HouseholdId, OpenNo)>,
    /// The server's clock.
    pub now_ms: i64,
}

impl Effects {
    /// Compounds in their grids, with doors.
    pub fn new(broken: Broken, compounds: &[(CompoundId, GridId)], doors: &[(HouseholdId, CompoundId)]) -> Self {
        let mut own = Self {
            broken,
            homes: BTreeMap::new(),
            aliases: BTreeMap::new(),
            tasks: BTreeMap::new(),
            compounds: compounds.iter().copied().collect(),
            log: BTreeMap::new(),
            last_seq: 0,
            open: BTreeMap::new(),
            now_ms: 0,
        };
        for (id, compound) in doors {
            own.homes.insert(*id, Home { compound: Some(*compound), door: Some(id.to_string()), ..Home::default() });
            own.note("household", id.to_string());
        }
        own
    }

    fn note(&mut self, kind: &'static str, id: String) {
        self.last_seq += 1;
        self.log.insert((kind, id), self.last_seq);
    }

    /// Whether a home was there before any phone found it.
    pub fn is_of_register(&self, id: HouseholdId) -> bool {
        self.homes.get(&id).is_some_and(|home| home.door == Some(id.to_string()))
    }

    pub fn known(&self, id: HouseholdId) -> HouseholdId {
        self.aliases.get(&id).copied().unwrap_or(id)
    }

    fn compound_of(&self, subject: Subject) -> Option<CompoundId> {
        match subject {
            Subject::Household(id) => self.homes.get(&self.known(id))?.compound,
            Subject::Compound(id) => Some(id),
            Subject::Task(id) => self.tasks.get(&id).map(|(_, compound, _)| *compound),
        }
    }

    /// The grid that a record is about; none when what it refers to is not here.
    pub fn place(&self, body: &Body) -> Option<GridId> {
        self.compounds.get(&self.compound_of(body.subject())?).copied()
    }

    /// Makes a record part of the whole; words for its author come back. `place`: the device and number it was first made with.
    pub fn apply(&mut self, record: &Record, place: (DeviceId, u64), config: &Config) -> Vec<Finding> {
        let Ok(mut body) = Body::of(record) else { return vec![] };
        if let Some(household) = body.household_mut() {
            *household = self.known(*household);
        }
        match body {
            Body::Visit(visit) => self.at_home(visit.household, |home| home.visits.push(record.id)),
            Body::Need(need) => {
                let id = TaskId(record.id.0);
                self.tasks.insert(
                    id,
                    (TaskState { status: domain::task::TaskStatus::Assigned, reopen_count: 0 }, need.compound, vec![]),
                );
                self.note("task", id.to_string());
            }
            Body::ConsentEvent(event) => {
                self.take_consent(record, place, *event);
            }
            Body::TaskEvent(event) => {
                let Some((state, _, notes)) = self.tasks.get_mut(&event.task) else { return vec![] };
                let moved = state.apply(event.action, Actor::Staff(Role::CompanyStaff), config);
                match moved {
                    Ok(next) => *state = next,
                    Err(refused) => notes.push(format!("{}: {}", event.text, refused.code())),
                }
                self.note("task", event.task.to_string());
                return moved.err().map(|refused| Finding::new(refused.code(), "action")).into_iter().collect();
            }
            Body::HouseholdFacts(facts) => {
                for (kind, proposed) in &facts.facts {
                    if *kind != FactKind::Area {
                        continue;
                    }
                    let said = Assertion {
                        id: record.id.0,
                        value: proposed.value.clone(),
                        base: proposed.base.clone(),
                        source: facts.source,
                        author: Some(record.author),
                        device: Some((record.device, record.seq)),
                        at_ms: record.recorded_at_ms.saturating_add(record.offset_ms.unwrap_or(0)),
                        settles: vec![],
                    };
                    self.at_home(facts.household, |home| home.areas.push(said));
                }
            }
            Body::NewHousehold(new) => self.take_door(HouseholdId(record.id.0), &new),
            Body::SurveyResponse(_) => {}
        }
        vec![]
    }

    pub fn at_home(&mut self, id: HouseholdId, what: impl FnOnce(&mut Home)) {
        if let Some(home) = self.homes.get_mut(&id) {
            what(home);
            self.note("household", id.to_string());
        }
    }

    fn take_door(&mut self, id: HouseholdId, new: &domain::new_household::NewHousehold) {
        let Ok(read) = new.read() else { return };
        let door = Some(format!("{} {} {}", read.key.building_no, read.key.unit_no, read.key.door_no));
        let same = |home: &Home| home.compound == Some(new.compound) && home.door == door;
        if let Some((known, _)) = self.homes.iter().find(|(_, home)| same(home)) {
            self.aliases.insert(id, *known);
            return;
        }
        self.homes.insert(id, Home { compound: Some(new.compound), door, ..Home::default() });
        self.note("household", id.to_string());
    }

    /// What a phone shows of a thing, under its key there.
    fn view(&self, kind: &str, id: &str, config: &Config) -> Option<(CompoundId, String, serde_json::Value)> {
        if kind == "task" {
            let (state, compound, notes) = self.tasks.get(&id.parse().ok()?)?;
            return Some((*compound, id.to_owned(), json!({ "status": state.status, "notes": notes })));
        }
        let home = self.homes.get(&id.parse().ok()?)?;
        let compound = home.compound?;
        let area = stand(&home.areas);
        let view = json!({
            "compound": compound, "visits": home.visits, "fee_consent": self.consent(id.parse().ok()?, home, config, None).0,
            "consent_mark": home.consents.last().and_then(|stored| stored.mark),
            "area": area.current.map(|said| &said.value), "contradicting": area.contradicting.len(),
        });
        Some((compound, format!("{compound}/{id}"), view))
    }

    /// Everything that an account may hold, as its phone keeps it.
    pub fn holdings(&self, grids: &BTreeSet<GridId>, config: &Config) -> BTreeMap<String, String> {
        let views = self.log.keys().filter_map(|(kind, id)| {
            let (compound, key, view) = self.view(kind, id, config)?;
            grids.contains(self.compounds.get(&compound)?).then(|| (format!("{kind}/{key}"), view.to_string()))
        });
        views.collect()
    }

    /// `GET /api/v1/sync/changes`
    pub fn changes(
        &self,
        query: &str,
        (account, all_grids): (AccountId, &BTreeMap<AccountId, BTreeSet<GridId>>),
        epochs: &[Epoch],
        (config, now_ms): (&Config, i64),
    ) -> String {
        let value = |name: &str| {
            let pair = query.trim_start_matches('?').split('&').find_map(|pair| pair.strip_prefix(name));
            pair.unwrap_or_default().to_owned()
        };
        let grids = all_grids.get(&account).cloned().unwrap_or_default();
        let reach = Hash::of(format!("{account} {grids:?}").as_bytes()).to_string();
        let resumed = resume(value("after=").parse().unwrap_or(0), &value("scope="), &reach, epochs);
        let mut rows: Vec<(i64, &str, &String)> =
            self.log.iter().map(|((kind, id), seq)| (*seq, *kind, id)).filter(|row| row.0 > resumed.after).collect();
        rows.sort_unstable();
        let mut changes = Vec::new();
        let mut next = resumed.after;
        let mut more = false;
        for (seq, kind, id) in rows {
            let Some((compound, _, view)) = self.view(kind, id, config) else { continue };
            if !self.compounds.get(&compound).is_some_and(|grid| grids.contains(grid)) {
                continue;
            }
            if changes.len() == PAGE {
                more = true;
                break;
            }
            next = seq;
            let body = RawValue::from_string(view.to_string()).ok();
            changes.push(Change { kind: kind.to_owned(), id: id.clone(), body });
        }
        let answer = ChangesResponse {
            protocol: PROTOCOL,
            scope: scope_of(&reach, epochs, self.last_seq),
            reset: resumed.reset,
            changes,
            next,
            more,
            server_time_ms: now_ms,
        };
        serde_json::to_string(&answer).unwrap()
    }
}
