//! What a sheet of a new door comes to: the record, the door of the board that is written the same, and how it stands there until the
//! server has said which household it is. Nothing is read into the words here: the server does that. Pure.

use crate::field::board::arrange::Needle;
use crate::field::sheet::draft::Draft;
use domain::consent::FeeConsentState;
use domain::id::{BuildingId, CompoundId, HouseholdId, UnitId};
use domain::new_household::NewHousehold;
use domain::place::{Occupancy, Usage};
use domain::sync::view::HouseholdView;
use domain::visit::DoorState;

/// The record, in the worker's own words.
pub fn new_household(draft: &Draft, compound: CompoundId) -> NewHousehold {
    let [building, unit, floor, door] =
        ["building", "unit", "floor", "door"].map(|name| draft.typed(name).trim().to_owned());
    let (photos, note) = (draft.photos.clone(), draft.note.trim().to_owned());
    NewHousehold { compound, building, unit, floor, door, usage: None, occupancy: None, photos, note }
}

/// The board's sign for "no unit".
fn unit(written: &str) -> &str {
    if written.is_empty() { "0" } else { written }
}

fn is_same(one: &str, other: &str) -> bool {
    Needle::new(one) == Needle::new(other)
}

/// The door of the board that is written the same, whatever the width of its letters: `３号楼`, `3` and `3栋` are one building.
pub fn same<'a>(doors: &'a [HouseholdView], new: &NewHousehold) -> Option<&'a HouseholdView> {
    doors.iter().find(|door| {
        is_same(&door.door, &new.door) && is_same(&door.building, &new.building) && is_same(&door.unit, unit(&new.unit))
    })
}

/// The door as the board shows it for now: in its building and at its staircase, where the board has them.
pub fn shown(doors: &[HouseholdView], id: HouseholdId, new: &NewHousehold) -> HouseholdView {
    let (mut building_id, mut building) = (BuildingId(id.0), &new.building);
    let (mut unit_id, mut unit_no) = (UnitId(id.0), unit(&new.unit));
    for door in doors.iter().filter(|door| is_same(&door.building, &new.building)) {
        (building_id, building) = (door.building_id, &door.building);
        if is_same(&door.unit, unit(&new.unit)) {
            (unit_id, unit_no) = (door.unit_id, &door.unit);
            break;
        }
    }
    HouseholdView {
        id,
        compound: new.compound,
        building_id,
        building: building.clone(),
        unit_id,
        unit: unit_no.to_owned(),
        floor: new.floor.parse().ok(),
        door: new.door.clone(),
        area_c: None,
        area_source: None,
        usage: Usage::Residence,
        occupancy: Occupancy::Unknown,
        occupancy_seq: 1,
        name_masked: None,
        household_code: None,
        door_state: DoorState::NotVisited,
        fee_consent: FeeConsentState::None,
        consent_mark: None,
        visits: Vec::new(),
        attempts: 0,
        promises: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::board::arrange::tests::door;
    use domain::hash::Hash;
    use domain::map::Map;

    fn written(building: &str, unit: &str, no: &str) -> NewHousehold {
        let mut draft = Draft { photos: vec![Hash::of(b"plate")], note: " 隔成两户 ".into(), ..Draft::default() };
        for (name, text) in [("building", building), ("unit", unit), ("door", no)] {
            draft.set(&Map::new(), name, text.to_owned());
        }
        new_household(&draft, CompoundId::new(1, [1; 10]))
    }

    fn board() -> Vec<HouseholdView> {
        let mut flat = door(4, 1, None, "5层东");
        flat.unit = "0".into();
        vec![door(3, 2, Some(5), "501"), door(3, 1, Some(6), "602"), flat]
    }

    #[test]
    fn a_door_of_the_board_is_known_however_it_is_typed_and_none_is_taken_for_another() {
        let board = board();
        let [first, .., flat] = &board[..] else { unreachable!() };
        let cases = [
            ("3号楼", "2", "501", Some(first.id)),
            (" ３ ", "２单元", "５０１室", Some(first.id)),
            ("4#", "", "5层东户", Some(flat.id)),
            ("3", "2", "5011", None),
            ("3", "2", "50", None),
            ("3", "1", "501", None),
            ("甲3号楼", "2", "501", None),
            ("3甲", "2", "501", None),
            ("", "", "", None),
        ];
        for (building, unit, no, known) in cases {
            let new = written(building, unit, no);
            assert_eq!(same(&board, &new).map(|door| door.id), known, "{building} {unit} {no}");
        }
    }

    #[test]
    fn the_record_says_what_was_typed_and_no_more() {
        let new = written(" 三号楼 ", "2单元", "５０１室");
        assert_eq!((new.building.as_str(), new.unit.as_str(), new.door.as_str()), ("三号楼", "2单元", "５０１室"));
        assert_eq!((new.note.as_str(), new.photos.len(), new.validate()), ("隔成两户", 1, Ok(())));
        assert_eq!(serde_json::from_str::<NewHousehold>(&domain::json::write(&new)).unwrap(), new);
        assert!(written("3", "", " ").validate().is_err());
    }

    #[test]
    fn a_new_door_stands_at_its_staircase_and_one_that_nobody_can_place_stands_by_itself() {
        let board = board();
        let id = HouseholdId::new(9, [9; 10]);
        let beside = shown(&board, id, &written("3", "2", "502"));
        assert_eq!((beside.building.as_str(), beside.unit.as_str(), beside.door.as_str()), ("3号楼", "2", "502"));
        assert_eq!((beside.building_id, beside.unit_id), (board[0].building_id, board[0].unit_id));
        let apart = shown(&board, id, &written("9号楼", "", "501,502"));
        assert_eq!((apart.building.as_str(), apart.unit.as_str(), apart.door.as_str()), ("9号楼", "0", "501,502"));
        assert_eq!((apart.building_id, apart.unit_id), (BuildingId(id.0), UnitId(id.0)));
        let stairs = shown(&board, id, &written("3号楼", "7", "101"));
        assert_eq!((stairs.building_id, stairs.unit_id), (board[0].building_id, UnitId(id.0)));
    }

    #[test]
    fn both_readers_agree_on_a_new_household() {
        use crate::reading::{HASH, ID, agree_and_write};
        agree_and_write::<NewHousehold>(&serde_json::json!({
            "compound": ID, "building": "3", "unit": "2", "floor": "5", "door": "501", "usage": "business",
            "occupancy": "tenant", "photos": [HASH], "note": "n",
        }));
    }
}
