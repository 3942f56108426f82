//! Values that screens follow: a small reactive core of our own. It knows owners (what ends together), effects (what runs again when a
//! value that it read has changed) and signals (the values). Leptos' graph can do more, for servers and threads; on a cheap phone its
//! 12 kB are a fourteenth of everything the app may weigh. It knows no browser, so it is tested on any machine.

mod act;
mod effect;
mod owner;

pub use act::{Act, Read};
pub use effect::{follow, settle, untrack};
pub use owner::{Owner, keep, on_cleanup};

use effect::Followers;
use std::cell::Cell;
use std::mem::forget;
use std::rc::Rc;

/// Where a value stands. The value goes with its page; the place, some twenty bytes, is never given back: whoever still asks for the
/// value finds it empty, and not what another page has put there.
struct Place<T> {
    /// Taken out while it is being changed.
    value: Cell<Option<Rc<T>>>,
    is_here: Cell<bool>,
    followers: Followers,
}

/// A value that a screen reads and events change; `Copy`, and gone with the owner (the page) under which it was made.
/// After that, writing does nothing: an answer that comes late finds no page to show it.
pub struct Signal<T: 'static>(&'static Place<T>);

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

impl<T> Signal<T> {
    /// A value of the owner of the moment.
    pub fn new(value: T) -> Self {
        let value = Cell::new(Some(Rc::new(value)));
        let place = Box::leak(Box::new(Place { value, is_here: Cell::new(true), followers: Followers::default() }));
        let signal = Self(place);
        on_cleanup(move || signal.end());
        signal
    }

    fn end(self) {
        self.0.is_here.set(false);
        self.0.followers.forget();
        self.0.value.take();
    }

    /// The value of this moment. It can be replaced meanwhile, not changed.
    #[inline(never)]
    fn now(self) -> Rc<T> {
        let value = self.0.value.take();
        // Nothing was left there. Whoever drops a value knows its type: this is the same code for all of them.
        forget(self.0.value.replace(value.clone()));
        // A task that outlived its page asks `is_here` first.
        value.unwrap_or_else(|| panic!("a value was read while it was being changed, or after its page had gone"))
    }

    /// Puts a value there and says so; gives back what is to be dropped.
    #[inline(never)]
    fn put(self, value: Rc<T>) -> Option<Rc<T>> {
        if !self.is_here() {
            return Some(value);
        }
        let before = self.0.value.replace(Some(value));
        self.0.followers.tell();
        before
    }

    /// Reads it and follows it.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.track();
        read(&self.now())
    }

    /// Reads it without following it.
    pub fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.now())
    }

    /// Whether its page is still there.
    pub fn is_here(self) -> bool {
        self.0.is_here.get()
    }

    /// Follows it without reading.
    pub fn track(self) {
        self.0.followers.add();
    }

    /// Changes it, if its page is still there.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        let Some(mut value) = self.0.value.take() else { return };
        match Rc::get_mut(&mut value) {
            Some(value) => change(value),
            None => panic!("a value was changed while it was being read"),
        }
        drop(self.put(value));
    }

    /// Replaces it, if its page is still there.
    pub fn set(self, value: T) {
        drop(self.put(Rc::new(value)));
    }
}

impl<T: Clone> Signal<T> {
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
