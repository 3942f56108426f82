//! What runs again when a value that it read has changed: once after each round of events, the outer before the inner.

use super::act::Act;
use super::owner::{Owner, keep};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

struct Effect {
    /// Rises with every effect made: what stands around another has the smaller number.
    number: u64,
    act: RefCell<Box<dyn Act>>,
    /// Owns what one run makes.
    owner: Owner,
    /// How often it ran; a value read in an earlier run is no reason to run.
    runs: Cell<u64>,
    is_waiting: Cell<bool>,
}

thread_local! {
    static MADE: Cell<u64> = const { Cell::new(0) };
    static READING: RefCell<Option<Rc<Effect>>> = const { RefCell::new(None) };
    static WAITING: RefCell<Vec<Weak<Effect>>> = const { RefCell::new(Vec::new()) };
}

/// The effects that read a value, each with the run in which it did.
#[derive(Default)]
pub(super) struct Followers(RefCell<Vec<(Weak<Effect>, u64)>>);

impl Followers {
    /// The effect that runs now follows from here on.
    pub fn add(&self) {
        READING.with_borrow(|reading| {
            let Some(effect) = reading else { return };
            let (me, run) = (Rc::downgrade(effect), effect.runs.get());
            let mut followers = self.0.borrow_mut();
            if !followers.iter().any(|(one, of)| *of == run && one.ptr_eq(&me)) {
                followers.push((me, run));
            }
        });
    }

    /// The value has gone: nobody follows it any more.
    pub fn forget(&self) {
        self.0.take();
    }

    /// The value has changed: whoever read it in its latest run runs again.
    pub fn tell(&self) {
        for (effect, run) in self.0.take() {
            if let Some(effect) = effect.upgrade().filter(|effect| effect.runs.get() == run) {
                wait(&effect);
            }
        }
    }
}

fn wait(effect: &Rc<Effect>) {
    if effect.is_waiting.replace(true) {
        return;
    }
    let is_first = WAITING.with_borrow_mut(|waiting| {
        let is_first = waiting.is_empty();
        let stands_before = |one: &Weak<Effect>| one.upgrade().is_some_and(|one| one.number < effect.number);
        let place = waiting.iter().rposition(stands_before).map_or(0, |place| place + 1);
        waiting.insert(place, Rc::downgrade(effect));
        is_first
    });
    if is_first {
        later();
    }
}

/// In a browser the effects run when the event has been handled; elsewhere when [`settle`] is called.
fn later() {
    #[cfg(all(feature = "field", target_arch = "wasm32"))]
    wasm_bindgen_futures::spawn_local(async { settle() });
}

/// Runs what waits, and what comes to wait meanwhile, until nothing does.
pub fn settle() {
    loop {
        let next = WAITING.with_borrow_mut(|waiting| if waiting.is_empty() { None } else { Some(waiting.remove(0)) });
        match next.map(|effect| effect.upgrade()) {
            None => return,
            Some(None) => {}
            Some(Some(effect)) => run(&effect),
        }
    }
}

fn run(effect: &Rc<Effect>) {
    effect.is_waiting.set(false);
    effect.runs.set(effect.runs.get() + 1);
    effect.owner.cleanup();
    let before = READING.replace(Some(effect.clone()));
    effect.owner.with(|| effect.act.borrow_mut().act());
    READING.replace(before);
}

/// Runs `act` now and whenever a value that it read in its latest run has changed, until the owner of the moment ends.
pub fn follow(act: Box<dyn Act>) {
    let number = MADE.replace(MADE.get() + 1);
    let effect = Effect {
        number,
        act: RefCell::new(act),
        owner: Owner::default(),
        runs: Cell::new(0),
        is_waiting: Cell::new(false),
    };
    let effect = Rc::new(effect);
    run(&effect);
    keep(effect);
}

/// Reads values without following them.
pub fn untrack<R>(read: impl FnOnce() -> R) -> R {
    let before = READING.take();
    let result = read();
    READING.replace(before);
    result
}
