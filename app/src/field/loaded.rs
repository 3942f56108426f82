//! Something read from the phone's store: now, and again whenever records were made or things arrived.

use super::context::Phone;
use super::signal::*;
use crate::element::Element;
use crate::store::StoreError;
use crate::ui::state::{State, state_page};
use crate::words::theme;
use std::future::Future;

/// How far the reading is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loaded<T> {
    /// A few milliseconds; nothing is drawn for it.
    Waiting,
    /// What was read.
    Here(T),
    /// What the storage said.
    Failed(String),
}

/// Reads with `read`; what was there before stays on the screen while it is read again.
pub fn loaded<T, Reading>(phone: Phone, read: impl Fn() -> Reading + 'static) -> Signal<Loaded<T>>
where
    T: 'static,
    Reading: Future<Output = Result<T, StoreError>> + 'static,
{
    let data = Signal::new(Loaded::Waiting);
    follow(Box::new(move || {
        phone.changed.track();
        let reading = read();
        spawn_local(async move {
            let now = match reading.await {
                Ok(here) => Loaded::Here(here),
                Err(error) => Loaded::Failed(error.to_string()),
            };
            // The page may have gone in the meantime.
            data.set(now);
        });
    }));
    data
}

/// What the storage said.
pub fn failed(phone: Phone, why: &str) -> Element {
    state_page(State::Error, phone.say(theme::FAILED), why)
}
