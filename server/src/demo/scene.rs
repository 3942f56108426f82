//! Where the demo's stories happen: doors, services and people of each compound, read once.

use super::account::People;
use super::stage::{Show, show_at};
use super::{Made, dice::Dice};
use crate::auth::Actor;
use crate::db::roster::KnownHousehold;
use crate::db::service::ServiceRow;
use crate::db::{self, Tx};
use crate::state::AppState;
use domain::calendar::{Day, day_start_ms, plus_days, shanghai_day};
use domain::id::CompoundId;
use std::collections::HashMap;

pub const MINUTE_MS: i64 = 60_000;
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// A compound that is served, with everything that happens in it.
pub struct Scene<'a> {
    pub id: CompoundId,
    /// Position in the district; the first one shows a bit of everything.
    pub index: usize,
    pub show: Show,
    pub service: ServiceRow,
    /// In the order of building, unit and door.
    pub doors: Vec<Door<'a>>,
    /// Two of the company's technicians work here by turns.
    pub staff: &'a Actor,
    pub clerk: &'a Actor,
}

/// A door and who visits it.
pub struct Door<'a> {
    pub home: KnownHousehold,
    pub worker: &'a Actor,
}

impl Scene<'_> {
    /// The compound that scripts and tests look at.
    pub fn is_first(&self) -> bool {
        self.index == 0
    }

    /// Doors that are not next to each other, `count` of them, beginning with the `offset`th: each story has its own.
    pub fn spread(&self, offset: usize, count: usize) -> impl Iterator<Item = &Door<'_>> {
        self.doors.iter().skip(offset).step_by((self.doors.len() / count.max(1)).max(1)).take(count)
    }
}

/// Every served compound.
pub async fn scenes<'a>(state: &AppState, made: &'a Made, people: &'a People) -> anyhow::Result<Vec<Scene<'a>>> {
    let workers = people.workers.iter().map(|(actor, _, grid)| (grid.0, actor)).collect::<HashMap<_, _>>();
    let today = shanghai_day(state.clock.now_ms()).to_string();
    let mut tx = state.db.read().await?;
    let mut all = Vec::new();
    for (index, (id, demo)) in made.compounds.iter().enumerate() {
        let show = show_at(index);
        let served = matches!(show, Show::Running | Show::Window | Show::FeePhase);
        let clerk = people.clerks.iter().find(|(_, community)| *community == demo.community_code);
        let (true, Some((clerk, _))) = (served, clerk) else { continue };
        let Some(service) = db::service::service_of(&mut tx, *id, &today).await? else { continue };
        let staff = &people.staff[demo.company * 2 + index % 2];
        let doors = doors(&mut tx, *id, &workers).await?;
        all.push(Scene { id: *id, index, show, service, doors, staff, clerk });
    }
    Ok(all)
}

async fn doors<'a>(
    tx: &mut Tx,
    compound: CompoundId,
    workers: &HashMap<uuid::Uuid, &'a Actor>,
) -> anyhow::Result<Vec<Door<'a>>> {
    let homes = db::roster::households_of(tx, compound).await?;
    let worker = |home: &KnownHousehold| home.grid_id.and_then(|grid| workers.get(&grid).copied());
    let door = |home: KnownHousehold| worker(&home).map(|worker| Door { home, worker });
    let mut doors = homes.into_iter().filter_map(door).collect::<Vec<_>>();
    // Ids differ from load to load; what is written on doors does not.
    doors.sort_by(|one, other| {
        let key = |door: &Door<'_>| (door.home.door_no.clone(), door.home.area_c, door.home.unit_id);
        key(one).cmp(&key(other))
    });
    Ok(doors)
}

/// A moment of a day's work.
pub fn at_work(dice: &mut Dice, day: Day) -> i64 {
    day_start_ms(day) + 9 * HOUR_MS + i64::from(dice.below(8 * 60)) * MINUTE_MS
}

/// A moment of work `days` ago.
pub fn days_ago(state: &AppState, dice: &mut Dice, days: i64) -> i64 {
    at_work(dice, plus_days(shanghai_day(state.clock.now_ms()), -days))
}
