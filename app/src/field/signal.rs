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
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;

struct Stored {
    changed: ArcTrigger,
    /// A `T`; taken out while it is being changed.
    value: RefCell<Rc<dyn Any>>,
}

/// A value that a screen reads and events change; `Copy`, and gone with the owner (the page) under which it was made.
/// After that, writing does nothing: an answer that comes late finds no page to show it.
pub struct Signal<T> {
    stored: Key,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

type Key = StoredValue<Rc<Stored>, LocalStorage>;

// What follows knows no types: it is there once, not once for each.

fn store(value: Rc<dyn Any>) -> Key {
    StoredValue::new_local(Rc::new(Stored { changed: ArcTrigger::new(), value: RefCell::new(value) }))
}

fn track(key: Key) -> Option<Rc<Stored>> {
    let stored = key.try_get_value()?;
    stored.changed.track();
    Some(stored)
}

fn value(stored: Option<Rc<Stored>>) -> Rc<dyn Any> {
    match stored {
        Some(stored) => stored.value.borrow().clone(),
        // Only a task that outlived its page can come here, and such tasks ask `is_here` first.
        None => wasm_bindgen::throw_str("a value was read after its page had gone"),
    }
}

fn take(key: Key) -> Option<Rc<dyn Any>> {
    Some(key.try_get_value()?.value.replace(Rc::new(())))
}

fn put(key: Key, value: Rc<dyn Any>) {
    if let Some(stored) = key.try_get_value() {
        stored.value.replace(value);
        stored.changed.notify();
    }
}

fn confused() -> ! {
    wasm_bindgen::throw_str("a value was read or changed while it was being changed or read")
}

impl<T: 'static> Signal<T> {
    /// A value of the owner of the moment.
    pub fn new(value: T) -> Self {
        Self { stored: store(Rc::new(value)), of: PhantomData }
    }

    /// Reads it and follows it.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        Self::read(value(track(self.stored)), read)
    }

    /// Reads it without following it.
    pub fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        Self::read(value(self.stored.try_get_value()), read)
    }

    fn read<R>(value: Rc<dyn Any>, read: impl FnOnce(&T) -> R) -> R {
        match value.downcast_ref() {
            Some(value) => read(value),
            None => confused(),
        }
    }

    /// Whether its page is still there.
    pub fn is_here(self) -> bool {
        self.stored.try_get_value().is_some()
    }

    /// Follows it without reading.
    pub fn track(self) {
        track(self.stored);
    }

    /// Changes it, if its page is still there.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        let Some(mut value) = take(self.stored) else { return };
        match Rc::get_mut(&mut value).and_then(<dyn Any>::downcast_mut) {
            Some(value) => change(value),
            None => confused(),
        }
        put(self.stored, value);
    }

    /// Replaces it, if its page is still there.
    pub fn set(self, value: T) {
        put(self.stored, Rc::new(value));
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

/// Runs `task` until it ends, even should its page go.
pub fn spawn_local(task: impl Future<Output = ()> + 'static) {
    spawn(Box::pin(task));
}

fn spawn(task: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(task);
}
