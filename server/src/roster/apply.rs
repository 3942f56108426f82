//! The second pass: everything that is beyond doubt goes into the register, everything else onto the review list,
//! in one transaction. Applying a file again changes nothing; what the register says otherwise is never overwritten.

use super::file::{FileError, RosterFile};
use super::prepare::{self, Batch, Prepared, SealedPerson};
use super::preview::{Preview, Progress};
use super::register::{Placed, Register};
use crate::clock::Clock;
use crate::db::change::Changed;
use crate::db::roster::{self as db, KnownHousehold, NewHousehold, NewPerson, NewReviewItem};
use crate::db::{DbResult, Tx};
use crate::seal::Seal;
use domain::household_code::HouseholdCode;
use domain::id::{CompoundId, HouseholdId, UnitId};
use domain::place::{Occupancy, Usage};
use domain::roster::remark::Remark;
use domain::roster::row::{RosterContext, RosterRow};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// Households that are new in the register.
    pub new_households: u32,
    /// Households that were there already and say the same.
    pub unchanged: u32,
    /// Households of which the register says something else; on the review list.
    pub differing: u32,
    /// Items that are new on the review list.
    pub review_items: u64,
    /// Compounds that are new.
    pub new_compounds: u32,
}

/// Why nothing was applied.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// The file has rows with errors, or nothing to take.
    #[error("import_not_applicable")]
    NotApplicable,
    /// The file broke off.
    #[error(transparent)]
    File(#[from] FileError),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] sqlx::Error),
}

/// Applies a previewed file within `tx`; nothing is durable before the caller commits.
///
/// # Errors
/// [`ApplyError`]; the caller then drops the transaction, and nothing happened.
pub async fn apply(
    tx: &mut Tx,
    seal: &Arc<Seal>,
    clock: &Clock,
    file: &RosterFile,
    context: &RosterContext,
    preview: &Arc<Preview>,
    progress: &mut (dyn Progress + Send),
) -> Result<Applied, ApplyError> {
    if !preview.is_applicable() {
        return Err(ApplyError::NotApplicable);
    }
    let register = Register::new(db::known_places(tx).await?, clock.clone());
    let mut work = Work::new(register, seal, clock);
    let mut batches = prepare::batches(file.clone(), context.clone(), preview.clone(), seal.clone());
    let mut rows = 0;
    while let Some(batch) = batches.recv().await {
        let Batch { prepared, held, permille } = batch?;
        rows += u32::try_from(prepared.len() + held.len()).unwrap_or(0);
        work.rows(tx, prepared).await?;
        work.held.extend(held);
        progress.at(rows, permille);
    }
    work.finish(tx).await?;
    Ok(work.done)
}

pub(super) struct Work<'a> {
    register: Register,
    seal: &'a Seal,
    clock: &'a Clock,
    seen: HashSet<HouseholdKey>,
    loaded: HashMap<CompoundId, HashMap<HouseholdKey, KnownHousehold>>,
    held: Vec<prepare::Held>,
    done: Applied,
}

/// Unit and door.
type HouseholdKey = (uuid::Uuid, String);

impl<'a> Work<'a> {
    pub(super) fn new(register: Register, seal: &'a Seal, clock: &'a Clock) -> Self {
        Self {
            register,
            seal,
            clock,
            seen: HashSet::new(),
            loaded: HashMap::new(),
            held: Vec::new(),
            done: Applied::default(),
        }
    }

    async fn rows(&mut self, tx: &mut Tx, prepared: Vec<Prepared>) -> DbResult<()> {
        let (mut households, mut items) = (Vec::with_capacity(prepared.len()), Vec::new());
        for one in prepared {
            let placed = match self.register.place(&one.row) {
                Ok(placed) => placed,
                Err(remark) => {
                    let compound = self.register.compound_of_held(&one.row.place);
                    items.push(self.item("roster_row", compound, None, &one.review, remark.name()));
                    continue;
                }
            };
            self.load(tx, placed.compound).await?;
            let key = (placed.unit.0, one.row.door.door_no.clone());
            let doors = self.loaded.get(&placed.compound);
            let known = doors.and_then(|doors| doors.get(&key));
            let without = |unit: UnitId| doors.is_some_and(|doors| doors.contains_key(&(unit.0, key.1.clone())));
            if known.is_none() && placed.without.is_some_and(without) {
                let why = Remark::UnitMissing.name();
                items.push(self.item("roster_row", Some(placed.compound), None, &one.review, why));
                continue;
            }
            let household = match known {
                Some(known) => {
                    let differs = self.differs(known, &placed, &one);
                    let household = HouseholdId(known.id);
                    if differs.is_empty() {
                        self.done.unchanged += 1;
                    } else {
                        self.done.differing += 1;
                        items.push(self.differing(&one, placed.compound, household, &differs));
                    }
                    household
                }
                None if self.seen.insert(key) => {
                    let new = household_of_row(self.clock, &placed, &one.row, one.person.as_ref());
                    let household = new.id;
                    households.push(new);
                    household
                }
                None => {
                    items.push(self.item("roster_row", Some(placed.compound), None, &one.review, "contradicting_door"));
                    continue;
                }
            };
            if one.has_remarks {
                items.push(self.item("roster_cell", Some(placed.compound), Some(household), &one.review, one.reason));
            }
        }
        self.write(tx, households, items).await
    }

    pub(super) async fn write(
        &mut self,
        tx: &mut Tx,
        households: Vec<NewHousehold>,
        items: Vec<NewReviewItem>,
    ) -> DbResult<()> {
        let places = std::mem::take(&mut self.register.new);
        db::insert_places(tx, &places).await?;
        db::insert_households(tx, &households).await?;
        self.done.review_items += db::insert_review_items(tx, &items).await?;
        self.done.new_compounds += u32::try_from(places.compounds.len()).unwrap_or(0);
        self.done.new_households += u32::try_from(households.len()).unwrap_or(0);
        let change = |kind, id: String| Changed { kind, id, compound: None, grid: None, company: None };
        let grids =
            places.grids.iter().map(|grid| Changed { grid: Some(grid.id), ..change("grid", grid.id.to_string()) });
        let coded = places.codes.iter().map(|(id, _)| *id);
        let compounds = places
            .compounds
            .iter()
            .map(|new| new.id)
            .chain(coded)
            .map(|id| Changed { compound: Some(id), ..change("compound", id.to_string()) });
        let doors = households.iter().map(|new| Changed {
            compound: Some(new.compound),
            grid: new.grid,
            ..change("household", new.id.to_string())
        });
        let changed = grids.chain(compounds).chain(doors).collect::<Vec<_>>();
        db::note_new(tx, &changed).await
    }

    /// The households of a compound that was there before, once.
    async fn load(&mut self, tx: &mut Tx, compound: CompoundId) -> DbResult<()> {
        if self.register.known.contains(&compound) && !self.loaded.contains_key(&compound) {
            let doors = db::households_of(tx, compound).await?;
            let by_key = doors.into_iter().map(|door| ((door.unit_id, door.door_no.clone()), door)).collect();
            self.loaded.insert(compound, by_key);
        }
        Ok(())
    }

    /// Which facts of a row the register has otherwise. What the row leaves open differs from nothing.
    fn differs(&self, known: &KnownHousehold, placed: &Placed, one: &Prepared) -> Vec<&'static str> {
        let row: &RosterRow = &one.row;
        let name = || known.name_sealed.as_ref().and_then(|sealed| self.seal.open_text(sealed));
        let phone = one.person.as_ref().and_then(|person| person.phone_hash.as_ref());
        let moved_in = row.moved_in_on.map(|day| day.to_string());
        let facts = [
            ("area", row.area_c.is_some_and(|area| known.area_c != Some(i64::from(area.0)))),
            ("occupancy", row.occupancy.is_some_and(|occupancy| known.occupancy != occupancy.name())),
            ("moved_in", moved_in.is_some_and(|day| known.from_on.as_ref() != Some(&day))),
            ("usage", row.usage.is_some_and(|usage| known.usage != usage.name())),
            ("grid", placed.grid.is_some_and(|grid| known.grid_id != Some(grid.0))),
            ("name", row.name.is_some() && row.name != name()),
            ("phone", phone.is_some_and(|hash| known.phone_hash.as_ref() != Some(hash))),
        ];
        facts.into_iter().filter(|(_, differs)| *differs).map(|(fact, _)| fact).collect()
    }

    fn differing(
        &self,
        one: &Prepared,
        compound: CompoundId,
        household: HouseholdId,
        differs: &[&'static str],
    ) -> NewReviewItem {
        let mut item = self.item("register_differs", Some(compound), Some(household), &one.review, "register_differs");
        item.content["differs"] = json!(differs);
        item
    }

    fn item(
        &self,
        kind: &'static str,
        compound: Option<CompoundId>,
        household: Option<HouseholdId>,
        review: &prepare::Review,
        reason: &'static str,
    ) -> NewReviewItem {
        NewReviewItem {
            id: self.clock.new_uuid(),
            kind,
            compound,
            household,
            source_ref: review.source_ref.clone(),
            reason,
            content: review.content.clone(),
            at_ms: self.clock.now_ms(),
        }
    }

    /// Rows that wait for review, beside their compound where it exists now.
    async fn finish(&mut self, tx: &mut Tx) -> DbResult<()> {
        let held = std::mem::take(&mut self.held);
        let mut items = Vec::with_capacity(held.len());
        for one in &held {
            let compound = one.place.as_ref().and_then(|place| self.register.compound_of_held(place));
            items.push(self.item("roster_row", compound, None, &one.review, one.reason));
        }
        self.write(tx, Vec::new(), items).await
    }
}

/// The household of a row, with a code of its own.
pub(super) fn household_of_row(
    clock: &Clock,
    placed: &Placed,
    row: &RosterRow,
    person: Option<&SealedPerson>,
) -> NewHousehold {
    NewHousehold {
        id: HouseholdId(clock.new_uuid()),
        compound: placed.compound,
        grid: placed.grid,
        building: placed.building,
        unit: placed.unit,
        door_no: row.door.door_no.clone(),
        door_raw: row.door.raw.clone(),
        floor: row.door.floor.map(i64::from),
        area_c: row.area_c.map(|area| i64::from(area.0)),
        usage: row.usage.unwrap_or(Usage::Residence).name(),
        occupancy: row.occupancy.unwrap_or(Occupancy::Unknown).name(),
        code: HouseholdCode::make(rand::random()).plain(),
        person: person.map(|person| NewPerson {
            id: clock.new_uuid(),
            residency_id: clock.new_uuid(),
            name_sealed: person.name_sealed.clone(),
            phone_sealed: person.phone_sealed.clone(),
            phone_hash: person.phone_hash.clone(),
            relation: "owner",
            from_on: row.moved_in_on.map(|day| day.to_string()),
        }),
    }
}
