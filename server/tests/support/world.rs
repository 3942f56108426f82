//! A small world: two streets, each with one community, one grid, one compound with six doors, one company, and people
//! of every role. Side A is where a test happens; side B is somewhere else.

use domain::id::{AccountId, BuildingId, CompanyId, CompoundId, GridId, HouseholdId, UnitId};
use domain::org::{Grant, Role, Scope};
use domain::trial::{Rule, last_free_day};
use server::db::account::{NewAccount, give_grant, insert_account};
use server::db::change::{Changed, note_changes};
use server::db::{Db, Tx};
use server::seal::Seal;
use uuid::Uuid;

/// Noon of 2026-03-02 in Shanghai: side A is in its consent window (trial from 2025-10-01 to 2026-03-31).
pub const NOW_MS: i64 = 1_772_424_000_000;
/// Everybody's password.
pub const PASSWORD: &str = "count-to-eight";
/// Start of both trials.
pub const TRIAL_START: &str = "2025-10-01";

/// One side of the world.
#[derive(Debug, Clone)]
pub struct Side {
    pub street: String,
    pub community: String,
    pub grid: GridId,
    pub compound: CompoundId,
    pub company: CompanyId,
    pub households: Vec<HouseholdId>,
    pub codes: Vec<String>,
    pub public_code: String,
    pub assignment: Uuid,
    pub worker: AccountId,
    pub clerk: AccountId,
    pub manager: AccountId,
    pub technician: AccountId,
}

/// Both sides and the district.
#[derive(Debug, Clone)]
pub struct World {
    pub a: Side,
    pub b: Side,
    pub center: AccountId,
    pub admin: AccountId,
}

/// A value to bind.
pub enum Bind<'a> {
    Id(Uuid),
    Text(&'a str),
    Int(i64),
    Flag(bool),
}

/// Runs one statement on either database.
pub async fn run(tx: &mut Tx, sql: &'static str, binds: &[Bind<'_>]) {
    macro_rules! bound {
        ($connection:expr) => {{
            let mut query = sqlx::query(sql);
            for bind in binds {
                query = match bind {
                    Bind::Id(id) => query.bind(*id),
                    Bind::Text(text) => query.bind((*text).to_owned()),
                    Bind::Int(number) => query.bind(*number),
                    Bind::Flag(flag) => query.bind(*flag),
                };
            }
            query.execute(&mut **$connection).await.map(|_| ())
        }};
    }
    let done = match tx {
        Tx::Sqlite(connection) => bound!(connection),
        Tx::Postgres(connection) => bound!(connection),
    };
    done.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

impl World {
    /// Makes the world; `password_hash` is everybody's.
    pub async fn make(db: &Db, seal: &Seal, password_hash: &str) -> Self {
        let mut tx = db.write().await.unwrap();
        run(
            &mut tx,
            "insert into divisions (code, level, name, hidden) values ($1, 'district', $2, $3)",
            &[Bind::Text("140403"), Bind::Text("潞州区"), Bind::Flag(false)],
        )
        .await;
        let a = side(&mut tx, seal, password_hash, 1).await;
        let b = side(&mut tx, seal, password_hash, 2).await;
        let center =
            account(&mut tx, password_hash, "center", 900, None, &[(Role::CenterStaff, Scope::District)]).await;
        let admin = account(&mut tx, password_hash, "admin", 901, None, &[(Role::SysAdmin, Scope::District)]).await;
        tx.commit().await.unwrap();
        Self { a, b, center, admin }
    }
}

fn id(n: u8, kind: u8) -> Uuid {
    domain::id::uuid_v7(NOW_MS - 86_400_000, [n, kind, 0, 0, 0, 0, 0, 0, 0, 7])
}

async fn account(
    tx: &mut Tx,
    password_hash: &str,
    login: &str,
    n: u16,
    company: Option<CompanyId>,
    grants: &[(Role, Scope)],
) -> AccountId {
    let [high, low] = n.to_be_bytes();
    let id = AccountId(domain::id::uuid_v7(NOW_MS - 86_400_000, [high, low, 99, 0, 0, 0, 0, 0, 0, 7]));
    let new = NewAccount {
        id,
        login: login.to_owned(),
        name: format!("人员{n}"),
        company,
        password_hash: password_hash.to_owned(),
        must_change_password: false,
        at_ms: NOW_MS - 86_400_000,
    };
    assert!(insert_account(tx, &new).await.unwrap());
    for (role, scope) in grants {
        let grant = Grant { role: *role, scope: scope.clone() };
        give_grant(tx, id, &grant, NOW_MS - 86_400_000).await.unwrap();
    }
    id
}

async fn side(tx: &mut Tx, seal: &Seal, hash: &str, n: u8) -> Side {
    let street = format!("14040300{n}");
    let community = format!("{street}001");
    let company = CompanyId(id(n, 1));
    let (grid, compound) = (GridId(id(n, 2)), CompoundId(id(n, 3)));
    place(tx, n, &street, &community, grid, compound).await;
    let assignment = service(tx, n, company, compound).await;
    let (households, codes) = doors(tx, seal, n, grid, compound).await;
    let letter = if n == 1 { "a" } else { "b" };
    let base = u16::from(n) * 10;
    let name = |role: &str| format!("{role}-{letter}");
    let works = [(Role::GridWorker, Scope::Grid(grid))];
    let worker = account(tx, hash, &name("worker"), base, None, &works).await;
    let clerks = [(Role::CommunityClerk, Scope::Community(community.clone()))];
    let clerk = account(tx, hash, &name("clerk"), base + 1, None, &clerks).await;
    let manages = [(Role::CompanyManager, Scope::Company(company))];
    let manager = account(tx, hash, &name("manager"), base + 2, Some(company), &manages).await;
    let repairs = [(Role::CompanyStaff, Scope::Company(company))];
    let technician = account(tx, hash, &name("technician"), base + 3, Some(company), &repairs).await;
    let public_code = public_code(n);
    Side {
        street,
        community,
        grid,
        compound,
        company,
        households,
        codes,
        public_code,
        assignment,
        worker,
        clerk,
        manager,
        technician,
    }
}

fn public_code(n: u8) -> String {
    domain::public_code::PublicCode::make([n; 9]).as_str().to_owned()
}

async fn place(tx: &mut Tx, n: u8, street: &str, community: &str, grid: GridId, compound: CompoundId) {
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

async fn service(tx: &mut Tx, n: u8, company: CompanyId, compound: CompoundId) -> Uuid {
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

async fn doors(tx: &mut Tx, seal: &Seal, n: u8, grid: GridId, compound: CompoundId) -> (Vec<HouseholdId>, Vec<String>) {
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
