//! The demo's people: five companies, a worker for each grid, a clerk and a director for each community, somebody at each street, the
//! centre and the administrator.

use super::dice::Dice;
use super::district::DemoCompound;
use super::{Made, ShownAccount};
use crate::auth::{Actor, password};
use crate::db::account::{NewAccount, give_grant, insert_account};
use crate::db::onboarding::{NewCompany, insert_company, set_division_phone, set_grid_workers};
use crate::db::{DbResult, Tx};
use crate::state::AppState;
use anyhow::Context;
use domain::id::{AccountId, CompanyId, GridId};
use domain::org::{Grant, Role, Scope};
use domain::roster::uscc::uscc_from;
use std::collections::BTreeSet;

/// The password of every demo account. It opens nothing but the demo.
pub const PASSWORD: &str = "doorstep-demo";

const COMPANIES: [&str; 5] = ["晨禾物业", "云岫物业", "同檐物业", "青砚物业", "暖石物业"];
const SURNAMES: [&str; 12] = ["温", "纪", "舒", "尹", "庄", "柏", "裴", "凌", "倪", "荀", "宁", "岑"];
const GIVEN: [&str; 12] =
    ["晚舟", "星河", "明月", "南乔", "知远", "听雨", "怀瑾", "若谷", "清和", "望川", "以宁", "长歌"];

/// Everybody, as the intake of records needs them.
pub struct People {
    pub companies: Vec<CompanyId>,
    pub managers: Vec<Actor>,
    pub staff: Vec<Actor>,
    /// With the code of the community and the grid.
    pub workers: Vec<(Actor, String, GridId)>,
    pub clerks: Vec<(Actor, String)>,
    /// Two who void a consent together: the director of each community, and somebody at each street, with their codes.
    pub directors: Vec<(Actor, String)>,
    pub streets: Vec<(Actor, String)>,
    pub center: Actor,
    pub admin: Actor,
}

struct Hiring<'a> {
    tx: &'a mut Tx,
    state: &'a AppState,
    hash: String,
    at_ms: i64,
}

/// Opens the companies and all accounts.
pub async fn make(state: &AppState, dice: &mut Dice, made: &Made) -> anyhow::Result<People> {
    let hash = password::hash(PASSWORD.to_owned()).await?;
    let mut tx = state.db.write().await?;
    // The accounts are older than what the demo records with them.
    let at_ms = state.clock.now_ms() - 400 * 86_400_000;
    let mut hiring = Hiring { tx: &mut tx, state, hash, at_ms };
    let (mut companies, mut managers, mut staff) = (Vec::new(), Vec::new(), Vec::new());
    for (index, name) in COMPANIES.iter().enumerate() {
        let company = hiring.company(index, name).await?;
        let number = index + 1;
        let scope = Scope::Company(company);
        managers.push(
            hiring
                .account(dice, &format!("manager{number}"), Role::CompanyManager, scope.clone(), Some(company))
                .await?,
        );
        for (letter, _) in ["a", "b"].iter().zip(0..) {
            let login = format!("staff{number}{letter}");
            staff.push(hiring.account(dice, &login, Role::CompanyStaff, scope.clone(), Some(company)).await?);
        }
        companies.push(company);
    }
    let mut workers = Vec::new();
    for (number, (grid, _, community)) in (1..).zip(&made.grids) {
        let actor =
            hiring.account(dice, &format!("grid{number:02}"), Role::GridWorker, Scope::Grid(*grid), None).await?;
        set_grid_workers(hiring.tx, *grid, actor.account, None).await?;
        workers.push((actor, community.clone(), *grid));
    }
    let mut clerks = Vec::new();
    let communities = made.grids.iter().map(|(_, _, community)| community).collect::<BTreeSet<_>>();
    for (number, community) in (1..).zip(communities) {
        let scope = Scope::Community(community.clone());
        let actor = hiring.account(dice, &format!("clerk{number:02}"), Role::CommunityClerk, scope, None).await?;
        set_division_phone(hiring.tx, community, &format!("0355-2900{number:03}")).await?;
        clerks.push((actor, community.clone()));
    }
    let center = hiring.account(dice, "center", Role::CenterStaff, Scope::District, None).await?;
    let admin = hiring.account(dice, "admin", Role::SysAdmin, Scope::District, None).await?;
    let (directors, streets) = hiring.voiders(&clerks).await?;
    tx.commit().await?;
    Ok(People { companies, managers, staff, workers, clerks, directors, streets, center, admin })
}

impl Hiring<'_> {
    /// They have dice of their own: who else lives in the demo does not change with them.
    async fn voiders(&mut self, clerks: &[(Actor, String)]) -> DbResult<(Vec<(Actor, String)>, Vec<(Actor, String)>)> {
        let dice = &mut Dice::new(11);
        let (mut directors, mut streets) = (Vec::new(), Vec::new());
        for (number, (_, community)) in (1..).zip(clerks) {
            let (login, scope) = (format!("director{number:02}"), Scope::Community(community.clone()));
            let actor = self.account(dice, &login, Role::CommunityDirector, scope, None).await?;
            directors.push((actor, community.clone()));
        }
        let codes: BTreeSet<&str> = clerks.iter().filter_map(|(_, code)| code.get(..9)).collect();
        for (number, code) in (1..).zip(codes) {
            let (login, scope) = (format!("street{number:02}"), Scope::Street(code.to_owned()));
            streets.push((self.account(dice, &login, Role::StreetClerk, scope, None).await?, code.to_owned()));
        }
        Ok((directors, streets))
    }

    async fn company(&mut self, index: usize, name: &str) -> anyhow::Result<CompanyId> {
        let id = CompanyId(self.state.clock.new_uuid());
        let uscc =
            uscc_from(&format!("91140403MADEM0{index:03}")).context("seventeen characters of the code's alphabet")?;
        let company =
            NewCompany { id, uscc, name: format!("{name}（演示）"), phone: format!("0355-29100{index:02}") };
        insert_company(self.tx, &company).await?;
        Ok(id)
    }

    async fn account(
        &mut self,
        dice: &mut Dice,
        login: &str,
        role: Role,
        scope: Scope,
        company: Option<CompanyId>,
    ) -> DbResult<Actor> {
        let id = AccountId(self.state.clock.new_uuid());
        let name = format!("{}{}", dice.pick(&SURNAMES), dice.pick(&GIVEN));
        let new = NewAccount {
            id,
            login: login.to_owned(),
            name: name.clone(),
            company,
            password_hash: self.hash.clone(),
            must_change_password: false,
            at_ms: self.at_ms,
        };
        insert_account(self.tx, &new).await?;
        let grant = Grant { role, scope };
        give_grant(self.tx, id, &grant, self.at_ms).await?;
        let (login, grants) = (login.to_owned(), vec![grant]);
        Ok(Actor { account: id, login, name, company, must_change_password: false, grants, session: String::new() })
    }
}

impl People {
    /// One account for each role around one compound.
    pub fn shown(&self, demo: &DemoCompound) -> Vec<ShownAccount> {
        let company = demo.company;
        let shown = |actor: &Actor, place: &str| ShownAccount {
            login: actor.login.clone(),
            name: actor.name.clone(),
            role: actor.grants.first().map(|grant| grant.role.name().to_owned()).unwrap_or_default(),
            place: place.to_owned(),
        };
        let worker = self.workers.iter().find(|(_, community, _)| *community == demo.community_code);
        let clerk = self.clerks.iter().find(|(_, community)| *community == demo.community_code);
        let director = self.directors.iter().find(|(_, community)| *community == demo.community_code);
        let street = self.streets.iter().find(|(_, street)| demo.community_code.starts_with(street.as_str()));
        let company_name = format!("{}（演示）", COMPANIES[company]);
        let mut accounts = Vec::new();
        accounts.extend(worker.map(|(actor, ..)| shown(actor, &format!("{} {}", demo.community, demo.name))));
        accounts.extend([clerk, director].into_iter().flatten().map(|(actor, _)| shown(actor, &demo.community)));
        accounts.extend(street.map(|(actor, code)| shown(actor, code)));
        accounts.push(shown(&self.managers[company], &company_name));
        accounts.push(shown(&self.staff[company * 2], &company_name));
        accounts.push(shown(&self.center, "潞州区"));
        accounts.push(shown(&self.admin, "潞州区"));
        accounts
    }

    /// The first grid of a compound's community.
    pub fn grid_of(&self, demo: &DemoCompound) -> Option<GridId> {
        self.workers.iter().find(|(_, community, _)| *community == demo.community_code).map(|(_, _, grid)| *grid)
    }
}
