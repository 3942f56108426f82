//! A small world: two streets, each with one community, one grid, one compound with six doors, one company, and people
//! of every role. Side A is where a test happens; side B is somewhere else.

use super::ground;
use domain::id::{AccountId, CompanyId, CompoundId, GridId, HouseholdId};
use domain::org::{Grant, Role, Scope};
use server::db::account::{NewAccount, give_grant, insert_account};
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

pub(super) fn id(n: u8, kind: u8) -> Uuid {
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
    ground::place(tx, n, &street, &community, grid, compound).await;
    let assignment = ground::service(tx, n, company, compound).await;
    let (households, codes) = ground::doors(tx, seal, n, grid, compound).await;
    let letter = if n == 1 { "a" } else { "b" };
    let base = u16::from(n) * 10;
    let name = |role: &str| format!("{role}-{letter}");
    let works = [(Role::GridWorker, Scope::Grid(grid))];
    let worker = account(tx, hash, &name("worker"), base, None, &works).await;
    let clerks = [(Role::CommunityClerk, Scope::Community(community.clone()))];
    let clerk = account(tx, hash, &name("clerk"), base + 1, None, &clerks).await;
    let directs = [(Role::CommunityDirector, Scope::Community(community.clone()))];
    account(tx, hash, &name("director"), base + 4, None, &directs).await;
    let of_street = [(Role::StreetClerk, Scope::Street(street.clone()))];
    account(tx, hash, &name("street"), base + 5, None, &of_street).await;
    let manages = [(Role::CompanyManager, Scope::Company(company))];
    let manager = account(tx, hash, &name("manager"), base + 2, Some(company), &manages).await;
    let repairs = [(Role::CompanyStaff, Scope::Company(company))];
    let technician = account(tx, hash, &name("technician"), base + 3, Some(company), &repairs).await;
    let public_code = ground::public_code(n);
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
