//! Values that screens follow, and tasks that run beside them.

pub use crate::signal::*;
use std::future::Future;
use std::pin::Pin;

/// Runs `task` until it ends, even should its page go.
pub fn spawn_local(task: impl Future<Output = ()> + 'static) {
    spawn(Box::pin(task));
}

fn spawn(task: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(task);
}
