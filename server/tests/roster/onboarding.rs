//! A compound comes under management, on both databases: facts, company, trial, fee, stage.

use crate::support::base::Base;
use domain::id::{
    AccountId, BuildingId, CompanyId, CompoundId, GridId, HouseholdId, NeedId, ServiceAssignmentId, UnitId,
};
use domain::place::{ManagementMode, ZeroClearingState};
use domain::roster::uscc::uscc_from;
use server::db::account::{NewAccount, insert_account};
use server::db::onboarding as db;
use server::db::roster::{self, NewBuilding, NewCompound, NewDivision, NewGrid, NewHousehold, NewPlaces, NewUnit};
use std::collections::HashSet;

fn places(compound: CompoundId, grid: GridId, building: BuildingId, unit: UnitId) -> NewPlaces {
    let (street_code, community_code) = ("140403001".to_owned(), "140403001801".to_owned());
    let division = |code: &str, level| NewDivision {
        code: code.into(),
        parent_code: None,
        level,
        name: code.into(),
        hidden: false,
    };
    NewPlaces {
        divisions: vec![division(&street_code, "street"), division(&community_code, "community")],
        grids: vec![NewGrid {
            id: grid,
            code: "140403001801001".into(),
            community_code: community_code.clone(),
            name: "第1网格".into(),
        }],
        compounds: vec![NewCompound {
            id: compound,
            code: "C1".into(),
            name: "向阳小区".into(),
            street_code,
            community_code,
            public_code: "abcdefghijklm".into(),
        }],
        codes: vec![],
        buildings: vec![NewBuilding { id: building, compound, no_norm: "3".into(), name: "3号楼".into() }],
        units: vec![NewUnit { id: unit, building, no_norm: "2".into() }],
    }
}

async fn a_compound_comes_under_management(base: Base) {
    let (store, _folder) = base.open().await;
    let mut tx = store.write().await.unwrap();
    let (compound, grid) = (CompoundId::new(1, [1; 10]), GridId::new(1, [2; 10]));
    let (building, unit, worker) = (BuildingId::new(1, [3; 10]), UnitId::new(1, [4; 10]), AccountId::new(1, [5; 10]));
    roster::insert_places(&mut tx, &places(compound, grid, building, unit)).await.unwrap();
    let household = |id: u8, door: &str| NewHousehold {
        id: HouseholdId::new(1, [id; 10]),
        compound,
        grid: Some(grid),
        building,
        unit,
        door_no: door.into(),
        door_raw: format!("3-2-{door}"),
        floor: Some(5),
        area_c: Some(6847),
        usage: "residence",
        occupancy: "owner",
        code: "23456789A".into(),
        person: None,
    };
    // Two more in one go have drawn the code that the first one has.
    roster::insert_households(&mut tx, &[household(6, "501")]).await.unwrap();
    roster::insert_households(&mut tx, &[household(7, "502"), household(8, "503")]).await.unwrap();
    each_door_has_a_code_of_its_own(&mut tx).await;
    let account = NewAccount {
        id: worker,
        login: "grid01".into(),
        name: "温晚舟".into(),
        company: None,
        password_hash: String::new(),
        must_change_password: false,
        at_ms: 1,
    };
    assert!(insert_account(&mut tx, &account).await.unwrap());
    db::set_grid_workers(&mut tx, grid, worker, None).await.unwrap();
    db::set_division_phone(&mut tx, "140403001801", "0355-2900001").await.unwrap();
    let company = CompanyId::new(1, [7; 10]);
    let uscc = uscc_from("91140403MADEM0000").unwrap();
    let new = db::NewCompany { id: company, uscc, name: "晨禾物业".into(), phone: "0355-2910000".into() };
    assert!(db::insert_company(&mut tx, &new).await.unwrap());
    assert!(!db::insert_company(&mut tx, &new).await.unwrap(), "one credit code, one company");
    let facts = db::CompoundFacts {
        management_mode: ManagementMode::Professional,
        origin_kind: "welfare",
        built_year: 1985,
        household_count_declared: 1,
        is_three_none: true,
        in_zero_clearing_baseline: true,
    };
    db::set_compound_facts(&mut tx, compound, &facts).await.unwrap();
    let assignment = ServiceAssignmentId::new(1, [8; 10]);
    let span = db::NewAssignment { id: assignment, compound, company, from_on: "2026-01-01".into(), to_on: None };
    db::insert_assignment(&mut tx, &span).await.unwrap();
    let trial = db::NewTrial {
        id: assignment.0,
        assignment,
        status: "running",
        start_on: "2026-02-01".into(),
        last_free_on: "2026-07-31".into(),
    };
    db::insert_trial(&mut tx, &trial).await.unwrap();
    db::insert_fee_standard(&mut tx, assignment.0, compound, 450, "2026-01-20").await.unwrap();
    let stage = ZeroClearingState::TrialRunning;
    db::insert_stage_event(&mut tx, assignment.0, compound, stage, "2026-02-01", "trial started", 1).await.unwrap();
    let service = server::db::service::service_of(&mut tx, compound, "2026-03-01").await.unwrap().unwrap();
    assert_eq!((service.company(), service.rate_mill), (company, Some(450)));
    assert_eq!(service.last_free_day().unwrap().to_string(), "2026-07-31");
    let codes = db::codes_of(&mut tx, compound).await.unwrap();
    assert_eq!(codes, Some(("abcdefghijklm".into(), "23456789A".into())));
    assert_eq!(server::db::task::task_of_need(&mut tx, NeedId::new(1, [9; 10])).await.unwrap(), None);
    tx.commit().await.unwrap();
}

async fn each_door_has_a_code_of_its_own(tx: &mut server::db::Tx) {
    let doors = [6, 7, 8].map(|id| HouseholdId::new(1, [id; 10]).0);
    let views = server::db::view::household_views(tx, &doors, |_| None).await.unwrap();
    let codes = views.iter().filter_map(|view| view.household_code.clone()).collect::<HashSet<_>>();
    assert_eq!((views.len(), codes.len()), (3, 3));
}

crate::on_both!(a_compound_comes_under_management);
