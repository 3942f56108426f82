//! One seed: some phones at work in all weathers, then calm, then the questions.

use super::broken::Broken;
use super::world::{Task, World};
use super::{check, consents, life};
use std::rc::Rc;

const STEPS: usize = 700;
const HOUR_MS: i64 = 3_600_000;
const TEN_YEARS_MS: i64 = 3_652 * 24 * HOUR_MS;

/// What a seed came to.
#[derive(Debug, Default, Clone, Copy)]
pub struct Figures {
    /// Records that people made.
    pub made: u64,
    /// Of them lost with a wiped phone or with a backup that was too old; each is named if its number was ever told.
    pub lost: u64,
    /// Homes that owe a fee in the end.
    pub due: u64,
}

/// Runs a seed.
///
/// # Errors
/// The first promise that was broken, with what happened before.
pub fn run(seed: u64, broken: Broken) -> Result<Figures, String> {
    let phones = 1 + (seed % 4) as usize;
    let world = World::new(seed, broken, phones);
    world.stormy.set(true);
    let mut tasks: Vec<(usize, Task)> = (0..phones).map(|phone| (phone, life::window(&world, phone))).collect();
    for _ in 0..STEPS {
        let which = world.dice.borrow_mut().below(tasks.len());
        if let Some((_, task)) = tasks.get_mut(which) {
            world.tick(std::slice::from_mut(task), 0);
        } else {
            world.tick(&mut [], 0);
        }
        if world.ledger.borrow().broken.is_some() {
            break;
        }
        let mishap = world.dice.borrow_mut().chance(45);
        if mishap {
            strike(&world, &mut tasks);
        }
        let at_work = world.dice.borrow_mut().chance(if world.about_fees { 120 } else { 30 });
        if at_work {
            consents::office(&world);
        }
    }
    (0..phones).for_each(|phone| world.phone_dies(phone));
    drop(tasks);
    if world.ledger.borrow().broken.is_none() {
        check::heal(&world);
    }
    let ledger_says = check::check(&world);
    let ledger = world.ledger.borrow();
    let due =
        ledger_says.map_err(|what| format!("seed {seed}, {broken:?}: {what}\n  {}", ledger.story.join("\n  ")))?;
    let server = world.server.borrow();
    let lost = ledger.made.keys().filter(|id| !server.records.contains_key(id)).count() as u64;
    Ok(Figures { made: ledger.made.len() as u64, lost, due })
}

/// Something happens.
fn strike(world: &Rc<World>, tasks: &mut Vec<(usize, Task)>) {
    let (what, phone, hours) = {
        let mut dice = world.dice.borrow_mut();
        (dice.below(100), dice.below(world.phones.len()), dice.below(60) as i64)
    };
    let own = &world.phones[phone];
    match what {
        0..=29 => {
            world.tell(|| format!("phone {phone} is killed"));
            tasks.retain(|(at, _)| *at != phone);
            world.phone_dies(phone);
            tasks.push((phone, life::window(world, phone)));
        }
        30..=41 => {
            world.tell(|| format!("a second window on phone {phone}"));
            tasks.push((phone, life::window(world, phone)));
        }
        42..=49 => {
            world.tell(|| "the server is killed".into());
            world.server_dies();
        }
        50..=57 => {
            world.tell(|| "a backup is made".into());
            let backup = world.server.borrow().clone();
            world.backups.borrow_mut().push(backup);
        }
        58..=60 => restore(world),
        61..=68 => {
            world.tell(|| format!("{hours} hours pass"));
            world.now_ms.set(world.now_ms.get() + hours * HOUR_MS);
        }
        69..=74 => {
            let years = [-TEN_YEARS_MS, TEN_YEARS_MS, 0, 15 * 60_000];
            let skew = world.dice.borrow_mut().pick(&years);
            world.tell(|| format!("the clock of phone {phone} is off by {skew} ms"));
            own.skew_ms.set(skew);
        }
        75..=76 => {
            world.tell(|| format!("phone {phone} is wiped"));
            tasks.retain(|(at, _)| *at != phone);
            world.wipe(phone);
            tasks.push((phone, life::window(world, phone)));
        }
        77..=78 => {
            world.tell(|| format!("the database of phone {phone} is evicted"));
            tasks.retain(|(at, _)| *at != phone);
            world.evict(phone);
            tasks.push((phone, life::window(world, phone)));
        }
        79 => {
            world.tell(|| format!("the other store of phone {phone} is lost"));
            world.lose_second(phone);
        }
        80 => {
            world.tell(|| format!("the other store of phone {phone} has no room, or has some again"));
            own.second.is_full.set(!own.second.is_full.get());
        }
        81..=88 => {
            let worker = world.dice.borrow_mut().below(own.workers.len());
            world.tell(|| format!("worker {worker} logs in on phone {phone}"));
            world.log_in(phone, worker);
        }
        89..=92 => {
            world.tell(|| format!("the session of phone {phone} ends"));
            world.server.borrow_mut().sessions.remove(&own.cookie.get());
        }
        93..=95 => {
            world.tell(|| format!("phone {phone} is full"));
            own.disk.full_for.set(1 + hours as u32 % 6);
        }
        _ => rights(world, phone),
    }
}

/// The server is set back to an older backup; its blobs perhaps not.
fn restore(world: &Rc<World>) {
    let backups = world.backups.borrow();
    if backups.is_empty() {
        return;
    }
    let (which, with_blobs) = {
        let mut dice = world.dice.borrow_mut();
        (dice.below(backups.len()), dice.chance(500))
    };
    world.tell(|| format!("the server is set back to backup {which}"));
    let mut server = world.server.borrow_mut();
    let whole = std::mem::take(&mut server.whole);
    let grids = std::mem::take(&mut server.grids);
    *server = backups[which].clone();
    server.grids = grids;
    if !with_blobs {
        server.whole.extend(whole);
    }
    drop(server);
    world.ledger.borrow_mut().restores += 1;
    world.server_dies();
}

/// Rights are given and taken away.
fn rights(world: &Rc<World>, phone: usize) {
    let worker = world.phones[phone].workers[0];
    let mut server = world.server.borrow_mut();
    let own = server.grids.entry(worker).or_default();
    let grid = world.grids[1];
    if !own.remove(&grid) {
        own.insert(grid);
    }
    world.ledger.borrow_mut().revocations += 1;
    drop(server);
    world.tell(|| format!("the rights of the first worker of phone {phone} change"));
}
