//! Closures behind a pointer. `dyn Fn` and `dyn FnMut` bring two functions more for each closure, which nobody calls and every phone would
//! download.

/// Tells a value, again and again.
pub trait Read<T> {
    /// The value of now.
    fn read(&self) -> T;
}

impl<T, F: Fn() -> T> Read<T> for F {
    fn read(&self) -> T {
        self()
    }
}

/// Does something, again and again.
pub trait Act {
    /// Does it.
    fn act(&mut self);
}

impl<F: FnMut()> Act for F {
    fn act(&mut self) {
        self();
    }
}
