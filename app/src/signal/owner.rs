//! What ends together: a page with its values, effects, listeners and clocks.

use std::cell::RefCell;
use std::rc::Rc;

/// Anything that ends when it is dropped. `Any` would bring the name of each type along.
trait Ending {}

impl<T> Ending for T {}

/// What was made last ends first: it may still use what was made before it.
enum Kept {
    Thing(#[allow(dead_code)] Box<dyn Ending>),
    Last(Box<dyn FnOnce()>),
}

#[derive(Default)]
struct Scope(RefCell<Vec<Kept>>);

/// Something that owns what is made while it is current. It ends what it owns with [`Owner::cleanup`], or when its last copy goes.
#[derive(Clone, Default)]
pub struct Owner(Rc<Scope>);

thread_local! {
    static CURRENT: RefCell<Option<Owner>> = const { RefCell::new(None) };
}

impl Owner {
    /// The owner of the moment.
    pub fn current() -> Option<Self> {
        CURRENT.with_borrow(Clone::clone)
    }

    /// Makes it the owner of everything from now on: the app's first one.
    pub fn set(&self) {
        CURRENT.replace(Some(self.clone()));
    }

    /// Owns what `make` makes.
    pub fn with<R>(&self, make: impl FnOnce() -> R) -> R {
        let before = CURRENT.replace(Some(self.clone()));
        let made = make();
        CURRENT.replace(before);
        made
    }

    /// Ends everything that it owns; it can own again.
    pub fn cleanup(&self) {
        end(&self.0);
    }

    fn keep(&self, kept: Kept) {
        self.0.0.borrow_mut().push(kept);
    }
}

fn end(scope: &Scope) {
    for kept in scope.0.take().into_iter().rev() {
        if let Kept::Last(act) = kept {
            act();
        }
    }
}

impl Drop for Scope {
    fn drop(&mut self) {
        end(self);
    }
}

fn keep_kept(kept: Kept) {
    if let Some(owner) = Owner::current() {
        owner.keep(kept);
    }
}

/// Keeps a thing until the owner of the moment ends; then it is dropped. Without an owner it is dropped at once.
pub fn keep<T: 'static>(thing: T) {
    keep_kept(Kept::Thing(Box::new(thing)));
}

/// Runs `act` when the owner of the moment ends.
pub fn on_cleanup(act: impl FnOnce() + 'static) {
    keep_kept(Kept::Last(Box::new(act)));
}
