//! Values that screens follow: a small reactive core of our own. It knows owners (what ends together), effects (what runs again when a
//! value that it read has changed) and signals (the values). Leptos' graph can do more, for servers and threads; on a cheap phone its
//! 12 kB are a fourteenth of everything the app may weigh. It knows no browser, so it is tested on any machine.

mod effect;
mod owner;

pub use effect::{follow, settle, untrack};
pub use owner::{Owner, keep, on_cleanup};

use effect::Followers;
use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

/// What stands behind a signal.
struct Stored {
    /// A `T`; taken out while it is being changed.
    value: RefCell<Rc<dyn Any>>,
    followers: Followers,
}

/// A value that a screen reads and events change; `Copy`, and gone with the owner (the page) under which it was made.
/// After that, writing does nothing: an answer that comes late finds no page to show it.
pub struct Signal<T> {
    key: Key,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

// What follows knows no types: it is there once, not once for each.

/// A place among the values of this thread, and how many values stood there before.
#[derive(Clone, Copy)]
struct Key {
    place: usize,
    turn: u32,
}

#[derive(Default)]
struct Values {
    places: Vec<(u32, Option<Rc<Stored>>)>,
    free: Vec<usize>,
}

thread_local! {
    static VALUES: RefCell<Values> = RefCell::default();
}

fn store(value: Rc<dyn Any>) -> Key {
    let stored = Some(Rc::new(Stored { value: RefCell::new(value), followers: Followers::default() }));
    let key = VALUES.with_borrow_mut(|values| match values.free.pop() {
        Some(place) => {
            values.places[place].1 = stored;
            Key { place, turn: values.places[place].0 }
        }
        None => {
            values.places.push((0, stored));
            Key { place: values.places.len() - 1, turn: 0 }
        }
    });
    on_cleanup(move || forget(key));
    key
}

fn forget(key: Key) {
    let gone = VALUES.with_borrow_mut(|values| {
        values.free.push(key.place);
        values.places[key.place].0 += 1;
        values.places[key.place].1.take()
    });
    // Only now: what the value holds may end other values.
    drop(gone);
}

fn stored(key: Key) -> Option<Rc<Stored>> {
    VALUES.with_borrow(|values| {
        let (turn, stored) = values.places.get(key.place)?;
        stored.clone().filter(|_| *turn == key.turn)
    })
}

fn track(key: Key) -> Option<Rc<Stored>> {
    let stored = stored(key)?;
    stored.followers.add();
    Some(stored)
}

fn value(stored: Option<Rc<Stored>>) -> Rc<dyn Any> {
    match stored {
        Some(stored) => stored.value.borrow().clone(),
        // Only a task that outlived its page can come here, and such tasks ask `is_here` first.
        None => panic!("a value was read after its page had gone"),
    }
}

fn take(key: Key) -> Option<Rc<dyn Any>> {
    Some(stored(key)?.value.replace(Rc::new(())))
}

fn put(key: Key, value: Rc<dyn Any>) {
    if let Some(stored) = stored(key) {
        let before = stored.value.replace(value);
        stored.followers.tell();
        drop(before);
    }
}

fn confused() -> ! {
    panic!("a value was read or changed while it was being changed or read")
}

impl<T: 'static> Signal<T> {
    /// A value of the owner of the moment.
    pub fn new(value: T) -> Self {
        Self { key: store(Rc::new(value)), of: PhantomData }
    }

    /// Reads it and follows it.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(Self::of(&*value(track(self.key))))
    }

    /// Reads it without following it.
    pub fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(Self::of(&*value(stored(self.key))))
    }

    /// Once for each type, not for each place that reads.
    #[inline(never)]
    fn of(value: &dyn Any) -> &T {
        value.downcast_ref().unwrap_or_else(|| confused())
    }

    /// Whether its page is still there.
    pub fn is_here(self) -> bool {
        stored(self.key).is_some()
    }

    /// Follows it without reading.
    pub fn track(self) {
        track(self.key);
    }

    /// Changes it, if its page is still there.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        let Some(mut value) = take(self.key) else { return };
        match Rc::get_mut(&mut value).and_then(|value| value.downcast_mut()) {
            Some(value) => change(value),
            None => confused(),
        }
        put(self.key, value);
    }

    /// Replaces it, if its page is still there.
    pub fn set(self, value: T) {
        put(self.key, Rc::new(value));
    }
}

impl<T: Clone + 'static> Signal<T> {
    /// A copy, followed.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// A copy, not followed.
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}

/// A value computed from others that tells only of real changes.
pub fn memo<T: PartialEq + 'static>(read: impl Fn() -> T + 'static) -> Signal<T> {
    let signal = Signal::new(untrack(&read));
    follow(Box::new(move || {
        let now = read();
        if signal.with_untracked(|before| *before != now) {
            signal.set(now);
        }
    }));
    signal
}

#[cfg(test)]
mod tests;
