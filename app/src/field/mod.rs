//! The field app: what a grid worker or a technician holds in the hand. Mounted into a static shell; works with no network.

pub mod board;
pub mod consent;
pub mod fact;
pub mod glance;
pub mod new_door;
pub mod order;
pub mod repair;
pub mod route;
pub mod sheet;
pub mod signature;
pub mod standing;
pub mod survey;
pub mod task;
pub mod visit;

#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod account;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod browser;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod context;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod entity;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod home;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod household;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod language;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod loaded;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod login;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod loss;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod need;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod outbox;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod password;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod photo;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod pin;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod read_aloud;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod record;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod settings;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod shell;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod signal;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod start;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod top;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod unlock;
