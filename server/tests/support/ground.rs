//! The ground of the small world: places, service, doors and who is registered behind them.

use super::world::{Bind, NOW_MS, TRIAL_START, id, run};
use domain::id::{BuildingId, CompanyId, CompoundId, GridId, HouseholdId, UnitId};
use domain::trial::{Rule, last_free_day};
use server::db::Tx;
use server::db::change::{Changed, note_changes};
use server::seal::Seal;
use uuid::Uuid;

pub(super) fn public_code(n: u8) -> String {
    domain::public_code::PublicCode::make([n; 9]).as_str().to_owned()
}

pub(super) async fn place(tx: &mut Tx, n: u8, street: &str, community: &str, grid: GridId, compound: CompoundId) {
    let insert =
        "insert into divisions (code, parent_code, level, name, phone, hidden) values ($1, $2, $3, $4, $5, $6)";
    for (code, parent, level, name) in
        [(street, "140403", "street", format!("{n}号街道")), (community, street, "community", format!("{n}号社区"))]
    {
        let phone = format!("0355-20{n}0001");
        let binds = [
            Bind::Text(code),
            Bind::Text(parent),
            Bind::Text(level),
            Bind::Text(&name),
            Bind::Text(&phone),
            Bind::Flag(false),
        ];
        run(tx, insert, &binds).await;
    }
    run(
        tx,
        "insert into grids (id, code, community_code, name) values ($1, $2, $3, $4)",
        &[Bind::Id(grid.0), Bind::Text(&format!("{community}001")), Bind::Text(community), Bind::Text("第一网格")],
    )
    .await;
    run(
        tx,
        "insert into compounds (id, code, name, street_code, community_code, management_mode, has_no_company,
           has_no_right_unit, has_no_self_management, in_zero_clearing_baseline, public_code)
         values ($1, $2, $3, $4, $5, 'professional', $6, $6, $6, $6, $7)",
        &[
            Bind::Id(compound.0),
            Bind::Text(&format!("C{n}")),
            Bind::Text(&format!("{n}号院")),
            Bind::Text(street),
            Bind::Text(community),
            Bind::Flag(true),
            Bind::Text(&public_code(n)),
        ],
    )
    .await;
    let changed = [
        Changed { kind: "grid", id: grid.to_string(), compound: None, grid: Some(grid), company: None },
        Changed { kind: "compound", id: compound.to_string(), compound: Some(compound), grid: None, company: None },
    ];
    note_changes(tx, &changed).await.unwrap();
}

pub(super) async fn service(tx: &mut Tx, n: u8, company: CompanyId, compound: CompoundId) -> Uuid {
    let assignment = id(n, 4);
    let last_free = last_free_day(TRIAL_START.parse().unwrap(), Rule::Printed).to_string();
    run(
        tx,
        "insert into companies (id, uscc, name, phone, status) values ($1, $2, $3, $4, 'active')",
        &[
            Bind::Id(company.0),
            Bind::Text(&format!("U{n}")),
            Bind::Text(&format!("{n}号物业公司")),
            Bind::Text("0355-3000000"),
        ],
    )
    .await;
    run(
        tx,
        "insert into service_assignments (id, compound_id, company_id, kind, from_on)
         values ($1, $2, $3, 'red_property', '2025-09-15')",
        &[Bind::Id(assignment), Bind::Id(compound.0), Bind::Id(company.0)],
    )
    .await;
    run(
        tx,
        "insert into trials (id, assignment_id, status, rule, start_on, last_free_on)
         values ($1, $2, 'running', 'printed', $3, $4)",
        &[Bind::Id(id(n, 5)), Bind::Id(assignment), Bind::Text(TRIAL_START), Bind::Text(&last_free)],
    )
    .await;
    run(
        tx,
        "insert into fee_standards (id, compound_id, rate_mill, status, published_on, effective_from)
         values ($1, $2, 450, 'published', '2025-09-01', '2025-09-01')",
        &[Bind::Id(id(n, 6)), Bind::Id(compound.0)],
    )
    .await;
    for (k, (stage, day)) in
        [("allotted", "2025-09-01"), ("entered", "2025-09-15"), ("trial_running", TRIAL_START)].into_iter().enumerate()
    {
        run(
            tx,
            "insert into stage_events (id, compound_id, stage, on_day, evidence, recorded_at_ms)
             values ($1, $2, $3, $4, 'test', $5)",
            &[
                Bind::Id(id(n, 10 + k as u8)),
                Bind::Id(compound.0),
                Bind::Text(stage),
                Bind::Text(day),
                Bind::Int(NOW_MS),
            ],
        )
        .await;
    }
    assignment
}

pub(super) async fn doors(
    tx: &mut Tx,
    seal: &Seal,
    n: u8,
    grid: GridId,
    compound: CompoundId,
) -> (Vec<HouseholdId>, Vec<String>) {
    let (building, unit) = (BuildingId(id(n, 20)), UnitId(id(n, 21)));
    run(
        tx,
        "insert into buildings (id, compound_id, no_raw, no_norm, floors) values ($1, $2, '3号楼', '3', 3)",
        &[Bind::Id(building.0), Bind::Id(compound.0)],
    )
    .await;
    let units = "insert into units (id, building_id, no_norm) values ($1, $2, '1')";
    run(tx, units, &[Bind::Id(unit.0), Bind::Id(building.0)]).await;
    let mut households = vec![];
    let mut codes = vec![];
    for k in 0..6_u8 {
        let household = HouseholdId(id(n, 30 + k));
        let floor = i64::from(k) / 2 + 1;
        let door = format!("{floor}0{}", k % 2 + 1);
        run(
            tx,
            "insert into households (id, compound_id, grid_id, building_id, unit_id, door_no, door_raw, floor, area_c,
               area_source, usage, occupancy, occupancy_seq, active, door_state, fee_consent_state)
             values ($1, $2, $3, $4, $5, $6, $6, $7, 6847, 'roster', 'residence', 'owner', 1, $8, 'not_visited', 'none')",
            &[
                Bind::Id(household.0),
                Bind::Id(compound.0),
                Bind::Id(grid.0),
                Bind::Id(building.0),
                Bind::Id(unit.0),
                Bind::Text(&door),
                Bind::Int(floor),
                Bind::Flag(true),
            ],
        )
        .await;
        person(tx, seal, n, k, household).await;
        let code = domain::household_code::HouseholdCode::make(u64::from(n) * 1000 + u64::from(k)).plain();
        run(
            tx,
            "insert into household_codes (code, household_id, occupancy_seq) values ($1, $2, 1)",
            &[Bind::Text(&code), Bind::Id(household.0)],
        )
        .await;
        let changed = Changed {
            kind: "household",
            id: household.to_string(),
            compound: Some(compound),
            grid: Some(grid),
            company: None,
        };
        note_changes(tx, &[changed]).await.unwrap();
        households.push(household);
        codes.push(code);
    }
    (households, codes)
}

async fn person(tx: &mut Tx, seal: &Seal, n: u8, k: u8, household: HouseholdId) {
    let person = id(n, 50 + k);
    run(
        tx,
        "insert into persons (id, name_sealed, phone_sealed, phone_hash) values ($1, $2, $3, $4)",
        &[
            Bind::Id(person),
            Bind::Text(&seal.seal("王小明")),
            Bind::Text(&seal.seal("13812341234")),
            Bind::Text("hash"),
        ],
    )
    .await;
    run(
        tx,
        "insert into residencies (id, person_id, household_id, occupancy_seq, relation, evidence)
         values ($1, $2, $3, 1, 'owner', 'roster')",
        &[Bind::Id(id(n, 60 + k)), Bind::Id(person), Bind::Id(household.0)],
    )
    .await;
}
