//! Values that screens follow. They stand on Leptos' reactive graph (owners, effects, tracking); only the typed shell around a value is
//! our own, because each type of a `RwSignal` would bring 5 kB of machine code to the phone, and a screen has many types.

use crate::element::follow;
pub use reactive_graph::graph::untrack;
pub use reactive_graph::owner::{
    LocalStorage, Owner, StoredValue, expect_context, on_cleanup, provide_context, use_context,
};
use reactive_graph::signal::ArcTrigger;
pub use reactive_graph::traits::{GetValue, SetValue, UpdateValue, WithValue};
use reactive_graph::traits::{Notify, Track};
use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;
pub use wasm_bindgen_futures::spawn_local;

struct Stored {
    changed: ArcTrigger,
    /// A `RefCell<T>`.
    value: Box<dyn Any>,
}

/// A value that a screen reads and events change; `Copy`, and gone with the owner (the page) under which it was made.
/// After that, writing does nothing: an answer that comes late finds no page to show it.
pub struct Signal<T> {
    stored: StoredValue<Rc<Stored>, LocalStorage>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

fn stored(signal: StoredValue<Rc<Stored>, LocalStorage>) -> Option<Rc<Stored>> {
    signal.try_get_value()
}

fn store(value: Box<dyn Any>) -> StoredValue<Rc<Stored>, LocalStorage> {
    StoredValue::new_local(Rc::new(Stored { changed: ArcTrigger::new(), value }))
}

fn track(signal: StoredValue<Rc<Stored>, LocalStorage>) -> Option<Rc<Stored>> {
    let stored = stored(signal)?;
    stored.changed.track();
    Some(stored)
}

impl<T: 'static> Signal<T> {
    /// A value of the owner of the moment.
    pub fn new(value: T) -> Self {
        Self { stored: store(Box::new(RefCell::new(value))), of: PhantomData }
    }

    /// Reads it and follows it.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        Self::read(track(self.stored), read)
    }

    /// Reads it without following it.
    pub fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        Self::read(stored(self.stored), read)
    }

    fn read<R>(stored: Option<Rc<Stored>>, read: impl FnOnce(&T) -> R) -> R {
        match stored.as_ref().and_then(|stored| stored.value.downcast_ref::<RefCell<T>>()) {
            Some(value) => read(&value.borrow()),
            // Only a task that outlived its page can come here, and such tasks ask `is_here` first.
            None => wasm_bindgen::throw_str("a value was read after its page had gone"),
        }
    }

    /// Whether its page is still there.
    pub fn is_here(self) -> bool {
        stored(self.stored).is_some()
    }

    /// Follows it without reading.
    pub fn track(self) {
        track(self.stored);
    }

    /// Changes it, if its page is still there.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        let Some(stored) = stored(self.stored) else { return };
        if let Some(value) = stored.value.downcast_ref::<RefCell<T>>() {
            change(&mut value.borrow_mut());
        }
        stored.changed.notify();
    }

    /// Replaces it, if its page is still there.
    pub fn set(self, value: T) {
        self.update(|old| *old = value);
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
