//! The world of one seed: a clock, a server, a line, some phones, and the book of what really happened.

use super::broken::Broken;
use super::cipher::Toy;
use super::custody::Death;
use super::dice::Dice;
use super::disk::{Disk, SimStore};
use super::effects::Effects;
use super::ledger::Ledger;
use super::line::{self, Line};
use super::server::Server;
use crate::store::memory::MemoryStore;
use crate::store::sealed::SealedStore;
use crate::store::{Op, Store, Table, Value, key};
use crate::sync::second_memory::MemorySecond;
use crate::sync::transport::{Call, Reply};
use domain::consent::ConsentAction;
use domain::id::{AccountId, CompoundId, GridId, HouseholdId, RecordId};
use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Waker};

/// Noon of 2026-03-02 in Shanghai, in the consent window of every home.
pub const START_MS: i64 = 1_772_424_000_000;
/// How long verified copies stay on a phone.
pub const GRACE_MS: i64 = 7 * 86_400_000;

/// A phone without its windows.
pub struct Phone {
    pub disk: Disk,
    /// The other store.
    pub second: MemorySecond,
    /// Phone time minus true time.
    pub skew_ms: Cell<i64>,
    /// Who is logged in.
    pub account: Cell<AccountId>,
    /// The session's cookie; 0: none.
    pub cookie: Cell<u64>,
    /// Who works with it.
    pub workers: Vec<AccountId>,
}

/// Everything.
pub struct World {
    pub broken: Broken,
    pub dice: RefCell<Dice>,
    pub now_ms: Cell<i64>,
    pub step: Cell<u64>,
    pub stormy: Cell<bool>,
    pub server: RefCell<Server>,
    pub backups: RefCell<Vec<Server>>,
    pub server_down_until: Cell<u64>,
    pub line: RefCell<Line>,
    pub phones: Vec<Phone>,
    pub ledger: RefCell<Ledger>,
    /// What was said about consents on which phone, by whom, in this order.
    pub said: RefCell<Vec<(usize, AccountId, Said)>>,
    /// People speak of nothing else than the fee.
    pub about_fees: bool,
    pub grids: Vec<GridId>,
}

/// In every fifth world, with one phone or with more, people speak of nothing else than the fee.
pub fn is_about_fees(seed: u64) -> bool {
    seed / 4 % 5 == 4
}

/// Where, what, and its record.
pub type Said = (HouseholdId, ConsentAction, RecordId);

/// A window at work.
pub type Task = Pin<Box<dyn Future<Output = ()>>>;

impl World {
    /// A quiet world with so many phones; phones are shared by up to two workers.
    pub fn new(seed: u64, broken: Broken, phones: usize) -> Rc<Self> {
        let mut dice = Dice::of(seed);
        let grids: Vec<GridId> = (0..2).map(|_| GridId(dice.id(START_MS))).collect();
        let compounds: Vec<CompoundId> = (0..2).map(|_| CompoundId(dice.id(START_MS))).collect();
        let places: Vec<(CompoundId, GridId)> = compounds.iter().copied().zip(grids.iter().copied()).collect();
        let doors: Vec<(HouseholdId, CompoundId)> =
            (0..4).map(|at| (HouseholdId(dice.id(START_MS)), compounds[at % 2])).collect();
        let workers: Vec<AccountId> = (0..phones + 1).map(|_| AccountId(dice.id(START_MS))).collect();
        let mut server = Server::new(broken, START_MS, Effects::new(broken, &places, &doors));
        for (at, worker) in workers.iter().enumerate() {
            let own = if at % 3 == 2 { &grids[..1] } else { &grids[..] };
            server.grids.insert(*worker, own.iter().copied().collect());
        }
        server.start(dice.next().to_string());
        let phones: Vec<Phone> = (0..phones)
            .map(|at| Phone {
                disk: Disk::default(),
                second: MemorySecond { is_slow: Cell::new(true), ..MemorySecond::default() },
                skew_ms: Cell::new(0),
                account: Cell::new(workers[at]),
                cookie: Cell::new(0),
                workers: vec![workers[at], workers[at + 1]],
            })
            .collect();
        let world = Rc::new(Self {
            broken,
            dice: RefCell::new(dice),
            now_ms: Cell::new(START_MS),
            step: Cell::new(0),
            stormy: Cell::new(false),
            server: RefCell::new(server),
            backups: RefCell::new(vec![]),
            server_down_until: Cell::new(0),
            line: RefCell::default(),
            phones,
            ledger: RefCell::default(),
            said: RefCell::default(),
            about_fees: is_about_fees(seed),
            grids,
        });
        (0..world.phones.len()).for_each(|phone| world.log_in(phone, 0));
        world
    }

    /// A window's storage, with the key of whoever is logged in.
    pub fn store(self: &Rc<Self>, phone: usize) -> SealedStore {
        let store = SealedStore::new(SimStore { world: self.clone(), phone });
        let account = self.phones[phone].account.get();
        store.open(account, Rc::new(Toy(account)));
        store
    }

    /// What the workers of a phone can read of a table, each with the own key.
    pub fn read(&self, phone: usize, table: Table) -> Vec<(String, Value)> {
        let own = &self.phones[phone];
        let rows = own.workers.iter().flat_map(|worker| {
            let store = SealedStore::new(own.disk.inside.borrow().clone());
            store.open(*worker, Rc::new(Toy(*worker)));
            at_once(store.range(table, &key::of(*worker))).unwrap_or_default()
        });
        rows.collect()
    }

    /// The clock of a phone.
    pub fn clock_ms(&self, phone: usize) -> i64 {
        self.now_ms.get() + self.phones[phone].skew_ms.get()
    }

    /// Somebody logs in, in all windows of a phone.
    pub fn log_in(&self, phone: usize, worker: usize) {
        let own = &self.phones[phone];
        let account = own.workers[worker];
        let cookie = self.dice.borrow_mut().next();
        own.account.set(account);
        own.cookie.set(cookie);
        self.server.borrow_mut().sessions.insert(cookie, account);
    }

    /// The server does what a call asks for; none when it dies in the middle.
    pub fn serve(&self, call: &Call, cookie: u64) -> Option<Reply> {
        let dies = self.stormy.get() && self.dice.borrow_mut().chance(15);
        let death = if dies { Death::BeforeJoin } else { Death::No };
        let mut ledger = self.ledger.borrow_mut();
        let reply = self.server.borrow_mut().handle(call, cookie, self.now_ms.get(), death, &mut ledger);
        drop(ledger);
        if dies {
            self.server_dies();
        }
        (!dies).then_some(reply)
    }

    /// The server is killed and comes back after some steps, as another run.
    pub fn server_dies(&self) {
        let (down, name) = {
            let mut dice = self.dice.borrow_mut();
            (dice.below(40) as u64, dice.next().to_string())
        };
        self.server_down_until.set(self.step.get() + down);
        self.server.borrow_mut().start(name);
        self.line.borrow_mut().cut();
    }

    /// The windows of a phone are gone; what is left is its disk.
    pub fn phone_dies(&self, phone: usize) {
        let disk = &self.phones[phone].disk;
        if let Some(forgotten) = disk.volatile_head.take() {
            let op = match forgotten {
                Some(value) => Op::Put(Table::Meta, key::HEAD.into(), value),
                None => Op::Delete(Table::Meta, key::HEAD.into()),
            };
            let _ = at_once(disk.inside.borrow().clone().commit(vec![op]));
        }
    }

    /// The browser deletes everything that the app keeps on a phone.
    pub fn wipe(&self, phone: usize) {
        let disk = &self.phones[phone].disk;
        let entries = self.read(phone, Table::Outbox);
        self.ledger.borrow_mut().wiped(&entries);
        disk.inside.replace(MemoryStore::default());
        disk.volatile_head.take();
        self.lose_second(phone);
    }

    /// The browser deletes the other store of a phone.
    pub fn lose_second(&self, phone: usize) {
        self.ledger.borrow_mut().envelopes_gone(phone);
        self.phones[phone].second.clear();
    }

    /// The browser deletes the database of a phone, and nothing else.
    pub fn evict(&self, phone: usize) {
        let own = &self.phones[phone];
        let entries = self.read(phone, Table::Outbox);
        let kept = own.second.envelopes.borrow().keys().cloned().collect::<Vec<_>>().join("\n");
        self.ledger.borrow_mut().evicted(&entries, &kept);
        own.disk.inside.replace(MemoryStore::default());
        own.disk.volatile_head.take();
    }

    /// One tick: time passes, what is due arrives, one window takes one step.
    pub fn tick(&self, tasks: &mut [Task], which: usize) -> bool {
        self.step.set(self.step.get() + 1);
        self.now_ms.set(self.now_ms.get() + 50);
        line::deliver(self);
        let Some(task) = tasks.get_mut(which) else { return false };
        task.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready()
    }

    /// Runs one window to its end, with nobody else around.
    pub fn alone(&self, task: Task) {
        let mut tasks = [task];
        for _ in 0..100_000 {
            if self.tick(&mut tasks, 0) {
                return;
            }
        }
        self.ledger.borrow_mut().breaks("a round never ended".into());
    }

    /// Notes what happened.
    pub fn tell(&self, what: impl FnOnce() -> String) {
        let line = format!("{:>5} {}", self.step.get(), what());
        self.ledger.borrow_mut().story.push(line);
    }
}

/// A future that never waits.
pub fn at_once<T>(future: impl Future<Output = T>) -> T {
    crate::store::contract::now(future)
}
