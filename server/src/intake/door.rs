//! Doors that workers found: two phones that find the same door make one household; a doubtful door is never guessed.

use super::Intake;
use crate::auth::Actor;
use crate::db::change::Changed;
use crate::db::new_door::{DoorRow, NewDoor};
use crate::db::roster::{NewBuilding, NewHousehold as RosterHousehold, NewPlaces, NewUnit};
use crate::db::{self, Tx};
use crate::error::ApiResult;
use domain::fact::{FactKind, FactSource, Proposed};
use domain::finding::Finding;
use domain::household_code::HouseholdCode;
use domain::id::{BuildingId, CompoundId, GridId, HouseholdId, RecordId, UnitId};
use domain::merge::{Meeting, Merged, ReviewKind, merge};
use domain::new_household::{NewHousehold, ReadDoor};
use domain::org::{Role, Scope, Whereabouts};
use domain::place::{Occupancy, Usage};
use domain::roster::door::building_name;
use domain::sync::record::Record;
use serde_json::json;

impl Intake<'_> {
    /// Takes in a door. A finding tells the worker that somebody has to look.
    pub(super) async fn take_door(
        &self,
        tx: &mut Tx,
        sender: &Actor,
        record: &Record,
        door: &NewHousehold,
        place: &Whereabouts,
    ) -> ApiResult<Vec<Finding>> {
        let id = HouseholdId(record.id.0);
        let reading = door.read();
        let read = reading.as_ref().map_err(|remark| *remark);
        let (mut known, mut staircase) = (None, None);
        if let Ok(read) = read {
            known = db::new_door::household_at(tx, door.compound, &read.key).await?;
            staircase = db::new_door::staircase_at(tx, door.compound, &read.key).await?;
        }
        let grid = staircase.and_then(|at| at.grid_id).map(GridId).or_else(|| own_grid(sender, place));
        let merged = merge(Meeting::Door { reading: read, known, has_unit: staircase.is_some() });
        let key = read.map_or_else(|_| id.to_string(), door_key);
        let reason = match (&merged, read) {
            (Merged::Review(_), Err(remark)) => Some(remark.name()),
            (Merged::Review(_), Ok(_)) => Some("unit_unknown"),
            _ => None,
        };
        let new = NewDoor {
            id: record.id,
            door,
            author: record.author,
            key: &key,
            reason,
            household: None,
            grid,
            received_at_ms: self.now_ms,
        };
        db::new_door::insert_new_door(tx, &new).await?;
        match (merged, read) {
            (Merged::Same(household), _) => self.join_door(tx, record.id, household).await?,
            (Merged::NewHousehold, Ok(read)) => {
                let at = staircase.map(|at| (BuildingId(at.building_id), UnitId(at.unit_id)));
                self.make_household(tx, id, door.compound, read, at, grid).await?;
                self.join_door(tx, record.id, id).await?;
            }
            _ => {
                let content = json!({ "key": key, "raw": [door.building, door.unit, door.floor, door.door] });
                let about = format!("{}/{key}", door.compound);
                let why = reason.unwrap_or("unit_unknown");
                self.open_review(tx, ReviewKind::NewDoor, (door.compound, None), &about, why, content).await?;
                return Ok(vec![Finding::new("door_in_review", "door")]);
            }
        }
        self.facts_of_door(tx, record, door).await?;
        Ok(vec![])
    }

    /// Says which household a found door is; what was recorded under the phone's own id goes there.
    pub async fn join_door(&self, tx: &mut Tx, door: RecordId, household: HouseholdId) -> ApiResult<()> {
        let own = HouseholdId(door.0);
        db::new_door::settle_new_door(tx, door.0, household).await?;
        if own != household {
            db::new_door::insert_alias(tx, own, household).await?;
            // The phone drops the household that it had made for itself.
            if let Some(row) = db::household::household_row(tx, household).await? {
                let gone = Changed {
                    kind: "household",
                    id: own.to_string(),
                    compound: Some(row.compound()),
                    grid: row.grid(),
                    company: None,
                };
                db::change::note_changes(tx, &[gone]).await?;
            }
        }
        self.note_household(tx, household).await
    }

    /// Adds a household to the register; building and unit too, where a clerk says so.
    pub async fn make_household(
        &self,
        tx: &mut Tx,
        id: HouseholdId,
        compound: CompoundId,
        read: &ReadDoor,
        at: Option<(BuildingId, UnitId)>,
        grid: Option<GridId>,
    ) -> ApiResult<()> {
        let (building, unit) = match at {
            Some(at) => at,
            None => self.make_staircase(tx, compound, read).await?,
        };
        let new = RosterHousehold {
            id,
            compound,
            grid,
            building,
            unit,
            door_no: read.key.door_no.clone(),
            door_raw: read.raw.clone(),
            floor: read.floor.map(i64::from),
            area_c: None,
            usage: Usage::Residence.name(),
            occupancy: Occupancy::Unknown.name(),
            code: HouseholdCode::make(rand::random()).plain(),
            person: None,
        };
        Ok(db::roster::insert_households(tx, &[new]).await?)
    }

    async fn make_staircase(
        &self,
        tx: &mut Tx,
        compound: CompoundId,
        read: &ReadDoor,
    ) -> ApiResult<(BuildingId, UnitId)> {
        let mut places = NewPlaces::default();
        let no = &read.key.building_no;
        let building = match db::new_door::building_at(tx, compound, no).await? {
            Some(id) => BuildingId(id),
            None => {
                let id = BuildingId(self.state.clock.new_uuid());
                places.buildings.push(NewBuilding { id, compound, no_norm: no.clone(), name: building_name(no) });
                id
            }
        };
        let unit = UnitId(self.state.clock.new_uuid());
        places.units.push(NewUnit { id: unit, building, no_norm: read.key.unit_no.clone() });
        db::roster::insert_places(tx, &places).await?;
        Ok((building, unit))
    }

    /// What the worker said of the home, as facts of the household that it is. Two workers may have said different things.
    async fn facts_of_door(&self, tx: &mut Tx, record: &Record, door: &NewHousehold) -> ApiResult<()> {
        let household = db::new_door::alias_of(tx, HouseholdId(record.id.0)).await?;
        let household = household.unwrap_or(HouseholdId(record.id.0));
        let said = [
            (FactKind::Usage, door.usage.map(|usage| usage.name())),
            (FactKind::Occupancy, door.occupancy.map(|occupancy| occupancy.name())),
        ];
        for (kind, value) in said {
            let Some(value) = value else { continue };
            let proposed = Proposed { base: None, value: value.to_owned() };
            let assertion = self.said(record, FactSource::Resident, &proposed);
            let Some(row) = db::household::household_row(tx, household).await? else { continue };
            let about = (Some(record), door.note.as_str());
            self.assert_fact(tx, household, row.occupancy_seq, kind, &assertion, about).await?;
        }
        self.note_household(tx, household).await
    }

    /// A clerk says which door it is: everything recorded for it joins that household, once.
    pub async fn settle_doors(
        &self,
        tx: &mut Tx,
        compound: CompoundId,
        doors: &[DoorRow],
        read: &ReadDoor,
    ) -> ApiResult<HouseholdId> {
        let known = db::new_door::household_at(tx, compound, &read.key).await?;
        let household = match (known, doors.first()) {
            (Some(known), _) => known,
            (None, first) => {
                let id = HouseholdId(first.map_or_else(|| self.state.clock.new_uuid(), |door| door.id));
                let at = db::new_door::staircase_at(tx, compound, &read.key).await?;
                let grid = at.and_then(|at| at.grid_id).or_else(|| doors.iter().find_map(|door| door.grid_id));
                let stairs = at.map(|at| (BuildingId(at.building_id), UnitId(at.unit_id)));
                self.make_household(tx, id, compound, read, stairs, grid.map(GridId)).await?;
                id
            }
        };
        for door in doors {
            self.join_door(tx, RecordId(door.id), household).await?;
            if let Some(record) = db::record::record_by_id(tx, RecordId(door.id)).await?
                && let Ok(found) = serde_json::from_str::<NewHousehold>(&record.body)
            {
                self.facts_of_door(tx, &record, &found).await?;
            }
            self.wake(tx, door.id).await?;
        }
        Ok(household)
    }
}

/// One text for a door in normal form.
fn door_key(read: &ReadDoor) -> String {
    format!("{}-{}-{}", read.key.building_no, read.key.unit_no, read.key.door_no)
}

/// The one grid of the worker in a compound; none when it could be several.
fn own_grid(sender: &Actor, place: &Whereabouts) -> Option<GridId> {
    let mut own = sender.grants.iter().filter_map(|grant| match (&grant.role, &grant.scope) {
        (Role::GridWorker, Scope::Grid(id)) if place.grids.contains(id) => Some(*id),
        _ => None,
    });
    own.next().filter(|_| own.next().is_none())
}
